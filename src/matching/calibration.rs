//! Turns scores into probabilities. At load a part of what is known is held out: some phrasings of every entry and decline, and
//! some entries and declines whole, which then play the part of what the knowledge does not cover. What a head that never saw
//! them makes of them shows how far its scores can be trusted.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::class::{Class, Classes};
use super::confidence::Confidence;
use super::features::{Block, Features};
use super::logistic::{Case, Evidence, Logistic};
use super::nearest::{Nearness, Phrases};
use crate::knowledge::Knowledge;

/// How many entries a person is offered at most.
pub const OFFERED: usize = 3;

/// One in so many phrasings of a class is held out.
const PHRASING_PART: usize = 8;

/// One in so many declines is held out whole; of a knowledge with few declines, one in so many entries.
const CLASS_PART: usize = 8;

/// Fewest declines that can stand for what a knowledge does not cover. An entry held out is a poorer stand-in: its neighbours share
/// more words with it than most questions from outside do.
const FEWEST_DECLINES: usize = 24;

/// Share of questions that are near the subject but not covered. Held-out declines stand for those; what is far from the subject, or
/// about another dispute, is stopped by guards before any of this counts. Among several hundred questions written by people who had
/// not seen the phrasings it was an eighth.
const UNCOVERED_SHARE: f64 = 0.12;

/// Share of the questions that it covers to which the first entry is right. Curators write phrasings to differ from each other, so
/// one that is left out is harder to find than most questions; without this every probability would be too low. Of the questions
/// of `tests/evaluation/dev.tsv` that one entry answers, `strikebot eval` finds it first for 95 of 100; two less, because the next dispute's questions will be less like its phrasings.
const USUALLY_RIGHT: f64 = 0.93;

/// What the head and the phrasings say of a question.
#[derive(Debug, Clone)]
pub struct Scored {
    /// Entries, best first, up to the number of candidates that are kept.
    pub entries: Vec<(Class, f32)>,
    /// The best decline.
    pub decline: Option<(Class, f32)>,
    /// Share of all the question's words, by weight, that the first entry's phrasings have, from 0 to 1.
    pub coverage: f32,
    /// Share of all the question's words, by weight, that the phrasings of that decline have, from 0 to 1.
    pub decline_coverage: f32,
    /// What is known of the case.
    pub evidence: Evidence,
}

/// Probabilities from evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    first: Logistic,
    among: Logistic,
}

impl Calibration {
    /// Probability that the first entry is the right one.
    #[must_use]
    pub fn first_is_right(&self, evidence: &Evidence) -> f32 {
        self.first.probability(evidence)
    }

    /// Probability that the right entry is among the first few; at least that of the first one.
    #[must_use]
    pub fn among_offered(&self, evidence: &Evidence) -> f32 {
        self.among.probability(evidence).max(self.first_is_right(evidence))
    }

    /// Fits to what a head made of examples that it never saw. `whole` says of a class whether it was held out whole.
    #[must_use]
    pub fn fit(held_out: &[(Class, Scored)], whole: impl Fn(Class) -> bool) -> Self {
        let covered = |class: Class| matches!(class, Class::Entry(_)) && !whole(class);
        let fit = |right: &dyn Fn(Class, &Scored) -> bool| {
            let outcome = |class: Class, scored: &Scored| covered(class) && right(class, scored);
            let count = |of: &dyn Fn(Class, &Scored) -> bool| held_out.iter().filter(|(class, scored)| of(*class, scored)).count();
            let rights = count(&outcome);
            let wrongs = count(&|class, scored| covered(class) && !right(class, scored));
            let uncovered = held_out.len() - rights - wrongs;
            if wrongs + uncovered == 0 {
                // A knowledge so small that nothing of what was held out went wrong does not show how wrong things go. Fitted to that,
                // every question in the world would be answered; this way only exact ones are.
                return Logistic::fit(&[]);
            }
            let wrong_weight = weight(1.0 - USUALLY_RIGHT, rights, wrongs).min(1.0);
            let uncovered_weight = weight(UNCOVERED_SHARE, rights + wrongs, uncovered);
            let cases: Vec<Case> = held_out
                .iter()
                .map(|(class, scored)| {
                    let is_right = outcome(*class, scored);
                    let weight = match (covered(*class), is_right) {
                        (false, _) => uncovered_weight,
                        (true, true) => 1.0,
                        (true, false) => wrong_weight,
                    };
                    Case { evidence: scored.evidence, outcome: is_right, weight }
                })
                .collect();
            Logistic::fit(&cases)
        };
        Self {
            first: fit(&|class, scored| scored.entries.first().is_some_and(|(best, _)| *best == class)),
            among: fit(&|class, scored| scored.entries.iter().take(OFFERED).any(|(entry, _)| *entry == class)),
        }
    }
}

