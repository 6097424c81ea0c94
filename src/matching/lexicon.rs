//! The words that a knowledge knows: its stems, the numbers in its facts, its synonyms. Decides what a term of a question is
//! called among the features.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::knowledge::{EntryId, Knowledge};
use crate::text::{Number, Query, Term, Unit};

/// A number that stands in the facts of more entries than this says nothing about which one is meant.
pub(super) const MOST_ENTRIES_OF_A_NUMBER: usize = 3;

/// A number that stands in no facts but in so many phrasings of one entry alone is part of its name: "401k", "local 555".
const PHRASINGS_OF_A_NAME: usize = 3;

/// What a knowledge calls things.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Lexicon {
    /// For each number, in thousandths, the entries in whose facts it stands, and what it counts there.
    numbers: BTreeMap<u64, Vec<(EntryId, Unit)>>,
    /// Numbers that are part of a name, in thousandths.
    names: BTreeSet<u64>,
    /// Synonyms of one word: stem to group.
    words: HashMap<String, u64>,
    /// Synonyms of several words: the first stem to the stems after it and the group.
    phrases: HashMap<String, Vec<(Vec<String>, u64)>>,
}

impl Lexicon {
    /// Collects the names of a knowledge.
    #[must_use]
    pub fn learn(knowledge: &Knowledge) -> Self {
        let mut lexicon = Self { names: names(knowledge), ..Self::default() };
        for (id, entry) in knowledge.entries() {
            for (_, text) in entry.text.iter() {
                for number in Query::new(&text.answer.value).iter().flat_map(Query::numbers) {
                    let entries = lexicon.numbers.entry(number.thousandths).or_default();
                    if !entries.contains(&(id, number.unit)) {
                        entries.push((id, number.unit));
                    }
                }
            }
        }
        for synonyms in &knowledge.synonyms {
            let stems = |word: &str| -> Vec<String> { Query::new(word).iter().flat_map(|query| query.terms().iter().filter_map(stem_of)).collect() };
            let mut names: Vec<Vec<String>> = synonyms.words.iter().map(|word| stems(&word.value)).collect();
            names.sort_unstable();
            // By what it says: where it stands in a file must not move a score.
            let group = xxh3_64(names.iter().map(|name| name.join(" ")).collect::<Vec<_>>().join(",").as_bytes());
            for stems in names {
                match stems.as_slice() {
                    [] => {}
                    [only] => {
                        lexicon.words.entry(only.clone()).or_insert(group);
                    }
                    [first, rest @ ..] => lexicon.phrases.entry(first.clone()).or_default().push((rest.to_vec(), group)),
                }
            }
        }
        lexicon
    }

    /// What a term is called among the features; `None` for a number that is no evidence.
    #[must_use]
    pub fn word<'t>(&self, term: &'t Term) -> Option<Cow<'t, str>> {
        match term {
            Term::Word { stem, .. } => Some(Cow::Borrowed(stem)),
            Term::Number(number) => {
                let known = number.year().is_some()
                    || self.names.contains(&number.thousandths)
                    || (1..=MOST_ENTRIES_OF_A_NUMBER).contains(&self.entries_with(*number).len());
                known.then(|| Cow::Owned(format!("#{}", number.thousandths)))
            }
        }
    }

    /// The entries in whose facts a number stands: "24 percent" is not "24 hours", but a bare "24" may be either.
    #[must_use]
    pub fn entries_with(&self, number: Number) -> Vec<EntryId> {
        let fits = |unit: Unit| unit == number.unit || unit == Unit::Plain || number.unit == Unit::Plain;
        let exact = |unit: Unit| unit == number.unit;
        let standing = self.numbers.get(&number.thousandths).map_or(&[][..], Vec::as_slice);
        // Where the unit is said and some entry has just that, the bare numbers of others don't count.
        let strict = number.unit != Unit::Plain && standing.iter().any(|(_, unit)| exact(*unit));
        let mut entries: Vec<EntryId> = standing.iter().filter(|(_, unit)| if strict { exact(*unit) } else { fits(*unit) }).map(|(id, _)| *id).collect();
        entries.dedup();
        entries
    }

    /// The groups of synonyms of which a query has a word, each once.
    #[must_use]
    pub fn synonym_groups(&self, query: &Query) -> Vec<u64> {
        let stems: Vec<Option<&str>> = query
            .terms()
            .iter()
            .map(|term| match term {
                Term::Word { stem, .. } => Some(stem.as_str()),
                Term::Number(_) => None,
            })
            .collect();
        let mut groups: Vec<u64> = Vec::new();
        for (at, stem) in stems.iter().enumerate() {
            let Some(stem) = stem else { continue };
            groups.extend(self.words.get(*stem));
            let after = stems.get(at + 1..).unwrap_or_default();
            let follows = |rest: &[String]| rest.len() <= after.len() && rest.iter().zip(after).all(|(one, other)| Some(one.as_str()) == *other);
            groups.extend(self.phrases.get(*stem).into_iter().flatten().filter(|(rest, _)| follows(rest)).map(|&(_, group)| group));
        }
        groups.sort_unstable();
        groups.dedup();
        groups
    }
}

/// Numbers that stand in several phrasings of one entry and in those of no other.
fn names(knowledge: &Knowledge) -> BTreeSet<u64> {
    let mut places: BTreeMap<u64, (BTreeSet<EntryId>, usize)> = BTreeMap::new();
    for (id, entry) in knowledge.entries() {
        for phrasing in entry.text.iter().flat_map(|(_, text)| &text.phrasings) {
            let numbers: BTreeSet<u64> = Query::new(&phrasing.value).iter().flat_map(Query::numbers).map(|number| number.thousandths).collect();
            for number in numbers {
                let (entries, count) = places.entry(number).or_default();
                entries.insert(id);
                *count += 1;
            }
        }
    }
    places.into_iter().filter(|(_, (entries, count))| entries.len() == 1 && *count >= PHRASINGS_OF_A_NAME).map(|(number, _)| number).collect()
}

fn stem_of(term: &Term) -> Option<String> {
    match term {
        Term::Word { stem, .. } => Some(stem.clone()),
        Term::Number(_) => None,
    }
}
