//! Sums up what became of all questions. The names of the fields are those of `eval --format json`; others rely on them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cases::{Case, NONE};
use super::saved::Changes;
use super::scoring::{Alarm, Judgement, Outcome};
use super::statistics::{Bin, auroc, calibration_error, percentile, reliability};
use super::tally::{Answerable, Limits, Share, Threshold, Unanswerable};

/// Bins of the reliability plot. With ten, each still holds enough questions of a few hundred.
const BINS: usize = 10;

/// Most confusions that are told: rarer ones are chance.
const CONFUSIONS: usize = 20;

/// How well an assistant does on labelled questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// How many questions were asked.
    pub questions: usize,
    /// Those whose `expected` is not exactly `none`.
    pub answerable: Answerable,
    /// Those whose `expected` is exactly `none`.
    pub none: Unanswerable,
    /// The same for each slice, in the order in which they are met.
    pub slices: Vec<SliceReport>,
    /// Where the right entry stands in the ranking, whatever was decided.
    pub ranking: Ranks,
    /// How far `confidence` can be believed.
    pub confidence: Calibration,
    /// What was taken for what: wrong answers first, then the most frequent, at most twenty.
    pub confusions: Vec<Confusion>,
    /// Danger to life.
    pub emergencies: Emergencies,
    /// How long replies took.
    pub microseconds: Time,
    /// The limits that were set.
    pub thresholds: Vec<Threshold>,
    /// What moved since an earlier run; `None` without one.
    pub changes: Option<Changes>,
}

/// One slice's questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SliceReport {
    /// Its name.
    pub slice: String,
    /// Those whose `expected` is not exactly `none`.
    pub answerable: Answerable,
    /// Those whose `expected` is exactly `none`.
    pub none: Unanswerable,
}

/// Where the right entry stands, over the questions that one entry answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranks {
    /// How many.
    pub n: usize,
    /// It stands first.
    pub first: Share,
    /// It is among the first three.
    pub among_first_three: Share,
}

/// How far confidence can be believed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Probability that an answerable question has more confidence than one that is not; those that may be either are left out.
    #[serde(serialize_with = "super::rounded_if_known")]
    pub auroc_answerable: Option<f64>,
    /// Probability that a question whose first entry is right has more confidence than any other question.
    #[serde(serialize_with = "super::rounded_if_known")]
    pub auroc_first: Option<f64>,
    /// Mean distance of confidence and the share of questions whose first entry is right, over all questions.
    #[serde(serialize_with = "super::rounded_if_known")]
    pub calibration_error: Option<f64>,
    /// What the error is the mean of: bins of equal size, least confident first.
    pub bins: Vec<Bin>,
}

/// What was taken for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// As it stands in the file.
    pub expected: String,
    /// What was answered; where nothing was, what was ranked first.
    pub got: String,
    /// Whether it was answered.
    pub answered: bool,
    /// How often.
    pub count: usize,
    /// The first such question.
    pub example: String,
}

/// Danger to life.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Emergencies {
    /// How many questions insist on the emergency entry.
    pub expected: usize,
    /// Those of them on which it was not answered.
    pub missed: Vec<String>,
    /// Those without it in `expected` on which it was answered.
    pub false_alarms: Vec<String>,
}

/// How long replies took, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Time {
    /// Half of them took no longer.
    #[serde(serialize_with = "super::rounded_if_known")]
    pub median: Option<f64>,
    /// 95 % of them took no longer.
    #[serde(serialize_with = "super::rounded_if_known")]
    pub p95: Option<f64>,
}

impl Time {
    /// From the time that each reply took.
    #[must_use]
    pub fn of(microseconds: &[f64]) -> Self {
        Self { median: percentile(microseconds, 50), p95: percentile(microseconds, 95) }
    }
}

impl Report {
    /// Sums up. `judgements` belong to `cases`, one to one; `emergency` is the id of the campaign's emergency entry.
    #[must_use]
    pub fn new(cases: &[Case], judgements: &[Judgement], emergency: Option<&str>, time: Time, limits: Limits) -> Self {
        let judged: Vec<(&Case, &Judgement)> = cases.iter().zip(judgements).collect();
        let answerable = Answerable::of(&judged);
        Self {
            questions: judged.len(),
            none: Unanswerable::of(&judged),
            slices: slices(&judged),
            ranking: ranks(&judged),
            confidence: calibration(&judged),
            confusions: confusions(&judged),
            emergencies: emergencies(&judged, emergency),
            microseconds: time,
            thresholds: limits.check(&answerable),
            changes: None,
            answerable,
        }
    }
}

fn slices(judged: &[(&Case, &Judgement)]) -> Vec<SliceReport> {
    let mut names: Vec<&str> = Vec::new();
    let mut members: BTreeMap<&str, Vec<(&Case, &Judgement)>> = BTreeMap::new();
    for &(case, judgement) in judged {
        let slice = case.slice.as_str();
        members.entry(slice).or_insert_with(|| {
            names.push(slice);
            Vec::new()
        });
        members.entry(slice).or_default().push((case, judgement));
    }
    let of = |name: &str| members.get(name).map_or(&[][..], Vec::as_slice);
    names.into_iter().map(|name| SliceReport { slice: name.to_owned(), answerable: Answerable::of(of(name)), none: Unanswerable::of(of(name)) }).collect()
}

