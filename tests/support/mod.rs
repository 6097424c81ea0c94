//! What the tests of the repository share: its files.

#![expect(clippy::panic, reason = "a file that can't be read fails the test, with its name")]

use std::fs;
use std::path::{Path, PathBuf};

/// The folder that holds `Cargo.toml`.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file, by its path below [`root`].
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The paths below [`root`], with `/`, of all files in a folder and its subfolders that have one of these endings, sorted.
pub fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let items = fs::read_dir(root().join(&folder)).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for item in items {
            let item = item.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
            let path = folder.join(item.file_name());
            if item.path().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)) {
                found.push(path.display().to_string().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}
