//! The command as it is run. Every run: results on standard output and all else on standard error; exit code 2 and the cure
//! for whatever can't be used; no panic.

use std::fs;
use std::io::Read;
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
    let folder = folder(files);
    let Output { status, stdout, stderr } = command(&folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
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
    let (code, _, stderr) = run(&[("a.toml", b"schema = 1\n\xff\n")], &["check", "a.toml"]);
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
        for part in ["error[unknown-key]", "--> mill.toml:49:1", "^^^^^", "did you mean `answer`?", "mend what is marked"] {
            assert!(stderr.contains(part), "{part}: {stderr}");
        }
        assert!(!stderr.contains('\u{1b}'), "no colours outside a terminal");
    }
}

#[test]
fn check_finds_errors_with_one_and_none_with_zero() {
    let (code, stdout, stderr) = run(&[("mill.toml", MILL.as_bytes())], &["check", "mill.toml"]);
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    let broken = MILL.replacen("sources = [\"leaflet\"]", "sources = [\"leeflet\"]", 1);
    let (code, stdout, _) = run(&[("mill.toml", broken.as_bytes())], &["check", "mill.toml"]);
    assert_eq!(code, 1);
    assert!(stdout.contains("did you mean \"leaflet\"?") && stdout.contains("1 error, 0 warnings"), "{stdout}");
    let (code, stdout, _) = run(&[("mill.toml", broken.as_bytes())], &["check", "--format", "json", "mill.toml"]);
    assert_eq!((code, stdout.lines().count()), (1, 1));
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((&report["errors"], &report["warnings"]), (&1.into(), &0.into()));
    let finding = &report["findings"][0];
    for key in ["code", "level", "path", "line", "column", "message", "help"] {
        assert!(finding.get(key).is_some(), "{key}");
    }
    assert_eq!((&finding["level"], &finding["path"]), (&"error".into(), &"mill.toml".into()));
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
