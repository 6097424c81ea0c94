//! Reads the curators' files. Whatever keeps one from being read is told with its path and the cure, because whoever meets
//! it edits these files and may never have used a terminal before.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::knowledge::{Finding, SourceFile, Span};

/// Largest file that is read, in bytes: 16 MiB, over a hundred times the largest knowledge file we know. Whatever is larger is
/// something else.
pub const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// The code of text in another encoding.
pub const NOT_UTF_8: &str = "not-utf-8";

/// Why a file or a folder can't be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing is there.
    #[error("{}: there is no such file or folder; check the spelling", path.display())]
    Missing {
        /// As it was given.
        path: PathBuf,
    },
    /// A folder without knowledge files.
    #[error("{}: this folder holds no `*.toml` file (its subfolders are not searched); name the folder that does", path.display())]
    NoFiles {
        /// The folder.
        path: PathBuf,
    },
    /// Text in another encoding.
    #[error("{}:{line}: this line is not UTF-8 text; save the file with the encoding UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
    },
    /// The account that runs the command may not read it.
    #[error("{}: no permission to read it; ask its owner, or change its permissions", path.display())]
    NotPermitted {
        /// The file or folder.
        path: PathBuf,
    },
    /// A folder that is named like a knowledge file.
    #[error("{}: this is a folder, not a file; give it a name that does not end in `.toml`", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// Larger than [`LARGEST_FILE`].
    #[error("{}: larger than {} MiB, which no file of this kind is; name another one, or split it", path.display(), LARGEST_FILE / 1024 / 1024)]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The system can't read it, for a reason of its own.
    #[error("{}: can't be read: {source}; check the disk, then try again", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// The texts of a knowledge file, or of all `*.toml` in a folder (not its subfolders, nor hidden files), sorted by name.
///
/// # Errors
///
/// The first path that can't be read, why, and what to do.
pub fn read_knowledge(path: &Path) -> Result<Vec<SourceFile>, ReadError> {
    files_at(path)?.iter().map(|path| read_file(path)).collect()
}

/// The same for several paths, each file once however often it is named; for the check of knowledge files, which tells what is
/// wrong inside a file together with all else: text that is not UTF-8 is read as well as it can be, and is a finding.
///
/// # Errors
///
/// The first path that can't be read at all, why, and what to do.
pub fn read_for_check(paths: &[PathBuf]) -> Result<(Vec<SourceFile>, Vec<Finding>), ReadError> {
    let mut seen = HashSet::new();
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    for path in paths {
        for path in files_at(path)? {
            let bytes = read_bytes(&path)?;
            if !seen.insert(fs::canonicalize(&path).unwrap_or_else(|_| path.clone())) {
                continue;
            }
            if let Err(error) = str::from_utf8(&bytes) {
                // Up to here the text is the same as the bytes; then comes the sign for what can't be read.
                let start = error.valid_up_to();
                let span = Span { file: files.len(), bytes: start..start + char::REPLACEMENT_CHARACTER.len_utf8() };
                findings.push(Finding::error(NOT_UTF_8, span, "this is not UTF-8 text").help("save the file with the encoding UTF-8"));
            }
            files.push(SourceFile { path: path.display().to_string(), text: String::from_utf8_lossy(&bytes).into_owned() });
        }
    }
    Ok((files, findings))
}

/// A knowledge file itself, or those of a folder.
fn files_at(path: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, error))?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let paths = knowledge_files(path)?;
    if paths.is_empty() {
        return Err(ReadError::NoFiles { path: path.to_owned() });
    }
    Ok(paths)
}

/// The text of any other file that a command is pointed at, under the same rules.
///
/// # Errors
///
/// Why it can't be read, and what to do.
pub fn read_text(path: &Path) -> Result<String, ReadError> {
    read_file(path).map(|file| file.text)
}

