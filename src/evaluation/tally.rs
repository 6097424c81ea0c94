//! Counts of outcomes, and the limits that they are held against.

use serde::Serialize;

use super::cases::Case;
use super::scoring::{Judgement, Outcome};
use super::statistics::{share, wilson};

/// A count and what part it is of all.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Of all, from 0 to 100; `None` of nothing.
    #[serde(serialize_with = "super::rounded_if_known")]
    pub percent: Option<f64>,
    /// The 95 % Wilson interval of `percent`.
    #[serde(serialize_with = "interval")]
    pub interval: Option<(f64, f64)>,
}

impl Share {
    /// So many of so many.
    #[must_use]
    pub fn new(count: usize, of: usize) -> Self {
        Self { count, percent: share(count, of).map(|share| share * 100.0), interval: wilson(count, of) }
    }
}

#[expect(clippy::ref_option, reason = "serde calls it so")]
fn interval<S: serde::Serializer>(interval: &Option<(f64, f64)>, serializer: S) -> Result<S::Ok, S::Error> {
    let round = |value: f64| (value * 100.0).round() / 100.0;
    interval.map(|(low, high)| [round(low), round(high)]).serialize(serializer)
}

/// What became of questions of which some answer is expected, be it beside silence.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Answerable {
    /// How many.
    pub n: usize,
    /// Just what is expected.
    pub right: Share,
    /// An entry missing or too many.
    pub partial: Share,
    /// Not answered, but offered.
    pub offered: Share,
    /// Neither.
    pub silent: Share,
    /// Something else was answered.
    pub wrong: Share,
}

impl Answerable {
    pub(super) fn of(judged: &[(&Case, &Judgement)]) -> Self {
        let outcomes: Vec<Outcome> = judged.iter().filter(|(case, _)| !case.expected.is_none()).map(|(_, judgement)| judgement.outcome).collect();
        let n = outcomes.len();
        let of = |outcome| Share::new(outcomes.iter().filter(|found| **found == outcome).count(), n);
        Self {
            n,
            right: of(Outcome::Right),
            partial: of(Outcome::Partial),
            offered: of(Outcome::Offered),
            silent: of(Outcome::Silent),
            wrong: of(Outcome::Wrong),
        }
    }

    /// All shares, from best to worst.
    #[must_use]
    pub const fn shares(&self) -> [Share; 5] {
        [self.right, self.partial, self.offered, self.silent, self.wrong]
    }
}

/// What became of questions that must not be answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Unanswerable {
    /// How many.
    pub n: usize,
    /// Nothing was answered or offered: right.
    pub abstained: Share,
    /// Something was offered: right, but offering on everything is no answer.
    pub offered: Share,
    /// Something was answered: wrong.
    pub answered: Share,
}

impl Unanswerable {
    pub(super) fn of(judged: &[(&Case, &Judgement)]) -> Self {
        let judgements: Vec<&Judgement> = judged.iter().filter(|(case, _)| case.expected.is_none()).map(|(_, judgement)| *judgement).collect();
        let n = judgements.len();
        let answered = judgements.iter().filter(|judgement| !judgement.answered.is_empty()).count();
        let offered = judgements.iter().filter(|judgement| !judgement.offered.is_empty()).count();
        Self { n, abstained: Share::new(n - answered - offered, n), offered: Share::new(offered, n), answered: Share::new(answered, n) }
    }

    /// All shares, from best to worst.
    #[must_use]
    pub const fn shares(&self) -> [Share; 3] {
        [self.abstained, self.offered, self.answered]
    }
}

/// What the shares of [`Answerable`] must keep to, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Limits {
    /// At least so many right.
    pub min_right: Option<f64>,
    /// At most so many wrong.
    pub max_wrong: Option<f64>,
}

/// A limit and what was found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Threshold {
    /// `min-right` or `max-wrong`.
    pub name: &'static str,
    /// In percent.
    pub limit: f64,
    /// In percent; `None` where no question expects an answer.
    #[serde(serialize_with = "super::rounded_if_known")]
    pub found: Option<f64>,
    /// Whether what was found keeps to the limit. What was not measured does not.
    pub met: bool,
}

impl Limits {
    /// Holds the shares against the limits that are set.
    #[must_use]
    pub fn check(self, shares: &Answerable) -> Vec<Threshold> {
        let min_right = self.min_right.map(|limit| {
            let found = shares.right.percent;
            Threshold { name: "min-right", limit, found, met: found.is_some_and(|found| found >= limit) }
        });
        let max_wrong = self.max_wrong.map(|limit| {
            let found = shares.wrong.percent;
            Threshold { name: "max-wrong", limit, found, met: found.is_some_and(|found| found <= limit) }
        });
        min_right.into_iter().chain(max_wrong).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{case, reply};
    use super::{Answerable, Judgement, Limits, Share, Unanswerable};

    #[test]
    fn each_question_is_counted_once_and_those_without_an_answer_apart() {
        let made: Vec<_> = [
            ("gates", "gates"),
            ("gates", "pay"),
            ("pay", "gates?"),
            ("gates|none", ""),
            ("none", ""),
            ("none", "pay?"),
            ("none", "pay"),
            ("gates+none", "gates+pay"),
        ]
        .into_iter()
        .map(|(expected, came)| (case(expected), reply(came, &[], 0.5)))
        .map(|(case, reply)| (Judgement::new(&case, &reply, None), case))
        .collect();
        let judged: Vec<_> = made.iter().map(|(judgement, case)| (case, judgement)).collect();
        let answerable = Answerable::of(&judged);
        assert_eq!((answerable.n, answerable.shares().map(|share| share.count)), (5, [2, 1, 0, 1, 1]));
        let unanswerable = Unanswerable::of(&judged);
        assert_eq!((unanswerable.n, unanswerable.shares().map(|share| share.count)), (3, [1, 1, 1]));
        assert_eq!(answerable.right.percent, Some(40.0));
    }

    #[test]
    fn a_limit_is_met_when_it_is_just_reached_and_never_without_a_question() {
        let shares = Answerable { n: 4, right: Share::new(3, 4), wrong: Share::new(1, 4), ..Answerable::default() };
        for (min_right, max_wrong, met) in [
            (None, None, &[][..]),
            (Some(75.0), Some(25.0), &[true, true]),
            (Some(75.1), Some(24.9), &[false, false]),
            (Some(0.0), None, &[true]),
            (None, Some(100.0), &[true]),
        ] {
            let found: Vec<bool> = Limits { min_right, max_wrong }.check(&shares).iter().map(|threshold| threshold.met).collect();
            assert_eq!(found, met, "{min_right:?} {max_wrong:?}");
        }
        assert!(!Limits { min_right: Some(0.0), max_wrong: None }.check(&Answerable::default())[0].met);
    }
}
