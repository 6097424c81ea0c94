//! The common words of English and Spanish, with how common they are. They tell a word that is right from a typo, English
//! from Spanish, and the words of a subject from those that stand everywhere.
//!
//! Made by `tools/common_words.py` from wordfreq (see `NOTICE`).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Language;

/// Zipf frequency taken for a word that is not in the list: half of the rarest listed one.
const UNLISTED_ZIPF: f32 = 2.4;

/// How common each word is in each language.
#[derive(Debug)]
pub struct CommonWords {
    zipf: HashMap<&'static str, [u8; 2]>,
}

/// The list that is part of the program.
#[must_use]
pub fn common_words() -> &'static CommonWords {
    static WORDS: LazyLock<CommonWords> = LazyLock::new(|| CommonWords::parse(include_str!("words/en.txt"), include_str!("words/es.txt")));
    &WORDS
}

impl CommonWords {
    fn parse(english: &'static str, spanish: &'static str) -> Self {
        /// Room for both lists, so that the table is allocated once.
        const WORDS: usize = 60_000;
        let mut zipf: HashMap<&'static str, [u8; 2]> = HashMap::with_capacity(WORDS);
        for (column, list) in [english, spanish].into_iter().enumerate() {
            let mut tenths = 0;
            for line in list.lines() {
                if let Some(heading) = line.strip_prefix('=') {
                    tenths = heading.parse().unwrap_or(tenths);
                } else if let Some(cell) = zipf.entry(line).or_default().get_mut(column) {
                    *cell = tenths;
                }
            }
        }
        Self { zipf }
    }

    /// Whether either list has the folded word.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        self.zipf.contains_key(word)
    }

    /// Zipf frequency in `language`: the decimal logarithm of how often the word is seen in 10⁹ words.
    #[must_use]
    pub fn zipf(&self, word: &str, language: Language) -> f32 {
        let column = match language {
            Language::English => 0,
            Language::Spanish => 1,
        };
        match self.zipf.get(word).and_then(|tenths| tenths.get(column)) {
            Some(&tenths) if tenths > 0 => f32::from(tenths) / 10.0,
            _ => UNLISTED_ZIPF,
        }
    }

    /// The larger of the two languages' Zipf frequencies.
    #[must_use]
    pub fn zipf_in_any(&self, word: &str) -> f32 {
        self.zipf(word, Language::English).max(self.zipf(word, Language::Spanish))
    }

    /// All words, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.zipf.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, common_words};

    #[test]
    fn common_words_are_known_and_typos_are_not() {
        let words = common_words();
        assert!(words.contains("hospital") && words.contains("farmacia"));
        assert!(!words.contains("farmasia") && !words.contains("hosptal"));
        assert!(words.zipf("the", Language::English) > words.zipf("the", Language::Spanish));
    }
}
