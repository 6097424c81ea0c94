//! Says what became of one labelled question. Of an answer the *set* of entries counts, not their order; of a clarification,
//! whether what is expected is among what is offered.

use serde::Serialize;

use super::cases::Case;
use crate::assistant::{Reply, Verdict};

/// What became of a question, from best to worst. Silence comes before a wrong answer: it misleads nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Just what is expected was answered; or nothing was, and nothing may be.
    Right,
    /// Something that is expected was answered, with another entry missing or too many.
    Partial,
    /// Nothing was answered, but something that is expected was offered.
    Offered,
    /// Nothing was answered, nor anything that is expected offered.
    Silent,
    /// Something was answered, and nothing of it is expected.
    Wrong,
}

impl Outcome {
    /// All of them, from best to worst.
    pub const ALL: [Self; 5] = [Self::Right, Self::Partial, Self::Offered, Self::Silent, Self::Wrong];

    /// The word that files and JSON use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Partial => "partial",
            Self::Offered => "offered",
            Self::Silent => "silent",
            Self::Wrong => "wrong",
        }
    }

    /// The outcome of a word; `None` for any other.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// Whether danger to life was taken for what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// The emergency entry was answered, and no alternative has it.
    False,
    /// The emergency entry was not answered, and every alternative has it.
    Missed,
}

/// All that a report tells of one question's reply.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// What became of it.
    pub outcome: Outcome,
    /// The entries that were answered, in the reply's order.
    pub answered: Vec<String>,
    /// The entries that were offered in place of an answer, in the reply's order.
    pub offered: Vec<String>,
    /// The first entry of the ranking.
    pub top: Option<String>,
    /// At which rank, from 1, an expected entry stands first.
    pub rank: Option<usize>,
    /// The reply's confidence, from 0 to 1.
    pub confidence: f64,
    /// A false or a missed emergency.
    pub alarm: Option<Alarm>,
}

impl Judgement {
    /// Judges a reply. `emergency` is the id of the campaign's emergency entry.
    #[must_use]
    pub fn new(case: &Case, reply: &Reply, emergency: Option<&str>) -> Self {
        let answered: Vec<String> = reply.answers.iter().map(|answer| answer.entry.clone()).collect();
        let asks_back = reply.decision == Verdict::Clarify && answered.is_empty();
        let offered = if asks_back { reply.suggestions.iter().map(|suggestion| suggestion.entry.clone()).collect() } else { Vec::new() };
        let place = reply.ranking.iter().position(|ranked| case.expected.names(&ranked.entry));
        Self {
            outcome: outcome(case, &answered, &offered),
            alarm: emergency.and_then(|entry| alarm(case, &answered, entry)),
            answered,
            offered,
            top: reply.ranking.first().map(|ranked| ranked.entry.clone()),
            rank: place.map(|place| place + 1),
            confidence: f64::from(reply.confidence.value()),
        }
    }

    /// Whether the ranking's first entry is expected.
    #[must_use]
    pub fn top_is_expected(&self) -> bool {
        self.rank == Some(1)
    }
}

fn outcome(case: &Case, answered: &[String], offered: &[String]) -> Outcome {
    let expected = &case.expected;
    let is_expected = |entry: &String| expected.names(entry);
    if answered.is_empty() {
        return if expected.allows_silence() {
            Outcome::Right
        } else if offered.iter().any(is_expected) {
            Outcome::Offered
        } else {
            Outcome::Silent
        };
    }
    let just = |entries: &std::collections::BTreeSet<String>| {
        entries.iter().all(|entry| answered.contains(entry)) && answered.iter().all(|entry| entries.contains(entry))
    };
    if expected.alternatives().iter().any(just) {
        Outcome::Right
    } else if answered.iter().any(is_expected) {
        Outcome::Partial
    } else {
        Outcome::Wrong
    }
}

