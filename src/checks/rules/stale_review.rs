//! # What it does
//! Finds a knowledge that nobody has read through for long: 90 days while the dispute is planned or goes on, two years (730
//! days) after it ended; or one that does not say when.
//!
//! # Why it is bad
//! Answers go stale and nobody notices: offers change, picket lines move, offices answer other telephones.
//!
//! # Example
//! `reviewed = 2023-10-04` in a strike that still goes on in May 2024

use crate::checks::texts::days_between;
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level, Status};

pub const RULE: Rule = Rule { code: "stale-review", level: Level::Warning, summary: "nobody has read through the knowledge for long", check };

/// Days. A quarter: contracts and offers change within one.
const WHILE_IT_LASTS: i32 = 90;

/// Days. Two years: what ended is history, but addresses die and telephones change.
const AFTER_IT_ENDED: i32 = 730;

fn check(knowledge: &Knowledge, context: &CheckContext) -> Vec<Finding> {
    let campaign = &knowledge.campaign;
    let help = format!("read all answers, then write reviewed = {} in [campaign]", context.today);
    let Some(reviewed) = &campaign.reviewed else {
        return vec![RULE.at(campaign.id.span.clone(), "nothing says when this knowledge was last read through").help(help)];
    };
    let (limit, state) = match campaign.status {
        Status::Planned | Status::Ongoing => (WHILE_IT_LASTS, "in a dispute that is not over"),
        Status::Ended => (AFTER_IT_ENDED, "after a dispute has ended"),
    };
    let age = days_between(reviewed.value, context.today);
    if age <= limit {
        return Vec::new();
    }
    vec![RULE.at(reviewed.span.clone(), format!("last read through {age} days ago; {state} {limit} are the most")).help(help)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::found;

    #[test]
    fn a_review_lasts_as_long_as_the_state_of_the_dispute_lets_it() {
        for (campaign, expected) in [
            ("reviewed = 2024-03-03", None),
            ("reviewed = 2025-03-03", None),
            ("reviewed = 2024-03-02", Some("2024-03-02: last read through 91 days ago; in a dispute that is not over 90 are the most")),
            ("status = \"planned\"\nreviewed = 2023-06-01", Some("2023-06-01: last read through 366 days ago; in a dispute that is not over 90 are the most")),
            ("status = \"ended\"\nreviewed = 2022-06-02", None),
            ("status = \"ended\"\nreviewed = 2022-06-01", Some("2022-06-01: last read through 731 days ago; after a dispute has ended 730 are the most")),
            ("", Some("bakers: nothing says when this knowledge was last read through")),
        ] {
            assert_eq!(found(&RULE, campaign, "").first().map(String::as_str), expected, "{campaign}");
        }
    }
}
