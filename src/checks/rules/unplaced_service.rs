//! # What it does
//! Finds entries that tell the state of a service but stand in another category than most such entries.
//!
//! # Why it is bad
//! Members look for what is open in one place. A service that stands elsewhere seems not to be there.
//!
//! # Example
//! Four entries with `service` in `category = "shops"`, and a fifth in `category = "history"`.

use std::collections::BTreeMap;

use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Entry, Finding, Knowledge, Level, Located};

pub const RULE: Rule = Rule { code: "unplaced-service", level: Level::Warning, summary: "a service apart from the other services", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let services: Vec<(&Entry, &Located<String>)> =
        knowledge.entries.iter().filter(|entry| entry.service.is_some()).filter_map(|entry| Some((entry, entry.category.as_ref()?))).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, category) in &services {
        *counts.entry(category.value.as_str()).or_default() += 1;
    }
    let Some((usual, _)) = counts.into_iter().find(|(_, count)| count * 2 > services.len()) else { return Vec::new() };
    let Some((example, _)) = services.iter().find(|(_, category)| category.value == usual) else { return Vec::new() };
    let apart = services.iter().filter(|(_, category)| category.value != usual);
    apart
        .map(|(_, category)| {
            let finding = RULE.at(category.span.clone(), format!("this entry tells the state of a service, and most of those stand in `{usual}`"));
            finding.help("move it there, or take its `service` away").see(example.id.span.clone(), "one of them")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn a_service_in_a_category_of_its_own_is_found() {
        let shop = |id| entry(id, "category = \"shops\"\nservice = \"open\"");
        let apart = entry("cake", "category = \"history\"\nservice = \"closed\"");
        let told = entry("past", "category = \"history\"");
        assert_eq!(
            found(&RULE, "", &(shop("bread") + &shop("rolls") + &apart + &told)),
            ["history: this entry tells the state of a service, and most of those stand in `shops` (one of them: bread)"]
        );
        assert_eq!(found(&RULE, "", &(shop("bread") + &apart)), [""; 0]);
    }
}
