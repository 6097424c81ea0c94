//! The command as it is run. Every run: results on standard output and all else on standard error; exit code 2 and the cure
//! for whatever can't be used; no panic.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;

const MILL: &str = include_str!("fixtures/mill.toml");

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// Run where the files lie, with nothing of this machine's settings.
fn command(folder: &tempfile::TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin("strikebot"));
    command.current_dir(folder.path()).args(arguments).stdin(Stdio::null());
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.env("XDG_CACHE_HOME", folder.path().join("cache")).env("LOCALAPPDATA", folder.path().join("cache"));
    command
}

fn run(files: &[(&str, &[u8])], arguments: &[&str]) -> (i32, String, String) {
    told(command(&folder(files), arguments).output().unwrap())
}

fn told(Output { status, stdout, stderr }: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// A conversation that ends at once: all that it does is to load.
fn load(folder: &tempfile::TempDir, arguments: &[&str]) -> Command {
    command(folder, &[&["chat", "--knowledge", "mill.toml"], arguments].concat())
}

fn stored(folder: &tempfile::TempDir) -> Vec<PathBuf> {
    let items = fs::read_dir(folder.path().join("cache/strikebot"));
    items.map(|items| items.map(|item| item.unwrap().path()).collect()).unwrap_or_default()
}

#[test]
fn wrong_usage_is_two_and_says_what_to_do() {
    for (arguments, cure) in [
        (&["ask"][..], "for example: strikebot ask"),
        (&[], "strikebot chat"),
        (&["chekc"], "check"),
        (&["ask", "--lang", "fr", "hi"], "possible values: en, es"),
        (&["ask", "--format", "xml", "hi"], "text, json"),
        (&["ask", "--today", "10/04/2023", "hi"], "2023-10-04"),
        (&["ask", "--today", "2023-02-30", "hi"], "2023-10-04"),
        (&["ask", "--stdin", "hi"], "--stdin"),
        (&["ask", "--knowledge"], "--knowledge"),
        (&["ask", "--knwoledge", "x", "hi"], "--knowledge"),
        (&["chat", "hi"], "unexpected argument"),
    ] {
        let (code, stdout, stderr) = run(&[("mill.toml", MILL.as_bytes())], arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
        assert!(stderr.contains(cure), "{arguments:?}: {stderr}");
    }
}

#[test]
fn help_goes_to_standard_output() {
    for arguments in [&["--help"][..], &["ask", "--help"], &["chat", "--help"], &["check", "--help"], &["--version"]] {
        let (code, stdout, stderr) = run(&[], arguments);
        assert_eq!((code, stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(stdout.lines().all(|line| line.chars().count() <= 110), "{stdout}");
    }
}

#[test]
fn knowledge_that_cannot_be_read_is_two_for_every_command() {
    for arguments in [&["ask", "hi"][..], &["ask", "--stdin"], &["chat"], &["check"]] {
        let (code, stdout, stderr) = run(&[], arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(stderr.contains("knowledge: there is no such file or folder") && stderr.contains("--knowledge PATH"), "{stderr}");
    }
    let (code, _, stderr) = run(&[("a.toml", b"schema = 1\n\xff\n")], &["ask", "--knowledge", "a.toml", "hi"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("a.toml:2: this line is not UTF-8"), "{stderr}");
    let (code, _, stderr) = run(&[("notes.txt", b"")], &["ask", "--knowledge", ".", "hi"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("holds no `*.toml` file"), "{stderr}");
}

#[test]
fn broken_knowledge_is_shown_with_carets_and_not_served() {
    let broken = MILL.replacen("answer = \"The mill shop", "anser = \"The mill shop", 1);
    for arguments in [&["ask", "--knowledge", "mill.toml", "hi"][..], &["chat", "--knowledge", "mill.toml"]] {
        let (code, stdout, stderr) = run(&[("mill.toml", broken.as_bytes())], arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
        for part in ["error[unknown-key]", "--> mill.toml:49:1", "^^^^^", "did you mean `answer`?", "mend what is told above"] {
            assert!(stderr.contains(part), "{part}: {stderr}");
        }
        assert!(!stderr.contains('\u{1b}'), "no colours outside a terminal");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    // Many findings: more than a pipe holds.
    let broken = format!("{MILL}\n{}", "[[entries]]\nid = \"x\"\n".repeat(3000));
    let folder = folder(&[("mill.toml", broken.as_bytes())]);
    let mut child = command(&folder, &["check", "mill.toml"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn the_index_is_kept_once_and_written_anew_when_it_is_damaged() {
    let folder = folder(&[("mill.toml", MILL.as_bytes())]);
    let opened = told(load(&folder, &[]).output().unwrap());
    assert_eq!((opened.0, opened.2.as_str()), (0, ""));
    assert!(opened.1.starts_with("Mill strike, May 2031\n"), "{}", opened.1);
    let kept = stored(&folder);
    let [path] = kept.as_slice() else { panic!("{kept:?}") };
    let whole = fs::read(path).unwrap();
    fs::write(path, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(told(load(&folder, &[]).output().unwrap()), opened);
    assert_eq!((fs::read(path).unwrap().len(), stored(&folder).len()), (whole.len(), 1));
}

#[test]
fn two_at_once_leave_one_whole_index() {
    let folder = folder(&[("mill.toml", MILL.as_bytes())]);
    let both: Vec<_> = (0..2).map(|_| load(&folder, &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()).collect();
    for child in both {
        let (code, _, stderr) = told(child.wait_with_output().unwrap());
        assert_eq!((code, stderr.as_str()), (0, ""));
    }
    assert_eq!(stored(&folder).len(), 1);
}

#[test]
fn without_a_place_for_the_index_it_works_all_the_same() {
    let folder = folder(&[("mill.toml", MILL.as_bytes()), ("cache", b"a file where a folder should be")]);
    let (code, stdout, stderr) = told(load(&folder, &[]).output().unwrap());
    assert_eq!((code, stderr.lines().count()), (0, 1), "{stderr}");
    assert!(stdout.contains("Mill strike") && stderr.starts_with("note: ") && stderr.contains("--no-cache"), "{stderr}");
    for (arguments, unset) in [(&["--no-cache"][..], &[][..]), (&[], &["XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"])] {
        let mut command = load(&folder, arguments);
        for name in unset {
            command.env_remove(name);
        }
        let (code, _, stderr) = told(command.output().unwrap());
        assert_eq!((code, stderr.as_str()), (0, ""));
    }
}

#[test]
fn the_conversation_opens_in_the_systems_language() {
    let folder = folder(&[("mill.toml", MILL.as_bytes())]);
    let (_, spanish, _) = told(load(&folder, &["--no-cache"]).env("LANG", "es_US.UTF-8").output().unwrap());
    assert!(spanish.starts_with("Huelga del molino, mayo de 2031\n"), "{spanish}");
    let (_, english, _) = told(load(&folder, &["--no-cache", "--lang", "en"]).env("LANG", "es_US.UTF-8").output().unwrap());
    assert!(english.starts_with("Mill strike, May 2031\n"), "{english}");
}
