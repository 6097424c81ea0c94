//! `strikebot` answers people's questions in a labour dispute from a curated knowledge file: fuzzy matching finds the entry
//! that a person's own words mean, and the reply is short, sourced and dated, or an honest "I don't know". `ARCHITECTURE.md`
//! tells how it is built.

pub mod assistant;
pub mod checks;
pub mod cli;
pub mod dialogue;
pub mod discord;
pub mod evaluation;
pub mod knowledge;
pub mod matching;
#[cfg(feature = "rehearsal")]
pub mod rehearsal;
pub mod storage;
pub mod text;
