//! Everything that is learnt from a knowledge when it is loaded, and the ranking of a query by it.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::calibration::{Calibration, Scored, Split, probabilities, scored};
use super::class::{Class, Classes};
use super::confidence::Confidence;
use super::correction::{Correction, Corrector};
use super::examples::{Material, Phrasing};
use super::features::{Block, FeatureSpace};
use super::head::{Example, Head, Trainer};
use super::lexicon::{Lexicon, MOST_ENTRIES_OF_A_NUMBER};
use super::nearest::Phrases;
use super::subject::Subject;
use crate::knowledge::{EntryId, Knowledge};
use crate::text::{Part, Query};

/// The version of what is learnt and stored: that of another one is of no use. Raise it with every change to `text` or `matching`
/// that moves a score, and with every change to a type that is stored, down to the knowledge itself.
pub const ENGINE_VERSION: u32 = 8;

/// Entries that a ranking keeps.
pub const KEPT: usize = 5;

/// Examples that training looks at, counting each pass over them: as many as a first load has time for. The passes of a small knowledge
/// are many, since they cost little.
const LOOKS: usize = 75_000;

/// Fewest and most passes: fewer have not settled, more move no answer.
const PASSES: std::ops::RangeInclusive<usize> = 5..=60;

/// How strongly a class with many phrasings is kept from winning by their number alone: log p − τ·log n. Measured elsewhere on
/// entries of 1 to 40 phrasings; it changes nothing where all have as many.
const SIZE_CORRECTION: f32 = 1.0;

/// Terms from which a message is long: a preamble dilutes the question in it, and the sentence that asks counts for half. Shorter
/// messages are understood better whole (banking77 loses two points otherwise).
const LONG: usize = 30;

/// The score of a class that can't win; far from any that is reached, and from where sums overflow.
pub(super) const NEVER: f32 = -1e30;

/// What a number adds to the score of the one entry in whose facts it stands: about as much as a rare word of its phrasings.
const FACT: f32 = 1.5;

/// What is learnt from a knowledge.
#[derive(Debug, Serialize, Deserialize)]
pub struct Index {
    pub(super) classes: Classes,
    pub(super) lexicon: Lexicon,
    pub(super) corrector: Corrector,
    pub(super) space: FeatureSpace,
    pub(super) head: Head,
    pub(super) offsets: Vec<f32>,
    phrases: Phrases,
    calibration: Calibration,
    exact: HashMap<u64, Class>,
    subject: Subject,
    /// For each entry, the stems that someone asked negated.
    negated: Vec<HashSet<String>>,
}

/// A candidate with its score.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What it is.
    pub class: Class,
    /// The head's score: comparable within one ranking only.
    pub score: f32,
}

/// What a query may mean, best first.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// The query as it was compared, typos corrected.
    pub query: Query,
    /// What was corrected.
    pub corrections: Vec<Correction>,
    /// Up to [`KEPT`] entries, best first: the one of which a phrasing is this very question, then by score.
    pub entries: Vec<Candidate>,
    /// Share of all the question's words, by weight, that the first entry's phrasings have, from 0 to 1.
    pub coverage: f32,
    /// The best kind of decline.
    pub decline: Option<Candidate>,
    /// Share of the question's words, by weight, that the phrasings of that decline have, from 0 to 1.
    pub decline_coverage: f32,
    /// The class of which a phrasing is this very question.
    pub exact: Option<Class>,
    /// Probability that the first entry is right.
    pub confidence: Confidence,
    /// Probability that the right one is among those that would be offered.
    pub among_offered: Confidence,
    /// Probability of each entry in `entries`.
    pub probabilities: Vec<Confidence>,
    /// Share of the question's content, by weight, that the knowledge knows as its subject.
    pub on_subject: f32,
}

impl Ranking {
    /// The entry that stands first.
    #[must_use]
    pub fn first_entry(&self) -> Option<EntryId> {
        self.entries.first().and_then(|candidate| candidate.class.entry())
    }
}

