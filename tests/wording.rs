//! What people read, for every kind of reply, in both languages. The replies are made by hand, so that a change of the
//! engine changes no wording. Every reply: opens with what was understood, names its day, whose statement it is and its
//! sources, and repeats nothing of what was typed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

use std::fmt::Write;

use strikebot::assistant::wording::{LineKind, lines};
use strikebot::assistant::{Answer, Notice, Reply, Suggestion, Verdict, sentences};
use strikebot::knowledge::{Attribution, InLanguages, Knowledge, SourceFile, parse};
use strikebot::text::Language::{self, English, Spanish};

/// What was typed; no line may hold it.
const TYPED: &str = "xyzzy @everyone";

fn knowledge() -> Knowledge {
    let text = include_str!("fixtures/mill.toml").to_owned();
    let parsed = parse(vec![SourceFile { path: "mill.toml".to_owned(), text }]);
    parsed.knowledge.unwrap_or_else(|| panic!("{:?}", parsed.findings))
}

fn reply(language: Language, decision: Verdict) -> Reply {
    Reply { decision, ..Reply::empty(TYPED, language) }
}

fn answer(knowledge: &Knowledge, id: &str, language: Language, past: bool) -> Answer {
    let entry = &knowledge[knowledge.entry_named(id).unwrap()];
    Answer::new(knowledge, entry, entry.text.best(language).unwrap().1, past)
}

fn suggestion(knowledge: &Knowledge, id: &str, language: Language) -> Suggestion {
    Suggestion::new(&knowledge[knowledge.entry_named(id).unwrap()], language).unwrap()
}

/// A reply of every kind, named.
fn replies(knowledge: &Knowledge, language: Language) -> Vec<(&'static str, Reply)> {
    let answer = |id, past| answer(knowledge, id, language, past);
    let suggestion = |id| suggestion(knowledge, id, language);
    let campaign = &knowledge.campaign;
    let answered = || reply(language, Verdict::Answer);
    let abstained = || reply(language, Verdict::Abstain);
    vec![
        ("answer with a related question", Reply { answers: vec![answer("gates", false)], suggestions: vec![suggestion("shop")], ..answered() }),
        ("answer of the past", Reply { answers: vec![answer("gates", true)], notices: vec![Notice::Past], ..answered() }),
        ("answer that corrects", Reply { answers: vec![answer("pay", false)], notices: vec![Notice::Correction], ..answered() }),
        ("answer that may be about another dispute", Reply { answers: vec![answer("pay", false)], notices: vec![Notice::OtherCampaign], ..answered() }),
        ("answer in English only", Reply { answers: vec![answer("shop", false)], notices: vec![Notice::OtherLanguage], ..answered() }),
        ("two parts answered", Reply { answers: vec![answer("gates", true), answer("pay", true)], notices: vec![Notice::Past], ..answered() }),
        (
            "emergency and another part",
            Reply { answers: vec![answer("danger", false), answer("gates", false)], notices: vec![Notice::Emergency], ..answered() },
        ),
        (
            "one part answered, the other offered",
            Reply {
                answers: vec![answer("gates", false)],
                suggestions: vec![suggestion("pay"), suggestion("shop")],
                unanswered: vec![TYPED.to_owned()],
                ..answered()
            },
        ),
        (
            "one part answered, the other unknown",
            Reply {
                answers: vec![answer("pay", false)],
                unanswered: vec![TYPED.to_owned()],
                message: Some(sentences::other_part_unknown(language, campaign)),
                ..answered()
            },
        ),
        (
            "one part answered, the other declined with the curators' words",
            Reply {
                answers: vec![answer("pay", false)],
                declined: Some("weather".to_owned()),
                message: Some(sentences::other_part_declined(language, campaign, Some("Look at the sky."))),
                ..answered()
            },
        ),
        (
            "one part answered, the other declined",
            Reply {
                answers: vec![answer("pay", false)],
                declined: Some("weather".to_owned()),
                message: Some(sentences::other_part_declined(language, campaign, None)),
                ..answered()
            },
        ),
        ("did you mean", Reply { suggestions: vec![suggestion("gates"), suggestion("shop"), suggestion("pay")], ..reply(language, Verdict::Clarify) }),
        ("unknown", Reply { unanswered: vec![TYPED.to_owned()], message: Some(sentences::unknown(language, campaign)), ..abstained() }),
        ("unknown, and another dispute", Reply { message: Some(sentences::unknown(language, campaign)), notices: vec![Notice::OtherCampaign], ..abstained() }),
        ("declined", Reply { declined: Some("weather".to_owned()), message: Some(sentences::declined(language, campaign)), ..abstained() }),
        ("too little said", Reply { message: Some(sentences::too_little(language, Some(&suggestion("pay").question))), ..abstained() }),
    ]
}

