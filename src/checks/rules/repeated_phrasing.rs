//! # What it does
//! Finds a phrasing that stands twice in one entry or decline, in the form in which questions are compared.
//!
//! # Why it is bad
//! It teaches the bot nothing new, gives its words more weight than they deserve, and hides how few phrasings there are.
//!
//! # Example
//! "what's open" and "Whats open?" in one list.

use std::collections::HashMap;

use crate::checks::phrasings::{Owner, phrasings};
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level, Span};
use crate::text::Language;

pub const RULE: Rule = Rule { code: "repeated-phrasing", level: Level::Warning, summary: "a phrasing twice in one entry or decline", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let mut first: HashMap<(Owner, Language, String), &Span> = HashMap::new();
    let mut findings = Vec::new();
    for phrasing in phrasings(knowledge) {
        let key = (phrasing.owner, phrasing.language, phrasing.query.normal_form());
        if let Some(&first) = first.get(&key) {
            let finding = RULE.at(phrasing.text.span.clone(), "this says again what stands here already");
            findings.push(
                finding
                    .help("take it away, or put it in other words; capitals, accents and short forms such as \"u\" for \"you\" are read anyway")
                    .see(first.clone(), "the first time"),
            );
        } else {
            first.insert(key, &phrasing.text.span);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn a_phrasing_that_stands_twice_is_found() {
        let spanish = "[entries.es]\nquestion = \"¿Pan?\"\nanswer = \"Sí.\"\nphrasings = [\"bread\", \"pan\"]\n";
        let rest = entry("bread", &format!("phrasings = [\"bread\", \"what about bread\", \"today bread\", \"bread today\", \"BREAD!\"]\n{spanish}"));
        assert_eq!(
            found(&RULE, "", &rest),
            [
                "what about bread: this says again what stands here already (the first time: What about bread?)",
                "BREAD!: this says again what stands here already (the first time: bread)",
                "pan: this says again what stands here already (the first time: ¿Pan?)",
            ]
        );
    }
}
