//! A message as the patterns see it: folded words without apostrophes, each with the pattern elements that it fulfils, however
//! it is spelled.

use std::collections::HashSet;
use std::ops::Range;

use super::patterns::{Atom, Lexicon};
use crate::text::fold;

/// Words that are looked at from each end of a message: more than the longest message of a chat has, and time stays bounded.
const MOST_WORDS: usize = 1000;

/// What the pattern files call the employer, whatever its name; no word that anybody writes.
const EMPLOYER: &str = "employersname";

/// The words of one message.
pub(super) struct Words {
    words: Vec<Word>,
    /// A bit for each element that any word fulfils, covered or not.
    seen: Vec<u64>,
}

struct Word {
    /// The elements that it fulfils, sorted; none once an idiom covers it.
    atoms: Vec<Atom>,
    sentence: usize,
    /// Counts commas too.
    clause: usize,
    is_filler: bool,
    is_link: bool,
}

impl Words {
    /// Reads a raw message; each of the employer's `names` that is one word is read as [`EMPLOYER`].
    pub fn read<'n>(message: &str, lexicon: &Lexicon, names: impl IntoIterator<Item = &'n str>) -> Self {
        let filler = lexicon.group("filler");
        let link = lexicon.group("link");
        let is_one_of = |atoms: &[Atom], group: Option<Atom>| group.is_some_and(|group| atoms.contains(&group));
        // Folding takes "¡" for the letter it looks like.
        let mut pieces = pieces(&fold(&message.replace('¡', "!")));
        if pieces.len() > 2 * MOST_WORDS {
            pieces.drain(MOST_WORDS..pieces.len() - MOST_WORDS);
        }
        let names: HashSet<String> = names.into_iter().filter_map(one_word).collect();
        let is_name = |text: &str| names.contains(text) || text.strip_suffix('s').is_some_and(|owner| names.contains(owner));
        let words: Vec<Word> = pieces
            .into_iter()
            .map(|Piece { text, sentence, clause }| {
                let atoms = lexicon.atoms_of(if is_name(&text) { EMPLOYER } else { &text });
                Word { is_filler: is_one_of(&atoms, filler), is_link: is_one_of(&atoms, link), atoms, sentence, clause }
            })
            .collect();
        let mut seen = vec![0_u64; lexicon.atom_count().div_ceil(64)];
        for atom in words.iter().flat_map(|word| &word.atoms) {
            if let Some(bits) = seen.get_mut(usize::from(*atom) / 64) {
                *bits |= 1 << (atom % 64);
            }
        }
        Self { words, seen }
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Hides the words of an idiom from every pattern.
    pub fn cover(&mut self, place: Range<usize>) {
        self.words.iter_mut().take(place.end).skip(place.start).for_each(|word| word.atoms.clear());
    }

    /// Whether any word fulfils an element.
    pub fn have(&self, atom: Atom) -> bool {
        self.seen.get(usize::from(atom) / 64).is_some_and(|bits| bits & (1 << (atom % 64)) != 0)
    }

    /// The elements that the word at `at` fulfils.
    pub fn atoms(&self, at: usize) -> &[Atom] {
        self.words.get(at).map_or(&[], |word| word.atoms.as_slice())
    }

    /// Whether the word at `at` fulfils an element.
    pub fn fulfils(&self, at: usize, atom: Atom) -> bool {
        self.atoms(at).binary_search(&atom).is_ok()
    }

    /// Whether any word in `place` fulfils an element.
    pub fn any_fulfils(&self, place: Range<usize>, atom: Option<Atom>) -> bool {
        atom.is_some_and(|atom| place.into_iter().any(|at| self.fulfils(at, atom)))
    }

    /// Whether a word may stand between any two elements.
    pub fn is_filler(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.is_filler)
    }

    /// Whether a word leads from a denial to what is denied.
    pub fn is_link(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.is_link)
    }

    /// Whether no full stop, question or exclamation mark parts two words.
    pub fn same_sentence(&self, one: usize, other: usize) -> bool {
        matches!((self.words.get(one), self.words.get(other)), (Some(one), Some(other)) if one.sentence == other.sentence)
    }

    /// Whether no comma parts two words either.
    pub fn same_clause(&self, one: usize, other: usize) -> bool {
        matches!((self.words.get(one), self.words.get(other)), (Some(one), Some(other)) if one.clause == other.clause)
    }
}

/// A name as a message has it, if it is one word.
fn one_word(name: &str) -> Option<String> {
    let [piece] = <[Piece; 1]>::try_from(pieces(&fold(name))).ok()?;
    Some(piece.text)
}

struct Piece {
    text: String,
    sentence: usize,
    clause: usize,
}

/// Cuts folded text into words and plain numbers ("30weeks" is two) and writes negations in one word ("can not" is "cant").
fn pieces(folded: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut text = String::new();
    let (mut sentence, mut clause) = (0, 0);
    let mut characters = folded.chars().chain([' ']).peekable();
    while let Some(character) = characters.next() {
        let parts_number = text.chars().next_back().is_some_and(|last| last.is_ascii_digit() != character.is_ascii_digit());
        if character == '\'' || (character.is_alphanumeric() && !parts_number) {
            match character {
                // "od'd" is no "odd".
                '\'' if text == "od" => text.push('e'),
                '\'' => {}
                _ => text.push(character),
            }
            continue;
        }
        if !text.is_empty() {
            push(&mut pieces, std::mem::take(&mut text), sentence, clause);
        }
        match character {
            _ if character.is_alphanumeric() => text.push(character),
            // "…" and "..." are how people catch their breath, not how they end a sentence.
            '.' if characters.peek() != Some(&' ') => while characters.next_if_eq(&'.').is_some() {},
            '.' | '!' | '?' | ';' | '¿' => {
                sentence += 1;
                clause += 1;
            }
            ',' | ':' => clause += 1,
            _ => {}
        }
    }
    pieces
}

fn push(pieces: &mut Vec<Piece>, text: String, sentence: usize, clause: usize) {
    // "can not", "don t": one negation each.
    if let Some(last) = pieces.last_mut().filter(|last| last.sentence == sentence) {
        let negated = match (last.text.as_str(), text.as_str()) {
            ("can", "not") => Some("cant".to_owned()),
            ("will", "not") => Some("wont".to_owned()),
            ("could" | "do" | "does" | "did" | "is" | "was" | "are" | "has" | "have" | "would", "not") => Some(format!("{}nt", last.text)),
            (verb, "t") if verb.ends_with('n') => Some(format!("{verb}t")),
            _ => None,
        };
        if let Some(negated) = negated {
            last.text = negated;
            return;
        }
    }
    pieces.push(Piece { text, sentence, clause });
}
