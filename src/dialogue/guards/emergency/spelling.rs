//! Finds the word that a misspelled one means: first by how it sounds to an English or a Spanish ear, then by its letters.

use std::collections::HashMap;

use crate::text::common_words;

/// Shortest word, in letters, that may be meant for another that sounds the same.
const SHORTEST: usize = 4;

/// Shortest sound, in letters, that may be wrong by one letter, and by two. Below, half of all words are one letter apart.
const ONE_WRONG: usize = 5;
const TWO_WRONG: usize = 8;

/// Finds the word of the patterns that a misspelled one means.
#[derive(Default)]
pub(super) struct Spelling {
    words: Vec<String>,
    /// Places in `words`, by how the word sounds.
    by_sound: HashMap<String, Vec<usize>>,
    /// The sounds, by their first letter.
    by_letter: HashMap<char, Vec<String>>,
}

impl Spelling {
    pub fn of_words<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut spelling = Self { words: words.map(str::to_owned).collect(), ..Self::default() };
        for (place, word) in spelling.words.iter().enumerate() {
            spelling.by_sound.entry(sound(word)).or_default().push(place);
        }
        for sound in spelling.by_sound.keys().filter(|sound| sound.chars().count() >= ONE_WRONG) {
            if let Some(letter) = sound.chars().next() {
                spelling.by_letter.entry(letter).or_default().push(sound.clone());
            }
        }
        spelling
    }

    /// The nearest words; none for a word that is right as it is, and for one that is near nothing.
    pub fn nearest(&self, word: &str) -> impl Iterator<Item = &str> {
        let sound = if word.chars().count() < SHORTEST || common_words().contains(word) { String::new() } else { sound(word) };
        let alike = self.by_sound.get(&sound).or_else(|| self.by_sound.get(self.nearest_sound(&sound)?));
        alike.into_iter().flatten().filter_map(|&place| self.words.get(place).map(String::as_str))
    }

    fn nearest_sound(&self, sound: &str) -> Option<&str> {
        let length = sound.chars().count();
        let most = match length {
            ..ONE_WRONG => return None,
            ONE_WRONG..TWO_WRONG => 1,
            _ => 2,
        };
        let near = self.by_letter.get(&sound.chars().next()?)?.iter().filter(|other| other.chars().count().abs_diff(length) <= most);
        let measured = near.map(|other| (strsim::osa_distance(sound, other), other.as_str()));
        measured.filter(|(distance, _)| *distance <= most).min().map(|(_, other)| other)
    }
}

/// How a word sounds, roughly, to an English or a Spanish ear: people write "combulsion", "aogando", "imforto", "hellppp".
fn sound(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut sound = String::with_capacity(word.len());
    for (at, &letter) in letters.iter().enumerate() {
        let next = letters.get(at + 1).copied();
        let soft = matches!(next, Some('e' | 'i'));
        let heard = match letter {
            'h' if !matches!(at.checked_sub(1).and_then(|before| letters.get(before)), Some('c' | 's' | 't')) => continue,
            'p' if next == Some('h') => 'f',
            'u' if at > 0 && letters.get(at - 1) == Some(&'q') => continue,
            'c' if soft => 's',
            'c' if next != Some('h') => 'k',
            'q' => 'k',
            'z' => 's',
            'v' => 'b',
            'g' if soft => 'j',
            other => other,
        };
        if !sound.ends_with(heard) {
            sound.push(heard);
        }
    }
    sound
}
