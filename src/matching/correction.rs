//! Reads a misspelt word as the known one that was meant. A word that the knowledge or the lists of common words know stays as
//! it is, and so do short words and numbers: "RN" is no typo of "run".
//!
//! Candidates come from an index of deletions (as in SymSpell): two words at a small distance become the same when a few
//! letters are left out of each. Then the nearest by optimal string alignment wins, with a bonus for what is likely.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::knowledge::Knowledge;
use crate::text::{Language, Query, Term, common_words};

/// Shortest word that is corrected, in letters. Three letters may be anything: "CNA" is no typo of "can".
const SHORTEST: usize = 4;

/// Letters up to which a word counts as short: one edit is a large part of it.
const SHORT: usize = 4;

/// Least similarity of a correction. Higher, and words with two slips stay unread; lower, and right ones are read as others.
const CUT: f64 = 0.66;
/// The same of a short word: one slip, not two, or "asdf" would be "aside".
const CUT_SHORT: f64 = 0.70;

/// A word of the phrasings is likelier than any other. Without it typos cost three points of accuracy more.
const BONUS_OF_KNOWLEDGE: f64 = 0.12;
/// A common word is likelier than a rare one, a point of Zipf frequency each.
const BONUS_A_ZIPF: f64 = 0.02;
/// People seldom miss the first letter.
const BONUS_OF_FIRST_LETTER: f64 = 0.05;
/// "storng": the same letters in another order.
const BONUS_OF_SAME_LETTERS: f64 = 0.1;

/// A word of a phrasing that stands in so many of them is no typo, whatever the lists say.
const TRUSTED_PHRASINGS: usize = 3;

/// Letters left out of a word of the knowledge, and of a common word. Two edits in each half of a pair cover nearly all typos;
/// for the sixty thousand common words one must do, or the index would outgrow everything else.
const DELETIONS_OF_KNOWLEDGE: usize = 2;
const DELETIONS_OF_COMMON: usize = 1;

/// The known words, and how to find those near a misspelt one.
#[derive(Debug, Serialize, Deserialize)]
pub struct Corrector {
    /// Words of the knowledge first, then the common ones in the order of the alphabet.
    own: Vec<String>,
    own_set: HashSet<String>,
    /// Not serialised with the rest.
    #[serde(skip)]
    deletions: Deletions,
}

/// A word that was read as another.
pub type Correction = (String, String);

