//! Cuts a message into the things it asks. A message often opens with who is asking and why; that is no question of its own,
//! and neither is a tag ("right?") nor every "and".

use super::{Query, fold, markup};

/// Longest text that is looked at, in characters: Discord's longest message. Of a longer one the beginning counts, and the end,
/// where a question after a long preamble stands.
pub const LONGEST_MESSAGE: usize = 4000;

/// Most parts that are answered.
pub const MOST_PARTS: usize = 3;

/// A part of a message that asks one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The part as it was written, without markup.
    pub text: String,
    /// All of it, in a form that can be compared.
    pub query: Query,
    /// The sentence of it that asks, where others stand around it.
    pub focus: Option<Query>,
}

/// The whole message as one part, and, where it asks several things, those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// All of it.
    pub whole: Part,
    /// What it asks, in order, up to [`MOST_PARTS`]; empty where it asks one thing.
    pub parts: Vec<Part>,
    /// What it asks beyond those, as text.
    pub rest: Vec<String>,
}

/// Reads a message; `None` when nothing in it can be compared.
#[must_use]
pub fn split(message: &str) -> Option<Message> {
    let text = markup::strip(&shorten(message));
    let segments: Vec<Segment> = segments(&text);
    let asking: Vec<&Segment> = segments.iter().filter(|segment| segment.asks).collect();
    let query = Query::new(&text)?;
    let mut parts: Vec<Part> = match asking.as_slice() {
        [_, _, ..] => {
            asking.iter().filter_map(|segment| Some(Part { text: segment.text.trim().to_owned(), query: Query::new(&segment.text)?, focus: None })).collect()
        }
        _ => Vec::new(),
    };
    let rest = parts.split_off(MOST_PARTS.min(parts.len())).into_iter().map(|part| part.text).collect();
    let focus = match asking.as_slice() {
        [only] if segments.len() > 1 => Query::new(&only.text),
        _ => None,
    };
    let whole = Part { text: text.split_whitespace().collect::<Vec<_>>().join(" "), query, focus };
    Some(Message { whole, parts, rest })
}

/// The beginning and the end of a message that is too long to look at.
fn shorten(message: &str) -> String {
    /// Characters kept of the end.
    const END: usize = 1000;
    if message.chars().nth(LONGEST_MESSAGE).is_none() {
        return message.to_owned();
    }
    let start: String = message.chars().take(LONGEST_MESSAGE - END).collect();
    let mut end: Vec<char> = message.chars().rev().take(END).collect();
    end.reverse();
    format!("{start}\n{}", end.into_iter().collect::<String>())
}

struct Segment {
    text: String,
    asks: bool,
}

/// Sentences, and inside them what a conjunction and a question word part.
fn segments(text: &str) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (sentence, mark) in sentences(text) {
        let clauses = clauses(&sentence);
        let count = clauses.len();
        for (place, clause) in clauses.into_iter().enumerate() {
            let asks = begins_as_question(&clause) || (mark == Some('?') && place + 1 == count) || mid_question(&clause);
            let content = Query::new(&clause).map_or(0, |query| query.content().count() + query.numbers().count());
            match segments.last_mut() {
                // "Right?", "is that true?", "and when?" belong to what was said before, or ask too little alone.
                Some(last) if content == 0 && !(asks && is_time_or_place(&clause)) => {
                    last.asks |= asks;
                    last.text.push(' ');
                    last.text.push_str(&clause);
                }
                _ => segments.push(Segment { text: clause, asks }),
            }
        }
    }
    segments
}

/// Sentences with the mark that ended them.
fn sentences(text: &str) -> Vec<(String, Option<char>)> {
    let characters: Vec<char> = text.chars().collect();
    let mut sentences = Vec::new();
    let mut current = String::new();
    for (at, &character) in characters.iter().enumerate() {
        let next = characters.get(at + 1).copied();
        let ends = match character {
            '?' | '!' | '\n' | ';' | '…' | '¿' | '¡' => true,
            '.' => next.is_none_or(char::is_whitespace) && !is_abbreviation(&current),
            _ => false,
        };
        if !ends {
            current.push(character);
            continue;
        }
        if current.chars().any(char::is_alphanumeric) {
            sentences.push((std::mem::take(&mut current), Some(character)));
        } else {
            current.clear();
        }
    }
    if current.chars().any(char::is_alphanumeric) {
        sentences.push((current, None));
    }
    sentences
}

/// Whether the text ends in a word that a point shortens: "Dr", "vs", "D.C", a single letter.
fn is_abbreviation(text: &str) -> bool {
    let last: String = text.chars().rev().take_while(|c| !c.is_whitespace()).collect();
    let last: String = last.chars().rev().collect::<String>().to_lowercase();
    matches!(last.as_str(), "dr" | "mr" | "mrs" | "ms" | "st" | "vs" | "etc" | "no" | "sr" | "sra") || last.chars().count() == 1 || last.contains('.')
}

/// The clauses of a sentence: cut before "and", "or", "but" or a comma where a question begins after it.
fn clauses(sentence: &str) -> Vec<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let mut clauses: Vec<String> = Vec::new();
    let mut current: Vec<&str> = Vec::new();
    let mut asked = false;
    for (at, word) in words.iter().enumerate() {
        let rest = words.get(at..).unwrap_or_default();
        let after_comma = current.last().is_some_and(|last| last.ends_with(','));
        let opens = opens_question(rest, after_comma);
        if opens && asked && current.len() > 1 {
            clauses.push(std::mem::take(&mut current).join(" "));
            asked = false;
        }
        current.push(word);
        asked |= is_question_word(&bare(word)) || is_inverted(rest);
    }
    if !current.is_empty() {
        clauses.push(current.join(" "));
    }
    clauses
}

