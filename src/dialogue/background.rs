//! What the guards need to know of a knowledge, read once when it is loaded: the numbers in each answer with what they count, the
//! names of other disputes, and which entries speak of them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::knowledge::{Entry, EntryId, Knowledge};
use crate::text::{Number, Query, Term, Unit};

/// Read once from a knowledge.
#[derive(Debug, Serialize, Deserialize)]
pub struct Background {
    facts: Vec<Vec<Counted>>,
    /// The names of other disputes: the first word of one to the words after it and the place of the dispute.
    names: HashMap<String, Vec<(Vec<String>, usize)>>,
    /// For each other dispute, whether it is one of the same employer: its own name holds one of the campaign's.
    same_employer: Vec<bool>,
    /// Entry and other dispute: the entry's own text names it.
    speaks_of: HashSet<(EntryId, usize)>,
}

/// A number and what it counts: the stem of the next word that carries a subject, if one is near.
pub type Counted = (Number, Option<String>);

impl Background {
    /// Reads a knowledge.
    #[must_use]
    pub fn new(knowledge: &Knowledge) -> Self {
        let words = |text: &str| Query::new(text).map(|query| query.terms().iter().map(|term| word(term).into_owned()).collect::<Vec<_>>());
        let own_names: Vec<Vec<String>> = knowledge.campaign.names.iter().filter_map(|name| words(&name.value)).collect();
        let is_own = |title: &[String]| own_names.iter().any(|own| !own.is_empty() && title.windows(own.len()).any(|window| window == own));
        let mut background = Self {
            facts: Vec::with_capacity(knowledge.entries.len()),
            names: HashMap::new(),
            same_employer: knowledge.others.iter().map(|other| words(&other.name.value).is_some_and(|title| is_own(&title))).collect(),
            speaks_of: HashSet::new(),
        };
        for (place, other) in knowledge.others.iter().enumerate() {
            for name in other.names.iter().filter_map(|name| words(&name.value)) {
                if let [first, rest @ ..] = name.as_slice() {
                    background.names.entry(first.clone()).or_default().push((rest.to_vec(), place));
                }
            }
        }
        for (id, entry) in knowledge.entries() {
            for text in texts(entry) {
                let named: Vec<usize> = background.others_named(&text).collect();
                background.speaks_of.extend(named.into_iter().map(|place| (id, place)));
            }
            let answers = entry.text.iter().filter_map(|(_, text)| Query::new(&text.answer.value));
            background.facts.push(answers.flat_map(|query| counted(&query).collect::<Vec<_>>()).collect());
        }
        background
    }

    /// The numbers in the answer of an entry.
    #[must_use]
    pub fn facts(&self, EntryId(index): EntryId) -> &[Counted] {
        self.facts.get(index as usize).map_or(&[], Vec::as_slice)
    }

    /// The first other dispute that one of the queries names, by its place in the knowledge.
    #[must_use]
    pub fn named_other(&self, queries: [&Query; 2]) -> Option<usize> {
        queries.into_iter().flat_map(|query| self.others_named(query)).min()
    }

    /// The other disputes that a query names, in no order. Only the names that begin with a word of it are looked at: there are
    /// hundreds.
    fn others_named<'q>(&'q self, query: &'q Query) -> impl Iterator<Item = usize> + 'q {
        let terms = query.terms();
        terms.iter().enumerate().flat_map(move |(at, term)| {
            let after = terms.get(at + 1..).unwrap_or_default();
            let follows = move |rest: &[String]| rest.len() <= after.len() && rest.iter().zip(after).all(|(name, term)| *name == word(term));
            self.names.get(&*word(term)).into_iter().flatten().filter(move |(rest, _)| follows(rest)).map(|&(_, place)| place)
        })
    }

    /// Whether an entry's own text names another dispute.
    #[must_use]
    pub fn speaks_of(&self, entry: EntryId, other: usize) -> bool {
        self.speaks_of.contains(&(entry, other))
    }

    /// Whether another dispute is one of the same employer.
    #[must_use]
    pub fn is_same_employer(&self, other: usize) -> bool {
        self.same_employer.get(other).copied().unwrap_or(false)
    }
}

fn texts(entry: &Entry) -> impl Iterator<Item = Query> {
    entry.text.iter().flat_map(|(_, text)| [&text.answer, &text.question]).filter_map(|text| Query::new(&text.value))
}

/// A term as names are compared: by its letters, not its stem. A name that no list of words knows is stemmed by the language of the
/// text around it, so that "Barnabas" in a Spanish question would be another than in an English one.
fn word(term: &Term) -> Cow<'_, str> {
    match term {
        Term::Word { surface, .. } => Cow::Borrowed(surface),
        Term::Number(number) => Cow::Owned(format!("#{}", number.thousandths)),
    }
}

/// Each number of a query with what it counts.
pub(super) fn counted(query: &Query) -> impl Iterator<Item = Counted> {
    /// "75,000 union members", "39 of its hospitals".
    const NEAR: usize = 3;
    let terms = query.terms();
    terms.iter().enumerate().filter_map(move |(at, term)| {
        let Term::Number(number) = term else { return None };
        let following = terms.iter().skip(at + 1).take(NEAR).map_while(|term| match term {
            Term::Word { stem, .. } => Some((term, stem)),
            Term::Number(_) => None,
        });
        let noun = following.filter(|(term, _)| term.is_content()).map(|(_, stem)| stem.clone()).next();
        Some((*number, noun))
    })
}

/// Whether two numbers measure the same: percent, dollars, years, or the same things.
pub(super) fn is_same_kind((number, noun): &Counted, (fact, counts): &Counted) -> bool {
    match (number.unit, fact.unit) {
        (Unit::Plain, Unit::Plain) => match (number.year(), fact.year()) {
            (Some(_), Some(_)) => true,
            (None, None) => noun.is_some() && noun == counts,
            _ => false,
        },
        (one, other) => one == other,
    }
}
