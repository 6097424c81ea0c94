//! The disk: the curators' files, and what is learnt from them, which is kept so that a command starts at once.

mod cache;
mod knowledge;

pub use cache::{Cache, CacheError};
pub use knowledge::{LARGEST_FILE, NOT_UTF_8, ReadError, read_for_check, read_knowledge, read_text};

use crate::assistant::Assistant;
use crate::knowledge::{Parsed, SourceFile, parse};
use crate::matching::Index;

/// An assistant and what kept it from being stored, if anything did.
#[derive(Debug)]
pub struct Loaded {
    /// Trained on the knowledge, now or earlier.
    pub assistant: Assistant,
    /// Worth one line to whoever runs the command; nothing is lost but time.
    pub unstored: Option<CacheError>,
}

/// The assistant on the knowledge that files hold: the stored one where it is whole and of this engine, else a newly trained one,
/// which is stored. `cache` is where; without one, nothing is read or written.
///
/// # Errors
///
/// What was read, where it has errors and so is no knowledge.
pub fn load(files: Vec<SourceFile>, cache: Option<&Cache>) -> Result<Loaded, Box<Parsed>> {
    let cache = cache.map(|cache| (cache, Cache::key(&files)));
    if let Some((assistant, tables)) = cache.and_then(|(cache, key)| cache.read::<Assistant, _>(key)) {
        return Ok(Loaded { assistant: assistant.restored(files, tables), unstored: None });
    }
    let mut parsed = parse(files);
    let Some(knowledge) = parsed.knowledge.take() else { return Err(Box::new(parsed)) };
    let index = Index::build(&knowledge);
    let assistant = Assistant::new(knowledge, index);
    let unstored = cache.and_then(|(cache, key)| cache.write(key, &assistant, &assistant.tables()).err());
    Ok(Loaded { assistant, unstored })
}
