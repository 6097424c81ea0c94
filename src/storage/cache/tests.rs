use std::fs::{self, File};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

use super::{Cache, ENDING, KEPT};
use crate::knowledge::SourceFile;

const KEY: u128 = 7;
/// Stand for an index and its tables: what is stored makes no difference to how.
const INDEX: [u32; 4] = [1, 20, 300, 4000];
const TABLES: [&[u8]; 2] = [b"a table", b""];

fn read(cache: &Cache, key: u128) -> Option<([u32; 4], [Vec<u8>; 2])> {
    cache.read(key)
}

fn kept() -> ([u32; 4], [Vec<u8>; 2]) {
    (INDEX, TABLES.map(<[u8]>::to_vec))
}

fn cache() -> (tempfile::TempDir, Cache) {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path().join("deep/strikebot"));
    (folder, cache)
}

fn stored() -> (tempfile::TempDir, Cache) {
    let (folder, cache) = cache();
    cache.write(KEY, &INDEX, &TABLES).unwrap();
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
    assert_eq!(read(&cache, KEY), Some(kept()));
    assert_eq!(read(&cache, KEY + 1), None);
    fs::copy(cache.path(KEY), cache.path(KEY + 1)).unwrap();
    assert_eq!(read(&cache, KEY + 1), None, "a copy is not another index");
}

#[test]
fn a_damaged_or_cut_off_file_is_as_good_as_none_at_every_byte() {
    let (_folder, cache) = stored();
    let whole = fs::read(cache.path(KEY)).unwrap();
    for place in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[place] ^= 0x10;
        let longer = [&whole[..], b"x"].concat();
        for bytes in [damaged.as_slice(), &whole[..place], &longer] {
            fs::write(cache.path(KEY), bytes).unwrap();
            assert_eq!(read(&cache, KEY), None, "byte {place}");
        }
    }
    cache.write(KEY, &INDEX, &TABLES).unwrap();
    assert_eq!(read(&cache, KEY), Some(kept()), "it is written anew over the damaged one");
}

#[test]
fn a_file_of_another_engine_version_is_not_read() {
    let (_folder, cache) = stored();
    let mut bytes = fs::read(cache.path(KEY)).unwrap();
    bytes[super::MAGIC.len()] += 1;
    fs::write(cache.path(KEY), bytes).unwrap();
    assert_eq!(read(&cache, KEY), None);
}

#[test]
fn a_folder_that_cannot_be_written_is_told_with_a_cure() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    File::create(&file).unwrap();
    let error = Cache::new(file.join("strikebot")).write(KEY, &INDEX, &TABLES).unwrap_err().to_string();
    assert!(error.contains("can't be kept in") && error.contains("--no-cache"), "{error}");
    assert_eq!(read(&Cache::new(file), KEY), None);
}

#[test]
fn those_who_store_at_once_leave_one_whole_file() {
    let (_folder, cache) = cache();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..20 {
                    cache.write(KEY, &INDEX, &TABLES).unwrap();
                    assert_eq!(read(&cache, KEY), Some(kept()));
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
        cache.write(key, &INDEX, &TABLES).unwrap();
        stamp(cache.path(key), hours);
    }
    stamp(cache.folder.join("killed.unfinished"), 2);
    stamp(cache.folder.join("running.unfinished"), 0);
    stamp(cache.folder.join("notes.txt"), 999);
    cache.write(99, &INDEX, &TABLES).unwrap();
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
