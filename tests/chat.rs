//! A conversation in the terminal as it is run: every screen, in both languages, on a made-up knowledge. What `/why` tells in numbers
//! moves with the engine and is left out.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::io::Write;
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin;

const KNOWLEDGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/mill.toml");

/// What is shown for what is typed, line by line.
fn talk(arguments: &[&str], lines: &[&str]) -> String {
    let mut command = Command::new(cargo_bin("strikebot"));
    command.args(["chat", "--no-cache", "--knowledge", KNOWLEDGE]).args(arguments).env("LC_ALL", "C");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.join("\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(!shown.contains(['\u{1b}', '@']), "nothing of what is typed steers the terminal or comes back");
    shown.lines().map(without_numbers).collect::<Vec<_>>().join("\n")
}

/// A line of `/why` without what the engine measured.
fn without_numbers(line: &str) -> String {
    let measured = ["  confidence  ", "  decision    ", "  1. ", "  2. ", "  3. ", "  4. ", "  5. "];
    match measured.iter().find(|begin| line.starts_with(**begin) && (line.contains("score") || line.contains(" % ") || line.contains("cost"))) {
        Some(begin) => format!("{begin}…"),
        None => line.to_owned(),
    }
}

#[test]
fn every_screen_in_english() {
    let lines = [
        "/why",
        "/sources",
        "/help",
        "/services",
        "/srevices",
        "/xyzzy",
        "/lang",
        "/lang auto",
        "Are the mill gates open?",
        "/why",
        "/sources",
        "1",
        "",
        "will it rain on the picket line",
        "/sources",
        "7?",
        "my colleague can't breathe",
        "xyzzy \u{1b}[2J @everyone",
        "/lang es",
        "/quit",
    ];
    insta::assert_snapshot!(talk(&["--today", "2031-06-01"], &lines));
}

#[test]
fn every_screen_in_spanish() {
    let lines = [
        "/why",
        "/sources",
        "/help",
        "/services",
        "/srevices",
        "/xyzzy",
        "/lang",
        "/lang auto",
        "/lang es",
        "¿Están abiertas las entradas del molino?",
        "/why",
        "/sources",
        "1",
        "will it rain on the picket line",
        "/sources",
        "7?",
        "mi compañero no puede respirar",
        "/lang en",
        "/quit",
    ];
    insta::assert_snapshot!(talk(&["--today", "2031-05-05", "--lang", "es"], &lines));
}
