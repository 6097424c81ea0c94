//! Numbers that people bring along. A number that stands in one entry's facts is a word of that entry: where a question says nothing
//! else ("what is 622"), it leads there, and where it stands in a few, those are offered. A number that contradicts what the entry says
//! leads to the answer that sets it right, marked as a correction.

use super::{Case, Ruling};
use crate::dialogue::background::{counted, is_same_kind};
use crate::knowledge::EntryId;
use crate::matching::OFFERED;

pub(super) fn check(case: &Case<'_>) -> Option<Ruling> {
    if case.ranking.query.content().next().is_none()
        && !case.is_exact()
        && let Some(ruling) = by_numbers_alone(case)
    {
        return Some(ruling);
    }
    let best = case.best_entry()?;
    let facts = case.background.facts(best);
    // The campaign's own year only says which dispute is meant.
    let names_campaign = |year: i16| case.knowledge.campaign.started.as_ref().is_some_and(|day| day.value.year() == year);
    let contradicts = counted(&case.ranking.query).filter(|(number, _)| !number.year().is_some_and(names_campaign)).any(|said| {
        let stands_there = facts.iter().any(|(fact, _)| fact.same_value(said.0));
        !stands_there && facts.iter().any(|fact| is_same_kind(&said, fact))
    });
    if contradicts {
        return Some(Ruling::Correct);
    }
    // A number of one other entry: the two are offered, since either may be meant.
    let holder = case.ranking.query.numbers().filter(|number| number.year().is_none()).find_map(|number| {
        match case.index.lexicon().entries_with(number).as_slice() {
            [only] if *only != best => Some(*only),
            _ => None,
        }
    })?;
    (!case.is_exact()).then(|| Ruling::Offer(vec![best, holder]))
}

/// The entries in whose facts stand the most of a question's numbers, where no word of it carries a subject.
fn by_numbers_alone(case: &Case<'_>) -> Option<Ruling> {
    let mut holders: Vec<(EntryId, usize)> = Vec::new();
    for number in case.ranking.query.numbers().filter(|number| number.year().is_none()) {
        for id in case.index.lexicon().entries_with(number) {
            match holders.iter_mut().find(|(holder, _)| *holder == id) {
                Some((_, count)) => *count += 1,
                None => holders.push((id, 1)),
            }
        }
    }
    let most = holders.iter().map(|(_, count)| *count).max()?;
    holders.retain(|(_, count)| *count == most);
    // Those that the words, few as they are, speak for come first.
    let rank = |id: EntryId| case.ranking.entries.iter().position(|candidate| candidate.class.entry() == Some(id)).unwrap_or(usize::MAX);
    holders.sort_by_key(|(id, _)| (rank(*id), *id));
    match holders.as_slice() {
        [] => None,
        [(only, _)] => Some(Ruling::Lead(*only)),
        // What stands in many speaks for none of them.
        several if several.len() > OFFERED => None,
        several => Some(Ruling::Offer(several.iter().map(|(id, _)| *id).collect())),
    }
}
