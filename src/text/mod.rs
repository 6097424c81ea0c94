//! Turns what a person typed into something that can be compared: parts, each with a language and a [`Query`].
//!
//! A [`Query`] is never empty (every similarity of two empty texts is 1.0, which has answered "?" with nonsense in
//! other bots), so code that holds one needs no check.

mod chat;
mod common;
mod fold;
mod language;
mod markup;
mod number;
mod parts;
mod query;
mod stem;
mod stop;
mod token;

pub use common::{CommonWords, common_words};
pub use fold::fold;
pub use language::Language;
pub use number::{Number, Unit};
pub use parts::{LONGEST_MESSAGE, MOST_PARTS, Message, Part, split};
pub use query::{Query, Term};
pub use stop::{is_negation, is_stop_word};
