//! What a reply says beside its answers, because of the question: enough to say the same again without the question.

use super::reply::{Notice, Reply};
use crate::knowledge::Knowledge;

/// What a reply says beside its answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Beside {
    /// [`Notice::Emergency`], [`Notice::Correction`] and [`Notice::OtherCampaign`]; the others follow from the answers and the day.
    pub notices: Vec<Notice>,
    /// Why not all is answered.
    pub unsaid: Option<Unsaid>,
    /// Whether more was asked than is answered at once.
    pub is_cut: bool,
    /// The ids of the entries that may be meant, without those that are asked next after an answer.
    pub offered: Vec<String>,
}

/// Why a part of a message, or all of it, is not answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Unsaid {
    /// The knowledge does not cover it.
    Unknown,
    /// There is too little to go by.
    TooLittle,
    /// It is of a kind that this knowledge must not answer: the decline's id; one that is not there says nothing of its own.
    Declined(String),
}

impl Reply {
    /// What it says beside its answers.
    #[must_use]
    pub fn beside(&self, knowledge: &Knowledge) -> Beside {
        let of_the_question = |notice: &&Notice| matches!(notice, Notice::Emergency | Notice::Correction | Notice::OtherCampaign);
        let offered = self.suggestions.iter().filter(|suggestion| !self.is_related(knowledge, &suggestion.entry));
        Beside {
            notices: self.notices.iter().filter(of_the_question).copied().collect(),
            unsaid: self.unsaid.clone(),
            is_cut: self.is_cut,
            offered: offered.map(|suggestion| suggestion.entry.clone()).collect(),
        }
    }

    /// Whether people ask it next after one of the entries that answered.
    #[must_use]
    pub fn is_related(&self, knowledge: &Knowledge, entry: &str) -> bool {
        let answered = self.answers.iter().filter_map(|answer| knowledge.entry_named(&answer.entry));
        answered.flat_map(|id| &knowledge[id].related).any(|related| knowledge[related.value].id.value == entry)
    }
}
