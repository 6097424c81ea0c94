//! Turns a query into numbers: three blocks of sparse features, each of length one times its weight. A block knows nothing of
//! the others; a further signal is a further block.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::lexicon::Lexicon;
use crate::text::{Query, Term};

/// The blocks, in the order of their columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Block {
    /// Stems, numbers that stand in facts, and groups of synonyms.
    Words,
    /// Pairs of neighbouring stems, with marks for the beginning and the end.
    Bigrams,
    /// Runs of two to five characters inside a word and its bounds.
    Characters,
}

impl Block {
    /// All blocks.
    pub const ALL: [Self; 3] = [Self::Words, Self::Bigrams, Self::Characters];

    /// What a block is called where people read why.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Bigrams => "word pairs",
            Self::Characters => "letters",
        }
    }

    /// The length of the block's vector.
    const fn weight(self) -> f32 {
        match self {
            // Words carry most; measured with the others at 1.0 on banking77 and clinc150.
            Self::Words | Self::Characters => 1.0,
            // Pairs tell "strike vote" from "vote to strike", but most are rare: below 1 they help, above they hurt.
            Self::Bigrams => 0.6,
        }
    }

    /// Fewest phrasings a feature must stand in to be learnt. A run of letters that is seen once teaches nothing, and there are
    /// tens of thousands of them.
    const fn fewest(self) -> u32 {
        match self {
            Self::Words => 1,
            Self::Bigrams | Self::Characters => 2,
        }
    }
}

/// A sparse vector: feature and value, and where each block begins and ends.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Features {
    /// Feature id and value; ids are unique.
    pub pairs: Vec<(u32, f32)>,
    /// The end of each block in `pairs`.
    pub ends: [usize; 3],
}

impl Features {
    /// The pairs of one block.
    #[must_use]
    pub fn block(&self, block: Block) -> &[(u32, f32)] {
        let [words, bigrams, characters] = self.ends;
        let range = match block {
            Block::Words => 0..words,
            Block::Bigrams => words..bigrams,
            Block::Characters => bigrams..characters,
        };
        self.pairs.get(range).unwrap_or_default()
    }
}

/// The features that are known, and how much each weighs.
#[derive(Debug, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct FeatureSpace {
    ids: HashMap<u64, u32, BuildHasherDefault<Unhashed>>,
    weights: Vec<f32>,
    /// The weight of a feature that was never seen.
    rarest: f32,
}

impl FeatureSpace {
    /// The space that the queries span.
    #[must_use]
    pub fn learn<'q>(queries: impl Iterator<Item = &'q Query>, lexicon: &Lexicon) -> Self {
        let mut counts: HashMap<u64, (Block, u32), BuildHasherDefault<Unhashed>> = HashMap::default();
        let mut total = 0_u32;
        let mut keys = Vec::new();
        for query in queries {
            total += 1;
            keys.clear();
            for block in Block::ALL {
                let first = keys.len();
                each_key(query, lexicon, block, |key| keys.push((key, block)));
                if let Some(own) = keys.get_mut(first..) {
                    own.sort_unstable_by_key(|(key, _)| *key);
                }
            }
            keys.dedup();
            for &(key, block) in &keys {
                counts.entry(key).or_insert((block, 0)).1 += 1;
            }
        }
        let mut kept: Vec<(u64, u32)> =
            counts.into_iter().filter(|(_, (block, count))| *count >= block.fewest()).map(|(key, (_, count))| (key, count)).collect();
        // The order of a hash map is no order: the same knowledge must give the same index.
        kept.sort_unstable();
        let weights = kept.iter().map(|&(_, count)| inverse_frequency(count, total)).collect();
        let ids = (0..).zip(&kept).map(|(id, &(key, _))| (key, id)).collect();
        Self { ids, weights, rarest: inverse_frequency(0, total) }
    }

    /// How many features there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// The features of a query; those it has that were never learnt count for the length of their block, so that a question
    /// full of foreign words scores low everywhere.
    #[must_use]
    pub fn features(&self, query: &Query, lexicon: &Lexicon) -> Features {
        let mut features = Features::default();
        let mut found: Vec<(u32, f32)> = Vec::new();
        for (block, end) in Block::ALL.into_iter().zip([0, 1, 2]) {
            found.clear();
            let mut unknown = 0_u16;
            each_key(query, lexicon, block, |key| {
                if let Some(&id) = self.ids.get(&key) {
                    found.push((id, self.weights.get(id as usize).copied().unwrap_or(0.0)));
                } else {
                    // One character may stand for many ("ﷺ"): a message can hold more than this counts.
                    unknown = unknown.saturating_add(1);
                }
            });
            found.sort_unstable_by_key(|(id, _)| *id);
            let start = features.pairs.len();
            let mut length = if block == Block::Words { f32::from(unknown) * self.rarest * self.rarest } else { 0.0 };
            for run in found.chunk_by(|(one, _), (other, _)| one == other) {
                if let [(id, weight), ..] = run {
                    #[expect(clippy::cast_precision_loss, reason = "a word stands in a question a few times")]
                    let value = weight * (run.len() as f32).sqrt();
                    length += value * value;
                    features.pairs.push((*id, value));
                }
            }
            if length > 0.0 {
                let factor = block.weight() / length.sqrt();
                if let Some(own) = features.pairs.get_mut(start..) {
                    own.iter_mut().for_each(|(_, value)| *value *= factor);
                }
            }
            if let Some(slot) = features.ends.get_mut(end) {
                *slot = features.pairs.len();
            }
        }
        features
    }
}

