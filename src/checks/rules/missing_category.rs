//! # What it does
//! Finds entries without a category where others have one.
//!
//! # Why it is bad
//! Members browse by category; an entry without one is found only by those who ask for it.
//!
//! # Example
//! An entry without `category` between two with `category = "rights"`.

use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "missing-category", level: Level::Warning, summary: "an entry without a category where others have one", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let Some(example) = knowledge.entries.iter().find_map(|entry| entry.category.as_ref()) else { return Vec::new() };
    let without = knowledge.entries.iter().filter(|entry| entry.category.is_none());
    without
        .map(|entry| {
            let finding = RULE.at(entry.id.span.clone(), "this entry has no category, so nobody finds it by browsing");
            finding.help(format!("add a line with one of the categories you use, such as category = \"{}\"", example.value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn an_entry_without_a_category_is_found_where_others_have_one() {
        let (bread, rolls) = (entry("bread", ""), entry("rolls", "category = \"shops\""));
        assert_eq!(found(&RULE, "", &bread), [""; 0]);
        assert_eq!(found(&RULE, "", &(bread + &rolls)), ["bread: this entry has no category, so nobody finds it by browsing"]);
    }
}
