//! # What it does
//! Finds entries and declines, and the campaign's title and contact, that are not there in the other language while most
//! entries are.
//!
//! # Why it is bad
//! Someone who asks in that language expects an answer in it and gets one in the other, or none.
//!
//! # Example
//! An entry without `[entries.es]` among twenty that have it.

use crate::checks::texts::name;
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level, Span};
use crate::text::Language;

pub const RULE: Rule = Rule { code: "missing-language", level: Level::Warning, summary: "something is not there in a language in which most is", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let campaign = &knowledge.campaign;
    let mut findings = Vec::new();
    for language in Language::ALL {
        let entries: Vec<(bool, &Span)> = knowledge.entries.iter().map(|entry| (entry.text.get(language).is_some(), &entry.id.span)).collect();
        let declines: Vec<(bool, &Span)> = knowledge.declines.iter().map(|decline| (decline.text.get(language).is_some(), &decline.id.span)).collect();
        let written = most_have(&entries);
        if written {
            let title = (campaign.title.get(language).is_none()).then_some("title");
            let contact = (campaign.contact.get(language).is_none() && campaign.contact.iter().next().is_some()).then_some("contact");
            for key in title.into_iter().chain(contact) {
                let finding = RULE.at(campaign.id.span.clone(), format!("the campaign's {key} is not there in {}", name(language)));
                findings.push(finding.help(format!("add {key} = \"…\" below [campaign.{}]", language.code())));
            }
        }
        for (what, table, all) in [("entry", "entries", &entries), ("decline", "declines", &declines)] {
            if !most_have(all) {
                continue;
            }
            for (_, span) in all.iter().filter(|(has, _)| !has) {
                let finding = RULE.at((*span).clone(), format!("this {what} is not there in {}, and most are", name(language)));
                findings.push(finding.help(format!("have someone who speaks it write [{table}.{}]", language.code())));
            }
        }
    }
    findings
}

fn most_have(all: &[(bool, &Span)]) -> bool {
    all.iter().filter(|(has, _)| *has).count() * 2 > all.len()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn what_lacks_the_language_of_most_is_found() {
        let both = |id| entry(id, "[entries.es]\nquestion = \"¿Pan?\"\nanswer = \"Sí.\"");
        let declines = "[[declines]]\nid = \"recipes\"\n[[declines]]\nid = \"weather\"\n[declines.es]\nphrasings = [\"lluvia\"]\n";
        let rest = both("bread") + &both("rolls") + &entry("cake", "") + declines;
        assert_eq!(
            found(&RULE, "contact = \"Ask Ada.\"\n[campaign.es]\ntitle = \"Huelga\"", &rest),
            ["bakers: the campaign's contact is not there in Spanish", "cake: this entry is not there in Spanish, and most are"]
        );
        assert_eq!(found(&RULE, "", &(both("bread") + &entry("cake", ""))), [""; 0]);
    }
}
