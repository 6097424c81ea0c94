//! Another employer's dispute, or another year's, is never answered with this one's facts. Which others people may mean is data:
//! `[[others]]` in the knowledge, with the entry that tells them apart, where there is one.

use super::{Case, Ruling, Silence};
use crate::knowledge::{EntryId, Other};
use crate::matching::OFFERED;
use crate::text::{Number, Query};

pub(super) fn check(case: &Case<'_>) -> Option<Ruling> {
    let best = case.best_entry();
    let named = case.knowledge.others.iter().enumerate().find(|(_, other)| other.names.iter().any(|name| mentions(&case.part.query, &name.value) || mentions(&case.ranking.query, &name.value)));
    if let Some((place, other)) = named {
        // An entry that speaks of the other dispute itself may answer.
        if best.is_some_and(|best| other.entry == Some(best) || speaks_of(case, best, other)) {
            return None;
        }
        return Some(apart(case, place, other));
    }
    let year = case.ranking.query.numbers().find_map(|number| number.year().filter(|year| !is_own_year(case, *year)).map(|year| (year, number)))?;
    if best.is_some_and(|best| has_number(case, best, year.1)) {
        return None;
    }
    let others: Vec<(usize, &Other)> = case.knowledge.others.iter().enumerate().filter(|(_, other)| other.years.contains(&year.0) && shares_a_name(case, other)).collect();
    match others.as_slice() {
        // An unknown year: the question is about something else, or about nothing.
        [] => Some(Ruling::AskBack),
        [(place, other), ..] if best.is_none_or(|best| other.entry != Some(best)) => Some(apart(case, *place, other)),
        _ => None,
    }
}

/// Offers the entry that tells the disputes apart, before what the ranking found; without one, says nothing.
fn apart(case: &Case<'_>, place: usize, other: &Other) -> Ruling {
    match other.entry {
        Some(entry) => {
            let rest = case.ranking.entries.iter().filter_map(|candidate| super::entry_of(candidate.class)).filter(|candidate| *candidate != entry);
            let likely = usize::from(case.ranking.among_offered.value() > 0.5) * (OFFERED - 1);
            Ruling::Offer(std::iter::once(entry).chain(rest.take(likely)).collect())
        }
        None => Ruling::Silence(Silence::OtherCampaign(Some(place))),
    }
}

/// Whether a query holds all the words of a name, in their order.
fn mentions(query: &Query, name: &str) -> bool {
    let Some(name) = Query::new(name) else { return false };
    query.terms().windows(name.terms().len()).any(|window| window == name.terms())
}

/// Whether an entry's own text names the other dispute.
fn speaks_of(case: &Case<'_>, entry: EntryId, other: &Other) -> bool {
    let texts = case.knowledge.entries.get(entry.0 as usize).into_iter().flat_map(|entry| entry.text.iter());
    texts.flat_map(|(_, text)| [&text.answer, &text.question]).filter_map(|text| Query::new(&text.value)).any(|text| other.names.iter().any(|name| mentions(&text, &name.value)))
}

fn has_number(case: &Case<'_>, entry: EntryId, number: Number) -> bool {
    case.index.lexicon().entries_with(number).contains(&entry)
}

/// The years of the campaign itself.
fn is_own_year(case: &Case<'_>, year: i16) -> bool {
    let campaign = &case.knowledge.campaign;
    let first = campaign.started.as_ref().map(|day| day.value.year());
    let last = campaign.ended.as_ref().map(|day| day.value.year()).or(first);
    match (first, last) {
        (Some(first), Some(last)) => (first..=last).contains(&year),
        _ => true,
    }
}

/// Whether another dispute is one of the same employer: its name holds one of the campaign's.
fn shares_a_name(case: &Case<'_>, other: &Other) -> bool {
    let Some(name) = Query::new(&other.name.value) else { return false };
    case.knowledge.campaign.names.iter().any(|own| mentions(&name, &own.value))
}
