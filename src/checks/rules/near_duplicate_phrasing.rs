//! # What it does
//! Finds phrasings of two entries, or of an entry and a decline, that are made of the same words, in other forms or another order.
//!
//! # Why it is bad
//! The bot can hardly tell them apart, so a member who asks nearly like that may get either answer.
//!
//! # Example
//! "bakeries open today" in `bread` and "today open bakery" in `rolls`.

use std::collections::HashMap;

use crate::checks::phrasings::{Phrasing, phrasings};
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule =
    Rule { code: "near-duplicate-phrasing", level: Level::Warning, summary: "phrasings of the same words in two entries or declines", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let all = phrasings(knowledge);
    let mut groups: HashMap<String, Vec<&Phrasing<'_>>> = HashMap::new();
    let mut findings = Vec::new();
    for phrasing in &all {
        let earlier = groups.entry(phrasing.sorted_stems()).or_default();
        let form = phrasing.query.normal_form();
        // The very same form is an error of its own.
        let near = earlier.iter().find(|other| other.owner != phrasing.owner);
        if let Some(near) = near.filter(|near| near.query.normal_form() != form) {
            let (own, other) = (&phrasing.owner.id(knowledge).value, &near.owner.id(knowledge).value);
            let finding = RULE.at(phrasing.text.span.clone(), format!("this phrasing of `{own}` has the same words as one of `{other}`"));
            let finding = finding.help("reword one so that it says what only its own entry answers, or take it away");
            findings.push(finding.see(near.text.span.clone(), format!("in `{other}`")));
        }
        earlier.push(phrasing);
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn the_same_words_in_another_order_or_form_are_found_in_two_entries() {
        let rest = entry("bread", "phrasings = [\"bakeries open today\", \"today open bakeries\", \"what costs 5 dollars\"]")
            + &entry("rolls", "phrasings = [\"open bakery today\", \"what costs 6 dollars\"]");
        assert_eq!(
            found(&RULE, "", &rest),
            ["open bakery today: this phrasing of `rolls` has the same words as one of `bread` (in `bread`: bakeries open today)"]
        );
    }

    #[test]
    fn the_very_same_phrasing_is_left_to_the_rule_for_it() {
        let rest = entry("bread", "phrasings = [\"open today\"]") + &entry("rolls", "phrasings = [\"Open today?\"]");
        assert_eq!(found(&RULE, "", &rest), [""; 0]);
    }
}
