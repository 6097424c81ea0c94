//! # What it does
//! Finds answers that stopped being true before they were true.
//!
//! # Why it is bad
//! Such an answer is shown as of the past on every day, also when it holds.
//!
//! # Example
//! `as_of = 2023-10-04` with `valid_until = 2023-01-07`

use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "valid-until-before-as-of", level: Level::Error, summary: "an answer that ends before it begins", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let both = knowledge.entries.iter().filter_map(|entry| Some((entry.as_of.as_ref()?, entry.valid_until.as_ref()?)));
    both.filter(|(as_of, valid_until)| valid_until.value < as_of.value)
        .map(|(as_of, valid_until)| {
            let finding = RULE.at(valid_until.span.clone(), "this answer ends before the day it was true");
            finding.help("correct one of the two days, or take `valid_until` away").see(as_of.span.clone(), "true on this day")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn an_end_before_the_beginning_is_found_and_one_day_is_not() {
        let rest = entry("bread", "as_of = 2024-05-01\nvalid_until = 2024-04-30") + &entry("rolls", "as_of = 2024-05-01\nvalid_until = 2024-05-01");
        assert_eq!(found(&RULE, "", &rest), ["2024-04-30: this answer ends before the day it was true (true on this day: 2024-05-01)"]);
    }
}
