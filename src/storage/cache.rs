//! The trained index, kept outside the repository. It is never trusted: a file that is damaged, cut off, of another engine or
//! of another knowledge is as good as none, and is written anew. It holds the curators' words only, nothing of members'.
//!
//! A file is: magic, engine version (4 bytes, little-endian), key (16), checksum (8), payload. The key stands in it so that
//! a copied or renamed file can't pass for another; the checksum is over key and payload.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
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

    /// The stored index, if it is there, whole, and of this engine.
    pub(super) fn read<T: DeserializeOwned>(&self, key: u128) -> Option<T> {
        let bytes = fs::read(self.path(key)).ok()?;
        let (sum, payload) = bytes.strip_prefix(header(key).as_slice())?.split_at_checked(size_of::<u64>())?;
        (sum == checksum(key, payload).to_le_bytes()).then(|| postcard::from_bytes(payload).ok())?
    }

    /// Stores an index, whole or not at all, and removes the oldest beyond [`KEPT`].
    ///
    /// # Errors
    ///
    /// The folder can't be made or written to.
    pub(super) fn write<T: Serialize>(&self, key: u128, index: &T) -> Result<(), CacheError> {
        self.write_whole(key, index).map_err(|source| CacheError { folder: self.folder.clone(), source })?;
        self.tidy(&self.path(key));
        Ok(())
    }

    fn path(&self, key: u128) -> PathBuf {
        self.folder.join(format!("{key:032x}.{ENDING}"))
    }

    fn write_whole<T: Serialize>(&self, key: u128, index: &T) -> io::Result<()> {
        /// Two threads of one process may store the same index at once.
        static WRITTEN: AtomicU32 = AtomicU32::new(0);
        let payload = postcard::to_stdvec(index).map_err(io::Error::other)?;
        make_private_folder(&self.folder)?;
        // The time, because a process in a container has the same id each time and may have been killed in the middle.
        let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.folder.join(format!("{key:032x}-{}-{number}-{nanoseconds}.{UNFINISHED}", std::process::id()));
        let written = create_private_file(&unfinished)
            .and_then(|mut file| {
                file.write_all(&header(key))?;
                file.write_all(&checksum(key, &payload).to_le_bytes())?;
                file.write_all(&payload)
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

fn checksum(key: u128, payload: &[u8]) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(&key.to_le_bytes());
    hash.update(payload);
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
mod tests {
    use std::fs::{self, File};
    use std::path::PathBuf;
    use std::thread;
    use std::time::{Duration, SystemTime};

    use super::{Cache, ENDING, KEPT};
    use crate::knowledge::SourceFile;

    const KEY: u128 = 7;
    /// Stands for an index: what is stored makes no difference to how.
    const INDEX: [u32; 4] = [1, 20, 300, 4000];

    fn cache() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("deep/strikebot"));
        (folder, cache)
    }

    fn stored() -> (tempfile::TempDir, Cache) {
        let (folder, cache) = cache();
        cache.write(KEY, &INDEX).unwrap();
        (folder, cache)
    }

    fn names(cache: &Cache) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&cache.folder).unwrap().map(|item| item.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_stored_is_read_under_its_own_key_only() {
        let (_folder, cache) = stored();
        assert_eq!(cache.read(KEY), Some(INDEX));
        assert_eq!(cache.read::<[u32; 4]>(KEY + 1), None);
        fs::copy(cache.path(KEY), cache.path(KEY + 1)).unwrap();
        assert_eq!(cache.read::<[u32; 4]>(KEY + 1), None, "a copy is not another index");
    }

    #[test]
    fn a_damaged_or_cut_off_file_is_as_good_as_none_at_every_byte() {
        let (_folder, cache) = stored();
        let whole = fs::read(cache.path(KEY)).unwrap();
        for place in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[place] ^= 0x10;
            for bytes in [damaged.as_slice(), &whole[..place]] {
                fs::write(cache.path(KEY), bytes).unwrap();
                assert_eq!(cache.read::<[u32; 4]>(KEY), None, "byte {place}");
            }
        }
        cache.write(KEY, &INDEX).unwrap();
        assert_eq!(cache.read(KEY), Some(INDEX), "it is written anew over the damaged one");
    }

    #[test]
    fn a_file_of_another_engine_version_is_not_read() {
        let (_folder, cache) = stored();
        let mut bytes = fs::read(cache.path(KEY)).unwrap();
        bytes[super::MAGIC.len()] += 1;
        fs::write(cache.path(KEY), bytes).unwrap();
        assert_eq!(cache.read::<[u32; 4]>(KEY), None);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told_with_a_cure() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        File::create(&file).unwrap();
        let error = Cache::new(file.join("strikebot")).write(KEY, &INDEX).unwrap_err().to_string();
        assert!(error.contains("can't be kept in") && error.contains("--no-cache"), "{error}");
        assert_eq!(Cache::new(file).read::<[u32; 4]>(KEY), None);
    }

    #[test]
    fn those_who_store_at_once_leave_one_whole_file() {
        let (_folder, cache) = cache();
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        cache.write(KEY, &INDEX).unwrap();
                        assert_eq!(cache.read(KEY), Some(INDEX));
                    }
                });
            }
        });
        assert_eq!(names(&cache).len(), 1);
    }

    #[test]
    fn only_the_newest_are_kept_and_abandoned_files_removed() {
        let (_folder, cache) = cache();
        let stamp = |path: PathBuf, hours: u64| {
            let then = SystemTime::now() - Duration::from_secs(hours * 60 * 60);
            File::options().append(true).create(true).open(path).unwrap().set_modified(then).unwrap();
        };
        for (key, hours) in (0..12).zip((0..=100).rev()) {
            cache.write(key, &INDEX).unwrap();
            stamp(cache.path(key), hours);
        }
        stamp(cache.folder.join("killed.unfinished"), 2);
        stamp(cache.folder.join("running.unfinished"), 0);
        stamp(cache.folder.join("notes.txt"), 999);
        cache.write(99, &INDEX).unwrap();
        let names = names(&cache);
        assert_eq!(names.iter().filter(|name| std::path::Path::new(name).extension().is_some_and(|ending| ending == ENDING)).count(), KEPT);
        assert!(cache.path(99).exists() && cache.path(11).exists() && !cache.path(4).exists());
        assert!(names.contains(&"running.unfinished".to_owned()) && names.contains(&"notes.txt".to_owned()));
        assert!(!names.contains(&"killed.unfinished".to_owned()));
    }

    #[test]
    fn the_key_is_of_the_texts_and_where_they_end_not_of_the_paths() {
        let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), text: text.to_owned() };
        let key = Cache::key(&[file("a", "xy"), file("b", "z")]);
        assert_eq!(key, Cache::key(&[file("elsewhere/a", "xy"), file("c", "z")]));
        assert_ne!(key, Cache::key(&[file("a", "x"), file("b", "yz")]));
        assert_ne!(key, Cache::key(&[file("a", "xy")]));
    }

    #[test]
    fn the_place_is_the_systems_own_and_none_where_it_tells_none() {
        let root = std::env::temp_dir();
        let of = |variables: &[(&str, PathBuf)]| {
            Cache::of_user(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, path)| path.clone())).map(|cache| cache.folder)
        };
        let (first, second) = if cfg!(windows) { ("LOCALAPPDATA", "LOCALAPPDATA") } else { ("XDG_CACHE_HOME", "HOME") };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[(first, "relative".into())]), None);
        assert_eq!(of(&[(first, root.clone())]), Some(root.join("strikebot")));
        if cfg!(unix) {
            assert_eq!(of(&[(second, root.clone())]), Some(root.join(".cache/strikebot")));
            assert_eq!(of(&[(first, PathBuf::new()), (second, root.clone())]), Some(root.join(".cache/strikebot")));
        }
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, cache) = stored();
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&cache.folder), mode(&cache.path(KEY))), (0o700, 0o600));
    }
}
