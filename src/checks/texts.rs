//! The texts that members see, and the places inside them.

use std::ops::Range;

use jiff::civil::Date;

use crate::knowledge::{Knowledge, Located, Span};
use crate::text::Language;

/// Something that members see, and what it is, for messages.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'k> {
    /// The text.
    pub text: &'k Located<String>,
    /// "answer", "question", …
    pub what: &'static str,
}

/// All sentences that the curators wrote and members see: questions, answers, replies, contacts.
pub fn sentences(knowledge: &Knowledge) -> Vec<Shown<'_>> {
    let mut shown = Vec::new();
    let mut add = |text, what| shown.push(Shown { text, what });
    for (_, contact) in knowledge.campaign.contact.iter() {
        add(contact, "contact");
    }
    for entry in &knowledge.entries {
        for (_, text) in entry.text.iter() {
            add(&text.question, "question");
            add(&text.answer, "answer");
        }
    }
    for (_, text) in knowledge.declines.iter().flat_map(|decline| decline.text.iter()) {
        if let Some(reply) = &text.reply {
            add(reply, "reply");
        }
    }
    shown
}

/// All that members see: the sentences, and the names of the campaign, of its sources and of other disputes.
pub fn shown(knowledge: &Knowledge) -> Vec<Shown<'_>> {
    let mut shown = sentences(knowledge);
    let mut add = |text, what| shown.push(Shown { text, what });
    for (_, title) in knowledge.campaign.title.iter() {
        add(title, "title");
    }
    for source in &knowledge.sources {
        add(&source.publisher, "publisher");
        add(&source.title, "title");
    }
    for other in &knowledge.others {
        add(&other.name, "name");
    }
    shown
}

/// The place of some bytes of a text in its file; the whole text's where it is not written as it reads (`\n`, `\"`).
pub fn place_in(knowledge: &Knowledge, text: &Located<String>, bytes: Range<usize>) -> Span {
    let written = knowledge.files.get(text.span.file).and_then(|file| file.text.get(text.span.bytes.clone()));
    if written != Some(text.value.as_str()) {
        return text.span.clone();
    }
    let start = text.span.bytes.start;
    Span { file: text.span.file, bytes: start + bytes.start..start + bytes.end }
}

/// A length as Discord counts it, in Unicode scalar values.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// A language's English name, for findings.
pub const fn name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Spanish => "Spanish",
    }
}

/// Whole days from one day to another; negative where the other one is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