impl Corrector {
    /// Learns the words of a knowledge; `phrasings` are all of its phrasings.
    #[must_use]
    pub fn learn<'q>(knowledge: &Knowledge, phrasings: impl Iterator<Item = &'q Query>) -> Self {
        let mut own: Vec<String> = trusted_words(knowledge, phrasings).into_iter().collect();
        own.sort_unstable();
        let common = common_words();
        let mut records = Vec::new();
        for (id, word) in (0..).zip(&own) {
            each_deletion(word, DELETIONS_OF_KNOWLEDGE, &mut |shorter| records.push((hash(shorter), id)));
        }
        let offset = u32::try_from(own.len()).unwrap_or(u32::MAX);
        for (id, word) in (offset..).zip((0..common.len()).filter_map(|place| common.at(place))) {
            each_deletion(word, DELETIONS_OF_COMMON, &mut |shorter| records.push((hash(shorter), id)));
        }
        let own_set = own.iter().cloned().collect();
        Self { own, own_set, deletions: Deletions::new(records) }
    }

    /// The index of deletions, as bytes.
    #[must_use]
    pub fn deletions(&self) -> &[u8] {
        &self.deletions.records
    }

    /// Sets the index of deletions of a corrector that was serialised without it.
    pub fn set_deletions(&mut self, records: Vec<u8>) {
        self.deletions = Deletions { records };
    }

    /// Whether a folded word is right as it is.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.own_set.contains(word) || common_words().contains(word)
    }

    /// The query with its misspelt words read as known ones, and which were.
    #[must_use]
    pub fn correct(&self, query: &Query) -> (Query, Vec<Correction>) {
        let mut corrections = Vec::new();
        let language = query.language().unwrap_or(Language::English);
        let terms: Vec<Term> = query
            .terms()
            .iter()
            .map(|term| match term {
                Term::Word { surface, .. } if !self.knows(surface) => match self.nearest(surface) {
                    Some(known) => {
                        corrections.push((surface.clone(), known.to_owned()));
                        Term::word(known.to_owned(), language)
                    }
                    None => term.clone(),
                },
                _ => term.clone(),
            })
            .collect();
        if corrections.is_empty() {
            return (query.clone(), corrections);
        }
        // What the words said of the language they may say more clearly now.
        let words: Vec<&str> = terms
            .iter()
            .filter_map(|term| match term {
                Term::Word { surface, .. } => Some(surface.as_str()),
                Term::Number(_) => None,
            })
            .collect();
        let language = query.language().or_else(|| Language::of_words(words.iter().copied()));
        let corrected = Query::of_terms(terms, language).unwrap_or_else(|| query.clone());
        (corrected, corrections)
    }

    /// Up to `most` words of the knowledge that a word may be the beginning of, the most common first.
    pub fn completions(&self, beginning: &str, most: usize) -> Vec<&str> {
        let first = self.own.partition_point(|word| word.as_str() < beginning);
        let own = self.own.get(first..).unwrap_or_default();
        let mut completions: Vec<&str> =
            own.iter().map(String::as_str).take_while(|word| word.starts_with(beginning)).filter(|word| *word != beginning).collect();
        completions.sort_by(|one, other| common_words().zipf_in_any(other).total_cmp(&common_words().zipf_in_any(one)));
        completions.truncate(most);
        completions
    }

    /// The known word that was most likely meant.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let letters = word.chars().count();
        if letters < SHORTEST || word.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        // "soooo" is "so", "helllo" is "hello": a run of letters is emphasis or a stuck key.
        if let Some(calm) = self.without_runs(word) {
            return Some(calm);
        }
        let cut = if letters <= SHORT { CUT_SHORT } else { CUT };
        let common = common_words();
        let mut candidates = Vec::new();
        let mut add = |shorter: &str| self.deletions.each(hash(shorter), |id| candidates.push(id));
        each_deletion(word, DELETIONS_OF_KNOWLEDGE, &mut add);
        candidates.sort_unstable();
        candidates.dedup();
        let mut best: Option<(f64, &str)> = None;
        for id in candidates {
            let id = id as usize;
            let (candidate, is_own) = match self.own.get(id) {
                Some(own) => (own.as_str(), true),
                None => match common.at(id - self.own.len()) {
                    Some(common) => (common, false),
                    None => continue,
                },
            };
            let similarity = similarity(word, candidate);
            if similarity < cut {
                continue;
            }
            let score = similarity + likelihood(word, candidate, is_own);
            if best.is_none_or(|(highest, _)| score > highest) {
                best = Some((score, candidate));
            }
        }
        best.map(|(_, known)| known)
    }

    fn without_runs(&self, word: &str) -> Option<&str> {
        let has_run = word.chars().zip(word.chars().skip(1)).zip(word.chars().skip(2)).any(|((a, b), c)| a == b && b == c);
        if !has_run {
            return None;
        }
        [2, 1].into_iter().find_map(|most| {
            let mut calm = String::new();
            for character in word.chars() {
                if calm.chars().rev().take_while(|&c| c == character).count() < most {
                    calm.push(character);
                }
            }
            self.own_set.get(&calm).map(String::as_str).or_else(|| common_words().find(&calm))
        })
    }
}

/// Similarity by optimal string alignment, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "lengths of words")]
fn similarity(word: &str, other: &str) -> f64 {
    let longest = word.chars().count().max(other.chars().count()).max(1);
    1.0 - strsim::osa_distance(word, other) as f64 / longest as f64
}

