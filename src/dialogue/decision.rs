//! The decision about one part of a message: what the guards say, else an exact match, else what the costs say.

use super::costs::Costs;
use super::guards::{self, Case, Ruling};
use crate::knowledge::{DeclineId, EntryId};
use crate::matching::{Class, OFFERED};

/// Share of a question's words, by weight, that a kind of decline must know to give it its reply: of a question that is mostly about
/// other things some kind is always the nearest, and telling someone who asks about dolphins where to turn in distress helps nobody.
const LEAST_COVERAGE: f32 = 0.5;

/// What to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The answer of an entry.
    Answer {
        /// Whose answer.
        entry: EntryId,
        /// Whether the question held something that it sets right.
        corrects: bool,
    },
    /// "Did you mean": up to [`OFFERED`] entries, best first.
    Clarify(Vec<EntryId>),
    /// Nothing.
    Abstain(Silence),
}

/// Why nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    /// The knowledge does not cover it.
    Unknown,
    /// There is too little to go by.
    TooLittle,
    /// It is of a kind that this knowledge must not answer.
    Declined(DeclineId),
    /// It is about another dispute, by its place among the known others.
    OtherCampaign(usize),
}

/// A choice and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// What to say.
    pub choice: Choice,
    /// Whether the question may mean another dispute.
    pub other_campaign: bool,
    /// The guards that spoke, by name, and what they said.
    pub guards: Vec<(&'static str, Ruling)>,
    /// The expected costs that were weighed.
    pub costs: Costs,
}

/// Decides about one part.
#[must_use]
pub fn decide(case: Case<'_>) -> Decision {
    let ranking = case.ranking;
    let costs = Costs::expected(ranking.confidence, ranking.among_offered);
    let guards: Vec<(&'static str, Ruling)> = guards::ALL.iter().filter_map(|guard| Some((guard.name, (guard.check)(&case)?))).collect();
    let other_campaign = guards.iter().any(|(name, _)| *name == guards::OTHER_CAMPAIGN);
    let choice = choose(&case, costs, &guards);
    Decision { choice, other_campaign, guards, costs }
}

fn choose(case: &Case<'_>, costs: Costs, guards: &[(&'static str, Ruling)]) -> Choice {
    let corrects = guards.iter().any(|(_, ruling)| matches!(ruling, Ruling::Correct));
    // The first ruling that ends the matter, in the order of the guards.
    for (_, ruling) in guards {
        match ruling {
            Ruling::Silence(silence) => return Choice::Abstain(declined_if_known(case, silence.clone())),
            Ruling::Lead(entry) => return Choice::Answer { entry: *entry, corrects },
            Ruling::Offer(entries) => return Choice::Clarify(entries.clone()),
            Ruling::Correct | Ruling::AskBack => {}
        }
    }
    match case.ranking.exact {
        Some(Class::Entry(entry)) => return Choice::Answer { entry, corrects },
        Some(Class::Decline(decline)) => return Choice::Abstain(Silence::Declined(decline)),
        None => {}
    }
    let Some(best) = case.best_entry() else { return Choice::Abstain(declined_if_known(case, Silence::Unknown)) };
    // What must not be answered looks likelier than any entry: however sure the probability is, the person is asked.
    let may_answer = !guards.iter().any(|(_, ruling)| matches!(ruling, Ruling::AskBack)) && !decline_outranks(case);
    if may_answer && costs.answering_pays(case.ranking.confidence) {
        return Choice::Answer { entry: best, corrects };
    }
    if costs.asking_back_pays() {
        return Choice::Clarify(case.ranking.entries.iter().take(OFFERED).filter_map(|candidate| candidate.class.entry()).collect());
    }
    Choice::Abstain(declined_if_known(case, Silence::Unknown))
}

/// Whether a kind of decline stands above every entry.
fn decline_outranks(case: &Case<'_>) -> bool {
    let best_entry = case.ranking.entries.first().map_or(f32::MIN, |candidate| candidate.score);
    case.ranking.decline.as_ref().is_some_and(|decline| decline.score > best_entry)
}

/// A silence with a reason, where a kind of decline stands above every entry and knows enough of the question's words.
fn declined_if_known(case: &Case<'_>, silence: Silence) -> Silence {
    if !matches!(silence, Silence::Unknown) {
        return silence;
    }
    match case.ranking.decline.as_ref().map(|decline| decline.class) {
        Some(Class::Decline(id)) if decline_outranks(case) && case.ranking.decline_coverage >= LEAST_COVERAGE => Silence::Declined(id),
        _ => silence,
    }
}
