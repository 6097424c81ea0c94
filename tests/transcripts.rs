//! What people wrote and what came back, on the curators' own knowledge: each file in `tests/transcripts` is a scene, and what is
//! in it holds word for word. A line that does not hold is reported as `path:line`, with all that was shown.
//!
//! A file begins with what it shows, as comments (`#`). Then come questions and, below each, what its reply must be:
//!
//! ```text
//! # A member who needs medicine during the strike.
//! today: 2023-10-05
//!
//! > r the pharmacys open??
//! decision: answer
//! entry: pharmacies
//! no-notice: past
//! says: according to the employer
//! ```
//!
//! | line | holds when |
//! |---|---|
//! | `> QUESTION` | is asked; `\n` and `\u{202e}` stand for what an editor does not show |
//! | `decision: answer` | that was decided: `answer`, `clarify` or `abstain` |
//! | `entry: ID` | the entries that were answered are these, one a line, in this order, and no others |
//! | `finds: ID` | the entry is answered, or is the first that is offered: for what is understood and may still be asked back |
//! | `not-entry: ID` | the entry was not answered |
//! | `suggests: ID` | the entry is offered |
//! | `declined: ID` | that kind of decline was met |
//! | `notice: past`, `no-notice: past` | the reply has that notice, or has it not |
//! | `language: es` | the reply is in that language |
//! | `says: TEXT`, `not-says: TEXT` | what is shown holds the text, or does not |
//!
//! Where several outcomes are as good, they are parted by ` | `: `decision: clarify | abstain`. A question without `entry:`
//! whose decision is not `answer` must answer nothing, which `decision` says already.
//!
//! How it is asked stands above a question and holds until it is set again: `today: DATE` (long after the dispute unless said),
//! `lang: en`, `lang: es` or `lang: auto` (as `--lang`), `system: es` (the language of the system), and, for the next question
//! only, `times: N` (the question is written N times over).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod curated;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use curated::{CONTEXT, assistant, shown};
use strikebot::assistant::{Context, Reply};
use strikebot::text::Language;

const TRANSCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/transcripts");

/// One question with what must come back; lines are counted from 1.
#[derive(Debug)]
struct Asked {
    line: usize,
    question: String,
    context: Context,
    expected: Vec<(usize, Key, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Decision,
    Entry,
    NotEntry,
    Finds,
    Suggests,
    Declined,
    Notice,
    NoNotice,
    Language,
    Says,
    NotSays,
}

const KEYS: [(&str, Key); 11] = [
    ("decision", Key::Decision),
    ("entry", Key::Entry),
    ("not-entry", Key::NotEntry),
    ("finds", Key::Finds),
    ("suggests", Key::Suggests),
    ("declined", Key::Declined),
    ("notice", Key::Notice),
    ("no-notice", Key::NoNotice),
    ("language", Key::Language),
    ("says", Key::Says),
    ("not-says", Key::NotSays),
];

/// Reads a transcript; the error names the line.
fn read(text: &str) -> Result<Vec<Asked>, (usize, String)> {
    let mut asked: Vec<Asked> = Vec::new();
    let mut context = CONTEXT;
    let mut times = 1;
    for (line, number) in text.lines().zip(1..) {
        let fail = |message: &str| Err((number, format!("{message}: {line}")));
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(question) = line.strip_prefix('>') {
            let Some(question) = unescaped(question.strip_prefix(' ').unwrap_or(question)) else { return fail("no such escape") };
            asked.push(Asked { line: number, question: question.repeat(std::mem::replace(&mut times, 1)), context, expected: Vec::new() });
            continue;
        }
        let Some((key, value)) = line.split_once(": ") else { return fail("neither a question nor a key with its value") };
        let value = value.trim();
        match (key, value) {
            ("today", day) => match day.parse() {
                Ok(today) => context.today = today,
                Err(_) => return fail("not a day"),
            },
            ("lang", "auto") => context.language = None,
            ("lang", code) => match Language::from_code(code) {
                Some(language) => context.language = Some(language),
                None => return fail("no such language"),
            },
            ("system", code) => match Language::from_code(code) {
                Some(language) => context.fallback = language,
                None => return fail("no such language"),
            },
            ("times", number) => match number.parse() {
                Ok(number) => times = number,
                Err(_) => return fail("not a number"),
            },
            _ => match (KEYS.iter().find(|(name, _)| *name == key), asked.last_mut()) {
                (Some((_, key)), Some(asked)) => asked.expected.push((number, *key, value.to_owned())),
                (None, _) => return fail("no such key"),
                (_, None) => return fail("before the first question"),
            },
        }
    }
    match asked.iter().find(|asked| !asked.expected.iter().any(|(_, key, _)| *key == Key::Decision)) {
        Some(asked) => Err((asked.line, "a question without a decision".to_owned())),
        None => Ok(asked),
    }
}

/// The question with its escapes read; `None` for one that there is not.
fn unescaped(text: &str) -> Option<String> {
    let mut question = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            question.push(c);
            continue;
        }
        match rest.next()? {
            'n' => question.push('\n'),
            '\\' => question.push('\\'),
            'u' => {
                let digits: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                question.push(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)?);
            }
            _ => return None,
        }
    }
    Some(question)
}

