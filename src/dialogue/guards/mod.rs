//! Small rules that overrule the ranking where words that look alike mean something else. Each is a file of its own and sees the
//! same [`Case`]; none knows of the others.

pub mod emergency;
mod negation;
mod numbers;
mod off_subject;
mod other_campaign;
mod services;
mod too_little;

use super::background::Background;
use super::decision::Silence;
use crate::knowledge::{EntryId, Knowledge};
use crate::matching::{Index, Ranking};
use crate::text::Part;

/// What a guard sees.
#[derive(Debug, Clone, Copy)]
pub struct Case<'c> {
    /// All entries and the campaign.
    pub knowledge: &'c Knowledge,
    /// What was learnt from them.
    pub index: &'c Index,
    /// What was read of them for the guards.
    pub background: &'c Background,
    /// The part as it was written.
    pub part: &'c Part,
    /// What it may mean.
    pub ranking: &'c Ranking,
}

impl Case<'_> {
    /// The entry that stands first.
    #[must_use]
    pub fn best_entry(&self) -> Option<EntryId> {
        self.ranking.first_entry()
    }

    /// Whether a phrasing of any entry is this very question.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.ranking.exact.is_some()
    }
}

/// What a guard says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// Say nothing.
    Silence(Silence),
    /// Answer with this entry.
    Lead(EntryId),
    /// Offer these entries.
    Offer(Vec<EntryId>),
    /// Whatever is answered corrects something in the question.
    Correct,
    /// Don't answer outright.
    AskBack,
}

impl Ruling {
    /// The ruling in a few words, for people who ask why.
    #[must_use]
    pub const fn describe(&self) -> &'static str {
        match self {
            Self::Silence(_) => "say nothing",
            Self::Lead(_) => "answer with another entry",
            Self::Offer(_) => "offer other entries",
            Self::Correct => "the answer corrects the question",
            Self::AskBack => "ask back instead of answering",
        }
    }
}

/// A rule and its name.
#[derive(Debug, Clone, Copy)]
pub struct Guard {
    /// Shown where people read why.
    pub name: &'static str,
    /// What it says of a case, if anything.
    pub check: fn(&Case<'_>) -> Option<Ruling>,
}

/// The name of the guard against answering for another dispute.
pub const OTHER_CAMPAIGN: &str = "other campaign";

/// The guards in the order in which they are heard. The emergency guard is not among them: it reads the whole message, before
/// anything is ranked.
pub const ALL: &[Guard] = &[
    Guard { name: "numbers", check: numbers::check },
    Guard { name: "too little said", check: too_little::check },
    Guard { name: OTHER_CAMPAIGN, check: other_campaign::check },
    Guard { name: "off the subject", check: off_subject::check },
    Guard { name: "negation", check: negation::check },
    Guard { name: "services", check: services::check },
];
