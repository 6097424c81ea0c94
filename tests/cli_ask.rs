//! `strikebot ask` as it is run: one reply for each question, in order, at once; what was asked steers no terminal, and
//! whoever stops reading ends it quietly. Which entry answers is the engine's matter and no test's here.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;

const KEYS: [&str; 11] =
    ["question", "decision", "language", "answers", "suggestions", "unanswered", "declined", "message", "notices", "confidence", "ranking"];

fn ask(arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin("strikebot"));
    let mill = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/mill.toml");
    command.args(["ask", "--no-cache", "--knowledge", mill, "--today", "2031-05-05"]).args(arguments);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What comes of one run that reads `input`.
fn told(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child = ask(arguments).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // From another thread: the replies may fill their pipe before the questions are written. It may have stopped reading, too.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    writer.join().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_reply_for_programs_is_one_object_with_every_key() {
    let (code, stdout, stderr) = told(&["--format", "json", "Are", "the mill gates", "open?"], b"");
    assert_eq!((code, stdout.lines().count(), stderr.as_str()), (0, 1, ""));
    let reply: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let places: Vec<usize> = KEYS.iter().map(|key| stdout.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(KEYS.iter().all(|key| reply.get(key).is_some()) && places.first() == Some(&1), "{stdout}");
    assert_eq!((&reply["question"], &reply["decision"]), (&"Are the mill gates open?".into(), &"answer".into()));
    assert!(reply.get("explanation").is_none());
    let (_, stdout, _) = told(&["--format", "json", "--explain", "gates"], b"");
    assert!(serde_json::from_str::<serde_json::Value>(&stdout).unwrap()["explanation"]["parts"].is_array());
}

#[test]
fn a_reply_for_people_opens_with_what_was_understood() {
    let (code, stdout, _) = told(&["Are the mill gates open?"], b"");
    assert_eq!(code, 0);
    assert!(stdout.starts_with("You asked about: Are the mill gates open?\n"), "{stdout}");
    let (_, stdout, _) = told(&["--lang", "es", "Are the mill gates open?"], b"");
    assert!(stdout.starts_with("Usted preguntó: ¿Están abiertas las entradas del molino?\n"), "{stdout}");
}

#[test]
fn every_line_gets_a_reply_in_order_whatever_is_in_it() {
    let lines: [&[u8]; 7] = [b"Are the mill gates open?", b"", b"caf\xe9", b"\x1b[2J\x9b", b"?", "😀 日本 \u{202e}".as_bytes(), b"--help"];
    let (code, stdout, stderr) = told(&["--stdin", "--format", "json"], &lines.join(&b'\n'));
    assert_eq!((code, stderr.as_str()), (0, ""));
    let questions: Vec<String> =
        stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["question"].as_str().unwrap().to_owned()).collect();
    assert_eq!(questions, lines.map(|line| String::from_utf8_lossy(line).into_owned()));
    let (code, stdout, _) = told(&["--stdin", "--explain"], &lines.join(&b'\n'));
    assert_eq!(code, 0);
    assert!(!stdout.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{stdout:?}");
}

#[test]
fn each_reply_comes_before_the_next_question_is_asked() {
    let mut child = ask(&["--stdin", "--format", "json"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for question in ["one", "", "three"] {
        writeln!(stdin, "{question}").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"question\":\"{question}\"")), "{line}");
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn whoever_stops_reading_ends_it_quietly() {
    for arguments in [&["--stdin"][..], &["--stdin", "--format", "json"], &["gates"]] {
        let mut child = ask(arguments).spawn().unwrap();
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        // It may be gone before all is written.
        let _ = stdin.write_all("Are the mill gates open?\n".repeat(2000).as_bytes());
        drop(stdin);
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""), "{arguments:?}");
    }
}
