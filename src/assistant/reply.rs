//! What comes back for a message: one object with everything that any edge shows. Its JSON form is fixed; others rely on it.

use jiff::civil::Date;
use serde::Serialize;

use super::beside::Unsaid;
use crate::knowledge::{Attribution, Entry, EntryText, Knowledge, Source};
use crate::matching::Confidence;
use crate::text::Language;

/// The reply to one message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reply {
    /// The message, as it came. For machines; no edge shows it to a person.
    pub question: String,
    /// What was decided.
    pub decision: Verdict,
    /// The language of the reply.
    pub language: Language,
    /// One for each part of the message that was answered, in its order; an emergency's entry first.
    pub answers: Vec<Answer>,
    /// "Did you mean", or beside an answer its related entries and offers for the other parts.
    pub suggestions: Vec<Suggestion>,
    /// The parts that were not answered, as text. For machines.
    pub unanswered: Vec<String>,
    /// The id of the first kind of decline that was met.
    pub declined: Option<String>,
    /// Shown to the member when nothing, or not everything, is answered.
    pub message: Option<String>,
    /// What a member must know beside the answer.
    pub notices: Vec<Notice>,
    /// Probability that the first entry of `ranking` answers the (first part of the) question.
    pub confidence: Confidence,
    /// Up to five entries, best first, whatever the decision.
    pub ranking: Vec<Ranked>,
    /// Why `message` is there. For buttons, which say it again in the other language.
    #[serde(skip)]
    pub unsaid: Option<Unsaid>,
    /// Whether more was asked than is answered at once.
    #[serde(skip)]
    pub is_cut: bool,
}

impl Reply {
    /// One that says nothing yet.
    #[must_use]
    pub fn empty(question: &str, language: Language) -> Self {
        Self {
            question: question.to_owned(),
            decision: Verdict::Abstain,
            language,
            answers: Vec::new(),
            suggestions: Vec::new(),
            unanswered: Vec::new(),
            declined: None,
            message: None,
            notices: Vec::new(),
            confidence: Confidence::NONE,
            ranking: Vec::new(),
            unsaid: None,
            is_cut: false,
        }
    }
}

/// What was decided about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// At least one part is answered.
    Answer,
    /// Suggestions only.
    Clarify,
    /// Neither.
    Abstain,
}

/// A notice that goes before or beside an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// Someone described danger to life.
    Emergency,
    /// The question held something that the answer corrects.
    Correction,
    /// The answer tells how it was then.
    Past,
    /// The question may mean another dispute.
    OtherCampaign,
    /// The answer is written in the other language only.
    OtherLanguage,
}

/// One answered part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The entry's id.
    pub entry: String,
    /// The entry's question: what was understood.
    pub question: String,
    /// The curators' words.
    pub text: String,
    /// The day it was true.
    pub as_of: Option<Date>,
    /// Whose statement it is.
    pub attribution: Attribution,
    /// Where it comes from.
    pub sources: Vec<Citation>,
    /// Whether it tells how it was then.
    pub past: bool,
}

/// A source as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The curators' short name.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// The day it came out, where known.
    pub published: Option<Date>,
    /// Its permanent address, where known.
    pub url: Option<String>,
}

impl Answer {
    /// An entry's answer in one of its languages.
    #[must_use]
    pub fn new(knowledge: &Knowledge, entry: &Entry, text: &EntryText, past: bool) -> Self {
        Self {
            entry: entry.id.value.clone(),
            question: text.question.value.clone(),
            text: text.answer.value.clone(),
            as_of: entry.as_of.as_ref().map(|day| day.value),
            attribution: entry.attribution,
            sources: entry.sources.iter().map(|source| Citation::new(&knowledge[source.value])).collect(),
            past,
        }
    }
}

impl Citation {
    /// The source as it is shown.
    #[must_use]
    pub fn new(source: &Source) -> Self {
        Self {
            id: source.id.value.clone(),
            publisher: source.publisher.value.clone(),
            title: source.title.value.clone(),
            published: source.published.as_ref().map(|day| day.value),
            url: source.url.as_ref().map(|url| url.value.clone()),
        }
    }
}

/// A whole question that is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The entry's id.
    pub entry: String,
    /// The entry's question.
    pub question: String,
}

impl Suggestion {
    /// An entry's question in the language, or in the one that it has.
    #[must_use]
    pub fn new(entry: &Entry, language: Language) -> Option<Self> {
        let (_, text) = entry.text.best(language)?;
        Some(Self { entry: entry.id.value.clone(), question: text.question.value.clone() })
    }
}

/// An entry and the probability that it answers the question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranked {
    /// The entry's id.
    pub entry: String,
    /// Its probability.
    pub confidence: Confidence,
}
