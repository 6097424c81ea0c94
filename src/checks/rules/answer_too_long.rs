//! # What it does
//! Finds answers of more than four sentences or 600 characters.
//!
//! # Why it is bad
//! Answers are read on a telephone, often in a hurry. What stands in the fifth sentence is not read.
//!
//! # Example
//! An answer that tells the whole history of a contract to someone who asked when the strike begins.

use crate::checks::texts::length;
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "answer-too-long", level: Level::Warning, summary: "an answer of more than four sentences or 600 characters", check };

/// Sentences. Readers of such bots ask for no more.
const MOST_SENTENCES: usize = 4;

/// Characters: what a telephone shows at once.
const MOST_CHARACTERS: usize = 600;

/// Words that end in a point inside a sentence, folded.
const SHORT_FORMS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "st", "no", "nos", "inc", "co", "corp", "ltd", "vs", "jr", "sr", "approx", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "sra", "srta", "dra", "ee", "uu", "art", "pag", "num", "aprox",
];

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let answers = knowledge.entries.iter().flat_map(|entry| entry.text.iter()).map(|(_, text)| &text.answer);
    answers
        .filter_map(|answer| {
            let (sentences, characters) = (sentences(&answer.value), length(&answer.value));
            let message = if sentences > MOST_SENTENCES {
                format!("this answer has {sentences} sentences; {MOST_SENTENCES} are the most that is read")
            } else if characters > MOST_CHARACTERS {
                format!("this answer has {characters} characters; {MOST_CHARACTERS} are the most that is read")
            } else {
                return None;
            };
            Some(RULE.at(answer.span.clone(), message).help("keep what answers the question; give the rest an entry of its own and name it in `related`"))
        })
        .collect()
}

/// How many sentences a text has.
fn sentences(text: &str) -> usize {
    let mut count = 0;
    let mut word = String::new();
    let mut unfinished = false;
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        if character.is_alphanumeric() {
            word.push(character);
            unfinished = true;
            continue;
        }
        if matches!(character, '.' | '!' | '?' | '…') && unfinished {
            let is_short = character == '.'
                && (word.chars().count() == 1 && word.chars().all(char::is_alphabetic) || SHORT_FORMS.contains(&crate::text::fold(&word).as_str()));
            let mut ahead = rest.clone();
            while ahead.next_if(|&c| matches!(c, '"' | '\'' | '”' | '’' | ')' | '»' | '.' | '!' | '?')).is_some() {}
            let ends = ahead.peek().is_none_or(|c| c.is_whitespace()) && ahead.find(|c| !c.is_whitespace()).is_none_or(|next| !next.is_lowercase());
            if ends && !is_short {
                count += 1;
                unfinished = false;
            }
        }
        word.clear();
    }
    count + usize::from(unfinished)
}

#[cfg(test)]
mod tests {
    use super::{RULE, sentences};
    use crate::checks::testing::found;

    #[test]
    fn sentences_are_counted_and_points_inside_them_are_not() {
        for (text, expected) in [
            ("One.", 1),
            ("One", 1),
            ("", 0),
            ("One. Two! Three? Four", 4),
            ("Wages rise 3.5 percent at St. Mary's from Oct. 4, 2023, in the U.S. and elsewhere.", 1),
            ("\"Stop.\" They stopped (again). Then?!", 3),
            ("See bakers.example. Call 5.", 2),
            ("¿Cuándo? El 4 de mayo. ¡Vengan!", 3),
            ("Wait... what?", 1),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    #[test]
    fn long_answers_are_found() {
        let entry = |answer: &str| format!("[[entries]]\nid = \"a\"\nquestion = \"Why?\"\nanswer = \"{answer}\"\nsources = [\"gazette\"]\n");
        for (answer, expected) in [
            ("One. Two. Three. Four.".to_owned(), None),
            ("One. Two. Three. Four. Five.".to_owned(), Some("this answer has 5 sentences; 4 are the most that is read")),
            ("ñ".repeat(600), None),
            ("ñ".repeat(601), Some("this answer has 601 characters; 600 are the most that is read")),
        ] {
            let found = found(&RULE, "", &entry(&answer));
            assert_eq!(found.first().map(String::as_str), expected.map(|message| format!("{answer}: {message}")).as_deref());
        }
    }
}
