//! Measures an assistant against labelled questions: questions in, a [`Report`] out. It is a value; only edges print it.
//!
//! `cases` reads the questions, `scoring` judges one reply, `report` sums the judgements up with the help of `statistics`, and
//! `saved` keeps what became of each question, so that a later run shows *which* of them moved.

mod cases;
mod report;
mod saved;
mod scoring;
mod statistics;
mod tally;

pub use cases::{Case, CaseError, Expected, parse_cases};
pub use report::{Calibration, Confusion, Emergencies, Ranks, Report, SliceReport, Time};
pub use saved::{Change, Changes, Saved, changes, parse_saved, save};
pub use scoring::{Alarm, Judgement, Outcome};
pub use statistics::{Bin, auroc, calibration_error, percentile, reliability, share, wilson};
pub use tally::{Answerable, Limits, Share, Threshold, Unanswerable};

use serde::Serializer;

/// Four decimals: more would promise a precision that no set of questions gives.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn rounded<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((value * 10_000.0).round() / 10_000.0)
}

/// The same for what may not be known.
#[expect(clippy::ref_option, reason = "serde calls it so")]
fn rounded_if_known<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => rounded(value, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
pub(crate) use report::tests::judged;

#[cfg(test)]
pub(crate) mod tests {
    use super::{Case, Expected};
    use crate::assistant::{Answer, Ranked, Reply, Suggestion, Verdict};
    use crate::knowledge::{Attribution, Knowledge, SourceFile, parse};
    use crate::matching::Confidence;
    use crate::text::Language;

    const MILL: &str = r#"
schema = 1
[campaign]
id = "mill-2031"
title = "Mill strike"
emergency = "danger"
[sources.gazette]
publisher = "Gazette"
title = "Mill workers walk out"
[[entries]]
id = "gates"
question = "Is the gate open?"
answer = "Yes."
sources = ["gazette"]
[[entries]]
id = "pay"
question = "Is there strike pay?"
answer = "No."
sources = ["gazette"]
[[entries]]
id = "danger"
question = "Somebody is hurt"
answer = "Call for help."
sources = ["gazette"]
[[declines]]
id = "weather"
phrasings = ["will it rain"]
"#;

    /// Entries `gates`, `pay`, `danger` (the emergency), and a decline `weather`.
    pub(crate) fn knowledge() -> Knowledge {
        parse(vec![SourceFile { path: "mill.toml".to_owned(), text: MILL.to_owned() }]).knowledge.unwrap()
    }

    pub(crate) fn case(expected: &str) -> Case {
        labelled("Is the gate open?", expected, "plain")
    }

    pub(crate) fn labelled(question: &str, expected: &str, slice: &str) -> Case {
        Case { question: question.to_owned(), expected: Expected::parse(expected, &knowledge()).unwrap(), slice: slice.to_owned() }
    }

    /// A reply that answers `a+b`, offers `a?b?`, or does neither.
    pub(crate) fn reply(came: &str, ranking: &[&str], confidence: f32) -> Reply {
        let offered: Vec<&str> = if came.contains('?') { came.split('?').filter(|entry| !entry.is_empty()).collect() } else { Vec::new() };
        let answered: Vec<&str> = if offered.is_empty() { came.split('+').filter(|entry| !entry.is_empty()).collect() } else { Vec::new() };
        Reply {
            decision: match (answered.is_empty(), offered.is_empty()) {
                (false, _) => Verdict::Answer,
                (true, false) => Verdict::Clarify,
                (true, true) => Verdict::Abstain,
            },
            answers: answered.into_iter().map(answer).collect(),
            suggestions: offered.into_iter().map(|entry| Suggestion { entry: entry.to_owned(), question: String::new() }).collect(),
            confidence: Confidence::new(confidence),
            ranking: ranking.iter().map(|entry| Ranked { entry: (*entry).to_owned(), confidence: Confidence::new(confidence) }).collect(),
            ..Reply::empty("", Language::English)
        }
    }

    fn answer(entry: &str) -> Answer {
        Answer {
            entry: entry.to_owned(),
            question: String::new(),
            text: String::new(),
            as_of: None,
            attribution: Attribution::General,
            sources: Vec::new(),
            past: false,
        }
    }
}
