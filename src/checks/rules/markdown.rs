//! # What it does
//! Finds marks that Discord reads as formatting: `*`, `_`, `` ` `` and `~~` at the edges of words, `#` and `>` before a line.
//!
//! # Why it is bad
//! The same answer is shown in a terminal and on a page, where the marks stand as they are; on Discord a forgotten one makes half the
//! answer slanted, or turns a line into a heading.
//!
//! # Example
//! `answer = "*Not* today."`

use std::ops::Range;

use crate::checks::texts::{place_in, sentences};
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "markdown", level: Level::Warning, summary: "marks that Discord reads as formatting", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let marked = sentences(knowledge).into_iter().filter_map(|shown| Some((shown, mark(&shown.text.value)?)));
    marked
        .map(|(shown, bytes)| {
            let mark = shown.text.value.get(bytes.clone()).unwrap_or_default();
            let message = format!("Discord reads `{}` here as formatting", mark.trim_end());
            RULE.at(place_in(knowledge, shown.text, bytes), message).help("take it away; answers are plain text")
        })
        .collect()
}

/// The first mark of a text.
fn mark(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let leading = ["# ", "## ", "### ", "-# ", "> ", ">>> "].into_iter().find(|mark| line.trim_start().starts_with(mark));
        if let Some(mark) = leading {
            let at = start + line.len() - line.trim_start().len();
            return Some(at..at + mark.trim_end().len());
        }
        start += line.len();
    }
    let mut start = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let plain = Some(word.trim_end()).filter(|word| !word.contains("://"));
        if let Some(found) = plain.and_then(mark_in_word) {
            return Some(start + found.start..start + found.end);
        }
        start += word.len();
    }
    None
}

/// The first run of marks that stands at an edge of what it marks: not between two letters, and not alone.
fn mark_in_word(word: &str) -> Option<Range<usize>> {
    if word.chars().all(is_mark) {
        return None;
    }
    let mut before: Option<char> = None;
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let run: usize = rest.chars().take_while(|&c| c == first).map(char::len_utf8).sum();
        let after = rest.get(run..).and_then(|after| after.chars().next());
        let between_letters = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        if is_mark(first) && !between_letters && (first != '~' || run > 1) {
            let at = word.len() - rest.len();
            return Some(at..at + run);
        }
        before = Some(first);
        rest = rest.get(run..).unwrap_or_default();
    }
    None
}

const fn is_mark(character: char) -> bool {
    matches!(character, '*' | '_' | '`' | '~')
}

#[cfg(test)]
mod tests {
    use super::{RULE, mark};
    use crate::checks::testing::{entry, found};

    #[test]
    fn marks_are_found_and_signs_are_not() {
        for (text, expected) in [
            ("*Not* today", Some("*")),
            ("not **today**.", Some("**")),
            ("see_this _word_", Some("_")),
            ("`code`", Some("`")),
            ("~~gone~~", Some("~~")),
            ("wages*", Some("*")),
            ("Yes.\n# Bread", Some("#")),
            ("Yes.\n> he said", Some(">")),
            ("5 * 3 is 15", None),
            ("snake_case and 2*3", None),
            ("~50 bakers", None),
            ("#1 and a > b", None),
            ("https://bakers.example/_a_", None),
            ("____", None),
            ("plain ñ text", None),
        ] {
            assert_eq!(mark(text).and_then(|bytes| text.get(bytes)), expected, "{text:?}");
        }
    }

    #[test]
    fn the_mark_itself_is_pointed_at() {
        let rest = entry("bread", "") + "[[declines]]\nid = \"a\"\nreply = \"\"\"\nAsk\nthe *baker*.\"\"\"\n";
        assert_eq!(found(&RULE, "contact = \"_Ada_\"", &rest), ["_: Discord reads `_` here as formatting", "*: Discord reads `*` here as formatting"]);
    }
}
