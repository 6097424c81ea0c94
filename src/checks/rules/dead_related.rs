//! # What it does
//! Finds entries that are related to themselves, or twice to the same one.
//!
//! # Why it is bad
//! Below an answer members are offered what to ask next; a button that leads back to the same answer, or two that lead to
//! one, waste a place.
//!
//! # Example
//! `id = "bread"` with `related = ["bread", "rolls", "rolls"]`

use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "dead-related", level: Level::Warning, summary: "an entry that is related to itself, or twice to another", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, entry) in knowledge.entries() {
        for (at, related) in entry.related.iter().enumerate() {
            if related.value == id {
                let finding = RULE.at(related.span.clone(), "this entry is related to itself");
                findings.push(finding.help("name another entry, or take it away").see(entry.id.span.clone(), "this entry"));
            } else if let Some(first) = entry.related.iter().take(at).find(|first| first.value == related.value) {
                let finding = RULE.at(related.span.clone(), "this entry is named a second time");
                findings.push(finding.help("name another entry, or take it away").see(first.span.clone(), "the first time"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn relations_that_lead_nowhere_new_are_found() {
        let rest = entry("bread", "related = [\"bread\", \"rolls\", \"rolls\"]") + &entry("rolls", "related = [\"bread\"]");
        assert_eq!(
            found(&RULE, "", &rest),
            ["bread: this entry is related to itself (this entry: bread)", "rolls: this entry is named a second time (the first time: rolls)"]
        );
    }
}
