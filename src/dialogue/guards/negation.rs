//! "Which hospitals are NOT open" must not become its opposite. Where a question negates and nobody who knows the entry has ever
//! asked it that way, the bot asks back rather than answers.

use super::{Case, Ruling};
use crate::text::is_negation;

pub(super) fn check(case: &Case<'_>) -> Option<Ruling> {
    let best = case.best_entry()?;
    if !case.ranking.query.negates() || case.is_exact() || case.index.answers_negated(best) {
        return None;
    }
    // "Not sure when it ended": what is negated is the person's own knowing.
    let words: Vec<&str> = case.ranking.query.words().collect();
    let asks_negated = words.windows(2).any(|pair| matches!(pair, [negation, next] if is_negation(negation) && !is_about_the_asker(next)));
    asks_negated.then_some(Ruling::AskBack)
}

/// Words after a negation that tell of the asker's own knowing, not of the dispute.
fn is_about_the_asker(word: &str) -> bool {
    matches!(word, "sure" | "know" | "certain" | "understand" | "find" | "see" | "hear" | "idea" | "se" | "entiendo" | "encuentro" | "seguro" | "segura")
}
