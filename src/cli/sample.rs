//! A small knowledge and replies made by hand, for the tests of this edge: they need no engine, and no change of it moves them.

use crate::assistant::{Answer, CandidateExplanation, Explanation, PartExplanation, Ranked, Reply, Suggestion, Verdict, sentences};
use crate::knowledge::{Knowledge, SourceFile, parse};
use crate::matching::Confidence;
use crate::text::Language;

/// The made-up mill.
pub(super) fn knowledge() -> Knowledge {
    let text = include_str!("../../tests/fixtures/mill.toml").to_owned();
    let parsed = parse(vec![SourceFile { path: "mill.toml".to_owned(), text }]);
    parsed.knowledge.expect("the made-up mill is valid")
}

/// An answer with a related question, and how it came about.
pub(super) fn answered(language: Language) -> (Reply, Explanation) {
    let knowledge = knowledge();
    let entry = &knowledge.entries[0];
    let (_, text) = entry.text.best(language).expect("every entry has a text");
    let answer = Answer::new(&knowledge, entry, text, true);
    let reply = Reply {
        decision: Verdict::Answer,
        answers: vec![answer],
        suggestions: suggestions(&knowledge, language, &[1]),
        message: None,
        confidence: Confidence::new(0.97),
        ranking: vec![Ranked { entry: entry.id.value.clone(), confidence: Confidence::new(0.97) }],
        ..unknown(language)
    };
    (reply, explanation())
}

/// "Did you mean", with three questions.
pub(super) fn unsure(language: Language) -> Reply {
    Reply { decision: Verdict::Clarify, suggestions: suggestions(&knowledge(), language, &[0, 1, 2]), message: None, ..unknown(language) }
}

/// "I don't know".
pub(super) fn unknown(language: Language) -> Reply {
    Reply { message: Some(sentences::unknown(language, &knowledge().campaign)), ..Reply::empty("as it was typed", language) }
}

fn suggestions(knowledge: &Knowledge, language: Language, entries: &[usize]) -> Vec<Suggestion> {
    let entries = entries.iter().map(|&index| &knowledge.entries[index]);
    entries.filter_map(|entry| Suggestion::new(entry, language)).collect()
}

fn explanation() -> Explanation {
    let candidate =
        |id: &str, is_decline, score, signals: &[(&'static str, f32)]| CandidateExplanation { id: id.to_owned(), is_decline, score, signals: signals.to_vec() };
    let part = PartExplanation {
        normal_form: "gate open".to_owned(),
        language: Some(Language::English),
        corrections: vec![("gaet".to_owned(), "gate".to_owned()), ("opne".to_owned(), "open".to_owned())],
        candidates: vec![candidate("gates", false, 4.25, &[("words", 3.0), ("letters", 1.25)]), candidate("weather", true, -0.5, &[])],
        confidence: 0.97,
        among_first_three: 0.995,
        exact: false,
        guards: vec!["negation: \"not\" stands with nothing that is asked".to_owned()],
        decision: "answer: cost 0.12; clarify 0.40; abstain 1.00".to_owned(),
    };
    Explanation { emergency: false, parts: vec![part] }
}
