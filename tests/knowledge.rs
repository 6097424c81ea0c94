//! What the parser says about broken files. Each file in `tests/data/broken` names in its first line, a comment, what must be
//! found in it, as `code:line:column`, all of it and nothing else; a folder there is one knowledge of several files.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use proptest::prelude::*;
use strikebot::checks::{CheckContext, PARSER_CODES, check};
use strikebot::knowledge::{Finding, Knowledge, Located, Parsed, SourceFile, parse};
use strikebot::text::Language;

const BROKEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/broken");

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> SourceFile {
    let name = path.strip_prefix(BROKEN).unwrap_or(path).display().to_string();
    SourceFile { path: name, text: std::fs::read_to_string(path).unwrap() }
}

/// Every broken knowledge.
fn broken() -> Vec<Parsed> {
    let knowledges = sorted(Path::new(BROKEN)).into_iter().map(|path| if path.is_dir() { sorted(&path) } else { vec![path] });
    knowledges.map(|paths| parse(paths.iter().map(|path| read(path)).collect())).collect()
}

#[test]
fn every_mistake_is_reported_at_its_place_and_nothing_else_is() {
    let mut differences = String::new();
    for parsed in broken() {
        for (index, file) in parsed.files.iter().enumerate() {
            let here = parsed.findings.iter().filter(|finding| finding.span.as_ref().map_or(0, |span| span.file) == index);
            let found: Vec<String> = here
                .map(|finding| {
                    let (line, column) = finding.line_and_column(&parsed.files);
                    format!("{}:{line}:{column}", finding.code)
                })
                .collect();
            let (expected, found) = (file.text.lines().next().unwrap_or_default().trim_start_matches(['\u{feff}', '#', ' ']), found.join(" "));
            if expected != found {
                writeln!(differences, "{}\n  expected {expected}\n  found    {found}", file.path).unwrap();
                for finding in &parsed.findings {
                    writeln!(differences, "    {} {}; {}", finding.code, finding.message, finding.help.as_deref().unwrap_or("-")).unwrap();
                }
            }
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn a_broken_knowledge_is_not_served() {
    for parsed in broken() {
        assert!(parsed.knowledge.is_none(), "{}", parsed.files[0].path);
    }
}

#[test]
fn every_code_of_the_parser_is_listed_and_met() {
    let mut met: BTreeSet<&str> = broken().iter().flat_map(|parsed| &parsed.findings).map(|finding| finding.code).collect();
    // Found before the parser, where bytes become text: the parser gets texts only.
    met.insert("not-utf-8");
    let listed: BTreeSet<&str> = PARSER_CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(met, listed);
}

#[test]
fn every_finding_says_what_to_do_or_what_is_wanted() {
    for parsed in broken() {
        for finding in &parsed.findings {
            assert!(finding.help.is_some() || finding.message.contains("must be"), "{}: {finding:?}", parsed.files[0].path);
        }
    }
}

/// A knowledge with everything in it, written in every way that TOML allows.
const GOOD: &str = include_str!("data/good/bakers.toml");

fn one_file(text: &str) -> Parsed {
    parse(vec![SourceFile { path: "bakers.toml".to_owned(), text: text.to_owned() }])
}

/// All texts of a knowledge.
fn texts(knowledge: &Knowledge) -> Vec<&Located<String>> {
    let campaign = &knowledge.campaign;
    let mut texts: Vec<&Located<String>> = vec![&campaign.id];
    texts.extend(&campaign.names);
    texts.extend(campaign.title.iter().chain(campaign.contact.iter()).map(|(_, text)| text));
    for source in &knowledge.sources {
        texts.extend([&source.id, &source.publisher, &source.title].into_iter().chain(&source.url));
    }
    for entry in &knowledge.entries {
        texts.extend([&entry.id].into_iter().chain(&entry.category));
        texts.extend(entry.text.iter().flat_map(|(_, text)| [&text.question, &text.answer].into_iter().chain(&text.phrasings)));
    }
    texts.extend(knowledge.others.iter().flat_map(|other| [&other.name].into_iter().chain(&other.names)));
    for decline in &knowledge.declines {
        texts.push(&decline.id);
        texts.extend(decline.text.iter().flat_map(|(_, text)| text.phrasings.iter().chain(&text.reply)));
    }
    texts.extend(knowledge.synonyms.iter().flat_map(|group| &group.words));
    texts
}

#[test]
fn the_place_of_a_text_is_the_text_itself_without_its_quotation_marks() {
    let knowledge = one_file(GOOD).knowledge.unwrap();
    let texts = texts(&knowledge);
    assert_eq!(texts.len(), 40);
    for text in texts {
        assert_eq!(&knowledge.files[text.span.file].text[text.span.bytes.clone()], text.value);
    }
}

#[test]
fn everything_in_a_file_is_read() {
    let parsed = one_file(GOOD);
    assert_eq!(parsed.findings, []);
    let knowledge = parsed.knowledge.unwrap();
    let bread = &knowledge.entries[0];
    assert_eq!(bread.text.get(Language::English).unwrap().answer.value, "Yes, until noon.\nThen there is none.");
    assert_eq!(bread.text.get(Language::English).unwrap().phrasings.len(), 5);
    assert_eq!(bread.text.get(Language::Spanish).unwrap().question.value, "¿Hay pan?");
    assert_eq!(bread.sources.iter().map(|id| knowledge[id.value].title.value.as_str()).collect::<Vec<_>>(), ["Ovens stay cold", "Why we strike"]);
    assert_eq!(knowledge[bread.related[0].value].id.value, "fire");
    assert_eq!(knowledge.campaign.emergency, knowledge.entry_named("fire"));
    assert_eq!(knowledge.campaign.started.as_ref().unwrap().value, date(2024, 5, 1));
    assert_eq!(knowledge.synonyms[1].words[0].value, "sour dough");
}

#[test]
fn sources_and_synonyms_keep_the_order_of_the_file() {
    let text = GOOD
        .replace("[sources.gazette]", "[sources.zzz]\npublisher = \"Z\"\ntitle = \"Z\"\n[sources.gazette]")
        .replace("bread = [\"loaf\"", "z = [\"zz\"]\nbread = [\"loaf\"");
    let knowledge = one_file(&text).knowledge.unwrap();
    assert_eq!(knowledge.sources.iter().map(|source| source.id.value.as_str()).collect::<Vec<_>>(), ["zzz", "gazette", "union page"]);
    assert_eq!(knowledge.synonyms.iter().map(|group| group.words[0].value.as_str()).collect::<Vec<_>>(), ["z", "bread", "sour dough"]);
}

/// Parses and checks; every place that comes back must be one.
fn hold_the_promises(text: &str) -> Result<(), TestCaseError> {
    let parsed = one_file(text);
    let mut findings: Vec<Finding> = parsed.findings.clone();
    if let Some(knowledge) = &parsed.knowledge {
        findings.extend(check(knowledge, &CheckContext { today: date(2024, 6, 1), left_out: Vec::new() }));
    } else {
        prop_assert!(!findings.is_empty(), "neither a knowledge nor a finding");
    }
    for finding in findings {
        let (line, column) = finding.line_and_column(&parsed.files);
        prop_assert!(line > 0 && column > 0);
        for span in finding.span.iter().chain(finding.related.iter().map(|(span, _)| span)) {
            prop_assert!(text.get(span.bytes.clone()).is_some(), "{finding:?}");
        }
    }
    Ok(())
}

/// A character boundary of the valid file.
fn boundary() -> impl Strategy<Value = usize> {
    let boundaries: Vec<usize> = GOOD.char_indices().map(|(at, _)| at).collect();
    prop::sample::select(boundaries)
}

proptest! {
    #[test]
    fn no_text_at_all_makes_the_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        hold_the_promises(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn no_text_of_the_signs_of_the_format_makes_the_parser_panic(text in "(\\[|\\]|\\{|\\}|\"|\"\"\"|'|=|,|\\.|#|\n|\\\\|-|5|ñ|id|entries|es|sources|campaign){0,60}") {
        hold_the_promises(&text)?;
    }

    #[test]
    fn a_file_that_breaks_off_anywhere_is_reported(end in boundary()) {
        hold_the_promises(&GOOD[..end])?;
    }

    #[test]
    fn a_file_in_which_something_is_lost_or_put_in_is_reported(at in boundary(), lost in 0_usize..12, put_in in "(|\"|\"\"\"|\\[|\\]|=|,|\n|ñ|“|@everyone|#|\\\\)") {
        let rest: String = GOOD[at..].chars().skip(lost).collect();
        hold_the_promises(&format!("{}{put_in}{rest}", &GOOD[..at]))?;
    }
}
