//! # What it does
//! Finds a campaign that names nobody to ask.
//!
//! # Why it is bad
//! Every "I don't know" should name a human who does; without one it is a dead end.
//!
//! # Example
//! A `[campaign]` without `contact`.

use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "no-contact", level: Level::Warning, summary: "nobody to ask when the bot does not know", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let campaign = &knowledge.campaign;
    if campaign.contact.iter().next().is_some() {
        return Vec::new();
    }
    let finding = RULE.at(campaign.id.span.clone(), "this campaign names nobody to ask when the bot does not know");
    vec![finding.help("add to [campaign]: contact = \"Ask your steward, or call …\"")]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::found;

    #[test]
    fn a_campaign_without_a_contact_is_found() {
        assert_eq!(found(&RULE, "", ""), ["bakers: this campaign names nobody to ask when the bot does not know"]);
        assert_eq!(found(&RULE, "contact = \"Ask Ada.\"", ""), [""; 0]);
    }
}
