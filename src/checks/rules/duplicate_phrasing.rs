//! # What it does
//! Finds the same phrasing in two entries, or in an entry and a decline: same in the form in which questions are compared, without
//! capitals, accents, marks and short forms.
//!
//! # Why it is bad
//! A question that matches a phrasing exactly gets its answer outright. With two owners it is chance which answer that is.
//!
//! # Example
//! "What's open?" in `bread` and "whats open" in `rolls`.

use std::collections::HashMap;

use crate::checks::phrasings::{Phrasing, phrasings};
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "duplicate-phrasing", level: Level::Error, summary: "the same phrasing in two entries or declines", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let all = phrasings(knowledge);
    let mut first: HashMap<String, &Phrasing<'_>> = HashMap::new();
    let mut findings = Vec::new();
    for phrasing in &all {
        let earlier = *first.entry(phrasing.query.normal_form()).or_insert(phrasing);
        if earlier.owner != phrasing.owner {
            let (own, other) = (&phrasing.owner.id(knowledge).value, &earlier.owner.id(knowledge).value);
            let finding = RULE.at(phrasing.text.span.clone(), format!("this phrasing of `{own}` is one of `{other}` too"));
            findings.push(finding.help("keep it where a member who asks it would want to be led").see(earlier.text.span.clone(), format!("in `{other}`")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn one_phrasing_in_two_places_is_found_however_it_is_written() {
        let rest = entry("bread", "phrasings = [\"What's open?\", \"bread\"]")
            + &entry("rolls", "phrasings = [\"whats OPEN\", \"what about bread\", \"rolls\", \"Rolls!\"]")
            + "[[declines]]\nid = \"cakes\"\nphrasings = [\"rolls\", \"cakes\"]\n";
        assert_eq!(
            found(&RULE, "", &rest),
            [
                "whats OPEN: this phrasing of `rolls` is one of `bread` too (in `bread`: What's open?)",
                "what about bread: this phrasing of `rolls` is one of `bread` too (in `bread`: What about bread?)",
                "rolls: this phrasing of `cakes` is one of `rolls` too (in `rolls`: rolls)",
            ]
        );
    }
}
