//! The multinomial linear head: one score a class from the features of a query. Trained by stochastic gradient descent on the
//! logistic loss when the knowledge is loaded; stored and used with a byte a weight.

use serde::{Deserialize, Serialize};

use super::features::{Block, Features};

/// Examples are seen in an order, and their features drawn in a way, that is always the same.
const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

/// Classes are padded to a multiple of this, so that the inner loops have no remainder.
const LANES: usize = 8;

/// Length of a step at first; it falls to nothing at the end. Longer ones cost up to a point on banking77.
const FIRST_STEP: f32 = 1.5;

/// Share of an example's features that training sees at each look, drawn anew each time; what is seen counts for what is not. The head
/// can't lean on one letter run of a phrasing that way, and finds a question that lacks it.
const SEEN: f32 = 0.7;

/// A probability whose error is smaller moves nothing worth the time: with a third of it a load takes a tenth longer, and answers no better.
const NEGLIGIBLE: f32 = 0.003;

/// A labelled example.
#[derive(Debug, Clone)]
pub struct Example {
    /// What is seen.
    pub features: Features,
    /// What it is.
    pub class: usize,
}

/// Weights while they are learnt: a row a feature, a column a class.
#[derive(Debug)]
pub struct Trainer {
    classes: usize,
    width: usize,
    weights: Vec<f32>,
}

impl Trainer {
    /// All weights zero.
    #[must_use]
    pub fn new(features: usize, classes: usize) -> Self {
        let width = classes.next_multiple_of(LANES);
        Self { classes, width, weights: vec![0.0; features * width] }
    }

    /// Passes over the examples, with steps that fall to nothing.
    pub fn train(&mut self, examples: &[&Example], passes: usize) {
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut random = SEED;
        let mut scores = vec![0.0_f32; self.width];
        let mut wrong = Vec::with_capacity(self.classes);
        let mut drawn = Vec::new();
        let total = (passes * examples.len()).max(1);
        let mut seen = 0_usize;
        for _ in 0..passes {
            shuffle(&mut order, &mut random);
            for example in order.iter().filter_map(|&at| examples.get(at)) {
                #[expect(clippy::cast_precision_loss, reason = "a part of the whole needs no more")]
                let done = seen as f32 / total as f32;
                seen += 1;
                draw(&example.features.pairs, &mut drawn, &mut random);
                self.step((&drawn, example.class), FIRST_STEP * (1.0 - done), &mut scores, &mut wrong);
            }
        }
    }

    /// One step of descent; `scores` and `wrong` are room to work in.
    fn step(&mut self, (pairs, own): (&[(u32, f32)], usize), step: f32, scores: &mut [f32], wrong: &mut Vec<(usize, f32)>) {
        self.score(pairs, scores);
        softmax(scores.get_mut(..self.classes).unwrap_or_default());
        if let Some(score) = scores.get_mut(own) {
            *score -= 1.0;
        }
        // What is left in `scores` is the gradient; most of it is nearly nothing, and after the first pass nearly all.
        wrong.clear();
        wrong.extend(scores.iter().take(self.classes).enumerate().filter(|(_, error)| error.abs() > NEGLIGIBLE).map(|(class, &error)| (class, error * step)));
        // Many are quicker to change in a row than one by one; nothing is what the others change by.
        let in_a_row = wrong.len() > self.classes / 4;
        if in_a_row {
            scores.fill(0.0);
            for &(class, error) in wrong.iter() {
                if let Some(slot) = scores.get_mut(class) {
                    *slot = error;
                }
            }
        }
        for &(feature, value) in pairs {
            let start = feature as usize * self.width;
            let Some(row) = self.weights.get_mut(start..start + self.width) else { continue };
            if in_a_row {
                row.iter_mut().zip(scores.iter()).for_each(|(weight, error)| *weight -= error * value);
                continue;
            }
            for &(class, error) in wrong.iter() {
                if let Some(weight) = row.get_mut(class) {
                    *weight -= error * value;
                }
            }
        }
    }

    fn score(&self, pairs: &[(u32, f32)], scores: &mut [f32]) {
        scores.fill(0.0);
        let row = |&(feature, value): &(u32, f32)| (row(&self.weights, self.width, feature), value);
        add_rows(pairs, row, |weight| weight, scores);
    }

    /// The head as it is stored and used.
    #[must_use]
    pub fn head(&self) -> Head {
        let mut weights = Vec::with_capacity(self.weights.len());
        let mut scales = Vec::with_capacity(self.weights.len() / self.width.max(1));
        for row in self.weights.chunks(self.width.max(1)) {
            let most = row.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
            let scale = most / f32::from(i8::MAX);
            scales.push(scale);
            let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within -127..=127 by the choice of scale; stored as its bits")]
            weights.extend(row.iter().map(|weight| (weight * inverse).round() as i8 as u8));
        }
        Head { classes: self.classes, width: self.width, weights, scales }
    }
}

