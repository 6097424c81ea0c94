//! What the repository promises: files that can be read at once, and a README that tells what is there.

#![expect(clippy::expect_used, reason = "a test stops at what it did not expect")]

mod support;

use std::collections::BTreeSet;
use std::process::Command;

use strikebot::checks::{PARSER_CODES, RULES};
use strikebot::knowledge::{SourceFile, parse};
use support::{files, read};

/// Most lines of a file of code; about 300 is what we aim at.
const MOST_LINES: usize = 400;

/// Options in the README that are of other programs.
const OF_OTHERS: &[&str] = &["--all-targets", "--bench", "--help", "--lib", "--no-deps", "--release", "--test", "--version"];

#[test]
fn no_file_of_code_is_too_long_to_be_read_at_once() {
    let all = ["src", "tests", "tools"].into_iter().flat_map(|folder| files(folder, &["rs", "py", "sh"]));
    let long: Vec<String> =
        all.map(|path| (read(&path).lines().count(), path)).filter(|(lines, _)| *lines > MOST_LINES).map(|(lines, path)| format!("{path}: {lines}")).collect();
    assert!(long.is_empty(), "over {MOST_LINES} lines: {long:?}");
}

#[test]
fn the_readme_lists_the_codes_of_check_and_no_others() {
    let readme = read("README.md");
    let (_, section) = readme.split_once("### What `check` tells").expect("a section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let listed: BTreeSet<&str> = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).chain(PARSER_CODES.iter().map(|(code, _)| *code)).collect();
    assert_eq!(listed, known);
    for rule in RULES {
        assert!(section.contains(&format!("| `{}` | {} |", rule.code, rule.level.word())), "{} is of level {}", rule.code, rule.level.word());
    }
}

#[test]
fn the_readme_names_every_command_and_option_and_no_others() {
    let readme = read("README.md");
    let commands: Vec<String> =
        help(&[]).lines().skip_while(|line| *line != "Commands:").skip(1).map_while(|line| line.split_whitespace().next().map(str::to_owned)).collect();
    assert!(commands.len() >= 4, "{commands:?}");
    let mut known: BTreeSet<String> = OF_OTHERS.iter().map(|option| (*option).to_owned()).collect();
    for command in &commands {
        assert!(readme.contains(&format!("strikebot {command}")), "README.md does not name `strikebot {command}`");
        for option in options(&help(&[command])) {
            assert!(readme.contains(&format!("`{option}")), "README.md does not name {option} of `strikebot {command}`");
            known.insert(option);
        }
    }
    let unknown: Vec<String> = options(&readme).into_iter().filter(|option| !known.contains(option)).collect();
    assert!(unknown.is_empty(), "README.md names options that no command has: {unknown:?}");
}

#[test]
fn the_example_in_the_readme_has_no_error() {
    let readme = read("README.md");
    let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let parsed = parse(vec![SourceFile { path: "bakery.toml".to_owned(), text: example.to_owned() }]);
    assert!(parsed.findings.is_empty(), "{:#?}", parsed.findings);
}

#[test]
fn the_architecture_says_why_each_dependency_is_there() {
    let manifest = read("Cargo.toml");
    let tables = manifest.split("\n[").filter(|table| table.starts_with("dependencies]") || table.starts_with("dev-dependencies]"));
    let named: BTreeSet<String> = tables.flat_map(|table| table.lines().skip(1)).filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect();
    let architecture = read("ARCHITECTURE.md");
    let (_, section) = architecture.split_once("## Dependencies").expect("a section");
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next()).skip(1);
    let listed = rows.flat_map(|row| row.trim_start_matches("*for tests:* ").split(", ")).map(str::to_owned).collect();
    assert_eq!(named, listed);
}

#[test]
fn what_the_documents_point_to_is_there() {
    for document in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/privacy.md", "knowledge/NOTICE.md"] {
        let text = read(document);
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.contains("://")) {
            let (path, heading) = target.split_once('#').unwrap_or((target, ""));
            if path.is_empty() {
                assert!(text.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == heading), "{document}: no heading #{heading}");
            } else {
                assert!(support::root().join(path).exists(), "{document}: {path} is not there");
            }
        }
    }
}

/// What a command says of itself.
fn help(command: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_strikebot")).args(command).arg("--help").output().expect("the program runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The long options that a text names, but `--help` and `--version`.
fn options(text: &str) -> BTreeSet<String> {
    let starts = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let named = starts.filter(|word| word.strip_prefix("--").is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase())));
    named.filter(|word| !matches!(*word, "--help" | "--version")).map(str::to_owned).collect()
}

/// The address of a heading, as code hosts make it.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars().filter_map(|c| if c == ' ' { Some('-') } else { (c.is_alphanumeric() || c == '-').then_some(c) }).collect()
}
