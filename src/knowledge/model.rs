//! The types of a valid knowledge. Ids are indices into one [`Knowledge`]; they are made only while it is parsed.

use std::ops::Index;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::finding::{SourceFile, Span};
use crate::text::Language;

/// A value and where the curator wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// Index of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId(pub(crate) u32);

/// Index of a kind of decline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeclineId(pub(crate) u32);

/// Index of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub(crate) u32);

/// One value for each language that has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InLanguages<T> {
    values: [Option<T>; 2],
}

impl<T> Default for InLanguages<T> {
    fn default() -> Self {
        Self { values: [None, None] }
    }
}

impl<T> InLanguages<T> {
    /// The value in a language.
    #[must_use]
    pub fn get(&self, language: Language) -> Option<&T> {
        match (language, &self.values) {
            (Language::English, [english, _]) => english.as_ref(),
            (Language::Spanish, [_, spanish]) => spanish.as_ref(),
        }
    }

    /// Sets the value in a language.
    pub fn set(&mut self, language: Language, value: T) {
        let [english, spanish] = &mut self.values;
        match language {
            Language::English => *english = Some(value),
            Language::Spanish => *spanish = Some(value),
        }
    }

    /// The value in the wanted language, else in the other one, with the language it is in.
    #[must_use]
    pub fn best(&self, wanted: Language) -> Option<(Language, &T)> {
        [wanted, wanted.other()].into_iter().find_map(|language| Some((language, self.get(language)?)))
    }

    /// All values, English first.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &T)> {
        Language::ALL.into_iter().filter_map(|language| Some((language, self.get(language)?)))
    }
}

/// All that the curators wrote, valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knowledge {
    /// The files it was read from, for messages. Not stored with the rest: whoever loads it has them.
    #[serde(skip)]
    pub files: Vec<SourceFile>,
    /// What it is about.
    pub campaign: Campaign,
    /// Pages that answers cite, in the order of the files.
    pub sources: Vec<Source>,
    /// The answers.
    pub entries: Vec<Entry>,
    /// Disputes that people may mean instead.
    pub others: Vec<Other>,
    /// What people ask and this knowledge must not answer.
    pub declines: Vec<Decline>,
    /// Words that mean the same for matching.
    pub synonyms: Vec<SynonymGroup>,
}

/// Whether a dispute is still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Announced.
    Planned,
    /// Going on.
    Ongoing,
    /// Over.
    Ended,
}

/// What the knowledge is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Kebab-case name.
    pub id: Located<String>,
    /// Shown to people.
    pub title: InLanguages<Located<String>>,
    /// The entries' own language.
    pub language: Language,
    /// What people call the employer or the dispute.
    pub names: Vec<Located<String>>,
    /// Planned, ongoing or ended.
    pub status: Status,
    /// First day.
    pub started: Option<Located<Date>>,
    /// The day after which it was over.
    pub ended: Option<Located<Date>>,
    /// When a curator last read all of it.
    pub reviewed: Option<Located<Date>>,
    /// Whom to ask when the bot does not know.
    pub contact: InLanguages<Located<String>>,
    /// The entry that comes first when someone describes danger to life.
    pub emergency: Option<EntryId>,
}

/// Who stands behind a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SourceKind {
    /// Newspapers and stations.
    #[default]
    Press,
    /// A union.
    Union,
    /// The employer.
    Employer,
    /// Both sides together.
    Joint,
    /// A public authority.
    Government,
    /// Law firms, encyclopaedias, journals.
    Reference,
}

/// A page that answers cite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The curators' short name for it.
    pub id: Located<String>,
    /// Who published it.
    pub publisher: Located<String>,
    /// Its title.
    pub title: Located<String>,
    /// The day it came out, where the page shows one.
    pub published: Option<Located<Date>>,
    /// Its permanent address, where one is known.
    pub url: Option<Located<String>>,
    /// Who stands behind it.
    pub kind: SourceKind,
}

/// Whose statement an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Attribution {
    /// News reports.
    #[default]
    Reported,
    /// A union's claim.
    Union,
    /// The employer's claim.
    Employer,
    /// Both sides together.
    Joint,
    /// Law in plain words.
    Law,
    /// Common knowledge, or derived from several facts.
    General,
}

