//! The disk: the curators' files, and the trained index, which is kept so that a command starts at once.

mod cache;
mod knowledge;

pub use cache::{Cache, CacheError};
pub use knowledge::{LARGEST_FILE, NOT_UTF_8, ReadError, read_for_check, read_knowledge, read_text};

use crate::knowledge::Knowledge;
use crate::matching::Index;

/// An index and what kept it from being stored, if anything did.
#[derive(Debug)]
pub struct Loaded {
    /// Trained on the knowledge, now or earlier.
    pub index: Index,
    /// Worth one line to whoever runs the command; nothing is lost but time.
    pub unstored: Option<CacheError>,
}

/// The index for a knowledge: the stored one where it is whole and of this engine, else a newly trained one, which is stored.
/// `cache` is where; without one, nothing is read or written.
#[must_use]
pub fn load_index(knowledge: &Knowledge, cache: Option<&Cache>) -> Loaded {
    let Some(cache) = cache else { return Loaded { index: Index::build(knowledge), unstored: None } };
    let key = Cache::key(&knowledge.files);
    if let Some(index) = cache.read(key) {
        return Loaded { index, unstored: None };
    }
    let index = Index::build(knowledge);
    let unstored = cache.write(key, &index).err();
    Loaded { index, unstored }
}