impl Index {
    /// Learns a knowledge.
    #[must_use]
    pub fn build(knowledge: &Knowledge) -> Self {
        let Material { lexicon, corrector, phrasings, classes, space, examples } = Material::learn(knowledge);
        let subject = Subject::learn(knowledge, &phrasings);
        let (main, calibration) = std::thread::scope(|scope| {
            let held = scope.spawn(|| calibrate(knowledge, classes, &phrasings, &examples, space.len()));
            let all: Vec<&Example> = examples.iter().collect();
            let main = train(&all, space.len(), classes);
            // A panic in the other thread is one of this one.
            (main, held.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let phrases = Phrases::learn(classes, phrasings.iter().zip(&examples).map(|(phrasing, example)| (phrasing.class, &example.features)));
        let exact = exact(&phrasings);
        let offsets = offsets(classes, phrasings.iter().map(|phrasing| phrasing.class));
        let negated = negated(classes, &phrasings);
        Self { classes, lexicon, corrector, space, head: main, offsets, phrases, calibration, exact, subject, negated }
    }

    /// The tables that are nearly all of it.
    #[must_use]
    pub fn tables(&self) -> [&[u8]; 2] {
        [self.head.weights(), self.corrector.deletions()]
    }

    /// Puts the tables of this index, which is not serialised with them, back in their place.
    pub fn set_tables(&mut self, [weights, deletions]: [Vec<u8>; 2]) {
        self.head.set_weights(weights);
        self.corrector.set_deletions(deletions);
    }

    /// Words and numbers as this knowledge calls them.
    #[must_use]
    pub const fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Whether someone asked an entry with this word negated: then its answer fits such a question.
    #[must_use]
    pub fn answers_negated(&self, entry: EntryId, stem: &str) -> bool {
        self.negated.get(entry.0 as usize).is_some_and(|stems| stems.contains(stem))
    }

    /// The query with its typos corrected.
    #[must_use]
    pub fn correct(&self, query: &Query) -> (Query, Vec<Correction>) {
        self.corrector.correct(query)
    }

    /// Ranks the entries and declines for a part of a message.
    #[must_use]
    pub fn rank(&self, part: &Part) -> Ranking {
        self.rank_without(part, None)
    }

    /// The same, with an entry out of the running.
    #[must_use]
    pub fn rank_without(&self, part: &Part, out: Option<EntryId>) -> Ranking {
        let (query, corrections) = self.correct(&part.query);
        let features = self.space.features(&query, &self.lexicon);
        let mut scores = self.head.scores(&features);
        let focus = part.focus.as_ref().filter(|_| part.query.terms().len() >= LONG).map(|focus| self.space.features(&self.correct(focus).0, &self.lexicon));
        if let Some(focus) = &focus {
            scores.iter_mut().zip(self.head.scores(focus)).for_each(|(score, other)| *score = score.midpoint(other));
        }
        scores.iter_mut().zip(&self.offsets).for_each(|(score, offset)| *score += offset);
        add_facts(&self.lexicon, self.classes, &query, &mut scores);
        if let Some(score) = out.and_then(|entry| scores.get_mut(self.classes.column(Class::Entry(entry)))) {
            *score = NEVER;
        }
        let on_subject = self.subject.share(&query);
        let Scored { mut entries, decline, coverage, decline_coverage, evidence } =
            scored(&scores, focus.as_ref().unwrap_or(&features), &self.phrases, self.classes, KEPT);
        let written = part.query.normal_form();
        let exact = self.exact.get(&xxh3_64(written.as_bytes())).copied();
        let exact_entry = exact.filter(|class| matches!(class, Class::Entry(id) if out != Some(*id)));
        if let Some(class) = exact_entry {
            // It wins outright, so the guards and the ranking must speak of it and not of what the head likes better.
            let score = scores.get(self.classes.column(class)).copied().unwrap_or(NEVER);
            entries.retain(|(other, _)| *other != class);
            entries.insert(0, (class, score));
            entries.truncate(KEPT);
        }
        let candidate = |(class, score)| Candidate { class, score };
        let confidence = if exact_entry.is_some() { Confidence::CERTAIN.value() } else { self.calibration.first_is_right(&evidence) };
        let among = self.calibration.among_offered(&evidence).max(confidence);
        let probabilities = probabilities(&entries, confidence, among);
        Ranking {
            query,
            corrections,
            entries: entries.into_iter().map(candidate).collect(),
            decline: decline.map(candidate),
            coverage,
            decline_coverage,
            exact,
            confidence: Confidence::new(confidence),
            among_offered: Confidence::new(among),
            probabilities,
            on_subject,
        }
    }

    /// What each block of a query's features adds to the score of each class.
    #[must_use]
    pub fn shares(&self, query: &Query, classes: &[Class]) -> Vec<[(Block, f32); 3]> {
        let features = self.space.features(query, &self.lexicon);
        classes.iter().map(|&class| Block::ALL.map(|block| (block, self.head.share(&features, block, self.classes.column(class))))).collect()
    }
}

/// A number that stands in the facts of one entry, or of very few, speaks for it whether or not a phrasing has it.
pub(super) fn add_facts(lexicon: &Lexicon, classes: Classes, query: &Query, scores: &mut [f32]) {
    for number in query.numbers() {
        let entries = lexicon.entries_with(number);
        if entries.is_empty() || entries.len() > MOST_ENTRIES_OF_A_NUMBER {
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "at most three")]
        let bonus = FACT / entries.len() as f32;
        for id in entries {
            if let Some(score) = scores.get_mut(classes.column(Class::Entry(id))) {
                *score += bonus;
            }
        }
    }
}

/// A head trained on examples.
pub(super) fn train(examples: &[&Example], features: usize, classes: Classes) -> Head {
    let mut trainer = Trainer::new(features, classes.count());
    let passes = (LOOKS / examples.len().max(1)).clamp(*PASSES.start(), *PASSES.end());
    trainer.train(examples, passes);
    trainer.head()
}

/// Trains on a part, scores the rest, and fits the probabilities to how that went.
fn calibrate(knowledge: &Knowledge, classes: Classes, phrasings: &[Phrasing], examples: &[Example], features: usize) -> Calibration {
    let mut split = Split::new(knowledge);
    let held: Vec<bool> = phrasings.iter().map(|phrasing| split.holds_out(phrasing.class)).collect();
    let known: Vec<(&Phrasing, &Example)> = phrasings.iter().zip(examples).zip(&held).filter(|(_, held)| !**held).map(|(pair, _)| pair).collect();
    let seen: Vec<&Example> = known.iter().map(|(_, example)| *example).collect();
    let head = train(&seen, features, classes);
    let phrases = Phrases::learn(classes, known.iter().map(|(phrasing, example)| (phrasing.class, &example.features)));
    let offsets = offsets(classes, known.iter().map(|(phrasing, _)| phrasing.class));
    let scored: Vec<(Class, Scored)> = phrasings
        .iter()
        .zip(examples)
        .zip(&held)
        .filter(|(_, held)| **held)
        .map(|((phrasing, example), _)| {
            let mut scores = head.scores(&example.features);
            scores.iter_mut().zip(&offsets).for_each(|(score, offset)| *score += offset);
            (phrasing.class, scored(&scores, &example.features, &phrases, classes, KEPT))
        })
        .collect();
    Calibration::fit(&scored, |class| split.whole(class))
}

/// What is added to the score of each class for the number of its phrasings; a class without any can't win.
pub(super) fn offsets(classes: Classes, labels: impl Iterator<Item = Class>) -> Vec<f32> {
    let mut counts = vec![0.0_f32; classes.count()];
    for class in labels {
        if let Some(count) = counts.get_mut(classes.column(class)) {
            *count += 1.0;
        }
    }
    counts.iter().map(|&count| if count > 0.0 { -SIZE_CORRECTION * count.ln() } else { NEVER }).collect()
}

/// For each entry, the stems that some phrasing negates.
fn negated(classes: Classes, phrasings: &[Phrasing]) -> Vec<HashSet<String>> {
    let mut negated = vec![HashSet::new(); classes.entries as usize];
    for phrasing in phrasings {
        if let Some(stems) = negated.get_mut(classes.column(phrasing.class)) {
            stems.extend(phrasing.query.negated().map(str::to_owned));
        }
    }
    negated
}

/// Phrasings by their normal form; one that stands in two classes is no exact match of either.
fn exact(phrasings: &[Phrasing]) -> HashMap<u64, Class> {
    let mut exact: HashMap<u64, Option<Class>> = HashMap::new();
    for phrasing in phrasings {
        for form in [phrasing.written.clone(), phrasing.query.normal_form()] {
            exact.entry(xxh3_64(form.as_bytes())).and_modify(|class| *class = class.filter(|class| *class == phrasing.class)).or_insert(Some(phrasing.class));
        }
    }
    exact.into_iter().filter_map(|(form, class)| Some((form, class?))).collect()
}
