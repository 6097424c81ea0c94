//! A message in which no word has to do with the subject is not answered: sums, chat, other senses of a word.

use super::{Case, Ruling, Silence};
use crate::matching::Confidence;

/// Above it the ranking knows better: people ask with words that no phrasing has.
const SURE: f32 = 0.85;

pub(super) fn check(case: &Case<'_>) -> Option<Ruling> {
    let has_fact = case.ranking.query.numbers().any(|number| case.index.lexicon().entries_with(number.thousandths).len() == 1);
    let on_subject = case.ranking.on_subject > 0.0 || has_fact || case.is_exact() || case.ranking.confidence > Confidence::new(SURE);
    (!on_subject).then_some(Ruling::Silence(Silence::Unknown))
}