fn knowledge_files(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut paths = Vec::new();
    for item in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = item.map_err(|error| unreadable(folder, error))?.path();
        if is_knowledge_file(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Editors and systems keep hidden files of their own beside a file, with its ending.
fn is_knowledge_file(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    !hidden && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

fn read_file(path: &Path) -> Result<SourceFile, ReadError> {
    let text = String::from_utf8(read_bytes(path)?).map_err(|error| {
        let valid = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        ReadError::NotUtf8 { path: path.to_owned(), line: valid.filter(|&&byte| byte == b'\n').count() + 1 }
    })?;
    Ok(SourceFile { path: path.display().to_string(), text })
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let unreadable = |error| unreadable(path, error);
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(ReadError::Folder { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too large, whatever its length claims to be.
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(ReadError::TooLarge { path: path.to_owned() });
    }
    Ok(bytes)
}

fn unreadable(path: &Path, source: io::Error) -> ReadError {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing { path },
        io::ErrorKind::PermissionDenied => ReadError::NotPermitted { path },
        io::ErrorKind::IsADirectory => ReadError::Folder { path },
        _ => ReadError::Unreadable { path, source },
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::path::Path;

    use super::{LARGEST_FILE, ReadError, read_knowledge};

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        folder
    }

    fn error(path: &Path) -> String {
        read_knowledge(path).unwrap_err().to_string()
    }

    #[test]
    fn a_folder_is_read_in_the_order_of_names_without_hidden_or_other_files() {
        let folder = folder(&[("b.toml", b"2"), ("a.toml", b"1"), ("notes.txt", b"-"), (".#a.toml", b"-"), ("C.TOML", b"0")]);
        fs::create_dir(folder.path().join("drafts")).unwrap();
        fs::write(folder.path().join("drafts/d.toml"), "3").unwrap();
        let texts: Vec<String> = read_knowledge(folder.path()).unwrap().into_iter().map(|file| file.text).collect();
        assert_eq!(texts, ["0", "1", "2"]);
    }

    #[test]
    fn a_single_file_is_read_whatever_its_ending() {
        let folder = folder(&[("a.txt", "ñ".as_bytes())]);
        let path = folder.path().join("a.txt");
        let files = read_knowledge(&path).unwrap();
        assert_eq!((files[0].path.as_str(), files[0].text.as_str()), (path.to_str().unwrap(), "ñ"));
    }

    #[test]
    fn what_cannot_be_read_is_named_with_a_cure() {
        let folder = folder(&[("latin.toml", b"schema = 1\nname = \"Espa\xF1a\"\n"), ("readme.md", b"")]);
        fs::create_dir_all(folder.path().join("empty")).unwrap();
        fs::create_dir_all(folder.path().join("odd/x.toml")).unwrap();
        for (path, cause, cure) in [
            ("nowhere", "nowhere: there is no such file", "check the spelling"),
            ("readme.md/below", "below: there is no such file", "check the spelling"),
            ("empty", "empty: this folder holds no `*.toml`", "name the folder"),
            ("latin.toml", "latin.toml:2: this line is not UTF-8", "save the file"),
            ("odd", "x.toml: this is a folder", "give it a name"),
        ] {
            let message = error(&folder.path().join(path));
            assert!(message.contains(cause) && message.contains(cure), "{path}: {message}");
        }
    }

    #[test]
    fn a_file_that_is_too_large_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.toml");
        File::create(&path).unwrap().set_len(LARGEST_FILE + 1).unwrap();
        assert!(matches!(read_knowledge(&path), Err(ReadError::TooLarge { .. })));
        assert!(error(&path).contains("larger than 16 MiB"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_and_a_forbidden_file_are_told_apart() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = folder(&[("a.toml", b"")]);
        symlink("gone", folder.path().join("z.toml")).unwrap();
        assert!(error(folder.path()).contains("z.toml: there is no such file"));
        let forbidden = folder.path().join("a.toml");
        fs::set_permissions(&forbidden, fs::Permissions::from_mode(0o000)).unwrap();
        // The superuser may read everything.
        if File::open(&forbidden).is_err() {
            assert!(error(&forbidden).contains("no permission"));
        }
    }
}
