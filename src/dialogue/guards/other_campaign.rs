//! Another employer's dispute, or another year's, is never answered with this one's facts. Which others people may mean is data:
//! `[[others]]` in the knowledge, with the entry that tells them apart, where there is one.

use super::{Case, Ruling, Silence};
use crate::knowledge::Status;
use crate::matching::{Class, OFFERED};

pub(super) fn check(case: &Case<'_>) -> Option<Ruling> {
    // Whoever wrote this very question for an entry knew which dispute it names.
    if matches!(case.ranking.exact, Some(Class::Entry(_))) {
        return None;
    }
    let best = case.best_entry();
    if let Some(other) = case.background.named_other([&case.part.query, &case.ranking.query]) {
        // An entry that tells the two apart, or speaks of the other one itself, may answer.
        let tells_apart = best.is_some_and(|best| entry_apart(case, other) == Some(best) || case.background.speaks_of(best, other));
        return (!tells_apart).then(|| apart(case, other));
    }
    let Some(number) = case.ranking.query.numbers().find(|number| number.year().is_some_and(|year| !is_own_year(case, year))) else {
        return is_of_another_time(case).then_some(Ruling::AskBack);
    };
    let mut others = case
        .knowledge
        .others
        .iter()
        .enumerate()
        .filter(|(place, other)| number.year().is_some_and(|year| other.years.contains(&year)) && case.background.is_same_employer(*place));
    let is_later = case.knowledge.campaign.ended.as_ref().is_none_or(|day| number.year().is_some_and(|year| year > day.value.year()));
    let in_facts = best.is_some_and(|best| case.index.lexicon().entries_with(number).contains(&best));
    match others.next() {
        // An unknown year: the question is about something else, or about nothing.
        None => Some(Ruling::AskBack),
        Some((other, _)) if best.is_some() && entry_apart(case, other) == best => None,
        // A raise of this campaign's contract may fall due in a year in which another was made: either may be meant.
        Some(_) if in_facts => is_later.then_some(Ruling::AskBack),
        Some((other, _)) => Some(apart(case, other)),
    }
}

/// Whether a question counts years from its own day ("this year", "el año pasado", "last October") after the campaign has ended.
fn is_of_another_time(case: &Case<'_>) -> bool {
    /// As they are folded.
    const TIMES: [&[&str]; 6] = [&["this", "year"], &["last", "year"], &["next", "year"], &["este", "ano"], &["ano", "pasado"], &["proximo", "ano"]];
    let words: Vec<&str> = case.ranking.query.words().collect();
    let says = |words: &[&str]| TIMES.contains(&words) || matches!(words, ["last" | "this" | "next", month] if is_month(month));
    case.knowledge.campaign.status == Status::Ended && words.windows(2).any(says)
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    MONTHS.contains(&word)
}

/// The entry that tells another dispute from this one.
fn entry_apart(case: &Case<'_>, other: usize) -> Option<crate::knowledge::EntryId> {
    case.knowledge.others.get(other).and_then(|other| other.entry)
}

/// Offers the entry that tells the disputes apart, before what the ranking found; without one, says nothing.
fn apart(case: &Case<'_>, other: usize) -> Ruling {
    /// Below it, what the ranking found is not worth showing beside.
    const LIKELY: f32 = 0.5;
    match entry_apart(case, other) {
        Some(entry) => {
            let rest = case.ranking.entries.iter().filter_map(|candidate| candidate.class.entry()).filter(|candidate| *candidate != entry);
            let beside = if case.ranking.among_offered.value() > LIKELY { OFFERED - 1 } else { 0 };
            Ruling::Offer(std::iter::once(entry).chain(rest.take(beside)).collect())
        }
        None => Ruling::Silence(Silence::OtherCampaign(other)),
    }
}

/// Whether a year is one of the campaign itself; without dates, every year may be.
fn is_own_year(case: &Case<'_>, year: i16) -> bool {
    let campaign = &case.knowledge.campaign;
    let first = campaign.started.as_ref().map(|day| day.value.year());
    match (first, campaign.ended.as_ref().map(|day| day.value.year())) {
        (Some(first), Some(last)) => (first..=last).contains(&year),
        // As long as it has not ended, any later year may be its own.
        (Some(first), None) => year >= first,
        (None, _) => true,
    }
}