/// Whether `words` go on with a further question: "and what …", ", when …", "y cuándo …", ", did they …".
fn opens_question(words: &[&str], after_comma: bool) -> bool {
    let [first, rest @ ..] = words else { return false };
    let first = bare(first);
    if is_conjunction(&first) {
        // "Did they strike or did they stay" is one question with two answers to choose from.
        let is_choice = matches!(first.as_str(), "or" | "o" | "u");
        let asks = |word: &&str| is_question_word(&bare(word)) || (!is_choice && is_about(&bare(word)));
        return rest.first().is_some_and(asks) || (!is_choice && is_inverted(rest));
    }
    after_comma && (is_strong_question_word(&first) || is_inverted(words))
}

fn bare(word: &str) -> String {
    fold(word).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_conjunction(word: &str) -> bool {
    matches!(word, "and" | "or" | "but" | "also" | "plus" | "y" | "o" | "e" | "pero" | "n")
}

fn is_about(word: &str) -> bool {
    matches!(word, "if" | "whether")
}

fn is_question_word(word: &str) -> bool {
    is_strong_question_word(word) || matches!(word, "que" | "q" | "como" | "cual" | "cuales" | "quien" | "quienes")
}

/// Words that begin a question and seldom join two halves of one.
fn is_strong_question_word(word: &str) -> bool {
    matches!(
        word,
        "what"
            | "whats"
            | "when"
            | "whens"
            | "where"
            | "wheres"
            | "why"
            | "how"
            | "hows"
            | "who"
            | "whos"
            | "wat"
            | "cuando"
            | "donde"
            | "cuanto"
            | "cuanta"
            | "cuantos"
            | "cuantas"
    ) || word == "which"
}

/// "did they …", "are the …", "can I …": an auxiliary and then a subject.
fn is_inverted(words: &[&str]) -> bool {
    let [first, second, ..] = words else { return false };
    let is_auxiliary = matches!(
        bare(first).as_str(),
        "is" | "are" | "was" | "were" | "do" | "does" | "did" | "can" | "could" | "will" | "would" | "should" | "has" | "have" | "had"
    );
    // What follows an auxiliary in a statement ("and are still out", "and do not pay"); anything else is its subject.
    let is_statement = matches!(
        bare(second).as_str(),
        "not"
            | "still"
            | "also"
            | "been"
            | "being"
            | "going"
            | "now"
            | "already"
            | "just"
            | "only"
            | "on"
            | "in"
            | "out"
            | "to"
            | "so"
            | "very"
            | "well"
            | "paid"
            | "done"
            | "never"
    );
    is_auxiliary && !is_statement
}

fn begins_as_question(clause: &str) -> bool {
    let words: Vec<&str> = clause.split_whitespace().collect();
    let skip = words
        .iter()
        .take_while(|word| is_conjunction(&bare(word)) || matches!(bare(word).as_str(), "so" | "ok" | "hey" | "hi" | "hola" | "entonces" | "oye" | "pues"))
        .count();
    let rest = words.get(skip..).unwrap_or_default();
    rest.first().is_some_and(|word| is_question_word(&bare(word))) || is_inverted(rest)
}

/// A question word further in ("idk when it ends"): only the strong ones, and not "when" joining two halves.
fn mid_question(clause: &str) -> bool {
    clause.split_whitespace().skip(1).any(|word| matches!(bare(word).as_str(), "how" | "why" | "cuanto" | "cuantos" | "cuantas" | "cuanta"))
}

/// A bare "when", "where", "why" after another question asks on its own.
fn is_time_or_place(clause: &str) -> bool {
    clause.split_whitespace().any(|word| matches!(bare(word).as_str(), "when" | "where" | "why" | "cuando" | "donde" | "quien" | "who"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_questions_part_and_one_stays_whole() {
        for (message, parts) in [
            ("were hospitals open?? what about the pharmacies", vec!["were hospitals open", "what about the pharmacies"]),
            ("how much is the raise and when does the contract end", vec!["how much is the raise", "and when does the contract end"]),
            ("which unions and jobs were in it", vec![]),
            ("I'm a nurse in Fontana. My shift is at night. Is the ER open?", vec![]),
            ("they struck for three days, right?", vec![]),
            ("did Dr. Kim strike?", vec![]),
            ("did the nurses strike or did they stay at work?", vec![]),
            ("¿cuándo empezó y cuándo terminó?", vec!["cuándo empezó", "y cuándo terminó"]),
            ("when was it, where, and what was it about?", vec!["when was it,", "where, and what was it about"]),
        ] {
            let split = split(message).unwrap();
            let texts: Vec<&str> = split.parts.iter().map(|part| part.text.as_str()).collect();
            assert_eq!(texts, parts, "{message:?}");
        }
    }

    #[test]
    fn a_question_after_a_preamble_is_the_focus() {
        let split = split("I'm a nurse in Fontana. Is the emergency room open tonight?").unwrap();
        assert_eq!(split.whole.focus.unwrap().normal_form(), "is the emergency room open tonight");
    }

    #[test]
    fn a_very_long_message_keeps_its_beginning_and_its_end() {
        let long = format!("start {} when is the end", "filler ".repeat(200_000));
        let split = split(&long).unwrap();
        assert!(split.whole.text.starts_with("start") && split.whole.text.ends_with("when is the end"));
    }
}
