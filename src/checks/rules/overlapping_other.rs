//! # What it does
//! Finds names of other disputes that are also a name of this campaign, or a word that is used all the time.
//!
//! # Why it is bad
//! A question that holds the name is taken to mean the other dispute, so members are sent away who asked about this one.
//!
//! # Example
//! `names = ["strike"]` in `[[others]]`

use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level, Located};
use crate::text::{Query, Term, common_words, is_stop_word};

pub const RULE: Rule =
    Rule { code: "overlapping-other", level: Level::Warning, summary: "a name of another dispute that members use for this one, or all the time", check };

/// Zipf frequency from which a word says nothing of a dispute: once in 20,000 words, as "price", "union" or "teacher".
const COMMON: f32 = 4.7;

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let own: Vec<(String, &Located<String>)> =
        knowledge.campaign.names.iter().filter_map(|name| Some((Query::new(&name.value)?.normal_form(), name))).collect();
    let mut findings = Vec::new();
    for name in knowledge.others.iter().flat_map(|other| &other.names) {
        let Some(query) = Query::new(&name.value) else { continue };
        let form = query.normal_form();
        if let Some((_, campaign)) = own.iter().find(|(own, _)| *own == form) {
            let finding = RULE.at(name.span.clone(), "this campaign is called so too");
            findings.push(finding.help("keep the name where most people who use it mean that dispute").see(campaign.span.clone(), "a name of this campaign"));
        } else if is_common(&query) {
            let finding = RULE.at(name.span.clone(), "this word is used all the time, so it does not tell that dispute apart");
            findings.push(finding.help("add the word that does: \"teachers strike\" instead of \"teachers\""));
        }
    }
    findings
}

fn is_common(query: &Query) -> bool {
    matches!(query.terms(), [Term::Word { surface, .. }] if is_stop_word(surface) || common_words().zipf_in_any(surface) >= COMMON)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::found;

    #[test]
    fn names_that_tell_nothing_apart_are_found() {
        let rest = "[[others]]\nname = \"Millers\"\nnames = [\"the\", \"people\", \"Bakers\", \"millers\", \"the strike of the millers\", \"gente\"]\n";
        assert_eq!(
            found(&RULE, "", rest),
            [
                "the: this word is used all the time, so it does not tell that dispute apart",
                "people: this word is used all the time, so it does not tell that dispute apart",
                "Bakers: this campaign is called so too (a name of this campaign: bakers)",
                "gente: this word is used all the time, so it does not tell that dispute apart",
            ]
        );
    }
}