/// The weight that makes `count` cases so large a share beside `others` of weight 1.
#[expect(clippy::cast_precision_loss, reason = "counts of phrasings")]
fn weight(share: f64, others: usize, count: usize) -> f64 {
    share / (1.0 - share) * others as f64 / count.max(1) as f64
}

/// The first entry has its calibrated probability; what is left to the others goes by their scores.
#[must_use]
pub fn probabilities(entries: &[(Class, f32)], confidence: f32, among: f32) -> Vec<Confidence> {
    let [(_, best), rest @ ..] = entries else { return Vec::new() };
    let weights: Vec<f32> = rest.iter().map(|(_, score)| (score - best).exp()).collect();
    let total: f32 = weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    let left = (among - confidence).max(0.0);
    std::iter::once(confidence).chain(weights.iter().map(|weight| (left * weight / total).min(confidence))).map(Confidence::new).collect()
}

/// Which examples are held out. It goes by what they are called and say, not by where they stand in a file.
#[derive(Debug)]
pub struct Split {
    whole: HashSet<Class>,
    places: HashMap<Class, usize>,
}

impl Split {
    /// The split of a knowledge.
    #[must_use]
    pub fn new(knowledge: &Knowledge) -> Self {
        let mut classes: Vec<Class> = if knowledge.declines.len() >= FEWEST_DECLINES {
            knowledge.declines().map(|(id, _)| Class::Decline(id)).collect()
        } else {
            knowledge.entries().map(|(id, _)| Class::Entry(id)).collect()
        };
        classes.sort_by_cached_key(|&class| xxh3_64(class.id(knowledge).as_bytes()));
        Self { whole: classes.into_iter().skip(CLASS_PART - 1).step_by(CLASS_PART).collect(), places: HashMap::new() }
    }

    /// Whether a class is held out whole. With few classes none is: too little would be left.
    #[must_use]
    pub fn whole(&self, class: Class) -> bool {
        self.whole.contains(&class)
    }

    /// Whether the next example of a class is held out.
    pub fn holds_out(&mut self, class: Class) -> bool {
        let place = self.places.entry(class).or_default();
        *place += 1;
        self.whole.contains(&class) || place.is_multiple_of(PHRASING_PART)
    }
}

/// What is known of a question, from the scores of all classes.
#[must_use]
pub fn scored(scores: &[f32], features: &Features, phrases: &Phrases, classes: Classes, keep: usize) -> Scored {
    let entries_end = classes.entries as usize;
    let mut entries: Vec<(usize, f32)> = scores.iter().copied().take(entries_end).enumerate().collect();
    let by_score = |one: &(usize, f32), other: &(usize, f32)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
    if entries.len() > keep {
        entries.select_nth_unstable_by(keep, by_score);
        entries.truncate(keep);
    }
    entries.sort_unstable_by(by_score);
    let decline = scores.iter().copied().enumerate().skip(entries_end).max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
    let entries: Vec<(Class, f32)> = entries.into_iter().map(|(column, score)| (classes.at(column), score)).collect();
    let decline = decline.map(|(column, score)| (classes.at(column), score));
    let score_at = |place: usize| entries.get(place).map_or(0.0, |&(_, score)| score);
    let best_decline = decline.map_or(0.0, |(_, score)| score);
    let most = score_at(0).max(best_decline);
    let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    let near = |class: Option<&(Class, f32)>| class.map_or_else(Nearness::default, |&(class, _)| phrases.nearness(class, features));
    let first = near(entries.first());
    let of_decline = near(decline.as_ref());
    #[expect(clippy::cast_precision_loss, reason = "words of a question")]
    let length = features.block(Block::Words).len().max(1) as f32;
    let evidence = [
        score_at(0),
        score_at(0) - best_decline,
        score_at(0) - most - sum.ln(),
        // How near the second entry comes: between two that are nearly as good, either may be meant.
        entries.get(1).map_or(0.0, |&(_, score)| (score - score_at(0)).exp()),
        first.nearest,
        first.nearest - of_decline.nearest,
        first.nearest - near(entries.get(1)).nearest,
        first.coverage_of_known,
        first.coverage_of_known - of_decline.coverage_of_known,
        length.ln(),
    ];
    Scored { entries, decline, coverage: first.coverage_of_all, decline_coverage: of_decline.coverage_of_all, evidence }
}
