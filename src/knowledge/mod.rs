//! What the curators wrote: entries, sources, declines, and the campaign they belong to.
//!
//! A [`Knowledge`] is valid by construction: ids are unique, every reference resolves, every entry has an answer and a source.
//! [`parse`] is the only way to one; what is wrong inside the files comes back as [`Finding`]s, all of them at once.

mod finding;
mod model;
mod parse;
mod reader;
mod syntax;
mod tables;

pub use finding::{Finding, Level, SourceFile, Span};
pub use model::{
    Attribution, Campaign, Decline, DeclineId, DeclineText, Entry, EntryId, EntryText, InLanguages, Knowledge, Located, Other, Service, Source, SourceId,
    SourceKind, Status, SynonymGroup,
};
pub use parse::{Parsed, parse};
pub(crate) use reader::nearest;
