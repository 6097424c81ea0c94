//! # What it does
//! Finds entries and declines half of whose phrasings, or more, would be led elsewhere if the bot had never seen them; of those
//! with up to four phrasings, each phrasing that would be. A decline's phrasing is led elsewhere where an entry would answer it. Whoever
//! calls the check measures it.
//!
//! # Why it is bad
//! Members do not ask in the curators' words. A phrasing that only finds its entry because it stands there shows that those who ask
//! nearly like it are led elsewhere. Some always are, since good phrasings differ from each other; where half of them are, more
//! members miss the entry than find it.
//!
//! # Example
//! "when do ovens go cold" in `strike-begins`, where all else that says "ovens" stands in `equipment`.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use crate::checks::phrasings::{Owner, phrasings};
use crate::checks::texts::name;
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level, Span};
use crate::matching::LeftOut;

pub const RULE: Rule =
    Rule { code: "left-out", level: Level::Warning, summary: "half the phrasings of an entry or decline lead elsewhere when the bot has not seen them", check };

/// Phrasings up to which each is told of: half of them is one or two.
const FEW: usize = 4;

/// Phrasings that are shown as examples.
const EXAMPLES: usize = 3;

/// Longest that is shown of one, in characters.
const LONGEST_EXAMPLE: usize = 60;

/// The phrasings of an owner that were left out.
#[derive(Default)]
struct Tried<'c> {
    count: usize,
    lost: Vec<&'c LeftOut>,
}

fn check(knowledge: &Knowledge, context: &CheckContext) -> Vec<Finding> {
    let mut owners: BTreeMap<Owner, Tried<'_>> = BTreeMap::new();
    for outcome in &context.left_out {
        let tried = owners.entry(outcome.own.into()).or_default();
        tried.count += 1;
        if !outcome.is_right() {
            tried.lost.push(outcome);
        }
    }
    let all = phrasings(knowledge);
    let texts: HashMap<&Span, &str> = all.iter().map(|phrasing| (&phrasing.text.span, phrasing.text.value.as_str())).collect();
    let findings = owners.into_iter().flat_map(|(owner, tried)| {
        if tried.count <= FEW {
            tried.lost.iter().map(|lost| of_one(knowledge, owner, lost)).collect()
        } else if 2 * tried.lost.len() >= tried.count {
            of_many(knowledge, owner, &tried, &texts).into_iter().collect()
        } else {
            Vec::new()
        }
    });
    findings.collect()
}

fn of_one(knowledge: &Knowledge, owner: Owner, lost: &LeftOut) -> Finding {
    let (own, taker) = (&owner.id(knowledge).value, Owner::from(lost.found));
    let found = &taker.id(knowledge).value;
    let finding = RULE.at(lost.span.clone(), format!("if this did not stand here, who asks it would be led to `{found}` instead of `{own}`"));
    let help = format!(
        "add two or three phrasings like it in {} to `{own}`, or reword those of `{found}` that come near it; where it fits `{found}` better, move it there",
        name(lost.language)
    );
    finding.help(help).see(taker.place(knowledge, lost.language), format!("`{found}` takes it"))
}

fn of_many(knowledge: &Knowledge, owner: Owner, tried: &Tried<'_>, texts: &HashMap<&Span, &str>) -> Option<Finding> {
    let mut takers: BTreeMap<Owner, usize> = BTreeMap::new();
    for lost in &tried.lost {
        *takers.entry(lost.found.into()).or_default() += 1;
    }
    // The first of those that take as many.
    let (&taker, &taken) = takers.iter().rev().max_by_key(|(_, taken)| **taken)?;
    let (count, lost) = (tried.count, tried.lost.len());
    let found = &taker.id(knowledge).value;
    let most = match taken {
        1 => "no two to the same".to_owned(),
        _ if taken == lost => format!("all of them to `{found}`"),
        _ => format!("{taken} of them to `{found}`"),
    };
    let id = owner.id(knowledge);
    let led = match owner {
        Owner::Entry(_) => "elsewhere",
        Owner::Decline(_) => "to an entry",
    };
    let examples: Vec<&LeftOut> = tried.lost.iter().copied().filter(|lost| taken == 1 || Owner::from(lost.found) == taker).take(EXAMPLES).collect();
    let shown: Vec<String> = examples.iter().filter_map(|lost| texts.get(&lost.span)).map(|text| format!("\"{}\"", shortened(text.trim()))).collect();
    let message = format!("{lost} of {count} phrasings of `{}` lead {led} when left out, {most}: {}", id.value, shown.join(", "));
    let help = "give it more phrasings in words that nothing else is asked with, and take such words out of the one that takes most; where a phrasing fits \
                that one better, move it there";
    let finding = RULE.at(id.span.clone(), message).help(help);
    let language = examples.first().map(|lost| lost.language).filter(|_| taken > 1);
    Some(match language {
        Some(language) => finding.see(taker.place(knowledge, language), format!("`{found}` stands here")),
        None => finding,
    })
}

