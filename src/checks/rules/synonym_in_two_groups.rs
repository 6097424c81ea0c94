//! # What it does
//! Finds a word that stands in two groups of synonyms, in any of its forms.
//!
//! # Why it is bad
//! A single word counts for one group only, the first; for several words it makes two groups alike that should be told apart.
//!
//! # Example
//! `bread = ["loaf"]` and `cake = ["loaves"]`

use std::collections::HashMap;

use crate::checks::phrasings::stem;
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level, Located};
use crate::text::Query;

pub const RULE: Rule = Rule { code: "synonym-in-two-groups", level: Level::Warning, summary: "a word that stands in two groups of synonyms", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let mut first: HashMap<String, (usize, &Located<String>)> = HashMap::new();
    let mut findings = Vec::new();
    for (group, synonyms) in knowledge.synonyms.iter().enumerate() {
        for word in &synonyms.words {
            let Some(query) = Query::new(&word.value) else { continue };
            let stems: Vec<String> = query.terms().iter().map(stem).collect();
            let &mut (earlier, other) = first.entry(stems.join(" ")).or_insert((group, word));
            if earlier != group {
                let name = knowledge.synonyms.get(earlier).and_then(|group| group.words.first()).map_or("", |key| key.value.as_str());
                let same = query.normal_form() == Query::new(&other.value).map(|query| query.normal_form()).unwrap_or_default();
                let (message, help) = if same {
                    (
                        format!("\"{}\" stands in the group `{name}` already", word.value),
                        "keep it in one group; where all words mean the same, make one group of both",
                    )
                } else {
                    let message = format!("\"{}\" counts as \"{}\", which stands in the group `{name}` already", word.value, other.value);
                    (message, "endings are cut off, so the two look alike; keep one of them, or put another word before this one: \"the rolls\"")
                };
                let finding = RULE.at(word.span.clone(), message).help(help);
                findings.push(finding.see(other.span.clone(), format!("in the group `{name}`")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::found;

    #[test]
    fn a_word_of_two_groups_is_found_in_any_form() {
        let rest = "[synonyms]\nbread = [\"rolls\", \"Bread\", \"brown bread\"]\ncake = [\"roll\", \"pan dulce\"]\n\"pan dulce\" = [\"pan\"]\n";
        assert_eq!(
            found(&RULE, "", rest),
            [
                "roll: \"roll\" counts as \"rolls\", which stands in the group `bread` already (in the group `bread`: rolls)",
                "pan dulce: \"pan dulce\" stands in the group `cake` already (in the group `cake`: pan dulce)",
            ]
        );
    }
}
