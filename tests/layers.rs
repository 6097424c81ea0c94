//! Imports point one way, the core knows no clock, file, network or terminal, and the code knows no campaign.
//!
//! The code is read as text: comments and what is compiled for tests only are taken away first, since tests may reach for more.

#![expect(clippy::expect_used, reason = "a test stops at what it did not expect")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;

use strikebot::knowledge::{SourceFile, parse};
use support::{files, read, root};

/// Each module and its layer: it may import what lies in a lower one. Modules of one layer don't import each other; `cli` lies
/// above `storage` because it starts the other edges.
const LAYERS: &[(&str, u8)] = &[
    ("text", 0),
    ("knowledge", 1),
    ("matching", 2),
    ("dialogue", 3),
    ("assistant", 4),
    ("checks", 5),
    ("evaluation", 5),
    ("storage", 6),
    ("discord", 6),
    ("rehearsal", 6),
    ("cli", 7),
];

/// From this layer on, modules are edges: they may read clocks and files, and print.
const FIRST_EDGE: u8 = 6;

/// What the core must not touch: in `std`, and by name wherever it comes from.
const OUTSIDE_WORLD: &[&str] = &["fs", "env", "net", "process", "io"];
const OUTSIDE_NAMES: &[&str] =
    &["SystemTime", "Instant", "Zoned", "ZonedDateTime", "Timestamp", "print!", "println!", "eprint!", "eprintln!", "stdin", "stdout", "stderr"];

#[test]
fn imports_point_one_way() {
    hold(wrong_imports);
}

#[test]
fn the_core_knows_no_clock_file_network_or_terminal() {
    hold(|path, code| if layer(path).is_some_and(|layer| layer < FIRST_EDGE) { outside_world(code) } else { Vec::new() });
}

#[test]
fn every_module_has_a_layer() {
    let declared: BTreeSet<String> = read("src/lib.rs").lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned())).collect();
    assert_eq!(declared, LAYERS.iter().map(|(module, _)| (*module).to_owned()).collect());
}

#[test]
fn the_code_names_no_campaign() {
    let paths = files("knowledge", &["toml"]);
    let parsed = parse(paths.iter().map(|path| SourceFile { path: path.clone(), text: read(path) }).collect());
    let knowledge = parsed.knowledge.expect("the knowledge has no errors");
    let names: Vec<Vec<String>> = knowledge.campaign.names.iter().map(|name| words(&name.value)).collect();
    assert!(!names.is_empty());
    let tests = test_files();
    // The lists of all common words have common names in them.
    let all = files("src", &["rs", "txt"]).into_iter().filter(|path| !path.starts_with("src/text/words/") && !tests.contains(path));
    let mut faults = String::new();
    for path in all {
        // In comments too.
        for (number, line) in without_tests(&read(&path)).lines().enumerate() {
            let line = words(line);
            if let Some(name) = names.iter().find(|name| line.windows(name.len()).any(|window| window == name.as_slice())) {
                write!(faults, "\n{path}: {} near line {}", name.join(" "), number + 1).expect("a string takes it");
            }
        }
    }
    assert!(faults.is_empty(), "a campaign is data, but its names stand in the code:{faults}");
}

#[test]
fn a_breach_is_found_however_it_is_written() {
    for (path, code, expected) in [
        ("src/text/query.rs", "use crate::knowledge::Knowledge;", &["knowledge"][..]),
        ("src/text/mod.rs", "use super::matching::Index;", &["matching"]),
        ("src/matching/index.rs", "let it = super::super::assistant::reply();", &["assistant"]),
        ("src/matching/index.rs", "use super::features::Block;\nuse crate::text::{Part, Query};", &[]),
        ("src/dialogue/guards/numbers.rs", "use super::super::super::cli::run;", &["cli"]),
        ("src/checks/mod.rs", "use crate::{\n    evaluation::Report,\n    text::Query,\n};", &["evaluation"]),
        ("src/storage/cache.rs", "pub(in crate::cli) fn open() {}", &["cli"]),
        ("src/cli/ask.rs", "use crate::storage::Cache;", &[]),
    ] {
        let found: Vec<String> = wrong_imports(path, code).into_iter().map(|fault| fault.split_whitespace().last().unwrap_or_default().to_owned()).collect();
        assert_eq!(found, expected, "{path}: {code}");
    }
    for code in [
        "use std::fs;",
        "std::env::var(\"HOME\")",
        "use std::{fmt, net::TcpStream};",
        "println!(\"hello\");",
        "jiff::Zoned::now()",
        "jiff::ZonedDateTime::now()",
        "Instant::now()",
    ] {
        assert_eq!(outside_world(code).len(), 1, "{code}");
    }
    assert_eq!(outside_world("use std::fmt; fn reprint() { std::mem::take(x); }"), Vec::<String>::new());
}

#[test]
fn what_is_for_tests_only_is_taken_away_and_nothing_else() {
    let code = "mod a; // crate::cli\n#[cfg(test)]\nmod sample;\nmod b;\n#[cfg(test)]\nmod tests {\n    use crate::cli;\n}\nfn c() {}\n";
    assert_eq!(without_comments(&without_tests(code)), "mod a; \nmod b;\nfn c() {}\n");
}

