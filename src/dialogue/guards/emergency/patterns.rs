//! The pattern language of the emergency guard.
//!
//! `words.txt` names groups of words: `breathe = breathe breath brething …`; a line that begins with a blank goes on the one
//! before, and `@name` takes in another group. In the other files a line is a pattern, `#` and a blank begin a comment:
//!
//! ```text
//! pattern   = sequence { "&" sequence }     all of them, anywhere in the message
//! sequence  = [ "^" ] element { [ gap ] element }
//!                                           in order, in one sentence; filler words ("really") between never count;
//!                                           "^": at the beginning of a clause
//! gap       = ".."                          up to three other words
//!           | "..N"                         up to N other words
//!           | "<>"                          like "..", but the two sides may stand in either order
//! element   = one { "|" one }
//! one       = word | "@" group | "#A-B"     the last: a number from A to B
//! ```

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::message::Words;
use super::spelling::Spelling;

/// Words that `..` lets stand between.
const GAP: usize = 3;

/// Most filler words skipped between two elements.
const MOST_FILLERS: usize = 3;

/// An element of a pattern, by number: equal elements of different patterns are the same atom.
pub(super) type Atom = u16;

/// What every word of the pattern files can be part of.
pub(super) struct Lexicon {
    groups: HashMap<String, Vec<String>>,
    /// Every element as it is written.
    atoms: HashMap<String, Atom>,
    /// What each word fulfils.
    words: HashMap<String, Vec<Atom>>,
    /// What a number fulfils: from, to, and the element.
    numbers: Vec<(u32, u32, Atom)>,
    spelling: Spelling,
    mistakes: Vec<String>,
}

/// Patterns, found by their first element.
#[derive(Default)]
pub(super) struct PatternSet {
    patterns: Vec<Pattern>,
    /// Places in `patterns`, by the first element.
    by_first: Vec<Vec<usize>>,
}

struct Pattern {
    first: Sequence,
    /// What else must be found anywhere in the message.
    rest: Vec<Sequence>,
    /// All elements: where the message lacks one, nothing needs to be tried.
    elements: Vec<Atom>,
}

/// Elements in order.
struct Sequence {
    first: Atom,
    rest: Vec<Element>,
    /// Whether it must begin a clause.
    opens: bool,
}

struct Element {
    atom: Atom,
    /// Words that may stand before it.
    gap: usize,
}

impl Lexicon {
    /// Reads the groups.
    pub fn new(text: &str) -> Self {
        let mut lexicon = Self {
            groups: HashMap::new(),
            atoms: HashMap::new(),
            words: HashMap::new(),
            numbers: Vec::new(),
            spelling: Spelling::default(),
            mistakes: Vec::new(),
        };
        let mut name = String::new();
        for line in lines(text) {
            let listed = match line.split_once('=') {
                Some((heading, listed)) => {
                    heading.trim().clone_into(&mut name);
                    listed
                }
                None => line,
            };
            for word in listed.split_whitespace() {
                lexicon.add_to_group(&name, word);
            }
        }
        for group in ["filler", "link", "close", "person"] {
            lexicon.atom(&format!("@{group}"));
        }
        lexicon
    }

    fn add_to_group(&mut self, name: &str, word: &str) {
        let added = match word.strip_prefix('@') {
            Some(other) => match self.groups.get(other) {
                Some(words) => words.clone(),
                None => {
                    self.mistakes.push(format!("{name} takes in @{other}, which does not stand above it"));
                    Vec::new()
                }
            },
            None if is_plain(word) => vec![word.to_owned()],
            None => {
                self.mistakes.push(format!("{word} of {name} is not folded"));
                Vec::new()
            }
        };
        self.groups.entry(name.to_owned()).or_default().extend(added);
    }

    /// Reads patterns, a line each.
    pub fn read(&mut self, text: &str) -> PatternSet {
        let mut set = PatternSet::default();
        for line in lines(text) {
            for pattern in all_orders(line) {
                match self.pattern(&pattern) {
                    Some(pattern) => set.add(pattern),
                    None => self.mistakes.push(format!("not a pattern: {line}")),
                }
            }
        }
        set
    }