fn ranks(judged: &[(&Case, &Judgement)]) -> Ranks {
    let ranks: Vec<Option<usize>> = judged.iter().filter(|(case, _)| case.expected.is_single()).map(|(_, judgement)| judgement.rank).collect();
    let within = |last: usize| Share::new(ranks.iter().filter(|rank| rank.is_some_and(|rank| rank <= last)).count(), ranks.len());
    Ranks { n: ranks.len(), first: within(1), among_first_three: within(3) }
}

fn calibration(judged: &[(&Case, &Judgement)]) -> Calibration {
    let first: Vec<(f64, bool)> = judged.iter().map(|(_, judgement)| (judgement.confidence, judgement.top_is_expected())).collect();
    let clear = judged.iter().filter(|(case, _)| case.expected.is_none() || !case.expected.allows_silence());
    let answerable: Vec<(f64, bool)> = clear.map(|(case, judgement)| (judgement.confidence, !case.expected.is_none())).collect();
    let bins = reliability(&first, BINS);
    Calibration { auroc_answerable: auroc(&answerable), auroc_first: auroc(&first), calibration_error: calibration_error(&bins), bins }
}

fn confusions(judged: &[(&Case, &Judgement)]) -> Vec<Confusion> {
    let mut found: BTreeMap<(bool, &str, String), (usize, &str)> = BTreeMap::new();
    for (case, judgement) in judged {
        let answered = judgement.outcome == Outcome::Wrong;
        let unanswered = matches!(judgement.outcome, Outcome::Offered | Outcome::Silent);
        let got = match &judgement.top {
            _ if answered => judgement.answered.join("+"),
            Some(top) if unanswered && !judgement.top_is_expected() => top.clone(),
            _ => continue,
        };
        let expected = if case.expected.is_none() { NONE } else { case.expected.text() };
        found.entry((answered, expected, got)).or_insert((0, &case.question)).0 += 1;
    }
    let told = |((answered, expected, got), (count, example)): ((bool, &str, String), (usize, &str))| Confusion {
        expected: expected.to_owned(),
        got,
        answered,
        count,
        example: example.to_owned(),
    };
    let mut confusions: Vec<Confusion> = found.into_iter().map(told).collect();
    // The sort is stable, and the map is sorted by name.
    confusions.sort_by_key(|confusion| std::cmp::Reverse((confusion.answered, confusion.count)));
    confusions.truncate(CONFUSIONS);
    confusions
}

fn emergencies(judged: &[(&Case, &Judgement)], emergency: Option<&str>) -> Emergencies {
    let of = |alarm| judged.iter().filter(|(_, judgement)| judgement.alarm == Some(alarm)).map(|(case, _)| case.question.clone()).collect();
    let insist = |entry: &str| judged.iter().filter(|(case, _)| case.expected.insists_on(entry)).count();
    Emergencies { expected: emergency.map_or(0, insist), missed: of(Alarm::Missed), false_alarms: of(Alarm::False) }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::{labelled, reply};
    use super::{Case, Judgement, Limits, Report, Time};

    /// A dozen questions with whatever can become of them.
    pub(crate) fn judged() -> (Vec<Case>, Vec<Judgement>) {
        [
            ("Is the gate open?", "gates", "plain", "gates", &["gates", "pay"][..], 0.96),
            ("Do we get strike pay?", "pay", "plain", "pay", &["pay"], 0.93),
            ("gate open", "gates", "terse", "gates?pay?", &["gates", "pay"], 0.55),
            ("money", "pay", "terse", "", &["gates", "danger", "pay"], 0.2),
            ("gate 4", "gates", "terse", "pay", &["pay", "gates"], 0.81),
            ("gate 5", "gates", "terse", "pay", &["pay", "danger"], 0.78),
            ("Is the gate open and is there pay?", "gates+pay", "both", "gates", &["gates"], 0.9),
            ("Is the gate open, and will it rain?", "gates+none", "both", "gates", &["gates"], 0.88),
            ("Somebody fell from the roof", "danger", "emergency", "danger", &["danger"], 1.0),
            ("he can't breathe", "danger", "emergency", "", &["pay"], 0.1),
            ("Will it rain?", "none", "off-topic", "", &["gates"], 0.08),
            ("Who won the match?", "none", "off-topic", "pay?", &["pay"], 0.4),
            ("My boss kills me", "none", "off-topic", "danger", &["danger"], 1.0),
            ("Is the strike good?", "pay|none", "opinion", "", &["pay"], 0.3),
        ]
        .into_iter()
        .map(|(question, expected, slice, came, ranking, confidence)| {
            let case = labelled(question, expected, slice);
            let judgement = Judgement::new(&case, &reply(came, ranking, confidence), Some("danger"));
            (case, judgement)
        })
        .unzip()
    }

    pub(crate) fn report() -> Report {
        let (cases, judgements) = judged();
        let limits = Limits { min_right: Some(40.0), max_wrong: Some(5.0) };
        Report::new(&cases, &judgements, Some("danger"), Time::of(&[410.0, 520.4, 630.0, 9000.0]), limits)
    }

    #[test]
    fn a_small_report_in_full() {
        insta::assert_snapshot!(serde_json::to_string_pretty(&report()).unwrap());
    }

    #[test]
    fn a_report_on_a_single_question_has_no_number_that_is_not_known() {
        let case = labelled("Is the gate open?", "gates", "plain");
        let judgement = Judgement::new(&case, &reply("gates", &["gates"], 0.9), None);
        let report = Report::new(&[case], &[judgement], None, Time::of(&[]), Limits::default());
        assert_eq!((report.confidence.auroc_answerable, report.confidence.auroc_first, report.none.answered.percent), (None, None, None));
        assert!(serde_json::to_string(&report).unwrap().contains("\"median\":null"));
    }
}
