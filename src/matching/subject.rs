//! What a knowledge is about, word by word: a stem is of the subject when the entries use it far more often than people do
//! elsewhere. A message without any such word is about something else, however much its small words resemble a phrasing.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::class::Class;
use super::examples::Phrasing;
use crate::knowledge::Knowledge;
use crate::text::{Language, Query, Term, common_words};

/// Decimal logarithm of how many times more often than elsewhere a word of the subject stands in the entries.
const FAR_MORE_OFTEN: f32 = 1.0;

/// Phrasings in which it stands at least, unless an entry has hardly more: with a single phrasing, no word of it stands in two.
const FEWEST: u32 = 2;

/// Words of the subject.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Subject {
    /// Stem to how much the word speaks for the subject: from 0 to 1.
    weights: HashMap<String, f32>,
}

impl Subject {
    /// Learns what the entries, not the declines, are about.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of words")]
    pub fn learn(knowledge: &Knowledge, phrasings: &[Phrasing]) -> Self {
        let mut counts: HashMap<&str, (u32, f32)> = HashMap::new();
        let mut total = 0_u32;
        let common = common_words();
        let small = of_small_lists(phrasings);
        for phrasing in phrasings.iter().filter(|phrasing| matches!(phrasing.class, Class::Entry(_))) {
            let mut seen = HashSet::new();
            for term in phrasing.query.terms() {
                total += 1;
                let Term::Word { surface, stem } = term else { continue };
                if term.is_content() && seen.insert(stem) {
                    let (count, zipf) = counts.entry(stem).or_default();
                    *count += 1;
                    *zipf = zipf.max(common.zipf_in_any(surface));
                }
            }
        }
        let mut weights: HashMap<String, f32> = HashMap::new();
        for (stem, (count, zipf)) in counts {
            let own = (count as f32 / total.max(1) as f32 * 1e9).log10();
            if (count >= FEWEST || small.contains(stem)) && own - zipf >= FAR_MORE_OFTEN {
                weights.insert(stem.to_owned(), ((own - zipf) / (2.0 * FAR_MORE_OFTEN)).min(1.0));
            }
        }
        for name in &knowledge.campaign.names {
            for term in Query::new(&name.value).iter().flat_map(Query::terms) {
                if let Term::Word { stem, .. } = term {
                    weights.insert(stem.clone(), 1.0);
                }
            }
        }
        Self { weights }
    }

    /// How much one word speaks for the subject, from 0 to 1.
    #[must_use]
    pub fn weight(&self, stem: &str) -> f32 {
        self.weights.get(stem).copied().unwrap_or(0.0)
    }

    /// Share of the content words of a query that are of the subject, from 0 to 1; 0 without any.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "words of a question")]
    pub fn share(&self, query: &Query) -> f32 {
        let weights: Vec<f32> = query
            .content()
            .filter_map(|term| match term {
                Term::Word { stem, .. } => Some(self.weight(stem)),
                Term::Number(_) => None,
            })
            .collect();
        if weights.is_empty() { 0.0 } else { weights.iter().sum::<f32>() / weights.len() as f32 }
    }
}

/// The stems of the lists of phrasings that are shorter than twice [`FEWEST`], a list being an entry's in one language.
fn of_small_lists(phrasings: &[Phrasing]) -> HashSet<&str> {
    let entries = || phrasings.iter().filter(|phrasing| matches!(phrasing.class, Class::Entry(_)));
    let mut sizes: HashMap<(Class, Language), u32> = HashMap::new();
    for phrasing in entries() {
        *sizes.entry((phrasing.class, phrasing.language)).or_default() += 1;
    }
    let is_small = |phrasing: &&Phrasing| sizes.get(&(phrasing.class, phrasing.language)).is_some_and(|size| *size < 2 * FEWEST);
    let terms = entries().filter(is_small).flat_map(|phrasing| phrasing.query.terms());
    terms
        .filter_map(|term| match term {
            Term::Word { stem, .. } => Some(stem.as_str()),
            Term::Number(_) => None,
        })
        .collect()
}
