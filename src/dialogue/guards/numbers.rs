//! Numbers that people bring along. A number that stands in one entry's facts is a word of that entry (the ranking sees to it);
//! one that contradicts what the entry says leads to the answer that sets it right, marked as a correction.

use super::{Case, Ruling};
use crate::dialogue::background::{counted, is_same_kind};

pub(super) fn check(case: &Case<'_>) -> Option<Ruling> {
    let facts = case.background.facts(case.best_entry()?);
    let contradicts = counted(&case.ranking.query).any(|said| {
        let stands_there = facts.iter().any(|(fact, _)| fact.same_value(said.0));
        !stands_there && facts.iter().any(|fact| is_same_kind(&said, fact))
    });
    contradicts.then_some(Ruling::Correct)
}
