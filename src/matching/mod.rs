//! Ranks entries and declines for a query, with a calibrated confidence.

mod confidence;

pub use confidence::Confidence;

/// Everything that is learnt from a knowledge when it is loaded.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Index {}

impl Index {
    /// Trains on a knowledge.
    #[must_use]
    pub fn build(knowledge: &crate::knowledge::Knowledge) -> Self {
        let _ = knowledge;
        Self {}
    }
}