    fn pattern(&mut self, sequences: &[String]) -> Option<Pattern> {
        let mut sequences = sequences.iter().map(|sequence| self.sequence(sequence)).collect::<Option<Vec<Sequence>>>()?.into_iter();
        let (first, rest) = (sequences.next()?, sequences.collect::<Vec<_>>());
        let elements = std::iter::once(&first).chain(&rest).flat_map(Sequence::atoms).collect();
        Some(Pattern { first, rest, elements })
    }

    fn sequence(&mut self, text: &str) -> Option<Sequence> {
        let mut elements = Vec::new();
        let mut gap = 0;
        let (opens, text) = text.strip_prefix("^ ").map_or((false, text), |rest| (true, rest));
        for piece in text.split_whitespace() {
            if let Some(count) = piece.strip_prefix("..") {
                gap = if count.is_empty() { GAP } else { count.parse().unwrap_or(GAP) };
                continue;
            }
            elements.push(Element { atom: self.atom(piece), gap });
            gap = 0;
        }
        let mut elements = elements.into_iter();
        Some(Sequence { first: elements.next()?.atom, rest: elements.collect(), opens })
    }

    fn atom(&mut self, element: &str) -> Atom {
        if let Some(&atom) = self.atoms.get(element) {
            return atom;
        }
        let atom = Atom::try_from(self.atoms.len()).unwrap_or(Atom::MAX);
        self.atoms.insert(element.to_owned(), atom);
        for one in element.split('|') {
            let words = match (one.strip_prefix('@'), one.strip_prefix('#')) {
                (Some(group), _) => self.groups.get(group).map(|words| Cow::Borrowed(words.as_slice())),
                (_, Some(range)) => {
                    let bounds = range.split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
                    if let Some((from, to)) = bounds {
                        self.numbers.push((from, to, atom));
                    }
                    bounds.map(|_| Cow::default())
                }
                _ => is_plain(one).then(|| Cow::Owned(vec![one.to_owned()])),
            };
            match words {
                // Most are there already: their names are not written out again, as `entry` would have it.
                Some(words) => words.iter().for_each(|word| match self.words.get_mut(word) {
                    Some(atoms) => atoms.push(atom),
                    None => drop(self.words.insert(word.clone(), vec![atom])),
                }),
                None => self.mistakes.push(format!("unknown element: {one}")),
            }
        }
        atom
    }

    /// Makes the words ready to be looked up; gives the lines that could not be read.
    pub fn finish(&mut self) -> Vec<String> {
        for atoms in self.words.values_mut() {
            atoms.sort_unstable();
            atoms.dedup();
        }
        self.spelling = Spelling::of_words(self.words.keys().map(String::as_str));
        std::mem::take(&mut self.mistakes)
    }

    /// The elements that a folded word fulfils, sorted; a misspelled word counts as all the nearest ones.
    pub fn atoms_of(&self, word: &str) -> Vec<Atom> {
        if let Some(atoms) = self.words.get(word) {
            return atoms.clone();
        }
        if let Ok(number) = word.parse::<u32>() {
            return self.numbers.iter().filter(|(from, to, _)| (*from..=*to).contains(&number)).map(|&(_, _, atom)| atom).collect();
        }
        let mut atoms: Vec<Atom> = self.spelling.nearest(word).filter_map(|meant| self.words.get(meant)).flatten().copied().collect();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }

    /// How many elements there are.
    pub fn atom_count(&self) -> usize {
        self.atoms.len()
    }

    /// The atom of a group that the code itself asks for.
    pub fn group(&self, name: &str) -> Option<Atom> {
        self.atoms.get(&format!("@{name}")).copied()
    }
}

