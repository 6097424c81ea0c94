//! What a button or menu says of itself when it is pressed: all that is needed to answer, so that one from before a restart works.

use crate::text::Language;

/// A button's meaning. Written as `ask:en:pharmacies`; at most 100 characters (Discord, Component Object).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomId {
    /// Shows an entry's answer.
    Ask {
        /// In which language.
        language: Language,
        /// The entry's id.
        entry: String,
    },
}
