//! All phrasings of a knowledge in the form in which the engine compares them, with whose they are.

use crate::knowledge::{DeclineId, EntryId, Knowledge, Located, Span};
use crate::matching::Class;
use crate::text::{Language, Query, Term};

/// What a phrasing leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// An entry.
    Entry(EntryId),
    /// A decline.
    Decline(DeclineId),
}

impl Owner {
    /// The curators' name for it.
    pub fn id(self, knowledge: &Knowledge) -> &Located<String> {
        match self {
            Self::Entry(id) => &knowledge[id].id,
            Self::Decline(id) => &knowledge[id].id,
        }
    }

    /// Where a curator would look for it: an entry's question in a language, else the id.
    pub fn place(self, knowledge: &Knowledge, language: Language) -> Span {
        let question = match self {
            Self::Entry(id) => knowledge[id].text.get(language).map(|text| &text.question),
            Self::Decline(_) => None,
        };
        question.unwrap_or_else(|| self.id(knowledge)).span.clone()
    }
}

impl From<Class> for Owner {
    fn from(class: Class) -> Self {
        match class {
            Class::Entry(id) => Self::Entry(id),
            Class::Decline(id) => Self::Decline(id),
        }
    }
}

/// One phrasing, or an entry's question, which counts as one.
#[derive(Debug, Clone)]
pub struct Phrasing<'k> {
    /// What it leads to.
    pub owner: Owner,
    /// The language that it stands under.
    pub language: Language,
    /// As it was written.
    pub text: &'k Located<String>,
    /// As it is compared.
    pub query: Query,
}

impl Phrasing<'_> {
    /// Stems and numbers, sorted: the same for the same words in another order.
    pub fn sorted_stems(&self) -> String {
        let mut stems: Vec<String> = self.query.terms().iter().map(stem).collect();
        stems.sort_unstable();
        stems.join(" ")
    }
}

/// A word's stem, or a number.
pub fn stem(term: &Term) -> String {
    match term {
        Term::Word { stem, .. } => stem.clone(),
        Term::Number(number) => format!("#{number}"),
    }
}

/// All that can be compared, in the order of the knowledge, an entry's question first.
pub fn phrasings(knowledge: &Knowledge) -> Vec<Phrasing<'_>> {
    let of_entries = knowledge.entries().flat_map(|(id, entry)| {
        entry
            .text
            .iter()
            .flat_map(move |(language, text)| [&text.question].into_iter().chain(&text.phrasings).map(move |text| (Owner::Entry(id), language, text)))
    });
    let of_declines = knowledge.declines().flat_map(|(id, decline)| {
        decline.text.iter().flat_map(move |(language, text)| text.phrasings.iter().map(move |text| (Owner::Decline(id), language, text)))
    });
    of_entries.chain(of_declines).filter_map(|(owner, language, text)| Some(Phrasing { owner, language, text, query: Query::new(&text.value)? })).collect()
}