/// Scores classes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head {
    classes: usize,
    width: usize,
    /// Signed bytes, a row a feature; not serialised with the rest.
    #[serde(skip)]
    weights: Vec<u8>,
    /// What a row's bytes are multiplied by.
    scales: Vec<f32>,
}

impl Head {
    /// Signed bytes, a row a feature.
    #[must_use]
    pub fn weights(&self) -> &[u8] {
        &self.weights
    }

    /// Sets the weights of a head that was serialised without them.
    pub fn set_weights(&mut self, weights: Vec<u8>) {
        self.weights = weights;
    }

    /// A score a class.
    #[must_use]
    pub fn scores(&self, features: &Features) -> Vec<f32> {
        let mut scores = vec![0.0; self.width];
        self.add(&features.pairs, &mut scores);
        scores.truncate(self.classes);
        scores
    }

    /// What one block adds to the score of a class.
    #[must_use]
    pub fn share(&self, features: &Features, block: Block, class: usize) -> f32 {
        let weight = |feature| {
            let weight = row(&self.weights, self.width, feature).get(class)?;
            Some(f32::from(weight.cast_signed()) * self.scales.get(feature as usize)?)
        };
        features.block(block).iter().map(|&(feature, value)| value * weight(feature).unwrap_or(0.0)).sum()
    }

    fn add(&self, pairs: &[(u32, f32)], scores: &mut [f32]) {
        let scale = |feature: u32| self.scales.get(feature as usize).copied().unwrap_or(0.0);
        let row = |&(feature, value): &(u32, f32)| (row(&self.weights, self.width, feature), value * scale(feature));
        add_rows(pairs, row, |weight| f32::from(weight.cast_signed()), scores);
    }
}

/// The row of a feature; every feature of a space has one.
fn row<T>(weights: &[T], width: usize, feature: u32) -> &[T] {
    let start = feature as usize * width;
    weights.get(start..start + width).unwrap_or_default()
}

/// Adds to the scores what `row` gives for each feature: a row of weights and its factor. Eight rows at a time, because most of the
/// time goes into waiting for memory: the scores are read and written once for all, and eight rows are fetched at once. Sums are
/// in the order of the features, as if each were added alone.
#[inline]
#[expect(clippy::many_single_char_names, reason = "eight rows in their order")]
fn add_rows<'r, T: Copy + 'r>(pairs: &[(u32, f32)], row: impl Fn(&(u32, f32)) -> (&'r [T], f32), weight: impl Fn(T) -> f32, scores: &mut [f32]) {
    let (eights, rest) = pairs.as_chunks::<8>();
    for eight in eights {
        let rows = eight.each_ref().map(&row);
        let [a, b, c, d, e, f, g, h] = rows.map(|(row, _)| row);
        let by = rows.map(|(_, factor)| factor);
        for ((((((((score, a), b), c), d), e), f), g), h) in scores.iter_mut().zip(a).zip(b).zip(c).zip(d).zip(e).zip(f).zip(g).zip(h) {
            let terms = [a, b, c, d, e, f, g, h].into_iter().zip(by);
            *score = terms.fold(*score, |sum, (&one, factor)| sum + weight(one) * factor);
        }
    }
    for (row, factor) in rest.iter().map(row) {
        scores.iter_mut().zip(row).for_each(|(score, &one)| *score += weight(one) * factor);
    }
}

/// Scores to probabilities, in place.
pub fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    if sum > 0.0 {
        scores.iter_mut().for_each(|score| *score /= sum);
    }
}

/// Draws the features that are seen this time, larger by what is not.
fn draw(pairs: &[(u32, f32)], drawn: &mut Vec<(u32, f32)>, random: &mut u64) {
    let is_seen = |random: u64| {
        let [high, low, ..] = random.to_be_bytes();
        f32::from(u16::from_be_bytes([high, low])) < SEEN * f32::from(u16::MAX)
    };
    drawn.clear();
    drawn.extend(pairs.iter().filter(|_| is_seen(next(random))).map(|&(feature, value)| (feature, value / SEEN)));
}

/// Fisher and Yates' shuffle: the same order on every machine.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for last in (1..order.len()).rev() {
        let at = usize::try_from(next(random) % (last as u64 + 1)).unwrap_or(0);
        order.swap(last, at);
    }
}

/// The next number of a xorshift generator.
const fn next(random: &mut u64) -> u64 {
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    *random
}
