//! Whether something is open is told only to a question whose words the entry knows. "Is the pharmacy at the corner store open" and "were
//! the pharmacies closed because of robberies" are near one that it answers, and who is told wrong stands before a locked door, or
//! stays away from an open one. Where too much of the question is said in other words, the bot asks back.

use super::{Case, Ruling};

/// Share of a question's words, by weight, that the phrasings of such an entry must have. It makes the
/// bot ask back on one of the questions in `tests/evaluation/dev.tsv` that it would have answered right; a tenth more, and a word or two of a
/// hasty writer is too many.
const LEAST_COVERAGE: f32 = 0.7;

pub(super) fn check(case: &Case<'_>) -> Option<Ruling> {
    let tells_whether_open = case.knowledge[case.best_entry()?].service.is_some();
    (tells_whether_open && !case.is_exact() && case.ranking.coverage < LEAST_COVERAGE).then_some(Ruling::AskBack)
}
