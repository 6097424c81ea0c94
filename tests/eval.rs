//! `strikebot eval` as it is run: the report on standard output, all else on standard error; 1 for a missed threshold, 2 for
//! questions that can't be used.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;

const MILL: &str = include_str!("fixtures/mill.toml");

const QUESTIONS: &str = "\
question\texpected\tslice
Are the mill gates open?\tgates\tplain
Is the mill shop open?\tshop\tplain
What does the union ask for?\tpay\tplain
Are the mill gates open?\tpay\tmislabelled
\tnone\tempty
";

fn run(files: &[(&str, &str)], arguments: &[&str]) -> (i32, String, String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files.iter().chain(&[("mill.toml", MILL)]) {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut command = Command::new(cargo_bin("strikebot"));
    command.current_dir(folder.path()).args(["eval", "--knowledge", "mill.toml", "--today", "2031-05-06", "--no-cache"]).args(arguments).stdin(Stdio::null());
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr), folder)
}

#[test]
fn json_is_one_object_on_one_line_with_all_that_was_measured() {
    let (code, stdout, stderr, _folder) = run(&[("q.tsv", QUESTIONS)], &["--questions", "q.tsv", "--format", "json", "--min-right", "75", "--max-wrong", "25"]);
    assert_eq!((code, stderr.as_str(), stdout.lines().count()), (0, "", 1), "{stdout}");
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    for (pointer, value) in [
        ("/questions", 5.into()),
        ("/answerable/n", 4.into()),
        ("/answerable/right/count", 3.into()),
        ("/answerable/right/percent", 75.0.into()),
        ("/answerable/wrong/count", 1.into()),
        ("/none/n", 1.into()),
        ("/none/answered/count", 0.into()),
        ("/slices/1/slice", "mislabelled".into()),
        ("/ranking/first/count", 3.into()),
        ("/confusions/0/expected", "pay".into()),
        ("/confusions/0/got", "gates".into()),
        ("/thresholds/0/met", true.into()),
        ("/changes", serde_json::Value::Null),
    ] {
        assert_eq!(report.pointer(pointer), Some(&value), "{pointer}: {stdout}");
    }
    for pointer in ["/confidence/auroc_answerable", "/confidence/auroc_first", "/confidence/calibration_error", "/microseconds/median", "/microseconds/p95"] {
        assert!(report.pointer(pointer).is_some_and(serde_json::Value::is_number), "{pointer}: {stdout}");
    }
}

#[test]
fn a_missed_threshold_is_one_and_named_after_the_report() {
    for (arguments, missed) in [
        (&["--min-right", "75.1"][..], &["--min-right: 75.00 % are right, at least 75.1 % was asked for"][..]),
        (&["--max-wrong", "24"], &["--max-wrong: 25.00 % are wrong, at most 24 % was asked for"]),
        (&["--min-right", "100", "--max-wrong", "0"], &["--min-right", "--max-wrong"]),
    ] {
        let (code, stdout, stderr, _folder) = run(&[("q.tsv", QUESTIONS)], &[&["--questions", "q.tsv"], arguments].concat());
        assert_eq!(code, 1, "{stderr}");
        assert!(stdout.starts_with("Questions that have an answer: 4"), "{stdout}");
        assert_eq!(stderr.lines().count(), missed.len(), "{stderr}");
        assert!(missed.iter().all(|part| stderr.contains(part)), "{stderr}");
    }
}

#[test]
fn a_later_run_tells_what_moved_and_may_write_over_the_table_it_is_held_against() {
    let earlier = "question\texpected\tslice\toutcome\tentries\tconfidence\nAre the mill gates open?\tgates\tplain\tsilent\t\t0.1\nIs the mill shop open?\tshop\tplain\tright\tshop\t0.9\n";
    let files = [("q.tsv", QUESTIONS), ("run.tsv", earlier)];
    let (code, stdout, stderr, folder) = run(&files, &["--questions", "q.tsv", "--against", "run.tsv", "--save", "run.tsv"]);
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    assert!(stdout.contains("0 worse, 1 better (1 as before, 3 new, 0 no longer asked)") && stdout.contains(" silent → right "), "{stdout}");
    let saved = fs::read_to_string(folder.path().join("run.tsv")).unwrap();
    assert_eq!(saved.lines().count(), 6);
    assert!(saved.contains("Are the mill gates open?\tgates\tplain\tright\tgates\t") && saved.contains("\tpay\tmislabelled\twrong\tgates\t"), "{saved}");
}

#[test]
fn questions_that_cannot_be_used_are_two_with_the_line_and_the_cure() {
    for (files, arguments, message) in [
        (&[][..], &[][..], "--questions"),
        (&[], &["--questions", "q.tsv"], "q.tsv: there is no such file"),
        (&[("q.tsv", "question,expected,slice\n")], &["--questions", "q.tsv"], "q.tsv:1: there is no column `question`"),
        (&[("q.tsv", "question\texpected\tslice\nhi\tgtes\tx\n")], &["--questions", "q.tsv"], "q.tsv:2: there is no entry `gtes`; did you mean `gates`?"),
        (&[("q.tsv", QUESTIONS)], &["--questions", "q.tsv", "--against", "no.tsv"], "no.tsv: there is no such file"),
        (&[("q.tsv", QUESTIONS)], &["--questions", "q.tsv", "--against", "q.tsv"], "q.tsv:1: there is no column `outcome`"),
        (&[("q.tsv", QUESTIONS)], &["--questions", "q.tsv", "--min-right", "101"], "a number from 0 to 100"),
    ] {
        let (code, stdout, stderr, _folder) = run(files, arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
    }
    let (code, stdout, stderr, _folder) = run(&[("q.tsv", QUESTIONS)], &["--questions", "q.tsv", "--save", "no/run.tsv"]);
    assert_eq!(code, 2);
    assert!(!stdout.is_empty() && stderr.contains("no/run.tsv: can't be written"), "{stderr}");
}