fn likelihood(word: &str, candidate: &str, is_own: bool) -> f64 {
    let mut bonus = f64::from(common_words().zipf_in_any(candidate)) * BONUS_A_ZIPF;
    if is_own {
        bonus += BONUS_OF_KNOWLEDGE;
    }
    if word.chars().next() == candidate.chars().next() {
        bonus += BONUS_OF_FIRST_LETTER;
    }
    if sorted_letters(word) == sorted_letters(candidate) {
        bonus += BONUS_OF_SAME_LETTERS;
    }
    bonus
}

fn sorted_letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// The words of a knowledge that are surely no typos: those of questions, answers and synonyms, common ones, and those that
/// stand in several phrasings. Curators write phrasings misspelt on purpose; those are corrected like a member's.
fn trusted_words<'q>(knowledge: &Knowledge, phrasings: impl Iterator<Item = &'q Query>) -> HashSet<String> {
    let mut trusted = HashSet::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let words = |text: &str| Query::new(text).map(|query| query.words().map(str::to_owned).collect::<HashSet<_>>()).unwrap_or_default();
    for entry in &knowledge.entries {
        for (_, text) in entry.text.iter() {
            trusted.extend(words(&text.question.value));
            trusted.extend(words(&text.answer.value));
        }
    }
    for synonym in
        knowledge.synonyms.iter().flat_map(|group| &group.words).chain(&knowledge.campaign.names).chain(knowledge.others.iter().flat_map(|other| &other.names))
    {
        trusted.extend(words(&synonym.value));
    }
    for phrasing in phrasings {
        for word in phrasing.words().collect::<HashSet<_>>() {
            *counts.entry(word).or_default() += 1;
        }
    }
    let common = common_words();
    trusted.extend(counts.into_iter().filter(|(word, count)| *count >= TRUSTED_PHRASINGS || common.contains(word)).map(|(word, _)| word.to_owned()));
    trusted.retain(|word| word.chars().count() >= SHORTEST && !word.chars().any(|c| c.is_ascii_digit()));
    trusted
}

/// Calls `found` with the word and everything that is left of it when up to `most` letters are taken out.
fn each_deletion(word: &str, most: usize, found: &mut impl FnMut(&str)) {
    /// Very long words are no words; their deletions would be many.
    const LONGEST: usize = 24;
    found(word);
    let letters = word.chars().count();
    if most == 0 || letters <= 2 || letters > LONGEST {
        return;
    }
    for left_out in 0..letters {
        let shorter: String = word.chars().enumerate().filter(|(at, _)| *at != left_out).map(|(_, letter)| letter).collect();
        each_deletion(&shorter, most - 1, found);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a shorter hash; a collision only adds a candidate that is then compared")]
fn hash(word: &str) -> u32 {
    xxh3_64(word.as_bytes()) as u32
}

/// Pairs of a hash and a word, sorted, as bytes: read from the cache without being touched one by one.
#[derive(Debug, Default)]
struct Deletions {
    records: Vec<u8>,
}

/// Bytes of a record: hash and word, four each, big-endian so that records sort as bytes.
const RECORD: usize = 8;

impl Deletions {
    fn new(mut records: Vec<(u32, u32)>) -> Self {
        records.sort_unstable();
        records.dedup();
        let records = records.iter().flat_map(|(hash, word)| hash.to_be_bytes().into_iter().chain(word.to_be_bytes())).collect();
        Self { records }
    }

    /// Calls `found` with every word that has a hash.
    fn each(&self, hash: u32, mut found: impl FnMut(u32)) {
        let (records, _) = self.records.as_chunks::<RECORD>();
        let first = records.partition_point(|record| halves(*record).0 < hash);
        for record in records.get(first..).unwrap_or_default() {
            let (own, word) = halves(*record);
            if own != hash {
                break;
            }
            found(word);
        }
    }
}

#[expect(clippy::many_single_char_names, reason = "eight bytes in their order")]
const fn halves([a, b, c, d, e, f, g, h]: [u8; RECORD]) -> (u32, u32) {
    (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]))
}
