//! Ranks entries and declines for a query, with a calibrated confidence.
//!
//! [`Index::build`] learns everything from a knowledge; [`Index::rank`] uses it. The parts, in the order of a question's way:
//! `correction` reads typos, `lexicon` and `features` turn words into numbers, `head` scores every class, `nearest` and `subject`
//! add evidence, `calibration` makes probabilities of it.

mod calibration;
mod class;
mod confidence;
mod correction;
mod examples;
mod features;
mod head;
mod index;
mod left_out;
mod lexicon;
mod logistic;
mod nearest;
mod subject;
mod typing;

pub use calibration::OFFERED;
pub use class::Class;
pub use confidence::Confidence;
pub use correction::Correction;
pub use features::Block;
pub use index::{Candidate, ENGINE_VERSION, Index, KEPT, Ranking};
pub use left_out::{FOLDS, LeftOut, leave_out};
pub use lexicon::Lexicon;
