//! # What it does
//! Finds questions of more than 80 characters.
//!
//! # Why it is bad
//! "Did you mean" offers questions on buttons, and a button holds 80 characters: the end would be cut off.
//!
//! # Example
//! `question = "Will the bakery on the corner still sell the bread that was baked before the strike began?"`

use crate::checks::texts::length;
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "question-too-long", level: Level::Warning, summary: "a question that does not fit a button", check };

/// Longest label of a button, in Unicode scalar values. Source: Discord, "Component Reference", Button.
const LONGEST_LABEL: usize = 80;

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let questions = knowledge.entries.iter().flat_map(|entry| entry.text.iter()).map(|(_, text)| &text.question);
    questions
        .filter(|question| length(&question.value) > LONGEST_LABEL)
        .map(|question| {
            let message = format!("this question has {} characters; a button holds {LONGEST_LABEL}", length(&question.value));
            RULE.at(question.span.clone(), message).help("shorten it and keep the long form among the phrasings")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::found;

    #[test]
    fn eighty_characters_fit_and_eighty_one_do_not() {
        let rest = |length: usize| format!("[[entries]]\nid = \"a\"\nquestion = \"{}\"\nanswer = \"A.\"\nsources = [\"gazette\"]\n", "ñ".repeat(length));
        assert_eq!(found(&RULE, "", &rest(80)), [""; 0]);
        assert_eq!(found(&RULE, "", &rest(81)), [format!("{}: this question has 81 characters; a button holds 80", "ñ".repeat(81))]);
    }
}
