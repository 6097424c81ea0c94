//! A probability. Scores of the engine are no probabilities and can't be compared between questions; only calibration turns
//! one into the other, so only this type is ever shown or held against a threshold.

use serde::{Deserialize, Serialize, Serializer};

/// A probability, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Deserialize)]
pub struct Confidence(f32);

impl Confidence {
    /// Certain.
    pub const CERTAIN: Self = Self(1.0);
    /// Impossible, or nothing to rank.
    pub const NONE: Self = Self(0.0);

    /// The nearest probability; 0 for a number that is none.
    #[must_use]
    pub const fn new(value: f32) -> Self {
        if value.is_nan() { Self::NONE } else { Self(value.clamp(0.0, 1.0)) }
    }

    /// From 0 to 1.
    #[must_use]
    pub const fn value(self) -> f32 {
        self.0
    }
}

/// Four decimals: more would promise a precision that calibration does not have.
impl Serialize for Confidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64((f64::from(self.0) * 10_000.0).round() / 10_000.0)
    }
}
