//! Ranks all entries for a question that is still being typed. Its last word may be unfinished, so that it is read as each word of
//! the knowledge that it may become, and an entry counts by the reading that fits it best.

use super::Index;
use super::index::{NEVER, add_facts};
use crate::knowledge::EntryId;
use crate::text::{Language, Query, Term};

/// Words that an unfinished one is read as. Each costs a ranking, and eight of them stay far below a millisecond.
const MOST_READINGS: usize = 7;

/// Letters from which a word says what it may become.
const FEWEST_LETTERS: usize = 2;

impl Index {
    /// All entries, best first.
    #[must_use]
    pub fn closest(&self, typed: &Query, is_unfinished: bool) -> Vec<EntryId> {
        let mut best = vec![NEVER; self.classes.count()];
        for reading in self.readings(typed, is_unfinished) {
            let mut scores = self.head.scores(&self.space.features(&reading, &self.lexicon));
            add_facts(&self.lexicon, self.classes, &reading, &mut scores);
            best.iter_mut().zip(&scores).for_each(|(best, score)| *best = best.max(*score));
        }
        best.iter_mut().zip(&self.offsets).for_each(|(best, offset)| *best += offset);
        let mut entries: Vec<(EntryId, f32)> = (0..self.classes.entries).map(EntryId).zip(best).collect();
        entries.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        entries.into_iter().map(|(id, _)| id).collect()
    }

    fn readings(&self, typed: &Query, is_unfinished: bool) -> Vec<Query> {
        let (corrected, _) = self.correct(typed);
        let last = typed.terms().last().filter(|_| is_unfinished);
        let Some(Term::Word { surface, .. }) = last else { return vec![corrected] };
        let completions = if surface.chars().count() < FEWEST_LETTERS { Vec::new() } else { self.corrector.completions(surface, MOST_READINGS) };
        let language = typed.language().unwrap_or(Language::English);
        let completed = |word: &str| {
            let mut terms = corrected.terms().to_vec();
            terms.pop();
            terms.push(Term::word(word.to_owned(), language));
            Query::of_terms(terms, typed.language())
        };
        let mut readings: Vec<Query> = completions.iter().filter_map(|word| completed(word)).collect();
        // Where it may become a known word, it is no typo of another one.
        if readings.is_empty() || self.corrector.knows(surface) {
            readings.push(corrected);
        }
        readings
    }
}
