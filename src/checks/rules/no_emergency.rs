//! # What it does
//! Finds a campaign without an entry for danger to life.
//!
//! # Why it is bad
//! People in trouble write where they are used to writing. Without such an entry they get an ordinary answer.
//!
//! # Example
//! A `[campaign]` without `emergency`.

use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "no-emergency", level: Level::Warning, summary: "no entry for someone whose life is in danger", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let campaign = &knowledge.campaign;
    if campaign.emergency.is_some() {
        return Vec::new();
    }
    let finding = RULE.at(campaign.id.span.clone(), "this campaign has no entry for someone whose life is in danger");
    vec![finding.help("write an entry that says whom to call, and name it in [campaign]: emergency = \"emergency-guidance\"")]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn a_campaign_without_an_emergency_entry_is_found() {
        assert_eq!(found(&RULE, "", ""), ["bakers: this campaign has no entry for someone whose life is in danger"]);
        assert_eq!(found(&RULE, "emergency = \"fire\"", &entry("fire", "")), [""; 0]);
    }
}
