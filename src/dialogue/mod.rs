//! Decides what to say once the candidates are ranked: answer, ask back, or say nothing. A guard may overrule the ranking; where
//! none speaks, the stated [`costs`] decide.

mod background;
pub mod costs;
mod decision;
pub mod guards;

pub use background::Background;
pub use decision::{Choice, Decision, Silence, decide};
