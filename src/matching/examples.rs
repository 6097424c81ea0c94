//! The labelled examples that a knowledge holds: each phrasing and shown question is one of its entry, each phrasing of a decline
//! one of that kind.

use super::class::{Class, Classes};
use super::correction::Corrector;
use crate::knowledge::{Knowledge, Span};
use crate::text::{Language, Query};

/// A phrasing as an example.
#[derive(Debug, Clone)]
pub struct Phrasing {
    /// In the form in which questions are compared: typos that curators wrote on purpose are corrected like a member's.
    pub query: Query,
    /// As it was written, in normal form, for exact matches.
    pub written: String,
    /// What it asks.
    pub class: Class,
    /// In which language's list it stands.
    pub language: Language,
    /// Where it was written.
    pub span: Span,
}

/// All phrasings of a knowledge, in its order.
#[must_use]
pub fn phrasings(knowledge: &Knowledge, corrector: &Corrector) -> (Vec<Phrasing>, Classes) {
    let mut phrasings = Vec::new();
    let mut add = |text: &crate::knowledge::Located<String>, class, language| {
        if let Some(query) = Query::new(&text.value) {
            let written = query.normal_form();
            let (query, _) = corrector.correct(&query);
            phrasings.push(Phrasing { query, written, class, language, span: text.span.clone() });
        }
    };
    for (id, entry) in knowledge.entries() {
        for (language, text) in entry.text.iter() {
            for phrasing in std::iter::once(&text.question).chain(&text.phrasings) {
                add(phrasing, Class::Entry(id), language);
            }
        }
    }
    for (id, decline) in knowledge.declines() {
        for (language, text) in decline.text.iter() {
            for phrasing in &text.phrasings {
                add(phrasing, Class::Decline(id), language);
            }
        }
    }
    let classes =
        Classes { entries: u32::try_from(knowledge.entries.len()).unwrap_or(u32::MAX), declines: u32::try_from(knowledge.declines.len()).unwrap_or(u32::MAX) };
    (phrasings, classes)
}
