//! # What it does
//! Finds text that Discord turns into something else than text: `@everyone`, `@here`, mentions (`<@…>`), an opened code block or
//! spoiler that is never closed; and characters that nobody can see.
//!
//! # Why it is bad
//! One answer with `@everyone` in it wakes a whole server. An open code block swallows the sources. Invisible characters and those
//! that turn the direction of text can make an answer read other than it is written.
//!
//! # Example
//! `answer = "Tell @everyone on your shift."`

use std::ops::Range;

use crate::checks::texts::{place_in, shown};
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "pings", level: Level::Error, summary: "text that would ping people, break the message, or that nobody can see", check };

/// What would ping.
const PINGS: &[&str] = &["@everyone", "@here", "<@"];

/// What must be closed again: Discord's code blocks and spoilers.
const PAIRED: &[(&str, &str)] = &[("```", "a code block"), ("||", "a spoiler")];

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let mut findings = Vec::new();
    for shown in shown(knowledge) {
        for (bytes, message, help) in faults(&shown.text.value) {
            findings.push(RULE.at(place_in(knowledge, shown.text, bytes), format!("{message} in this {}", shown.what)).help(help));
        }
    }
    findings
}

/// What is wrong with a text, at most one of a kind.
fn faults(text: &str) -> Vec<(Range<usize>, String, &'static str)> {
    let mut faults = Vec::new();
    for ping in PINGS {
        if let Some((at, _)) = text.match_indices(ping).next() {
            let message = if *ping == "<@" { "a mention".to_owned() } else { format!("`{ping}`, which pings everybody,") };
            faults.push((at..at + ping.len(), message, "write it without the @: \"everyone\""));
        }
    }
    for (mark, what) in PAIRED {
        let marks = text.match_indices(mark);
        if let (1, Some((at, _))) = (text.matches(mark).count() % 2, marks.last()) {
            faults.push((at..at + mark.len(), format!("{what} that is not closed"), "take the marks away; answers are plain text"));
        }
    }
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        // A joiner between emoji makes one of them.
        let joins_emoji = character == '\u{200d}' && !before.is_ascii() && !before.is_alphabetic();
        if is_invisible(character) && !joins_emoji {
            let message = format!("an invisible character (U+{:04X})", u32::from(character));
            faults.push((at..at + character.len_utf8(), message, "delete the word and type it anew; such characters come along when text is copied"));
            break;
        }
        before = character;
    }
    faults
}

/// Zero-width characters, marks that turn the direction of text, soft hyphens, controls other than line breaks and tabs.
fn is_invisible(character: char) -> bool {
    let control = character.is_control() && !matches!(character, '\n' | '\r' | '\t');
    control
        || matches!(u32::from(character),
        0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF
        | 0xFFA0 | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::{RULE, faults};
    use crate::checks::testing::found;

    #[test]
    fn ordinary_text_passes() {
        for text in ["Write to ada@bakers.example.", "a | b", "||hidden|| ```code```", "Más pan 🥖 para 👩‍🍳 y 👩🏽‍⚕️", "line\nline\ttab", "1 < 2 @ noon"]
        {
            assert_eq!(faults(text), [], "{text:?}");
        }
    }

    #[test]
    fn pings_open_marks_and_invisible_characters_are_found() {
        for (text, expected) in [
            ("hi @everyone", &["@everyone"][..]),
            ("@here @here <@&123>", &["@here", "<@"]),
            ("||a|| ||b", &["||"]),
            ("```a", &["```"]),
            ("a\u{200b}b", &["\u{200b}"]),
            ("a\u{202e}b\u{2066}", &["\u{202e}"]),
            ("bro\u{ad}ken", &["\u{ad}"]),
            ("a\u{200d}b", &["\u{200d}"]),
            ("a\u{7}", &["\u{7}"]),
        ] {
            let found: Vec<&str> = faults(text).into_iter().filter_map(|(bytes, ..)| text.get(bytes)).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn every_text_that_members_see_is_looked_at() {
        let rest = "[sources.b]\npublisher = \"<@1>\"\ntitle = \"@here\"\n\
            [[entries]]\nid = \"bread\"\nquestion = \"@here?\"\nphrasings = [\"@here\"]\nanswer = \"\"\"\nYes.\nTell @everyone.\"\"\"\nsources = [\"b\"]\n\
            [[others]]\nname = \"@here\"\n[[declines]]\nid = \"a\"\nreply = \"Ask\\n@here\"\n";
        let mut found = found(&RULE, "contact = \"@here\"", rest);
        found.sort();
        assert_eq!(
            found,
            [
                "<@: a mention in this publisher",
                "@everyone: `@everyone`, which pings everybody, in this answer",
                "@here: `@here`, which pings everybody, in this contact",
                "@here: `@here`, which pings everybody, in this name",
                "@here: `@here`, which pings everybody, in this question",
                "@here: `@here`, which pings everybody, in this title",
                "Ask\\n@here: `@here`, which pings everybody, in this reply",
            ]
        );
    }
}
