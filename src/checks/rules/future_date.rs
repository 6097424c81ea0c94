//! # What it does
//! Finds days that have not come yet: an answer's `as_of`, a source's `published`, the campaign's `reviewed`, and `started`
//! unless the dispute is planned.
//!
//! # Why it is bad
//! Members are told how old an answer is. "As of" a day that has not come is a slip of the pen that makes all else doubtful.
//!
//! # Example
//! `as_of = 2042-10-04`

use jiff::civil::Date;

use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level, Located, Status};

pub const RULE: Rule = Rule { code: "future-date", level: Level::Error, summary: "a day in the future where only a past one makes sense", check };

fn check(knowledge: &Knowledge, context: &CheckContext) -> Vec<Finding> {
    let campaign = &knowledge.campaign;
    let started = campaign.started.iter().filter(|_| campaign.status != Status::Planned).map(|day| ("started", day));
    let days: Vec<(&str, &Located<Date>)> = started
        .chain(campaign.reviewed.iter().map(|day| ("reviewed", day)))
        .chain(knowledge.sources.iter().filter_map(|source| Some(("published", source.published.as_ref()?))))
        .chain(knowledge.entries.iter().filter_map(|entry| Some(("as_of", entry.as_of.as_ref()?))))
        .collect();
    let future = days.into_iter().filter(|(_, day)| day.value > context.today);
    future
        .map(|(key, day)| {
            let help = if key == "started" { "correct the year, or write status = \"planned\"" } else { "correct it, most often the year" };
            RULE.at(day.span.clone(), format!("`{key}` is later than today, {}", context.today)).help(help)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn days_to_come_are_found_and_today_is_not() {
        let rest =
            format!("published = 2024-06-02\n{}{}", entry("bread", "as_of = 2042-05-01"), entry("rolls", "as_of = 2024-06-01\nvalid_until = 2030-01-01"));
        assert_eq!(
            found(&RULE, "started = 2024-07-01\nreviewed = 2025-01-01\nended = 2025-01-01", &rest),
            [
                "2024-07-01: `started` is later than today, 2024-06-01",
                "2025-01-01: `reviewed` is later than today, 2024-06-01",
                "2024-06-02: `published` is later than today, 2024-06-01",
                "2042-05-01: `as_of` is later than today, 2024-06-01",
            ]
        );
    }

    #[test]
    fn a_planned_strike_may_begin_later() {
        assert_eq!(found(&RULE, "status = \"planned\"\nstarted = 2024-07-01", ""), [""; 0]);
    }
}
