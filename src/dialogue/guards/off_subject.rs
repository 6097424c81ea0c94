//! A message in which no word has to do with the subject is not answered: sums, chat, other senses of a word.

use super::{Case, Ruling, Silence};
use crate::matching::Confidence;

/// Above it the ranking knows better: people ask with words that no phrasing has.
const SURE: f32 = 0.9;

/// Above it the ranking may know better, and the person is asked.
const LIKELY: f32 = 0.6;

pub(super) fn check(case: &Case<'_>) -> Option<Ruling> {
    let has_fact = case.ranking.query.numbers().any(|number| case.index.lexicon().entries_with(number).len() == 1);
    let confidence = case.ranking.confidence;
    if case.ranking.on_subject > 0.0 || has_fact || case.is_exact() || confidence > Confidence::new(SURE) {
        return None;
    }
    // A word that was only guessed is too little to ask back for: "passwd" is hardly "passed".
    let is_guessed = !case.ranking.corrections.is_empty();
    Some(if confidence > Confidence::new(LIKELY) && !is_guessed { Ruling::AskBack } else { Ruling::Silence(Silence::Unknown) })
}
