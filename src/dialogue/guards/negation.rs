//! "Which hospitals are NOT open" must not become its opposite. Where a question negates something that nobody who knows the entry has
//! ever asked negated, the bot asks back rather than answers.

use super::{Case, Ruling};

pub(super) fn check(case: &Case<'_>) -> Option<Ruling> {
    let best = case.best_entry()?;
    let asks_otherwise = case.ranking.query.negated().any(|stem| !case.index.answers_negated(best, stem));
    (asks_otherwise && !case.is_exact()).then_some(Ruling::AskBack)
}
