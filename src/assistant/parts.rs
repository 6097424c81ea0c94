//! The parts of a message that are replied to: each is ranked and decided, and one question put in several clauses stays one.

use std::collections::HashSet;

use super::Assistant;
use crate::dialogue::guards::Case;
use crate::dialogue::{Choice, Decision, Silence, decide};
use crate::knowledge::EntryId;
use crate::matching::{Class, OFFERED, Ranking};
use crate::text::{Message, Part, Query};

/// A part that was ranked and decided.
pub(super) struct Decided<'m> {
    pub(super) part: &'m Part,
    pub(super) ranking: Ranking,
    pub(super) decision: Decision,
}

impl Assistant {
    fn decided<'m>(&self, part: &'m Part) -> Decided<'m> {
        let ranking = self.index.rank(part);
        let decision = decide(Case { knowledge: &self.knowledge, index: &self.index, background: &self.background, part, ranking: &ranking });
        Decided { part, ranking, decision }
    }

    /// The parts to reply to: those that the message seems to have, unless one question was only put in several clauses.
    pub(super) fn parts<'m>(&self, message: &'m Message) -> Vec<Decided<'m>> {
        let whole = self.decided(&message.whole);
        if whole.ranking.exact.is_some() || message.parts.len() < 2 {
            return vec![whole];
        }
        let mut parts: Vec<Decided<'_>> = Vec::with_capacity(message.parts.len());
        for part in &message.parts {
            let decided = self.decided(part);
            let completed = parts.last().filter(|_| answered(&decided).is_none()).and_then(|before| self.completed(before, part, &decided.ranking));
            parts.push(completed.unwrap_or(decided));
        }
        // A clause that says nothing of its own ("is that true?", "does anyone know") asks nothing of its own.
        parts.retain(|part| !matches!(part.decision.choice, Choice::Abstain(Silence::TooLittle)));
        let answered = parts.iter().filter_map(answered).collect::<HashSet<_>>();
        let says_no_more = match answered.len() {
            0 => true,
            1 => answered_or_first(&whole).is_some_and(|entry| answered.contains(&entry)) && !parts.iter().any(|part| asks_other(part, &answered)),
            _ => false,
        };
        if parts.len() < 2 || (says_no_more && !declines_other(&parts)) { vec![whole] } else { parts }
    }

    /// "What about the pharmacies?" leaves out what the question before it said ("are … open"): the two together may say enough.
    /// `alone` is what the part means without it: the two together may only settle on something that it speaks for itself.
    fn completed<'m>(&self, before: &Decided<'_>, part: &'m Part, alone: &Ranking) -> Option<Decided<'m>> {
        /// Content words of a part that leaves something out.
        const FEW: usize = 2;
        if part.query.content().count() > FEW || alone.on_subject == 0.0 || alone.first_entry() == before.ranking.first_entry() {
            return None;
        }
        let terms = before.part.query.terms().iter().chain(part.query.terms()).cloned().collect();
        let together = Part { text: part.text.clone(), query: Query::of_terms(terms, part.query.language().or(before.part.query.language()))?, focus: None };
        let mut ranking = self.index.rank_without(&together, before.ranking.first_entry());
        ranking.exact = None;
        let decision = decide(Case { knowledge: &self.knowledge, index: &self.index, background: &self.background, part, ranking: &ranking });
        let Choice::Answer { entry, .. } = decision.choice else { return None };
        let speaks_for_it = alone.entries.iter().take(OFFERED).any(|candidate| candidate.class == Class::Entry(entry));
        speaks_for_it.then_some(Decided { part, ranking, decision })
    }
}

fn answered(part: &Decided<'_>) -> Option<EntryId> {
    match part.decision.choice {
        Choice::Answer { entry, .. } => Some(entry),
        _ => None,
    }
}

fn answered_or_first(part: &Decided<'_>) -> Option<EntryId> {
    answered(part).or_else(|| part.ranking.first_entry())
}

/// Whether a part that can't be answered outright likely asks something else than the others: it is not lost in their answer.
fn asks_other(part: &Decided<'_>, answered: &HashSet<EntryId>) -> bool {
    /// Below it a clause may well be part of the question beside it.
    const LIKELY: f32 = 0.5;
    let Choice::Clarify(entries) = &part.decision.choice else { return false };
    part.ranking.confidence.value() > LIKELY && entries.first().is_some_and(|entry| !answered.contains(entry))
}

/// Whether a part is of a kind that must not be answered, which must not be lost in the answer to the others.
fn declines_other(parts: &[Decided<'_>]) -> bool {
    parts.iter().any(|part| matches!(part.decision.choice, Choice::Abstain(Silence::Declined(_) | Silence::OtherCampaign(_))))
}