/// What in a reply is not as it was written, each with its line.
fn differences(asked: &Asked, reply: &Reply, shown: &str) -> Vec<(usize, String)> {
    let json = serde_json::to_value(reply).unwrap();
    let texts = |pointer: &str| -> Vec<String> {
        let list = json.pointer(pointer).and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
        list.iter().filter_map(|item| item.as_str().or_else(|| item["entry"].as_str()).map(ToOwned::to_owned)).collect()
    };
    let text = |pointer: &str| json.pointer(pointer).and_then(serde_json::Value::as_str).unwrap_or("none").to_owned();
    let (answered, offered, notices) = (texts("/answers"), texts("/suggestions"), texts("/notices"));
    let mut differences = Vec::new();
    let mut wanted = 0;
    for (line, key, value) in &asked.expected {
        let any = |found: &str| value.split(" | ").any(|value| value == found);
        let any_of = |found: &[String]| found.iter().any(|found| any(found));
        let (holds, found) = match key {
            Key::Decision => (any(&text("/decision")), text("/decision")),
            Key::Entry => {
                wanted += 1;
                (answered.get(wanted - 1).is_some_and(|entry| any(entry)), answered.join(", "))
            }
            Key::NotEntry => (!any_of(&answered), answered.join(", ")),
            Key::Finds => {
                let first = offered.iter().take(1).filter(|_| answered.is_empty());
                (answered.iter().chain(first).any(|entry| any(entry)), format!("{}; offered {}", answered.join(", "), offered.join(", ")))
            }
            Key::Suggests => (any_of(&offered), offered.join(", ")),
            Key::Declined => (any(&text("/declined")), text("/declined")),
            Key::Notice => (any_of(&notices), notices.join(", ")),
            Key::NoNotice => (!any_of(&notices), notices.join(", ")),
            Key::Language => (any(reply.language.code()), reply.language.code().to_owned()),
            Key::Says => (value.split(" | ").any(|value| shown.contains(value)), "it is not said".to_owned()),
            Key::NotSays => (!shown.contains(value.as_str()), "it is said".to_owned()),
        };
        if !holds {
            differences.push((*line, format!("expected {value}; found {}", if found.is_empty() { "none" } else { &found })));
        }
    }
    if wanted > 0 && answered.len() > wanted {
        differences.push((asked.line, format!("more is answered than {wanted}: {}", answered.join(", "))));
    }
    differences
}

/// All that does not hold in a transcript, as it is reported.
fn report(path: &str, text: &str) -> String {
    let mut report = String::new();
    let asked = match read(text) {
        Ok(asked) => asked,
        Err((line, message)) => return format!("{path}:{line}: {message}\n"),
    };
    if asked.is_empty() {
        return format!("{path}:1: nothing is asked\n");
    }
    for asked in asked {
        let (reply, explanation) = assistant().explain(&asked.question, asked.context);
        let shown = shown(&reply);
        let differences = differences(&asked, &reply, &shown);
        for (line, message) in &differences {
            let _ = writeln!(report, "{path}:{line}: {message}");
        }
        if !differences.is_empty() {
            let _ = writeln!(report, "  > {}", asked.question.chars().take(200).collect::<String>().escape_debug());
            for part in explanation.parts {
                let best: Vec<String> = part.candidates.iter().take(3).map(|candidate| format!("{} {:.2}", candidate.id, candidate.score)).collect();
                let _ =
                    writeln!(report, "  {}: {:.3}, {:.3}; {}; {}", part.normal_form, part.confidence, part.among_first_three, best.join(", "), part.decision);
            }
            for line in shown.lines() {
                let _ = writeln!(report, "  | {line}");
            }
        }
    }
    report
}

