//! The one façade that every edge calls: a message in, a [`Reply`] out. The same message gets the same reply everywhere.

mod beside;
mod compose;
mod explanation;
mod parts;
mod reply;
pub mod sentences;
pub mod wording;

pub use beside::{Beside, Unsaid};
pub use explanation::{CandidateExplanation, Explanation, PartExplanation};
pub use reply::{Answer, Citation, Notice, Ranked, Reply, Suggestion, Verdict};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::dialogue::Background;
use crate::knowledge::{Knowledge, SourceFile};
use crate::matching::Index;
use crate::text::Language;

/// What the edge knows about the asking, beside the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The day on which it is asked.
    pub today: Date,
    /// The language to answer in, whatever the message is written in.
    pub language: Option<Language>,
    /// The language to answer in where the message does not tell.
    pub fallback: Language,
}

/// A knowledge, the index trained on it, and how to answer from them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Assistant {
    knowledge: Knowledge,
    index: Index,
    background: Background,
}

impl Assistant {
    /// An assistant that answers from `knowledge`; `index` was built from the same one.
    #[must_use]
    pub fn new(knowledge: Knowledge, index: Index) -> Self {
        let background = Background::new(&knowledge);
        Self { knowledge, index, background }
    }

    /// The large tables, which are not part of what serialising writes, so that they can be stored and read without a copy.
    #[must_use]
    pub fn tables(&self) -> [&[u8]; 2] {
        self.index.tables()
    }

    /// A stored assistant with what was not stored in it: the files that its knowledge was read from, and the large tables.
    #[must_use]
    pub fn restored(mut self, files: Vec<SourceFile>, tables: [Vec<u8>; 2]) -> Self {
        self.knowledge.files = files;
        self.index.set_tables(tables);
        self
    }

    /// What it answers from.
    #[must_use]
    pub const fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// Whether the message describes danger to life and the campaign has an entry for it, which then comes first. Where edges hold
    /// messages back, they don't hold back this one.
    #[must_use]
    pub fn is_emergency(&self, message: &str) -> bool {
        self.emergency_in(message).is_some()
    }

    /// The reply to a message. Any message gets one.
    #[must_use]
    pub fn reply(&self, message: &str, context: Context) -> Reply {
        self.respond(message, context, |_, _| ()).0
    }
}
