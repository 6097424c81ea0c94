//! Tells English from Spanish by the words themselves, so that a reply comes in the language of the question whatever the
//! member's settings are, and so that each word of a mixed question gets its own language's stem.

use serde::{Deserialize, Serialize};

use super::common::common_words;

/// A language that the bot reads and answers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
}

impl Language {
    /// All languages, in the order of their columns in tables.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// The code that files, commands and JSON use.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// The language of a code; `None` for any other.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::English => Self::Spanish,
            Self::Spanish => Self::English,
        }
    }

    /// The language in which a folded word is at home; `None` where it is equally at home in both, or in neither.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        /// In Zipf units: twice as frequent.
        const CLEARLY: f32 = 0.3;
        let lean = lean(word);
        match lean {
            _ if lean > CLEARLY => Some(Self::Spanish),
            _ if lean < -CLEARLY => Some(Self::English),
            _ => None,
        }
    }

    /// The language that carries a text of folded words; `None` where nothing speaks for either.
    #[must_use]
    pub fn of_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        /// One clear function word decides; a name that happens to be a word elsewhere does not.
        const ENOUGH: f32 = 0.5;
        let total: f32 = words.into_iter().map(lean).sum();
        match total {
            _ if total > ENOUGH => Some(Self::Spanish),
            _ if total < -ENOUGH => Some(Self::English),
            _ => None,
        }
    }
}

/// How much a word speaks for Spanish (positive) or English (negative), in Zipf units.
fn lean(word: &str) -> f32 {
    /// No single word outweighs two others.
    const MOST: f32 = 2.0;
    let [english, spanish] = common_words().zipf(word);
    (spanish - english).clamp(-MOST, MOST)
}

#[cfg(test)]
mod tests {
    use super::Language::{self, English, Spanish};

    #[test]
    fn the_words_tell_the_language() {
        for (text, expected) in [
            ("when did the strike end", Some(English)),
            ("cuando termino la huelga", Some(Spanish)),
            ("hay huelga", Some(Spanish)),
            ("strike pay", Some(English)),
            ("la pharmacy de kaiser va a estar open", Some(Spanish)),
            ("xqzt", None),
            ("", None),
        ] {
            assert_eq!(Language::of_words(text.split_whitespace()), expected, "{text:?}");
        }
    }
}