fn transcripts() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(TRANSCRIPTS).unwrap().map(|item| item.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    paths
}

#[test]
fn every_transcript_holds() {
    let paths = transcripts();
    assert!(paths.len() >= 45, "{} transcripts", paths.len());
    let report: String = paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path).display().to_string();
            report(&name, &std::fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(report.is_empty(), "\n{report}");
}

/// What was wrong in the transcript `text`, as lines and messages.
fn reported(text: &str) -> Vec<String> {
    report("x.txt", text).lines().filter(|line| line.starts_with("x.txt")).map(ToOwned::to_owned).collect()
}

#[test]
fn a_line_that_does_not_hold_is_named_by_file_and_line() {
    let text = "> are the pharmacies open\ndecision: abstain\nentry: outsourcing | staffing\n\nsuggests: nothing\nnotice: emergency\nno-notice: past\nlanguage: \
                es\nsays: xyzzy\nnot-says: You asked about\ndeclined: weather\nnot-entry: pharmacies\nfinds: \
                staffing\n";
    let lines: Vec<String> = reported(text).iter().map(|line| line.split(':').nth(1).unwrap().to_owned()).collect();
    assert_eq!(lines, ["2", "3", "5", "6", "7", "8", "9", "10", "11", "12", "13"]);
    assert_eq!(reported("> are the pharmacies open? how long did the strike last?\ndecision: answer\nentry: pharmacies\n").len(), 1, "an answer too many");
    assert_eq!(reported("> are the pharmacies open\ndecision: answer | clarify\nentry: pharmacies\nlanguage: en\n"), [""; 0]);
}

#[test]
fn a_transcript_that_cannot_be_read_is_named_by_file_and_line() {
    for (text, expected) in [
        ("# nothing\n", "x.txt:1: nothing is asked"),
        ("decision: answer\n", "x.txt:1: before the first question"),
        ("> a\ndecison: answer\n", "x.txt:2: no such key"),
        ("\n> a\nentry: b\n", "x.txt:2: a question without a decision"),
        ("> a\ndecision: answer\nwhatever\n", "x.txt:3: neither"),
        ("today: soon\n", "x.txt:1: not a day"),
        ("lang: fr\n", "x.txt:1: no such language"),
        ("> \\x\ndecision: abstain\n", "x.txt:1: no such escape"),
    ] {
        let reported = reported(text);
        assert!(reported.len() == 1 && reported[0].starts_with(expected), "{reported:?}");
    }
}

#[test]
fn escapes_are_read() {
    assert_eq!(unescaped(r"a\n\u{202e}\\").as_deref(), Some("a\n\u{202e}\\"));
    assert_eq!(unescaped(r"\u{d800}"), None);
    let asked = read("times: 3\nlang: es\ntoday: 2023-10-05\n> ab\ndecision: abstain\n> c\ndecision: abstain\n").unwrap();
    assert_eq!((asked[0].question.as_str(), asked[1].question.as_str()), ("ababab", "c"));
    assert_eq!((asked[1].context.language, asked[1].context.today.day()), (Some(Language::Spanish), 5));
}

/// Runs the command on the curators' knowledge.
fn ask_the_command(arguments: &[&str], input: &[u8]) -> String {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("strikebot"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).args(["ask", "--today", "2026-11-24"]).args(arguments);
    command.arg("--no-cache").env("LC_ALL", "C");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // From another thread: the replies may fill their pipe before the questions are written.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_command_answers_as_the_transcripts_do_even_what_is_no_text() {
    let endless = vec![b'a'; 2_000_000];
    let questions: [&[u8]; 5] = [b"are the pharmacies open", b"\xff\xfeare the pharmacies open\xc3", b"\xf0\x9f\x98", &endless, b"\x1b]0;x\x07hello"];
    let replies = ask_the_command(&["--stdin", "--format", "json"], &questions.join(&b'\n'));
    let decisions: Vec<String> = replies
        .lines()
        .map(|line| {
            let reply: serde_json::Value = serde_json::from_str(line).unwrap();
            format!("{} {}", reply["decision"].as_str().unwrap(), reply.pointer("/answers/0/entry").and_then(|entry| entry.as_str()).unwrap_or("-"))
        })
        .collect();
    assert_eq!(decisions, ["answer pharmacies", "answer pharmacies", "abstain -", "abstain -", "abstain -"]);
    assert!(!replies.contains(['\u{1b}', '\u{7}']), "nothing of it steers a terminal");
}
