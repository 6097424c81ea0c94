//! # What it does
//! Finds entries with fewer than five phrasings in a language, and declines with fewer than three.
//!
//! # Why it is bad
//! The bot learns from phrasings how members ask. What it has seen twice it does not recognise the third time.
//!
//! # Example
//! `phrasings = ["When does it start?"]`

use crate::checks::texts::name;
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "too-few-phrasings", level: Level::Warning, summary: "an entry or a decline that members will hardly reach", check };

/// Beside its question.
const FEWEST_OF_AN_ENTRY: usize = 5;

/// A decline only has to be told from entries.
const FEWEST_OF_A_DECLINE: usize = 3;

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let entries = knowledge.entries.iter().flat_map(|entry| {
        let texts = entry.text.iter();
        texts.map(|(language, text)| (&text.question.span, language, text.phrasings.len(), "entry", FEWEST_OF_AN_ENTRY))
    });
    let declines = knowledge.declines.iter().flat_map(|decline| {
        let texts = decline.text.iter();
        texts.map(|(language, text)| (&decline.id.span, language, text.phrasings.len(), "decline", FEWEST_OF_A_DECLINE))
    });
    let few = entries.chain(declines).filter(|&(_, _, count, _, fewest)| count < fewest);
    few.map(|(span, language, count, what, fewest)| {
        let message = format!("this {what} has {count} {} in {}; {fewest} are the fewest", if count == 1 { "phrasing" } else { "phrasings" }, name(language));
        RULE.at(span.clone(), message).help("write down how different people would ask it: in a hurry, in a whole sentence, with other words")
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn few_phrasings_are_found_in_each_language() {
        let spanish = "[entries.es]\nquestion = \"¿Pan?\"\nanswer = \"Sí.\"\nphrasings = [\"pan\"]\n";
        let declines = "[[declines]]\nid = \"recipes\"\nphrasings = [\"a\", \"b\"]\n[[declines]]\nid = \"weather\"\nphrasings = [\"a\", \"b\", \"c\"]\n";
        let rest = entry("bread", &format!("phrasings = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n{spanish}")) + &entry("rolls", "") + declines;
        assert_eq!(
            found(&RULE, "", &rest),
            [
                "¿Pan?: this entry has 1 phrasing in Spanish; 5 are the fewest",
                "What about rolls?: this entry has 0 phrasings in English; 5 are the fewest",
                "recipes: this decline has 2 phrasings in English; 3 are the fewest",
            ]
        );
    }
}
