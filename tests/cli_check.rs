//! `strikebot check` as it is run, by curators and by programs. Every run: findings on standard output; exit code 1 for what is
//! wrong inside files, 2 for paths that can't be read; the JSON form, which is fixed.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

const CAMPAIGN: &str = include_str!("fixtures/orchard/campaign.toml");
const ANSWERS: &str = include_str!("fixtures/orchard/answers.toml");

const CLEAN: [(&str, &[u8]); 2] = [("campaign.toml", CAMPAIGN.as_bytes()), ("answers.toml", ANSWERS.as_bytes())];

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn check_in(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(cargo_bin("strikebot"));
    let output = command.current_dir(folder).args(["check", "--today", "2031-05-05"]).args(arguments).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn check(files: &[(&str, &[u8])], arguments: &[&str]) -> (i32, String, String) {
    check_in(folder(files).path(), arguments)
}

/// The codes that a run for programs finds.
fn codes(files: &[(&str, &[u8])], arguments: &[&str]) -> (i32, Vec<String>) {
    let (code, stdout, stderr) = check(files, &[&["--format", "json"], arguments].concat());
    assert_eq!((stdout.lines().count(), stderr.as_str()), (1, ""), "{stdout}");
    let report: Value = serde_json::from_str(&stdout).unwrap();
    (code, report["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect())
}

#[test]
fn clean_knowledge_passes_strictly_and_says_what_to_do_next() {
    let (code, stdout, stderr) = check(&CLEAN, &["--strict", "."]);
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    let lines: Vec<&str> = stdout.lines().collect();
    let [counts, left_out, next] = lines.as_slice() else { panic!("{stdout}") };
    assert_eq!(*counts, "2 files checked: 0 errors, 0 warnings");
    assert!(left_out.ends_with("of 4 of the declines' (100 %) are led to no entry then") && left_out.contains(" of 18 phrasings ("), "{left_out}");
    assert!(next.starts_with("All is well."), "{next}");
    let (_, stdout, _) = check(&CLEAN, &["--no-left-out", "."]);
    assert!(!stdout.contains("left out"), "{stdout}");
}

#[test]
fn knowledge_is_looked_for_where_it_usually_is_or_where_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (code, stdout, stderr) = check_in(folder.path(), &[]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("knowledge: there is no such file or folder") && stderr.contains("--knowledge PATH"), "{stderr}");
    for place in ["knowledge", "elsewhere"] {
        fs::create_dir(folder.path().join(place)).unwrap();
        CLEAN.iter().for_each(|(name, bytes)| fs::write(folder.path().join(place).join(name), bytes).unwrap());
    }
    for arguments in [&["--no-left-out"][..], &["--no-left-out", "--knowledge", "elsewhere"]] {
        let (code, stdout, _) = check_in(folder.path(), arguments);
        assert_eq!((code, stdout.lines().next()), (0, Some("2 files checked: 0 errors, 0 warnings")), "{stdout}");
    }
}

#[test]
fn a_broken_file_shows_place_cause_and_cure_and_fails() {
    let broken = ANSWERS.replacen("answer = \"The north", "anser = \"The north", 1).replacen("[\"herald\"]", "[\"harald\"]", 1);
    let (code, stdout, stderr) = check(&[CLEAN[0], ("answers.toml", broken.as_bytes())], &["."]);
    assert_eq!((code, stderr.as_str()), (1, ""), "{stdout}");
    let place = format!("--> .{}answers.toml:14:1", std::path::MAIN_SEPARATOR);
    for part in
        ["error[unknown-key]", place.as_str(), "did you mean `answer`?", "did you mean \"herald\"?", "2 files checked: 3 errors, 0 warnings", "Next: mend"]
    {
        assert!(stdout.contains(part), "{part}: {stdout}");
    }
    assert!(stdout.contains("no more than this can be checked"), "{stdout}");
}

#[test]
fn an_error_of_a_rule_fails_too_and_stands_before_the_warnings() {
    let twice = ANSWERS.replacen("\"demanded wages\"", "\"open gates\"", 1).replacen("category = \"demands\"\n", "", 1);
    let (code, stdout, _) = check(&[CLEAN[0], ("answers.toml", twice.as_bytes())], &["--no-left-out", "."]);
    assert_eq!(code, 1);
    let place = |part: &str| stdout.find(part).unwrap_or_else(|| panic!("{part}: {stdout}"));
    let order = ["error[duplicate-phrasing]", "warning[missing-category]", "1 error, 1 warning\n", "Next: mend the errors, then check again."].map(place);
    assert!(order.is_sorted(), "{stdout}");
}

#[test]
fn warnings_fail_only_strictly() {
    let old = CAMPAIGN.replacen("reviewed = 2031-05-04", "reviewed = 2030-05-04", 1);
    let files: [(&str, &[u8]); 2] = [("campaign.toml", old.as_bytes()), CLEAN[1]];
    for (arguments, expected) in [(&["."][..], 0), (&["--strict", "."], 1)] {
        let (code, stdout, _) = check(&files, arguments);
        assert_eq!(code, expected, "{stdout}");
        assert!(stdout.contains("warning[stale-review]") && stdout.contains("0 errors, 1 warning\n"), "{stdout}");
    }
    assert_eq!(codes(&files, &["--strict", "."]), (1, vec!["stale-review".to_owned()]));
}

#[test]
fn warnings_of_one_kind_stand_together_each_with_its_place() {
    let without = ANSWERS.replace("category = \"places\"\n", "");
    let (code, stdout, _) = check(&[CLEAN[0], ("answers.toml", without.as_bytes())], &["--no-left-out", "."]);
    assert_eq!((code, stdout.matches("warning[missing-category]").count(), stdout.matches("help: ").count()), (0, 1, 1), "{stdout}");
    let lines: Vec<&str> = stdout.lines().collect();
    let start = format!(".{}answers.toml:", std::path::MAIN_SEPARATOR);
    assert!(lines[0].ends_with("(2 times)") && lines[1].starts_with("help: "), "{stdout}");
    assert_eq!([lines[2], lines[5]].map(|line| line.strip_prefix(&start)), [Some("4:7"), Some("33:7")], "{stdout}");
}

#[test]
fn the_form_for_programs_is_as_it_was_fixed() {
    let old = CAMPAIGN.replacen("reviewed = 2031-05-04", "reviewed = 2030-05-04", 1);
    for (files, errors, warnings) in [
        (vec![CLEAN[0], CLEAN[1]], 0, 0),
        (vec![("campaign.toml", old.as_bytes()), CLEAN[1]], 0, 1),
        (vec![CLEAN[0], ("answers.toml", b"schema = 1\n[[entries]]\nid = \"a\"\n")], 4, 0),
        (vec![("campaign.toml", b"schema = 1\n".as_slice())], 1, 0),
    ] {
        let (code, stdout, stderr) = check(&files, &["--format", "json", "."]);
        assert_eq!((code, stdout.lines().count(), stderr.as_str()), (i32::from(errors > 0), 1, ""), "{stdout}");
        let report: Value = serde_json::from_str(&stdout).unwrap();
        let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&report), ["errors", "findings", "warnings"]);
        assert_eq!((&report["errors"], &report["warnings"]), (&errors.into(), &warnings.into()), "{stdout}");
        let findings = report["findings"].as_array().unwrap();
        assert_eq!(findings.len(), errors + warnings);
        for finding in findings {
            assert_eq!(keys(finding), ["code", "column", "help", "level", "line", "message", "path"]);
            assert!(["code", "path", "message", "help"].iter().all(|key| finding[key].is_string()), "{finding}");
            assert!(["error", "warning"].map(Value::from).contains(&finding["level"]), "{finding}");
            assert!(finding["line"].as_u64() >= Some(1) && finding["column"].as_u64() >= Some(1), "{finding}");
        }
    }
}