/// Fails with every fault in the code of `src`.
fn hold(faults: impl Fn(&str, &str) -> Vec<String>) {
    let tests = test_files();
    let mut told = String::new();
    for path in files("src", &["rs"]).into_iter().filter(|path| !tests.contains(path)) {
        let code = without_comments(&without_tests(&read(&path)));
        faults(&path, &code).iter().for_each(|fault| write!(told, "\n{path}: {fault}").expect("a string takes it"));
    }
    assert!(told.is_empty(), "{told}");
}

/// Each import of a module that does not lie in a lower layer.
fn wrong_imports(path: &str, code: &str) -> Vec<String> {
    let (Some(own), Some(layer)) = (module(path).into_iter().next(), layer(path)) else { return Vec::new() };
    let to_the_root = "super::".repeat(module(path).len());
    let imported: BTreeSet<String> = ["crate::", &to_the_root].iter().flat_map(|prefix| named_after(code, prefix)).collect();
    let is_wrong = |name: &str| name != own && LAYERS.iter().any(|(known, theirs)| *known == name && *theirs >= layer);
    imported.into_iter().filter(|name| is_wrong(name)).map(|name| format!("{own} must not import {name}")).collect()
}

/// Everything in the code that reaches for a clock, a file, the network or the terminal.
fn outside_world(code: &str) -> Vec<String> {
    let of_std = named_after(code, "std::").into_iter().filter(|name| OUTSIDE_WORLD.contains(&name.as_str())).map(|name| format!("std::{name}"));
    let is_named = |name: &str| {
        let pieces: Vec<&str> = code.split(name).collect();
        pieces.windows(2).any(|pair| matches!(pair, [before, after] if !before.ends_with(is_of_a_name) && !after.starts_with(is_of_a_name)))
    };
    let named = OUTSIDE_NAMES.iter().filter(|name| is_named(name)).map(|name| (*name).to_owned());
    of_std.chain(named).map(|name| format!("the core must not use {name}")).collect()
}

/// The layer of the module that a file belongs to; `None` for `lib.rs` and `main.rs`, which start everything.
fn layer(path: &str) -> Option<u8> {
    let module = module(path).into_iter().next()?;
    LAYERS.iter().find(|(known, _)| *known == module).map(|(_, layer)| *layer)
}

/// The path of a file's module from the root of the crate.
fn module(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    path.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).map(str::to_owned).collect()
}

/// The names that directly follow a prefix of a path, in a group of braces too.
fn named_after(code: &str, prefix: &str) -> Vec<String> {
    let pieces: Vec<&str> = code.split(prefix).collect();
    let after = pieces.windows(2).filter_map(|pair| matches!(pair, [before, _] if !before.ends_with(is_of_a_name)).then(|| pair.last().copied())?);
    after.flat_map(|after| after.strip_prefix('{').map_or_else(|| vec![after], in_braces)).map(first_name).filter(|name| !name.is_empty()).collect()
}

/// What the commas part, up to the brace that closes.
fn in_braces(text: &str) -> Vec<&str> {
    let mut open = 1;
    let mut parts = text.split(|c| {
        open += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        open == 0
    });
    let inside = parts.next().unwrap_or_default();
    let mut inner = 0;
    let is_between = |c| {
        inner += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        inner == 0 && c == ','
    };
    inside.split(is_between).collect()
}

fn first_name(text: &str) -> String {
    text.trim_start().chars().take_while(|c| is_of_a_name(*c)).collect()
}

fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The words of a text, in lower case and without punctuation.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Cuts off what follows `//`, unless it is the middle of an address.
fn without_comments(code: &str) -> String {
    let cut = |line: &str| {
        let mut before = String::new();
        for piece in line.split_inclusive("//") {
            before.push_str(piece);
            if piece.ends_with("//") && !piece.ends_with("://") {
                before.truncate(before.len() - 2);
                break;
            }
        }
        before + "\n"
    };
    code.lines().map(cut).collect()
}

/// Takes away every item under `#[cfg(test)]`. The layout is rustfmt's: an item ends with the brace of its own indentation.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push_str(line);
            kept.push('\n');
            continue;
        }
        let indentation: String = line.chars().take_while(|c| c.is_whitespace()).collect();
        let end = format!("{indentation}}}");
        lines.by_ref().find(|line| *line == end || (line.ends_with(';') && line.strip_prefix(&indentation).is_some_and(|rest| !rest.starts_with(' '))));
    }
    kept
}

/// The files of modules that stand under `#[cfg(test)]`.
fn test_files() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files("src", &["rs"]) {
        let code = read(&path);
        let lines: Vec<&str> = code.lines().map(str::trim).collect();
        let folder = path.strip_suffix("/mod.rs").or_else(|| path.strip_suffix(".rs")).unwrap_or_default();
        for pair in lines.windows(2) {
            if let ["#[cfg(test)]", declared] = pair
                && let Some(name) = declared.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'))
            {
                found.extend([format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")].into_iter().filter(|path| root().join(path).exists()));
            }
        }
    }
    found
}
