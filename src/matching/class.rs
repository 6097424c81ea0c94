//! What a question can be: one of the entries, or one of the kinds of decline. Entries come first among the columns.

use serde::{Deserialize, Serialize};

use crate::knowledge::{DeclineId, EntryId, Knowledge};

/// An entry or a kind of decline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// Answerable.
    Entry(EntryId),
    /// Not to be answered.
    Decline(DeclineId),
}

impl Class {
    /// The entry, where it is one.
    #[must_use]
    pub const fn entry(self) -> Option<EntryId> {
        match self {
            Self::Entry(id) => Some(id),
            Self::Decline(_) => None,
        }
    }

    /// What it is called by those who wrote it.
    #[must_use]
    pub fn id(self, knowledge: &Knowledge) -> &str {
        match self {
            Self::Entry(id) => &knowledge[id].id.value,
            Self::Decline(id) => &knowledge[id].id.value,
        }
    }
}

/// How many there are of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classes {
    /// Entries.
    pub entries: u32,
    /// Kinds of decline.
    pub declines: u32,
}

impl Classes {
    /// All of them.
    #[must_use]
    pub const fn count(self) -> usize {
        (self.entries + self.declines) as usize
    }

    /// The column of a class.
    #[must_use]
    pub const fn column(self, class: Class) -> usize {
        match class {
            Class::Entry(EntryId(index)) => index as usize,
            Class::Decline(DeclineId(index)) => (self.entries + index) as usize,
        }
    }

    /// The class of a column.
    #[must_use]
    pub fn at(self, column: usize) -> Class {
        let index = u32::try_from(column).unwrap_or(u32::MAX);
        if index < self.entries { Class::Entry(EntryId(index)) } else { Class::Decline(DeclineId(index - self.entries)) }
    }
}
