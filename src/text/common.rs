//! The common words of English and Spanish, with how common they are. They tell a word that is right from a typo, English
//! from Spanish, and the words of a subject from those that stand everywhere.
//!
//! Made by `tools/common_words.py` from wordfreq (see `NOTICE`).

use std::sync::LazyLock;

use super::Language;

/// Zipf frequency taken for a word that is not in the list: half of the rarest listed one.
const UNLISTED_ZIPF: f32 = 2.4;

/// A line is a word and what stands after it: ` 48 47`, tenths of Zipf for each language.
const LIST: &[u8] = include_bytes!("words/common.txt");
const TAIL: usize = 6;

/// How common each word is in each language.
#[derive(Debug)]
pub struct CommonWords {
    /// In the order of the alphabet. A table of hashes would find a word faster, but every command would wait for it to be built.
    lines: Vec<&'static [u8]>,
    /// Where the words with each beginning of two letters begin in `lines`, so that a search takes half as many steps.
    starts: Vec<usize>,
}

/// The list that is part of the program.
#[must_use]
pub fn common_words() -> &'static CommonWords {
    static WORDS: LazyLock<CommonWords> = LazyLock::new(CommonWords::read);
    &WORDS
}

/// A word of the list has these letters only: the bounds of a two-letter beginning, with a place before `a` for no letter.
const LETTERS: usize = 27;

impl CommonWords {
    fn read() -> Self {
        let lines: Vec<&[u8]> = LIST.trim_ascii_end().split(|&byte| byte == b'\n').collect();
        let mut starts = Vec::with_capacity(LETTERS * LETTERS + 1);
        for (place, line) in lines.iter().enumerate() {
            let beginning = beginning(halves(line).0);
            while starts.len() <= beginning {
                starts.push(place);
            }
        }
        starts.resize(LETTERS * LETTERS + 1, lines.len());
        Self { lines, starts }
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The word at a place in the order of the alphabet.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<&'static str> {
        str::from_utf8(halves(self.lines.get(place)?).0).ok()
    }

    /// The listed word that is the same as a folded one.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<&'static str> {
        self.place(word).and_then(|place| self.at(place))
    }

    /// Whether either list has the folded word.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        self.place(word).is_some()
    }

    /// Zipf frequency in each language, in the order of [`Language::ALL`]: the decimal logarithm of how often the word is seen
    /// in 10⁹ words.
    #[must_use]
    pub fn zipf(&self, word: &str) -> [f32; Language::ALL.len()] {
        let line = self.place(word).and_then(|place| self.lines.get(place));
        let Some([_, tens, ones, _, other_tens, other_ones]) = line.map(|line| halves(line).1) else { return [UNLISTED_ZIPF; Language::ALL.len()] };
        [(tens, ones), (other_tens, other_ones)].map(|(tens, ones)| match (tens - b'0') * 10 + (ones - b'0') {
            0 => UNLISTED_ZIPF,
            tenths => f32::from(tenths) / 10.0,
        })
    }

    /// The larger of the two languages' Zipf frequencies.
    #[must_use]
    pub fn zipf_in_any(&self, word: &str) -> f32 {
        let [english, spanish] = self.zipf(word);
        english.max(spanish)
    }

    fn place(&self, word: &str) -> Option<usize> {
        let word = word.as_bytes();
        let beginning = beginning(word);
        let (&from, &to) = (self.starts.get(beginning)?, self.starts.get(beginning + 1)?);
        let own = self.lines.get(from..to)?;
        own.binary_search_by(|line| halves(line).0.cmp(word)).ok().map(|place| from + place)
    }
}

/// The place of a word's first two letters among all pairs, in the order of the alphabet.
fn beginning(word: &[u8]) -> usize {
    let letter = |at: usize| word.get(at).filter(|byte| byte.is_ascii_lowercase()).map_or(0, |byte| usize::from(byte - b'a') + 1);
    letter(0) * LETTERS + letter(1)
}

/// A line's word, and what stands after it.
fn halves(line: &'static [u8]) -> (&'static [u8], &'static [u8; TAIL]) {
    line.split_last_chunk().unwrap_or((line, &[0; TAIL]))
}

#[cfg(test)]
mod tests {
    use super::{UNLISTED_ZIPF, common_words, halves};

    #[test]
    fn common_words_are_known_and_typos_are_not() {
        let words = common_words();
        assert!(words.contains("hospital") && words.contains("farmacia"));
        assert!(!words.contains("farmasia") && !words.contains("hosptal") && !words.contains(""));
        let [english, spanish] = words.zipf("the");
        assert!(english > spanish && words.zipf("hosptal") == [UNLISTED_ZIPF; 2]);
    }

    #[test]
    fn every_line_has_its_form_and_its_place_in_the_alphabet() {
        let lines = &common_words().lines;
        assert!(lines.is_sorted_by(|one, other| halves(one).0 < halves(other).0));
        for line in lines {
            let (word, [b' ', first, second, b' ', third, fourth]) = halves(line) else { panic!("{line:?}") };
            assert!(word.iter().all(u8::is_ascii_lowercase) && [first, second, third, fourth].into_iter().all(u8::is_ascii_digit), "{line:?}");
        }
    }
}
