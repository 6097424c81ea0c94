//! Every sentence of the bot's own, English above Spanish, as people read it. A sentence that is not listed here fails the test, so
//! that none changes or is added unseen.

use std::collections::BTreeSet;
use std::fmt::Write;

use strikebot::assistant::sentences::{self, Sentence, chat, waiting};
use strikebot::knowledge::Service;
use strikebot::text::Language::{self, English, Spanish};

/// The constants by name: of replies, then of a conversation.
const REPLIES: [(&str, Sentence); 8] = [
    ("EMERGENCY", sentences::EMERGENCY),
    ("CORRECTION", sentences::CORRECTION),
    ("DID_YOU_MEAN", sentences::DID_YOU_MEAN),
    ("OTHER_PART_DID_YOU_MEAN", sentences::OTHER_PART_DID_YOU_MEAN),
    ("RELATED", sentences::RELATED),
    ("SOURCE", sentences::SOURCE),
    ("SOURCES", sentences::SOURCES),
    ("TOO_MANY", sentences::TOO_MANY),
];

const CONVERSATION: [(&str, Sentence); 16] = [
    ("OPENING", chat::OPENING),
    ("HELP_HINT", chat::HELP_HINT),
    ("COMMANDS", chat::COMMANDS),
    ("WHY", chat::WHY),
    ("SERVICES", chat::SERVICES),
    ("SOURCES", chat::SOURCES),
    ("LANG", chat::LANG),
    ("HELP", chat::HELP),
    ("QUIT", chat::QUIT),
    ("CHOOSE", chat::CHOOSE),
    ("NOTHING_ASKED", chat::NOTHING_ASKED),
    ("NO_SOURCES", chat::NO_SOURCES),
    ("NO_SERVICES", chat::NO_SERVICES),
    ("WHICH_LANGUAGE", chat::WHICH_LANGUAGE),
    ("LANGUAGE_OF_QUESTION", chat::LANGUAGE_OF_QUESTION),
    ("LANGUAGE_SET", chat::LANGUAGE_SET),
];

const WAITING: [(&str, Sentence); 2] = [("TOO_OFTEN", waiting::TOO_OFTEN), ("FAILED", waiting::FAILED)];

/// The sentence-making functions that need no campaign; those that do are read in whole replies.
fn made(language: Language) -> Vec<String> {
    let services = [Service::Open, Service::Limited, Service::MayClose, Service::Closed, Service::Rescheduled];
    let mut made: Vec<String> = services.into_iter().map(|service| sentences::service(service).in_language(language).to_owned()).collect();
    made.extend([
        sentences::too_little(language, None),
        sentences::other_language(language).to_owned(),
        chat::no_such_command(language, None),
        chat::no_such_command(language, Some("/why")),
        chat::as_of(language, jiff::civil::date(2031, 1, 2)),
    ]);
    made
}

#[test]
fn every_sentence_reads_like_this() {
    let mut shown = String::new();
    for (name, sentence) in REPLIES.iter().chain(&CONVERSATION).chain(&WAITING) {
        let _ = writeln!(shown, "{name}\n  {}\n  {}", sentence.in_language(English), sentence.in_language(Spanish));
    }
    for (english, spanish) in made(English).iter().zip(made(Spanish)) {
        let _ = writeln!(shown, "-\n  {english}\n  {spanish}");
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn no_sentence_is_left_out_here() {
    let written = |code: &str| -> BTreeSet<String> {
        let names = code.lines().filter_map(|line| line.strip_prefix("pub const ")?.split_once(": Sentence"));
        names.map(|(name, _)| name.to_owned()).collect()
    };
    let listed = |sentences: &[(&str, Sentence)]| -> BTreeSet<String> { sentences.iter().map(|(name, _)| (*name).to_owned()).collect() };
    assert_eq!(written(include_str!("../src/assistant/sentences.rs")), listed(&REPLIES));
    assert_eq!(written(include_str!("../src/assistant/sentences/chat.rs")), listed(&CONVERSATION));
    assert_eq!(written(include_str!("../src/assistant/sentences/waiting.rs")), listed(&WAITING));
}

#[test]
fn no_sentence_is_the_same_in_both_languages_or_speaks_to_a_friend() {
    for (name, sentence) in REPLIES.iter().chain(&CONVERSATION).chain(&WAITING) {
        let (english, spanish) = (sentence.in_language(English), sentence.in_language(Spanish));
        assert_ne!(english, spanish, "{name}");
        // Spanish says usted.
        let words: Vec<String> = spanish.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
        assert!(!words.iter().any(|word| matches!(word.as_str(), "tu" | "tú" | "tus" | "te" | "ti" | "contigo")), "{name}: {spanish}");
    }
}
