//! What mistakes cost, and what follows from it. All costs are in units of one silence: the harm of saying "I don't know" to
//! someone whose question the knowledge answers.

use crate::matching::Confidence;

/// A wrong answer. Someone who is told nothing asks a human; someone who is told wrong goes to a closed pharmacy.
const WRONG: f32 = 10.0;

/// Asking back when the right entry is among those offered: a moment, and one more tap.
const ASKED_BACK: f32 = 0.25;

/// Asking back when it is not: the moment is lost, and the person knows no more than after a silence, save that what they saw
/// looked like an answer to something.
const ASKED_IN_VAIN: f32 = 0.25;

/// Expected costs of the three choices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Costs {
    /// Of giving the first entry's answer.
    pub answer: f32,
    /// Of offering the first few entries.
    pub clarify: f32,
    /// Of saying nothing.
    pub abstain: f32,
}

impl Costs {
    /// From the probability that the first entry is right, and that the right one is among those offered.
    ///
    /// An answer is weighed against a silence (would it be right to speak at all?), a question back against a silence too: where
    /// both are better than silence, the answer goes first, because a person who is sure to be understood wants no menu.
    #[must_use]
    pub fn expected(first: Confidence, among: Confidence) -> Self {
        let (first, among) = (first.value(), among.value());
        Self { answer: WRONG * (1.0 - first), clarify: ASKED_BACK * among + ASKED_IN_VAIN * (1.0 - among), abstain: among }
    }

    /// Whether to answer outright.
    #[must_use]
    pub fn answering_pays(&self, first: Confidence) -> bool {
        self.answer < first.value()
    }

    /// Whether to ask back.
    #[must_use]
    pub fn asking_back_pays(&self) -> bool {
        self.clarify < self.abstain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn costs(first: f32, among: f32) -> (bool, bool) {
        let first = Confidence::new(first);
        let costs = Costs::expected(first, Confidence::new(among));
        (costs.answering_pays(first), costs.asking_back_pays())
    }

    #[test]
    fn an_answer_must_be_ten_times_likelier_right_than_wrong() {
        assert!(costs(0.92, 0.95).0);
        assert!(!costs(0.90, 0.95).0);
    }

    #[test]
    fn what_is_hardly_covered_is_not_offered() {
        assert!(costs(0.5, 0.8).1);
        assert!(!costs(0.1, 0.2).1);
    }
}