fn alarm(case: &Case, answered: &[String], emergency: &str) -> Option<Alarm> {
    let raised = answered.iter().any(|entry| entry == emergency);
    match raised {
        true if !case.expected.names(emergency) => Some(Alarm::False),
        false if case.expected.insists_on(emergency) => Some(Alarm::Missed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{case, reply};
    use super::{Alarm, Outcome};

    /// What is answered stands as `a+b`, what is offered as `a?b?`, silence as nothing.
    #[test]
    fn outcomes_follow_from_what_is_expected_and_what_came() {
        use Outcome::{Offered, Partial, Right, Silent, Wrong};
        for (expected, came, outcome) in [
            ("gates", "gates", Right),
            ("gates", "pay", Wrong),
            ("gates", "gates+pay", Partial),
            ("gates", "pay+gates", Partial),
            ("gates", "gates+gates", Right),
            ("gates", "", Silent),
            ("gates", "pay?gates?", Offered),
            ("gates", "pay?danger?", Silent),
            ("gates|pay", "gates", Right),
            ("gates|pay", "pay", Right),
            ("gates|pay", "danger", Wrong),
            ("gates|pay", "gates+pay", Partial),
            ("gates|pay", "danger?pay?", Offered),
            ("gates+pay", "pay+gates", Right),
            ("gates+pay", "gates", Partial),
            ("gates+pay", "gates+danger", Partial),
            ("gates+pay", "gates+pay+danger", Partial),
            ("gates+pay", "danger", Wrong),
            ("gates+pay", "pay?", Offered),
            ("gates+pay", "", Silent),
            ("none", "", Right),
            ("none", "gates?pay?", Right),
            ("none", "gates", Wrong),
            ("none", "danger", Wrong),
            ("gates+none", "gates", Right),
            ("gates+none", "gates+pay", Partial),
            ("gates+none", "pay", Wrong),
            ("gates+none", "", Silent),
            ("gates+none", "gates?", Offered),
            ("gates|none", "gates", Right),
            ("gates|none", "", Right),
            ("gates|none", "gates?", Right),
            ("gates|none", "pay?", Right),
            ("gates|none", "pay", Wrong),
            ("gates|none", "gates+pay", Partial),
            ("gates+pay|danger", "danger", Right),
            ("gates+pay|danger", "pay+gates", Right),
            ("gates+pay|danger", "pay", Partial),
            ("gates", "danger", Wrong),
            ("gates", "danger+gates", Partial),
        ] {
            assert_eq!(super::Judgement::new(&case(expected), &reply(came, &[], 0.5), Some("danger")).outcome, outcome, "{expected} → {came:?}");
        }
    }

    #[test]
    fn suggestions_beside_an_answer_are_no_clarification() {
        let mut reply = reply("pay", &[], 0.5);
        reply.suggestions = super::super::tests::reply("gates?", &[], 0.5).suggestions;
        let judgement = super::Judgement::new(&case("gates"), &reply, None);
        assert_eq!((judgement.outcome, judgement.offered.len()), (Outcome::Wrong, 0));
    }

    #[test]
    fn an_emergency_is_false_where_no_alternative_has_it_and_missed_where_each_does() {
        for (expected, came, alarm) in [
            ("danger", "danger", None),
            ("danger", "", Some(Alarm::Missed)),
            ("danger", "gates", Some(Alarm::Missed)),
            ("danger", "danger?", Some(Alarm::Missed)),
            ("danger+pay", "pay", Some(Alarm::Missed)),
            ("danger|pay", "pay", None),
            ("danger|none", "", None),
            ("gates", "danger", Some(Alarm::False)),
            ("gates", "danger+gates", Some(Alarm::False)),
            ("none", "danger", Some(Alarm::False)),
            ("none", "danger?", None),
            ("gates", "gates", None),
        ] {
            assert_eq!(super::Judgement::new(&case(expected), &reply(came, &[], 0.5), Some("danger")).alarm, alarm, "{expected} → {came:?}");
            assert_eq!(super::Judgement::new(&case(expected), &reply(came, &[], 0.5), None).alarm, None);
        }
    }

    #[test]
    fn the_rank_is_that_of_the_first_expected_entry() {
        for (expected, ranking, rank) in [
            ("pay", &["pay", "gates"][..], Some(1)),
            ("pay", &["gates", "pay"], Some(2)),
            ("pay|gates", &["gates", "pay"], Some(1)),
            ("none", &["gates"], None),
            ("pay", &[], None),
        ] {
            let judgement = super::Judgement::new(&case(expected), &reply("", ranking, 0.5), None);
            assert_eq!(judgement.rank, rank, "{expected} in {ranking:?}");
            assert_eq!(judgement.top.as_deref(), ranking.first().copied());
        }
    }

    #[test]
    fn every_outcome_is_read_back_from_its_word() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_word(outcome.word()), Some(outcome));
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.word());
        }
        assert!(Outcome::ALL.is_sorted());
    }
}
