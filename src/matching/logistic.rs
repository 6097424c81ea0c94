//! A small logistic regression: a handful of evidence in, a probability out. Fitted by Newton's method, which needs a dozen
//! steps for so few weights.

use serde::{Deserialize, Serialize};

/// Keeps the fit away from infinite weights where the classes can be told apart perfectly.
const RIDGE: f64 = 1.0;

/// Newton steps; it has converged long before.
const STEPS: usize = 25;

/// Most evidence, the constant included.
pub const MOST: usize = 11;

/// What is known of a case, standardised by the fit.
pub type Evidence = [f32; MOST - 1];

/// A fitted model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Logistic {
    weights: [f64; MOST],
    means: [f64; MOST],
    deviations: [f64; MOST],
}

/// A case to fit to.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// What is known.
    pub evidence: Evidence,
    /// What came of it.
    pub outcome: bool,
    /// How much it counts.
    pub weight: f64,
}

impl Logistic {
    /// Fits to cases; without any, a model that says one half of everything.
    #[must_use]
    pub fn fit(cases: &[Case]) -> Self {
        let mut means = [0.0; MOST];
        let mut deviations = [1.0; MOST];
        let total: f64 = cases.iter().map(|case| case.weight).sum::<f64>().max(1e-9);
        for at in 0..MOST - 1 {
            let value = |case: &Case| case.evidence.get(at).copied().map_or(0.0, f64::from);
            let mean = cases.iter().map(|case| case.weight * value(case)).sum::<f64>() / total;
            let variance = cases.iter().map(|case| case.weight * (value(case) - mean).powi(2)).sum::<f64>() / total;
            if let (Some(slot), Some(deviation)) = (means.get_mut(at), deviations.get_mut(at)) {
                *slot = mean;
                *deviation = variance.sqrt().max(1e-6);
            }
        }
        let mut model = Self { weights: [0.0; MOST], means, deviations };
        for _ in 0..STEPS {
            let mut gradient = [0.0; MOST];
            let mut curvature = [[0.0; MOST]; MOST];
            for case in cases {
                let inputs = model.inputs(&case.evidence);
                let probability = sigmoid(dot(&model.weights, &inputs));
                let error = case.weight * (f64::from(u8::from(case.outcome)) - probability);
                let spread = case.weight * probability * (1.0 - probability);
                for ((slope, row), one) in gradient.iter_mut().zip(&mut curvature).zip(inputs) {
                    *slope += error * one;
                    for (cell, other) in row.iter_mut().zip(inputs) {
                        *cell += spread * one * other;
                    }
                }
            }
            for ((at, (slope, row)), weight) in gradient.iter_mut().zip(&mut curvature).enumerate().zip(model.weights) {
                // The constant, last, is free.
                let ridge = if at + 1 == MOST { 1e-6 } else { RIDGE };
                *slope -= ridge * weight;
                if let Some(cell) = row.get_mut(at) {
                    *cell += ridge;
                }
            }
            let step = solve(curvature, gradient);
            model.weights.iter_mut().zip(step).for_each(|(weight, change)| *weight += change);
        }
        model
    }

    /// The probability of the outcome.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a probability needs no double precision")]
    pub fn probability(&self, evidence: &Evidence) -> f32 {
        sigmoid(dot(&self.weights, &self.inputs(evidence))) as f32
    }

    fn inputs(&self, evidence: &Evidence) -> [f64; MOST] {
        let mut inputs = [1.0; MOST];
        for ((input, value), (mean, deviation)) in inputs.iter_mut().zip(evidence).zip(self.means.iter().zip(&self.deviations)) {
            *input = (f64::from(*value) - mean) / deviation;
        }
        inputs
    }
}

fn sigmoid(value: f64) -> f64 {
    1.0 / (1.0 + (-value).exp())
}

fn dot(one: &[f64; MOST], other: &[f64; MOST]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// Solves a small linear system by Gaussian elimination; the ridge keeps it regular, so that no pivot vanishes.
fn solve(mut rows: [[f64; MOST]; MOST], mut right: [f64; MOST]) -> [f64; MOST] {
    for pivot in 0..MOST {
        let (Some(&pivot_row), Some(&pivot_right)) = (rows.get(pivot), right.get(pivot)) else { continue };
        let Some(&head) = pivot_row.get(pivot) else { continue };
        for (at, (row, value)) in rows.iter_mut().zip(&mut right).enumerate() {
            let factor = row.get(pivot).copied().unwrap_or(0.0) / head;
            if at == pivot || factor == 0.0 {
                continue;
            }
            row.iter_mut().zip(pivot_row).for_each(|(cell, above)| *cell -= factor * above);
            *value -= factor * pivot_right;
        }
    }
    let mut solution = [0.0; MOST];
    for (at, slot) in solution.iter_mut().enumerate() {
        if let (Some(row), Some(value)) = (rows.get(at), right.get(at)) {
            *slot = value / row.get(at).copied().unwrap_or(1.0);
        }
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_follow_the_shares_in_the_cases() {
        let cases: Vec<Case> = (0..1000)
            .map(|at| {
                let high = at % 2 == 0;
                let mut evidence = Evidence::default();
                evidence[0] = if high { 1.0 } else { 0.0 };
                Case { evidence, outcome: at % 10 < if high { 9 } else { 2 }, weight: 1.0 }
            })
            .collect();
        let share = |high: bool| {
            let of: Vec<&Case> = cases.iter().filter(|case| (case.evidence[0] > 0.5) == high).collect();
            of.iter().map(|case| f32::from(u8::from(case.outcome))).sum::<f32>() / of.iter().map(|_| 1.0).sum::<f32>()
        };
        let model = Logistic::fit(&cases);
        for high in [false, true] {
            let mut evidence = Evidence::default();
            evidence[0] = if high { 1.0 } else { 0.0 };
            assert!((model.probability(&evidence) - share(high)).abs() < 0.02);
        }
    }

    #[test]
    fn without_cases_everything_is_one_half() {
        assert!((Logistic::fit(&[]).probability(&Evidence::default()) - 0.5).abs() < 1e-6);
    }
}