/// Smoothed inverse document frequency, at least 1.
#[expect(clippy::cast_precision_loss, reason = "counts of phrasings are far below 2^24")]
fn inverse_frequency(count: u32, total: u32) -> f32 {
    ((1.0 + total as f32) / (1.0 + count as f32)).ln() + 1.0
}

/// Calls `found` with the key of every feature of a block.
fn each_key(query: &Query, lexicon: &Lexicon, block: Block, mut found: impl FnMut(u64)) {
    match block {
        Block::Words => {
            for term in query.terms() {
                if let Some(word) = lexicon.word(term) {
                    found(xxh3_64_with_seed(word.as_bytes(), 1));
                }
            }
            for group in lexicon.synonym_groups(query) {
                found(xxh3_64_with_seed(&group.to_le_bytes(), 2));
            }
        }
        Block::Bigrams => {
            const EDGE: &str = "\u{1}";
            let mut pair = String::new();
            let mut previous: std::borrow::Cow<'_, str> = EDGE.into();
            for next in query.terms().iter().map(|term| lexicon.word(term)).chain([Some(EDGE.into())]) {
                let next = next.unwrap_or_else(|| "#".into());
                pair.clear();
                pair.push_str(&previous);
                pair.push(' ');
                pair.push_str(&next);
                found(xxh3_64_with_seed(pair.as_bytes(), 3));
                previous = next;
            }
        }
        Block::Characters => {
            let mut bounded = String::new();
            for term in query.terms() {
                let Term::Word { surface, .. } = term else { continue };
                bounded.clear();
                bounded.push('_');
                bounded.push_str(surface);
                bounded.push('_');
                each_run(&bounded, |run| found(xxh3_64_with_seed(run.as_bytes(), 4)));
            }
        }
    }
}

/// Calls `found` with every run of two to five characters.
fn each_run(word: &str, mut found: impl FnMut(&str)) {
    const SHORTEST: usize = 2;
    const LONGEST: usize = 5;
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    for (from, &start) in starts.iter().enumerate() {
        for length in SHORTEST..=LONGEST {
            let Some(run) = starts.get(from + length).and_then(|&end| word.get(start..end)) else { break };
            found(run);
        }
    }
}

/// How a space is stored: keys in the order of their ids.
#[derive(Serialize, Deserialize, Clone)]
struct Stored {
    keys: Vec<u64>,
    weights: Vec<f32>,
    rarest: f32,
}

impl From<Stored> for FeatureSpace {
    fn from(stored: Stored) -> Self {
        Self { ids: stored.keys.into_iter().zip(0..).collect(), weights: stored.weights, rarest: stored.rarest }
    }
}

impl From<FeatureSpace> for Stored {
    fn from(space: FeatureSpace) -> Self {
        let mut pairs: Vec<(u32, u64)> = space.ids.into_iter().map(|(key, id)| (id, key)).collect();
        pairs.sort_unstable();
        Self { keys: pairs.into_iter().map(|(_, key)| key).collect(), weights: space.weights, rarest: space.rarest }
    }
}

impl Clone for FeatureSpace {
    fn clone(&self) -> Self {
        Self { ids: self.ids.clone(), weights: self.weights.clone(), rarest: self.rarest }
    }
}

/// Keys are hashes already.
#[derive(Default, Clone)]
pub struct Unhashed(u64);

impl Hasher for Unhashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}
