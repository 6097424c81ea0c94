//! Numbers that people bring along. A number that stands in one entry's facts is a word of that entry (the ranking sees to it);
//! one that contradicts what the entry says leads to the answer that sets it right, marked as a correction.

use super::{Case, Ruling};
use crate::knowledge::EntryId;
use crate::text::{Number, Query, Term, Unit};

pub(super) fn check(case: &Case<'_>) -> Option<Ruling> {
    let best = case.best_entry()?;
    let facts = facts(case, best);
    let contradicts = counted(&case.ranking.query).any(|(number, noun)| {
        let same_kind: Vec<&(Number, Option<String>)> = facts.iter().filter(|(fact, counts)| is_same_kind(number, noun.as_deref(), *fact, counts.as_deref())).collect();
        !same_kind.is_empty() && !facts.iter().any(|(fact, _)| fact.same_value(number))
    });
    contradicts.then_some(Ruling::Correct)
}

/// The numbers in the answer of an entry, with what they count.
fn facts(case: &Case<'_>, entry: EntryId) -> Vec<(Number, Option<String>)> {
    let entry = case.knowledge.entries.get(entry.0 as usize);
    entry.iter().flat_map(|entry| entry.text.iter()).filter_map(|(_, text)| Query::new(&text.answer.value)).flat_map(|query| counted(&query).collect::<Vec<_>>()).collect()
}

/// Each number of a query with the stem of the word it counts: the next one that carries a subject, if one is near.
fn counted(query: &Query) -> impl Iterator<Item = (Number, Option<String>)> {
    /// "75,000 union members", "39 of its hospitals".
    const NEAR: usize = 3;
    let terms = query.terms();
    terms.iter().enumerate().filter_map(move |(at, term)| {
        let Term::Number(number) = term else { return None };
        let noun = terms.iter().skip(at + 1).take(NEAR).take_while(|term| matches!(term, Term::Word { .. })).find(|term| term.is_content()).and_then(|term| match term {
            Term::Word { stem, .. } => Some(stem.clone()),
            Term::Number(_) => None,
        });
        Some((*number, noun))
    })
}

/// Whether two numbers measure the same: percent, dollars, years, or the same things.
fn is_same_kind(number: Number, noun: Option<&str>, fact: Number, counts: Option<&str>) -> bool {
    match (number.unit, fact.unit) {
        (Unit::Plain, Unit::Plain) => match (number.year(), fact.year()) {
            (Some(_), Some(_)) => true,
            (None, None) => noun.is_some() && noun == counts,
            _ => false,
        },
        (one, other) => one == other,
    }
}
