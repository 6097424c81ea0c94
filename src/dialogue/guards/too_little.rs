//! "When", "ok", "7", one word over and over: too little is said to answer, however near a phrasing it comes.

use super::{Case, Ruling, Silence};
use crate::matching::Confidence;
use crate::text::{Number, Term};

/// Above it even grammar alone says enough: "is it over yet" has no content word, but only one entry asks that.
const ENOUGH: f32 = 0.8;

/// Repeats of one word from which a message is noise.
const NOISE: usize = 3;

pub(super) fn check(case: &Case<'_>) -> Option<Ruling> {
    let query = &case.ranking.query;
    let terms = query.terms();
    if let [first, rest @ ..] = terms
        && rest.len() + 1 >= NOISE
        && rest.iter().all(|term| term == first)
    {
        return Some(Ruling::Silence(Silence::TooLittle));
    }
    let says_something = query.content().next().is_some() || query.numbers().any(|number| is_fact(case, number));
    let bare_word = matches!(terms, [Term::Word { .. }]) && !says_something;
    if says_something || case.is_exact() || (!bare_word && case.ranking.confidence > Confidence::new(ENOUGH)) {
        return None;
    }
    Some(Ruling::Silence(Silence::TooLittle))
}

/// Whether a number stands in exactly one entry's facts, and so means it.
fn is_fact(case: &Case<'_>, number: Number) -> bool {
    case.index.lexicon().entries_with(number).len() == 1
}