#[test]
fn what_a_phrasing_would_be_led_to_without_itself_is_found() {
    // Half the phrasings of `wages` are those of the gates in other words.
    let led = ANSWERS
        .replacen("\"what wages are demanded\"", "\"gates open now\"", 1)
        .replacen("\"wages the pickers demand\"", "\"the open gate\"", 1)
        .replacen("\"how much in wages do they want\"", "\"are gates closed\"", 1);
    let files: [(&str, &[u8]); 2] = [CLEAN[0], ("answers.toml", led.as_bytes())];
    let (code, stdout, stderr) = check(&files, &["."]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let takes = "of 6 phrasings of `wages` lead elsewhere when left out, ";
    assert!(stdout.contains("warning[left-out]") && stdout.contains(takes), "{stdout}");
    assert_eq!(check(&files, &["."]).1, stdout, "two runs tell the same");
    let (_, found) = codes(&files, &["--no-left-out", "."]);
    assert!(!found.contains(&"left-out".to_owned()), "{found:?}");
}

#[test]
fn several_paths_are_read_together_and_a_file_named_twice_once() {
    let one_lacks_the_other = codes(&CLEAN, &["--no-left-out", "answers.toml"]).1;
    assert!(one_lacks_the_other.contains(&"no-campaign".to_owned()), "{one_lacks_the_other:?}");
    for paths in [&["campaign.toml", "answers.toml"][..], &["answers.toml", "."], &["answers.toml", "./answers.toml", "campaign.toml"]] {
        assert_eq!(codes(&CLEAN, &[&["--no-left-out", "--strict"], paths].concat()), (0, Vec::new()), "{paths:?}");
        let (_, stdout, _) = check(&CLEAN, &[&["--no-left-out"], paths].concat());
        assert!(stdout.starts_with("2 files checked"), "{paths:?}: {stdout}");
    }
}

#[test]
fn a_path_that_cannot_be_read_is_two_whatever_the_others_hold() {
    let broken: (&str, &[u8]) = ("broken.toml", b"schema =\n");
    for paths in [&["nowhere.toml"][..], &["campaign.toml", "nowhere.toml"], &["broken.toml", "nowhere.toml"]] {
        for format in ["text", "json"] {
            let (code, stdout, stderr) = check(&[CLEAN[0], broken], &[&["--format", format], paths].concat());
            assert_eq!((code, stdout.as_str()), (2, ""), "{paths:?}");
            assert!(stderr.contains("nowhere.toml: there is no such file or folder"), "{stderr}");
        }
    }
    let (code, _, stderr) = check(&[("notes.txt", b"")], &["."]);
    assert_eq!(code, 2);
    assert!(stderr.contains("holds no `*.toml` file"), "{stderr}");
}

#[test]
fn text_in_another_encoding_is_an_error_at_its_place() {
    let latin = String::from_utf8_lossy(ANSWERS.as_bytes()).replacen("north", "n\u{1}rth", 1).into_bytes();
    let latin: Vec<u8> = latin.into_iter().map(|byte| if byte == 1 { 0xF6 } else { byte }).collect();
    let (code, stdout, stderr) = check(&[CLEAN[0], ("answers.toml", &latin)], &["--format", "json", "."]);
    assert_eq!((code, stderr.as_str()), (1, ""), "{stdout}");
    let report: Value = serde_json::from_str(&stdout).unwrap();
    let [finding] = report["findings"].as_array().unwrap().as_slice() else { panic!("{stdout}") };
    assert_eq!((&finding["code"], &finding["line"], &finding["column"]), (&"not-utf-8".into(), &14.into(), &16.into()));
    let sixteen_bits: Vec<u8> = [0xFEFF].into_iter().chain(ANSWERS.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(codes(&[CLEAN[0], ("answers.toml", &sixteen_bits)], &["."]), (1, vec!["not-utf-8".to_owned()]));
}
