//! Snowball stems, so that "strikers" and "striker", "huelguistas" and "huelguista" are one word to the engine.

use rust_stemmers::{Algorithm, Stemmer};

use super::Language;

/// The stem of a folded word, by the rules of the language in which it is at home, else of `fallback`.
#[must_use]
pub fn stem(word: &str, fallback: Language) -> String {
    let algorithm = match Language::of_word(word).unwrap_or(fallback) {
        Language::English => Algorithm::English,
        Language::Spanish => Algorithm::Spanish,
    };
    let stem = Stemmer::create(algorithm).stem(word);
    if stem.is_empty() { word.to_owned() } else { stem.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::stem;
    use crate::text::Language::{English, Spanish};

    #[test]
    fn each_word_is_stemmed_by_its_own_language() {
        assert_eq!(stem("strikes", Spanish), stem("strike", English));
        assert_eq!(stem("farmacias", English), stem("farmacia", English));
    }
}
