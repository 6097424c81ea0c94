//! The trained index, kept outside the repository. It is never trusted: a file that is damaged, cut off, of another engine or
//! of another knowledge is as good as none, and is written anew. It holds the curators' words only, nothing of members'.
//!
//! A file is: magic, engine version (4 bytes, little-endian), key (16), checksum (8), the lengths of what follows (8 each), the
//! index but for its large tables, the tables. The key stands in it so that a copied or renamed file can't pass for another; the
//! checksum is over the key and all that follows the checksum. The tables stand apart because they are nearly all of it: each is
//! read straight to where it stays, instead of being copied there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use xxhash_rust::xxh3::Xxh3;

use crate::knowledge::SourceFile;
use crate::matching::ENGINE_VERSION;

const MAGIC: &[u8; 8] = b"strkidx\n";
const ENDING: &str = "index";
const UNFINISHED: &str = "unfinished";

/// Most index files that are kept: a curator changes a text and comes back to it; an older one is not met again.
const KEPT: usize = 8;

/// Age at which an unfinished file must be of a command that was killed. Writing takes well under a second.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// Why an index was not stored. Nothing but time is lost: it is trained again by the next command.
#[derive(Debug, Error)]
#[error("the trained index can't be kept in {}: {source}; make that folder writable, or pass `--no-cache`", folder.display())]
pub struct CacheError {
    folder: PathBuf,
    source: io::Error,
}

/// A folder of stored indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// Indices in a folder, which is made when it is needed.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where this system keeps what can be made again; `None` where it tells no such place. `variable` looks up the
    /// environment.
    #[must_use]
    pub fn of_user(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<Self> {
        let absolute = |name: &str| variable(name).filter(|path| path.is_absolute());
        let base =
            if cfg!(windows) { absolute("LOCALAPPDATA") } else { absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache"))) };
        Some(Self::new(base?.join("strikebot")))
    }

    /// What an index is stored under: the versions of the engine and of the program, and the texts of the files, wherever they lie.
    #[must_use]
    pub fn key(files: &[SourceFile]) -> u128 {
        let mut hash = Xxh3::new();
        hash.update(&ENGINE_VERSION.to_le_bytes());
        // Stored words are numbered by the lists of common words too, which a release may change without the engine.
        hash.update(env!("CARGO_PKG_VERSION").as_bytes());
        for file in files {
            // With its length, so that a text that moves from one file to the next is another knowledge.
            hash.update(&(file.text.len() as u64).to_le_bytes());
            hash.update(file.text.as_bytes());
        }
        hash.digest128()
    }

    /// The stored index and its tables, if they are there, whole, and of this engine.
    pub(super) fn read<T: DeserializeOwned, const TABLES: usize>(&self, key: u128) -> Option<(T, [Vec<u8>; TABLES])> {
        let mut file = File::open(self.path(key)).ok()?;
        let mut left = file.metadata().ok()?.len();
        let mut section = |length: u64| {
            // What is damaged may claim any length.
            left = left.checked_sub(length)?;
            let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?);
            let read = (&mut file).take(length).read_to_end(&mut bytes).ok()?;
            (read as u64 == length).then_some(bytes)
        };
        let start = header(key);
        if section(start.len() as u64)? != start {
            return None;
        }
        let sum = section(size_of::<u64>() as u64)?;
        let lengths = section(((TABLES + 1) * size_of::<u64>()) as u64)?;
        let mut of_sections = lengths.as_chunks().0.iter().map(|length| u64::from_le_bytes(*length));
        let index = section(of_sections.next()?)?;
        let mut tables = [const { Vec::new() }; TABLES];
        for (table, length) in tables.iter_mut().zip(of_sections) {
            *table = section(length)?;
        }
        let is_whole = sum == checksum(key, [&lengths, &index].into_iter().chain(&tables).map(Vec::as_slice)).to_le_bytes() && left == 0;
        is_whole.then(|| Some((postcard::from_bytes(&index).ok()?, tables)))?
    }

    /// Stores an index, whole or not at all, and removes the oldest beyond [`KEPT`].
    ///
    /// # Errors
    ///
    /// The folder can't be made or written to.
    pub(super) fn write<T: Serialize>(&self, key: u128, index: &T, tables: &[&[u8]]) -> Result<(), CacheError> {
        self.write_whole(key, index, tables).map_err(|source| CacheError { folder: self.folder.clone(), source })?;
        self.tidy(&self.path(key));
        Ok(())
    }

    fn path(&self, key: u128) -> PathBuf {
        self.folder.join(format!("{key:032x}.{ENDING}"))
    }

    fn write_whole<T: Serialize>(&self, key: u128, index: &T, tables: &[&[u8]]) -> io::Result<()> {
        /// Two threads of one process may store the same index at once.
        static WRITTEN: AtomicU32 = AtomicU32::new(0);
        let index = postcard::to_stdvec(index).map_err(io::Error::other)?;
        let sections: Vec<&[u8]> = std::iter::once(index.as_slice()).chain(tables.iter().copied()).collect();
        let lengths: Vec<u8> = sections.iter().flat_map(|section| (section.len() as u64).to_le_bytes()).collect();
        let all = || std::iter::once(lengths.as_slice()).chain(sections.iter().copied());
        make_private_folder(&self.folder)?;
        // The time, because a process in a container has the same id each time and may have been killed in the middle.
        let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.folder.join(format!("{key:032x}-{}-{number}-{nanoseconds}.{UNFINISHED}", std::process::id()));
        let written = create_private_file(&unfinished)
            .and_then(|mut file| {
                file.write_all(&header(key))?;
                file.write_all(&checksum(key, all()).to_le_bytes())?;
                all().try_for_each(|section| file.write_all(section))
            })
            .and_then(|()| fs::rename(&unfinished, self.path(key)));
        if written.is_err() {
            // It may not even be there.
            let _ = fs::remove_file(&unfinished);
        }
        written
    }

    /// Removes what is old. It is no matter if it can't: the next command tries again.
    fn tidy(&self, newest: &Path) {
        let Ok(items) = fs::read_dir(&self.folder) else { return };
        let mut stored = Vec::new();
        for item in items.flatten() {
            let path = item.path();
            let Ok(changed) = item.metadata().and_then(|metadata| metadata.modified()) else { continue };
            let ending = path.extension().and_then(|ending| ending.to_str());
            let abandoned = || SystemTime::now().duration_since(changed).is_ok_and(|age| age > ABANDONED);
            match ending {
                Some(ENDING) if path != newest => stored.push((changed, path)),
                Some(UNFINISHED) if abandoned() => drop(fs::remove_file(path)),
                _ => {}
            }
        }
        stored.sort();
        let kept_beside_newest = KEPT - 1;
        let surplus = stored.len().saturating_sub(kept_beside_newest);
        for (_, path) in stored.into_iter().take(surplus) {
            drop(fs::remove_file(path));
        }
    }
}

fn header(key: u128) -> Vec<u8> {
    [MAGIC.as_slice(), &ENGINE_VERSION.to_le_bytes(), &key.to_le_bytes()].concat()
}

fn checksum<'s>(key: u128, sections: impl Iterator<Item = &'s [u8]>) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(&key.to_le_bytes());
    sections.for_each(|section| hash.update(section));
    hash.digest()
}

/// Others on the machine need not know which dispute someone reads about.
fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn create_private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests;
