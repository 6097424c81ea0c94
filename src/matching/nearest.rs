//! How near a question is to the nearest phrasing of an entry: evidence that the head's sum over all phrasings does not hold.

use serde::{Deserialize, Serialize};

use super::class::{Class, Classes};
use super::features::{Block, Features};

/// The word blocks of all phrasings, grouped by class.
#[derive(Debug, Serialize, Deserialize)]
pub struct Phrases {
    classes: Classes,
    /// For each class, where its phrasings begin in `ends`; one more at the end.
    starts: Vec<u32>,
    /// For each phrasing, where its features end in `features`.
    ends: Vec<u32>,
    features: Vec<(u32, f32)>,
}

impl Phrases {
    /// Collects the examples of each class.
    #[must_use]
    pub fn learn<'f>(classes: Classes, examples: impl Iterator<Item = (Class, &'f Features)>) -> Self {
        let mut of_class: Vec<Vec<&Features>> = vec![Vec::new(); classes.count()];
        for (class, features) in examples {
            if let Some(own) = of_class.get_mut(classes.column(class)) {
                own.push(features);
            }
        }
        let mut phrases = Self { classes, starts: Vec::with_capacity(classes.count() + 1), ends: Vec::new(), features: Vec::new() };
        for own in of_class {
            phrases.starts.push(length(&phrases.ends));
            for features in own {
                phrases.features.extend_from_slice(features.block(Block::Words));
                phrases.ends.push(length(&phrases.features));
            }
        }
        phrases.starts.push(length(&phrases.ends));
        phrases
    }

    fn range(&self, class: Class) -> std::ops::Range<usize> {
        let column = self.classes.column(class);
        let bound = |at: usize| self.starts.get(at).map_or(0, |&start| start as usize);
        bound(column)..bound(column + 1)
    }

    /// How a class stands to a question's words.
    #[must_use]
    pub fn nearness(&self, class: Class, features: &Features) -> Nearness {
        let question = features.block(Block::Words);
        let mask = question.iter().fold(0_u64, |mask, &(feature, _)| mask | bit(feature));
        let mut nearest = 0.0_f32;
        // A bit a word of the question; the words of a question beyond so many add nothing to the picture.
        let mut covered = 0_u64;
        for phrasing in self.range(class) {
            let start = phrasing.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
            let end = self.ends.get(phrasing).map_or(start, |&end| end as usize);
            nearest = nearest.max(sparse_dot(question, mask, self.features.get(start..end).unwrap_or_default(), &mut covered));
        }
        let weight = |(_, value): &(u32, f32)| value * value;
        let total: f32 = question.iter().take(64).map(weight).sum();
        let known: f32 = question.iter().take(64).enumerate().filter(|(at, _)| covered & (1 << at) != 0).map(|(_, pair)| weight(pair)).sum();
        Nearness { nearest, coverage_of_all: known, coverage_of_known: if total > 0.0 { known / total } else { 0.0 } }
    }
}

/// How a class stands to a question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Nearness {
    /// Cosine of the question's words and those of the nearest phrasing, from 0 to 1.
    pub nearest: f32,
    /// Share of all the question's words, by weight, that some phrasing has, from 0 to 1. A word that stands in no phrasing of the
    /// whole knowledge counts among all.
    pub coverage_of_all: f32,
    /// The same, of those words that stand in some phrasing of the knowledge: what is asked for and not covered is often a detail that
    /// the entry does not tell.
    pub coverage_of_known: f32,
}

fn length<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

/// Dot product of a question and a phrasing; marks the places of the question's features that the phrasing has. Nearly all
/// features of all phrasings are none of the question's, and a bit of `mask` says so without a search.
fn sparse_dot(question: &[(u32, f32)], mask: u64, phrasing: &[(u32, f32)], covered: &mut u64) -> f32 {
    let mut sum = 0.0;
    for &(feature, weight) in phrasing.iter().filter(|&&(feature, _)| mask & bit(feature) != 0) {
        if let Ok(place) = question.binary_search_by_key(&feature, |&(feature, _)| feature) {
            sum += question.get(place).map_or(0.0, |&(_, value)| value * weight);
            *covered |= u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)).unwrap_or(0);
        }
    }
    sum
}

/// The bit that stands for a feature, and for one in 64 others.
const fn bit(feature: u32) -> u64 {
    1 << (feature % 64)
}
