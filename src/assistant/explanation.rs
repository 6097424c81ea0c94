//! How a reply came about, for people who ask why: the corrected words, each signal's share, the ranking, the guards.

use serde::Serialize;

use super::Assistant;
use super::parts::Decided;
use crate::dialogue::Choice;
use crate::matching::Class;
use crate::text::Language;

/// How one message was understood.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// Whether danger to life was described.
    pub emergency: bool,
    /// One for each part that was ranked.
    pub parts: Vec<PartExplanation>,
}

/// How one part was understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartExplanation {
    /// The part in normal form, as it was compared.
    pub normal_form: String,
    /// The language in which it was read, where its words tell.
    pub language: Option<Language>,
    /// Words that were taken for typos, and what they were read as.
    pub corrections: Vec<(String, String)>,
    /// Entries and declines, best first.
    pub candidates: Vec<CandidateExplanation>,
    /// Calibrated probability that the first entry answers it.
    pub confidence: f32,
    /// Calibrated probability that the answer is among the first three entries.
    pub among_first_three: f32,
    /// Whether a phrasing matched exactly.
    pub exact: bool,
    /// What each guard that spoke had to say, in the order in which they spoke.
    pub guards: Vec<String>,
    /// What was decided, and the expected cost of each choice.
    pub decision: String,
}

/// One candidate and why it stands where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CandidateExplanation {
    /// The entry's or the decline's id.
    pub id: String,
    /// Whether it is a decline.
    pub is_decline: bool,
    /// The head's score.
    pub score: f32,
    /// What each block of features added to the score: its name and its share.
    pub signals: Vec<(&'static str, f32)>,
}

impl Assistant {
    pub(super) fn explain_part(&self, decided: &Decided<'_>) -> PartExplanation {
        let Decided { ranking, decision, .. } = decided;
        let mut candidates: Vec<_> = ranking.entries.iter().chain(&ranking.decline).collect();
        candidates.sort_by(|one, other| other.score.total_cmp(&one.score));
        let classes: Vec<Class> = candidates.iter().map(|candidate| candidate.class).collect();
        let shares = self.index.shares(&ranking.query, &classes);
        let costs = decision.costs;
        let chosen = match &decision.choice {
            Choice::Answer { .. } => "answer",
            Choice::Clarify(_) => "clarify",
            Choice::Abstain(_) => "abstain",
        };
        PartExplanation {
            normal_form: ranking.query.normal_form(),
            language: ranking.query.language(),
            corrections: ranking.corrections.clone(),
            candidates: candidates
                .into_iter()
                .zip(shares)
                .map(|(candidate, shares)| {
                    let signals = shares.iter().map(|(block, share)| (block.name(), *share)).collect();
                    CandidateExplanation {
                        id: candidate.class.id(&self.knowledge).to_owned(),
                        is_decline: candidate.class.entry().is_none(),
                        score: candidate.score,
                        signals,
                    }
                })
                .collect(),
            confidence: ranking.confidence.value(),
            among_first_three: ranking.among_offered.value(),
            exact: ranking.exact.is_some(),
            guards: decision.guards.iter().map(|(name, ruling)| format!("{name}: {}", ruling.describe())).collect(),
            decision: format!("{chosen}; expected cost of an answer {:.2}, of asking back {:.2}, of silence {:.2}", costs.answer, costs.clarify, costs.abstain),
        }
    }
}
