//! # What it does
//! Finds two entries, or an entry and a decline, whose phrasings share most of what tells phrasings apart: the cosine of their
//! weighted words is above 0.8, where a word weighs the more the fewer phrasings of the whole knowledge it stands in.
//!
//! # Why it is bad
//! The shared words pull every question that holds them to both, so which answer comes hangs on small words.
//!
//! # Example
//! "ovens cold", "when are ovens cold" in `begins` and "why are ovens cold", "ovens cold reason" in `why`.

use std::collections::{BTreeMap, BTreeSet};

use crate::checks::phrasings::{Owner, Phrasing, phrasings, stem};
use crate::checks::texts::name;
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};
use crate::text::{Language, Term};

pub const RULE: Rule = Rule { code: "pulling-words", level: Level::Warning, summary: "two entries whose phrasings share most of their telling words", check };

/// Cosine from which two entries share most of their words.
const ALIKE: f64 = 0.8;

/// Fewer phrasings say nothing of what is usual among them.
const FEWEST_PHRASINGS: usize = 3;

/// Share of the likeness from which a word is named.
const NAMED_SHARE: f64 = 0.1;

/// Words that are named at most.
const MOST_NAMED: usize = 4;

/// How much each word weighs in the phrasings of one owner in one language; its length is 1.
struct Profile<'k> {
    owner: Owner,
    weights: BTreeMap<&'k str, f64>,
}

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let all = phrasings(knowledge);
    let mut alike: BTreeMap<(Owner, Owner), (f64, Language, Vec<String>)> = BTreeMap::new();
    for language in Language::ALL {
        let own: Vec<(Owner, BTreeSet<String>)> =
            all.iter().filter(|phrasing| phrasing.language == language).map(|phrasing| (phrasing.owner, telling(phrasing))).collect();
        let written = surfaces(&all, language);
        let profiles = profiles(&own);
        for (at, one) in profiles.iter().enumerate() {
            // Owners come in order, entries first: a decline is compared with entries only, before it.
            if matches!(one.owner, Owner::Decline(_)) {
                break;
            }
            for other in profiles.iter().skip(at + 1) {
                let shared = shared(one, other);
                let cosine: f64 = shared.iter().map(|(_, product)| product).sum();
                let place = (one.owner, other.owner);
                if cosine > ALIKE && alike.get(&place).is_none_or(|(known, ..)| *known < cosine) {
                    let named = shared.iter().filter(|(_, product)| product / cosine >= NAMED_SHARE).take(MOST_NAMED);
                    let words = named.map(|(stem, _)| written.get(*stem).copied().unwrap_or(stem).to_owned()).collect();
                    alike.insert(place, (cosine, language, words));
                }
            }
        }
    }
    let findings = alike.into_iter().map(|((one, other), (_, language, words))| {
        let (own, others) = (&one.id(knowledge).value, &other.id(knowledge).value);
        let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let message = format!("the {} phrasings of `{own}` and `{others}` share most of their words: {}", name(language), words.join(", "));
        let finding = RULE.at(one.place(knowledge, language), message);
        let help = "give each more phrasings with words that only it has; where both have one answer, make one entry of them";
        finding.help(help).see(other.place(knowledge, language), format!("`{others}`"))
    });
    findings.collect()
}

/// The stems and numbers of a phrasing that may carry a subject.
fn telling(phrasing: &Phrasing<'_>) -> BTreeSet<String> {
    phrasing.query.terms().iter().filter(|term| term.is_content() || matches!(term, Term::Number(_))).map(stem).collect()
}

/// One way in which each stem is written, the first.
fn surfaces<'p>(all: &'p [Phrasing<'_>], language: Language) -> BTreeMap<&'p str, &'p str> {
    let mut surfaces = BTreeMap::new();
    for term in all.iter().filter(|phrasing| phrasing.language == language).flat_map(|phrasing| phrasing.query.terms()) {
        if let Term::Word { surface, stem } = term {
            surfaces.entry(stem.as_str()).or_insert(surface.as_str());
        }
    }
    surfaces
}

#[expect(clippy::cast_precision_loss, reason = "counts of phrasings are far below 2^52")]
fn profiles(phrasings: &[(Owner, BTreeSet<String>)]) -> Vec<Profile<'_>> {
    let mut standing: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_owner: BTreeMap<Owner, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
    for (owner, stems) in phrasings {
        let (count, own) = by_owner.entry(*owner).or_default();
        *count += 1;
        for stem in stems {
            *standing.entry(stem).or_default() += 1;
            *own.entry(stem).or_default() += 1;
        }
    }
    let total = phrasings.len() as f64;
    let usual = by_owner.into_iter().filter(|(_, (count, _))| *count >= FEWEST_PHRASINGS);
    usual
        .map(|(owner, (count, own))| {
            // A word that stands everywhere weighs nothing.
            let weigh = |stem: &str, times: usize| times as f64 / count as f64 * (total / standing.get(stem).copied().unwrap_or(1) as f64).ln();
            let mut weights: BTreeMap<&str, f64> = own.into_iter().map(|(stem, times)| (stem, weigh(stem, times))).collect();
            let length = weights.values().map(|weight| weight * weight).sum::<f64>().sqrt();
            if length > 0.0 {
                weights.values_mut().for_each(|weight| *weight /= length);
            }
            Profile { owner, weights }
        })
        .collect()
}

/// The words of both, each with what it adds to the cosine, most first.
fn shared<'k>(one: &Profile<'k>, other: &Profile<'k>) -> Vec<(&'k str, f64)> {
    let mut shared: Vec<(&str, f64)> = one.weights.iter().filter_map(|(stem, weight)| Some((*stem, weight * other.weights.get(stem)?))).collect();
    shared.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    shared
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn entries_that_share_their_telling_words_are_found_with_the_words() {
        let begins = entry("begins", "phrasings = [\"ovens cold\", \"when are the ovens cold\", \"when do ovens get cold\", \"cold ovens when\"]");
        let begins = begins.replace("What about begins?", "When are the ovens cold?");
        let why = entry("why", "phrasings = [\"why are ovens cold\", \"ovens cold reason\", \"how come the ovens are cold\", \"cold ovens\"]");
        let why = why.replace("What about why?", "Why are the ovens cold?");
        let bread = entry("bread", "phrasings = [\"loaf today\", \"any loaves\", \"where is a loaf\", \"price of flour\"]");
        let pay = entry("pay", "phrasings = [\"strike fund\", \"who pays the bakers\", \"money during the strike\", \"fund of the union\"]");
        assert_eq!(
            found(&RULE, "", &(begins + &why + &bread + &pay)),
            [
                "When are the ovens cold?: the English phrasings of `begins` and `why` share most of their words: \"cold\", \"ovens\" (`why`: Why are the ovens cold?)"
            ]
        );
    }

    #[test]
    fn a_decline_can_pull_too() {
        let ovens = entry("ovens", "phrasings = [\"ovens cold\", \"cold ovens\", \"ovens are cold\"]");
        let bread = entry("bread", "phrasings = [\"loaf today\", \"any loaves\", \"where is a loaf\", \"price of flour\"]");
        let decline = |id: &str| format!("[[declines]]\nid = \"{id}\"\nphrasings = [\"ovens cold so what\", \"cold cold ovens\", \"ovens cold\"]\n");
        let found = found(&RULE, "", &(ovens + &bread + &decline("a") + &decline("b")));
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
