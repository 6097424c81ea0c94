//! The few statistics that a report needs, each small enough to be checked by hand.

use serde::Serialize;

/// Two-sided 95 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % Wilson interval of a share, in percent; `None` of nothing. It stays within 0 and 100, and is honest for few
/// questions and for shares near either end, where the usual interval is not. Source: Wilson, 1927.
#[must_use]
pub fn wilson(count: usize, of: usize) -> Option<(f64, f64)> {
    let n = float(of);
    let share = share(count, of)?;
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let middle = share + Z * Z / (2.0 * n);
    let scale = 100.0 / (1.0 + Z * Z / n);
    Some((((middle - spread) * scale).max(0.0), ((middle + spread) * scale).min(100.0)))
}

/// A share from 0 to 1; `None` of nothing.
#[must_use]
pub fn share(count: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| float(count) / float(of))
}

#[expect(clippy::cast_precision_loss, reason = "nobody labels 2^52 questions")]
pub(super) const fn float(count: usize) -> f64 {
    count as f64
}

/// The probability that a positive has a higher score than a negative, ties counting half: the area under the receiver operating
/// characteristic. `None` without both. Scores with whether each is a positive.
#[must_use]
pub fn auroc(scored: &[(f64, bool)]) -> Option<f64> {
    let positives = scored.iter().filter(|(_, positive)| *positive).count();
    let negatives = scored.len() - positives;
    if positives == 0 || negatives == 0 {
        return None;
    }
    let (mut won, mut below) = (0.0, 0);
    for tied in by_score(scored).chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
        let tied_positives = tied.iter().filter(|(_, positive)| *positive).count();
        let tied_negatives = tied.len() - tied_positives;
        won += float(tied_positives) * (float(below) + float(tied_negatives) / 2.0);
        below += tied_negatives;
    }
    Some(won / (float(positives) * float(negatives)))
}

fn by_score(scored: &[(f64, bool)]) -> Vec<(f64, bool)> {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    sorted
}

/// Questions of like confidence, and how often it was right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// How many questions.
    pub n: usize,
    /// Their mean confidence, from 0 to 1.
    #[serde(rename = "confidence", serialize_with = "super::rounded")]
    pub stated: f64,
    /// The share of them in which the event came true, from 0 to 1.
    #[serde(serialize_with = "super::rounded")]
    pub observed: f64,
}

/// Bins of equal size, least confident first: `count` of them, fewer where there are fewer questions. Among equal confidences the
/// events are spread evenly, so that the order of the file makes no difference.
#[must_use]
pub fn reliability(scored: &[(f64, bool)], count: usize) -> Vec<Bin> {
    let mut spread = Vec::with_capacity(scored.len());
    for tied in by_score(scored).chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
        let true_share = share(tied.iter().filter(|(_, event)| *event).count(), tied.len()).unwrap_or(0.0);
        spread.extend(tied.iter().map(|(confidence, _)| (*confidence, true_share)));
    }
    let count = count.min(spread.len());
    let place = |bin: usize| bin * spread.len() / count;
    let bin = |bin: usize| {
        let members = spread.get(place(bin)..place(bin + 1)).unwrap_or_default();
        let n = members.len();
        let mean = |part: fn(&(f64, f64)) -> f64| members.iter().map(part).sum::<f64>() / float(n);
        Bin { n, stated: mean(|member| member.0), observed: mean(|member| member.1) }
    };
    (0..count).map(bin).collect()
}

/// The expected calibration error, from 0 to 1: how far confidence and truth lie apart, on average over the questions.
/// `None` without bins.
#[must_use]
pub fn calibration_error(bins: &[Bin]) -> Option<f64> {
    let n: usize = bins.iter().map(|bin| bin.n).sum();
    (n > 0).then(|| bins.iter().map(|bin| float(bin.n) * (bin.stated - bin.observed).abs()).sum::<f64>() / float(n))
}

/// The smallest value that at least `percent` percent of the values do not exceed (nearest rank); `None` of nothing.
#[must_use]
pub fn percentile(values: &[f64], percent: usize) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (percent * sorted.len()).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::{Bin, auroc, calibration_error, percentile, reliability, share, wilson};

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 5e-5
    }

    #[test]
    fn the_wilson_interval_agrees_with_values_worked_out_by_hand() {
        for (count, of, low, high) in
            [(8, 10, 49.0162, 94.3318), (50, 100, 40.3832, 59.6168), (0, 10, 0.0, 27.7533), (10, 10, 72.2467, 100.0), (1, 1, 20.6549, 100.0)]
        {
            let (found_low, found_high) = wilson(count, of).unwrap();
            assert!((found_low - low).abs() < 5e-4 && (found_high - high).abs() < 5e-4, "{count} of {of}: {found_low} to {found_high}");
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!((share(1, 4), share(0, 0)), (Some(0.25), None));
    }

    #[test]
    fn the_area_counts_pairs_in_the_right_order_and_half_the_ties() {
        for (scored, area) in [
            (&[(0.9, true), (0.1, false)][..], Some(1.0)),
            (&[(0.1, true), (0.9, false)], Some(0.0)),
            (&[(0.5, true), (0.5, false)], Some(0.5)),
            // Positives 0.8, 0.4; negatives 0.6, 0.2: of four pairs three are in order.
            (&[(0.8, true), (0.6, false), (0.4, true), (0.2, false)], Some(0.75)),
            // Positives 0.7, 0.5, 0.5; negatives 0.5, 0.3: 2 + (0.5 + 1) + (0.5 + 1) of 6.
            (&[(0.5, true), (0.5, false), (0.7, true), (0.3, false), (0.5, true)], Some(5.0 / 6.0)),
            (&[(0.5, true)], None),
            (&[], None),
        ] {
            assert_eq!(auroc(scored), area, "{scored:?}");
        }
    }

    #[test]
    fn the_calibration_error_is_the_mean_distance_of_bins_of_equal_size() {
        let scored = [(0.9, true), (0.1, false), (0.7, false), (0.3, false)];
        let bins = reliability(&scored, 2);
        // 0.1 and 0.3 without an event: 0.2 apart. 0.7 and 0.9 with one of two: 0.3 apart.
        assert!(near(bins[0].stated, 0.2) && near(bins[0].observed, 0.0) && near(bins[1].stated, 0.8) && near(bins[1].observed, 0.5));
        assert!(near(calibration_error(&bins).unwrap(), 0.25));
        let sizes: Vec<usize> = reliability(&[(0.5, true); 23], 10).iter().map(|bin| bin.n).collect();
        assert_eq!(sizes, [2, 2, 2, 3, 2, 2, 3, 2, 2, 3]);
        assert_eq!(reliability(&scored, 10).len(), 4);
        assert_eq!((reliability(&[], 10), calibration_error(&[])), (vec![], None));
    }

    #[test]
    fn the_order_of_the_file_makes_no_difference() {
        let mut scored = [(1.0, true), (1.0, false), (1.0, true), (1.0, true)];
        let bins = reliability(&scored, 2);
        scored.reverse();
        assert_eq!(bins, reliability(&scored, 2));
        assert_eq!(bins, [Bin { n: 2, stated: 1.0, observed: 0.75 }; 2]);
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let values: Vec<f64> = (1..=20).rev().map(f64::from).collect();
        assert_eq!((percentile(&values, 50), percentile(&values, 95), percentile(&values, 100)), (Some(10.0), Some(19.0), Some(20.0)));
        assert_eq!((percentile(&[3.0], 95), percentile(&[], 50)), (Some(3.0), None));
    }
}