/// Enough of a phrasing to recognise it by.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST_EXAMPLE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{RULE, shortened};
    use crate::checks::testing::{bakers, entry, shown};
    use crate::knowledge::{DeclineId, EntryId, Knowledge, Located};
    use crate::matching::{Class, LeftOut};
    use crate::text::Language;

    const BREAD: Class = Class::Entry(EntryId(0));
    const OVENS: Class = Class::Entry(EntryId(1));
    const RECIPES: Class = Class::Decline(DeclineId(0));
    const WEATHER: Class = Class::Decline(DeclineId(1));

    fn knowledge() -> Knowledge {
        let declines =
            "[[declines]]\nid = \"recipes\"\nphrasings = [\"r0\", \"r1\", \"r2\", \"r3\", \"r4\"]\n[[declines]]\nid = \"weather\"\nphrasings = [\"rain\"]\n";
        bakers("", &(entry("bread", "phrasings = [\"b0\", \"b1\", \"b2\", \"b3\", \"b4\"]") + &entry("ovens", "") + declines))
    }

    /// What each of the phrasings of a class was led to.
    fn led(knowledge: &Knowledge, own: Class, found: &[Class]) -> Vec<LeftOut> {
        let phrasings: &[Located<String>] = match own {
            Class::Entry(id) => &knowledge[id].text.get(Language::English).unwrap().phrasings,
            Class::Decline(id) => &knowledge[id].text.get(Language::English).unwrap().phrasings,
        };
        let outcome = |(text, &found): (&Located<String>, &Class)| LeftOut { span: text.span.clone(), language: Language::English, own, found };
        phrasings.iter().zip(found).map(outcome).collect()
    }

    fn found(own: Class, found: &[Class]) -> Vec<String> {
        let knowledge = knowledge();
        shown(&RULE, &knowledge, led(&knowledge, own, found))
    }

    #[test]
    fn of_few_phrasings_each_names_where_it_was_led() {
        assert_eq!(
            found(BREAD, &[OVENS, RECIPES, BREAD, BREAD]),
            [
                "b0: if this did not stand here, who asks it would be led to `ovens` instead of `bread` (`ovens` takes it: What about ovens?)",
                "b1: if this did not stand here, who asks it would be led to `recipes` instead of `bread` (`recipes` takes it: recipes)",
            ]
        );
    }

    #[test]
    fn of_many_one_finding_tells_how_many_and_who_takes_most() {
        assert_eq!(found(BREAD, &[BREAD, BREAD, BREAD, OVENS, OVENS]), [""; 0]);
        for (led, expected) in [
            (
                [OVENS, RECIPES, BREAD, RECIPES, WEATHER],
                "bread: 4 of 5 phrasings of `bread` lead elsewhere when left out, 2 of them to `recipes`: \"b1\", \"b3\" (`recipes` stands here: recipes)",
            ),
            (
                [OVENS, OVENS, OVENS, OVENS, BREAD],
                "bread: 4 of 5 phrasings of `bread` lead elsewhere when left out, all of them to `ovens`: \"b0\", \"b1\", \"b2\" \
                 (`ovens` stands here: What about ovens?)",
            ),
            (
                [OVENS, RECIPES, WEATHER, BREAD, BREAD],
                "bread: 3 of 5 phrasings of `bread` lead elsewhere when left out, no two to the same: \"b0\", \"b1\", \"b2\"",
            ),
        ] {
            assert_eq!(found(BREAD, &led), [expected]);
        }
    }

    #[test]
    fn of_a_decline_only_what_an_entry_would_answer_counts() {
        assert_eq!(found(RECIPES, &[WEATHER, WEATHER, WEATHER, BREAD, BREAD]), [""; 0]);
        assert_eq!(
            found(RECIPES, &[WEATHER, OVENS, RECIPES, OVENS, BREAD]),
            ["recipes: 3 of 5 phrasings of `recipes` lead to an entry when left out, 2 of them to `ovens`: \"r1\", \"r3\" \
                 (`ovens` stands here: What about ovens?)"]
        );
    }

    #[test]
    fn a_long_example_is_cut_at_a_character() {
        assert_eq!(shortened(&"ñ".repeat(60)), "ñ".repeat(60));
        assert_eq!(shortened(&format!("{} ñ", "ñ".repeat(59))), format!("{}…", "ñ".repeat(59)));
    }

    #[test]
    fn what_nobody_measured_is_no_finding() {
        assert_eq!(found(BREAD, &[]), [""; 0]);
    }
}