/// The state of a service during the dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Service {
    /// As always.
    Open,
    /// In part.
    Limited,
    /// Might be closed.
    MayClose,
    /// Not to be had.
    Closed,
    /// Moved to another day.
    Rescheduled,
}

/// One answer, in one or two languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Stable, kebab-case, unique.
    pub id: Located<String>,
    /// Groups entries for browsing.
    pub category: Option<Located<String>>,
    /// Question, phrasings and answer; at least in the campaign's language.
    pub text: InLanguages<EntryText>,
    /// At least one.
    pub sources: Vec<Located<SourceId>>,
    /// Whose statement it is.
    pub attribution: Attribution,
    /// The day it was true.
    pub as_of: Option<Located<Date>>,
    /// After this day it is of the past.
    pub valid_until: Option<Located<Date>>,
    /// The state of the service it tells of.
    pub service: Option<Service>,
    /// Entries that people ask next.
    pub related: Vec<Located<EntryId>>,
}

/// An entry in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryText {
    /// Shown to members: "You asked about: …".
    pub question: Located<String>,
    /// Other ways in which members ask it.
    pub phrasings: Vec<Located<String>>,
    /// Shown word for word, trimmed.
    pub answer: Located<String>,
}

/// A dispute that people may mean instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// Shown to people.
    pub name: Located<String>,
    /// What people call it.
    pub names: Vec<Located<String>>,
    /// The years in which it took place.
    pub years: Vec<i16>,
    /// The entry that tells it apart.
    pub entry: Option<EntryId>,
}

/// A kind of question that this knowledge must not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decline {
    /// Kebab-case, unique.
    pub id: Located<String>,
    /// Phrasings and reply.
    pub text: InLanguages<DeclineText>,
}

/// A decline in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclineText {
    /// Ways in which people ask it.
    pub phrasings: Vec<Located<String>>,
    /// Where to turn instead.
    pub reply: Option<Located<String>>,
}

/// Words that mean the same for matching.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymGroup {
    /// The key and its list, as written.
    pub words: Vec<Located<String>>,
}

impl Knowledge {
    /// All entries with their ids.
    pub fn entries(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        (0..).map(EntryId).zip(&self.entries)
    }

    /// All declines with their ids.
    pub fn declines(&self) -> impl Iterator<Item = (DeclineId, &Decline)> {
        (0..).map(DeclineId).zip(&self.declines)
    }

    /// The entry with a curator's id.
    #[must_use]
    pub fn entry_named(&self, id: &str) -> Option<EntryId> {
        self.entries().find(|(_, entry)| entry.id.value == id).map(|(id, _)| id)
    }

    /// Entries that show what can be asked, best first: those on services, which most people come for, then the others.
    pub fn examples(&self) -> impl Iterator<Item = &Entry> {
        let tells_of_service = |entry: &&Entry| entry.service.is_some();
        self.entries.iter().filter(tells_of_service).chain(self.entries.iter().filter(move |entry| !tells_of_service(entry)))
    }

    /// Whether an answer is of the past on a day: after its `valid_until`, or after the campaign ended. Law and general
    /// statements and the emergency entry never are.
    #[must_use]
    pub fn is_past(&self, id: EntryId, today: Date) -> bool {
        let entry = &self[id];
        let stays_true = matches!(entry.attribution, Attribution::Law | Attribution::General) || self.campaign.emergency == Some(id);
        let after = |day: &Option<Located<Date>>| day.as_ref().is_some_and(|day| today > day.value);
        !stays_true && (after(&entry.valid_until) || after(&self.campaign.ended))
    }
}

impl Index<EntryId> for Knowledge {
    type Output = Entry;

    #[expect(clippy::indexing_slicing, reason = "an id is an index into the knowledge that gave it out")]
    fn index(&self, EntryId(index): EntryId) -> &Entry {
        &self.entries[index as usize]
    }
}

impl Index<DeclineId> for Knowledge {
    type Output = Decline;

    #[expect(clippy::indexing_slicing, reason = "an id is an index into the knowledge that gave it out")]
    fn index(&self, DeclineId(index): DeclineId) -> &Decline {
        &self.declines[index as usize]
    }
}

impl Index<SourceId> for Knowledge {
    type Output = Source;

    #[expect(clippy::indexing_slicing, reason = "an id is an index into the knowledge that gave it out")]
    fn index(&self, SourceId(index): SourceId) -> &Source {
        &self.sources[index as usize]
    }
}