fn shown(knowledge: &Knowledge, language: Language) -> String {
    let mut shown = String::new();
    for (name, reply) in replies(knowledge, language) {
        writeln!(shown, "== {name}").unwrap();
        for line in lines(&reply, knowledge) {
            writeln!(shown, "{:?}: {}", line.kind, line.text).unwrap();
        }
        shown.push('\n');
    }
    shown
}

#[test]
fn replies_in_english_read_like_this() {
    insta::assert_snapshot!("replies_in_english", shown(&knowledge(), English));
}

#[test]
fn replies_in_spanish_read_like_this() {
    insta::assert_snapshot!("replies_in_spanish", shown(&knowledge(), Spanish));
}

#[test]
fn no_reply_repeats_what_was_typed() {
    let knowledge = knowledge();
    for language in Language::ALL {
        for (name, reply) in replies(&knowledge, language) {
            let lines = lines(&reply, &knowledge);
            assert!(!lines.is_empty(), "{name}");
            assert!(lines.iter().all(|line| !line.text.contains("xyzzy") && !line.text.is_empty()), "{name}");
        }
    }
}

#[test]
fn every_answer_opens_with_what_was_understood_and_ends_with_its_sources() {
    let knowledge = knowledge();
    let (_, reply) = &replies(&knowledge, English)[1];
    let kinds: Vec<LineKind> = lines(reply, &knowledge).iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [LineKind::Understood, LineKind::Past, LineKind::Answer(0), LineKind::Dated, LineKind::Sources, LineKind::Source, LineKind::Source]);
}

#[test]
fn suggestions_are_numbered_in_the_order_of_the_reply() {
    let knowledge = knowledge();
    for (name, reply) in replies(&knowledge, Spanish) {
        for line in lines(&reply, &knowledge) {
            if let LineKind::Suggestion(number) = line.kind {
                assert_eq!(line.text, reply.suggestions[number - 1].question, "{name}");
            }
        }
    }
}

#[test]
fn every_attribution_is_named_with_and_without_a_day() {
    let day = Some(jiff::civil::date(2031, 1, 2));
    for (attribution, english, spanish) in [
        (Attribution::Reported, "As of January 2, 2031, according to news reports.", "Al 2 de enero de 2031, según la prensa."),
        (Attribution::Union, "As of January 2, 2031, according to the union.", "Al 2 de enero de 2031, según el sindicato."),
        (Attribution::Employer, "As of January 2, 2031, according to the employer.", "Al 2 de enero de 2031, según el empleador."),
        (Attribution::Joint, "As of January 2, 2031, according to both sides.", "Al 2 de enero de 2031, según ambas partes."),
        (
            Attribution::Law,
            "As of January 2, 2031, the law in plain words; not legal advice.",
            "Al 2 de enero de 2031, la ley en palabras sencillas; no es asesoría legal.",
        ),
        (Attribution::General, "As of January 2, 2031, general information.", "Al 2 de enero de 2031, información general."),
    ] {
        assert_eq!(sentences::dated(English, day, attribution), english);
        assert_eq!(sentences::dated(Spanish, day, attribution), spanish);
    }
    assert_eq!(sentences::dated(English, None, Attribution::Law), "The law in plain words; not legal advice.");
    assert_eq!(sentences::dated(Spanish, None, Attribution::Union), "Según el sindicato.");
}

#[test]
fn months_are_written_out_in_both_languages() {
    let days: Vec<String> = (1..=12).flat_map(|month| Language::ALL.map(|language| sentences::date(language, jiff::civil::date(2031, month, 1)))).collect();
    assert_eq!(days.first().map(String::as_str), Some("January 1, 2031"));
    assert_eq!(days.last().map(String::as_str), Some("1 de diciembre de 2031"));
    assert_eq!(days.iter().collect::<std::collections::HashSet<_>>().len(), 24);
}

#[test]
fn a_dispute_that_goes_on_is_not_said_to_have_ended() {
    let mut knowledge = knowledge();
    knowledge.campaign.status = strikebot::knowledge::Status::Ongoing;
    for (language, expected) in [(English, "It may have changed since."), (Spanish, "Puede haber cambiado desde entonces.")] {
        let sentence = sentences::past(language, &knowledge.campaign);
        assert!(sentence.ends_with(expected), "{sentence}");
    }
}

#[test]
fn where_nobody_is_named_nobody_is_to_be_asked() {
    let mut knowledge = knowledge();
    knowledge.campaign.contact = InLanguages::default();
    assert_eq!(sentences::contact(English, &knowledge.campaign), None);
    assert!(!sentences::unknown(Spanish, &knowledge.campaign).contains(':') || !sentences::unknown(Spanish, &knowledge.campaign).contains("A quién"));
}