impl PatternSet {
    fn add(&mut self, pattern: Pattern) {
        let first = usize::from(pattern.first.first);
        if self.by_first.len() <= first {
            self.by_first.resize_with(first + 1, Vec::new);
        }
        if let Some(places) = self.by_first.get_mut(first) {
            places.push(self.patterns.len());
        }
        self.patterns.push(pattern);
    }

    /// Whether a pattern is found whose every sequence satisfies `stands`.
    pub fn any(&self, words: &Words, stands: impl Fn(&Range<usize>) -> bool) -> bool {
        (0..words.len()).any(|start| {
            self.beginning_at(words, start).any(|pattern| {
                pattern.first.place_at(words, start).is_some_and(|place| stands(&place)) && pattern.rest.iter().all(|sequence| sequence.is_in(words, &stands))
            })
        })
    }

    /// Where the first sequence of each pattern is found whose other sequences are too.
    pub fn places(&self, words: &Words) -> Vec<Range<usize>> {
        let whole = |pattern: &&Pattern| pattern.rest.iter().all(|sequence| sequence.is_in(words, |_| true));
        let at = |start| self.beginning_at(words, start).filter(whole).filter_map(move |pattern| pattern.first.place_at(words, start));
        (0..words.len()).flat_map(at).collect()
    }

    fn beginning_at<'a>(&'a self, words: &'a Words, start: usize) -> impl Iterator<Item = &'a Pattern> {
        let places = words.atoms(start).iter().filter_map(|&atom| self.by_first.get(usize::from(atom))).flatten();
        let patterns = places.filter_map(|&place| self.patterns.get(place));
        patterns.filter(|pattern| pattern.elements.iter().all(|&atom| words.have(atom)))
    }
}

impl Sequence {
    fn atoms(&self) -> impl Iterator<Item = Atom> {
        std::iter::once(self.first).chain(self.rest.iter().map(|element| element.atom))
    }

    /// Where it is found from the word `start` on.
    fn place_at(&self, words: &Words, start: usize) -> Option<Range<usize>> {
        let fails = !words.fulfils(start, self.first) || (self.opens && start > 0 && words.same_clause(start - 1, start));
        if fails { None } else { end_of(&self.rest, words, start + 1, start).map(|end| start..end) }
    }

    /// Whether it is found anywhere in a place that satisfies `stands`.
    fn is_in(&self, words: &Words, stands: impl Fn(&Range<usize>) -> bool) -> bool {
        (0..words.len()).any(|start| self.place_at(words, start).is_some_and(|place| stands(&place)))
    }
}

/// The end of the rest of a sequence that began at `start`, when the next word is `next`.
fn end_of(rest: &[Element], words: &Words, next: usize, start: usize) -> Option<usize> {
    let Some((element, rest)) = rest.split_first() else { return Some(next) };
    let mut skipped = 0;
    let mut fillers = 0;
    for at in next..words.len() {
        if !words.same_sentence(start, at) {
            return None;
        }
        if words.fulfils(at, element.atom)
            && let Some(end) = end_of(rest, words, at + 1, start)
        {
            return Some(end);
        }
        if words.is_filler(at) && fillers < MOST_FILLERS {
            fillers += 1;
        } else {
            skipped += 1;
        }
        if skipped > element.gap {
            return None;
        }
    }
    None
}

/// The sequences of a line; a line in which `<>` stands means several.
fn all_orders(line: &str) -> Vec<Vec<String>> {
    let mut patterns = vec![Vec::new()];
    for sequence in line.split(" & ") {
        let orders = match sequence.split_once(" <> ") {
            Some((left, right)) => vec![format!("{left} .. {right}"), format!("{right} .. {left}")],
            None => vec![sequence.to_owned()],
        };
        patterns = patterns.iter().flat_map(|before| orders.iter().map(|order| [before.as_slice(), std::slice::from_ref(order)].concat())).collect();
    }
    patterns
}

/// Whether a word is written as the words of a message are once they are read.
fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|character| character.is_ascii_lowercase() || character.is_ascii_digit())
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.split_once("# ").map_or(line, |(line, _)| line).trim()).filter(|line| !line.is_empty() && *line != "#")
}
