//! Ranks entries and declines for a query, with a calibrated confidence.

mod confidence;

pub use confidence::Confidence;

/// Raised with every change after which an index that was trained earlier no longer fits: its form, or what it learns.
pub const ENGINE_VERSION: u32 = 1;

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
