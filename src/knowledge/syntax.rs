//! Reads the TOML of a file as far as it can be read. A lost quotation mark or bracket would make nonsense of all that
//! follows it, so what a broken file says is taken block by block (an entry with its languages, a source): each broken block
//! gets its own finding and is left out, the others are read as if it were not there.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, Error};

use super::finding::{Finding, SourceFile, Span};

/// The text of a file without its broken blocks, every other byte at its own place; `None` for a file without any.
pub(super) fn without_broken_blocks(source: &SourceFile, file: usize, findings: &mut Vec<Finding>) -> Option<String> {
    let (_, errors) = DeTable::parse_recoverable(&source.text);
    if errors.is_empty() {
        return None;
    }
    let mut readable = String::with_capacity(source.text.len());
    let mut reported = false;
    for block in blocks(&source.text) {
        let text = source.text.get(block.clone()).unwrap_or_default();
        let (_, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            readable.push_str(text);
            continue;
        }
        readable.extend(text.chars().flat_map(|c| std::iter::repeat_n(if c == '\n' { '\n' } else { ' ' }, if c == '\n' { 1 } else { c.len_utf8() })));
        reported = true;
        report(&errors, &block, &source.text, file, findings);
    }
    if !reported {
        // Every block can be read, but not all of them together: the same table twice. The second reading reports it.
        return None;
    }
    Some(readable)
}

/// The file as a table; what can't be read of it is reported and left out. Blocks that can be read each for itself can only be
/// at odds with each other: two of the same name.
pub(super) fn table<'t>(text: &'t str, file: usize, findings: &mut Vec<Finding>) -> Spanned<DeTable<'t>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let spans: Vec<Range<usize>> = errors.iter().map(|error| error.span().unwrap_or(0..0)).collect();
    for block in if spans.is_empty() { Vec::new() } else { blocks(text) } {
        // What stands below a second heading of one name is a second time there as well.
        if let Some(bytes) = spans.iter().find(|bytes| block.contains(&bytes.start) || (bytes.start == text.len() && block.end == text.len())) {
            let finding =
                Finding::error("syntax", Span { file, bytes: bytes.clone() }, "this heading, or one that can't stand beside it, stands above already");
            findings.push(finding.help("begin each entry with [[entries]], and give each source a name of its own"));
        }
    }
    table
}

/// Reports the first error of each line, up to the first inside a list: what follows a list that is not closed is taken for
/// more of it.
fn report(errors: &[Error], block: &Range<usize>, text: &str, file: usize, findings: &mut Vec<Finding>) {
    let mut last_line = None;
    for error in errors {
        let bytes = error.span().unwrap_or(0..0);
        let bytes = opening(error, block, text).unwrap_or(block.start + bytes.start..block.start + bytes.end);
        let line = text.get(..bytes.start).map(|before| before.matches('\n').count());
        if last_line.is_some_and(|last| Some(last) == line) {
            continue;
        }
        last_line = line;
        let (message, help) = explain(error.message(), text.get(bytes.clone()).unwrap_or_default());
        findings.push(Finding::error("syntax", Span { file, bytes }, message).help(help));
        if ["array", "inline table"].iter().any(|list| error.message().contains(list)) {
            break;
        }
    }
}

/// Where a long text begins that is never closed: that is where to look, not the end of all that it swallowed.
fn opening(error: &Error, block: &Range<usize>, text: &str) -> Option<Range<usize>> {
    if !error.message().contains("multi-line") || error.span().is_none_or(|bytes| block.start + bytes.start < block.end) {
        return None;
    }
    let inside = text.get(block.clone())?;
    let at = block.start + inside.rfind("\"\"\"").max(inside.rfind("'''"))?;
    Some(at..at + 3)
}

/// An error in words for someone who has never written TOML, and what to do.
fn explain(message: &str, at: &str) -> (String, &'static str) {
    const EXPLANATIONS: &[(&str, &str, &str)] = &[
        ("missing comma", "a comma is missing before this, or the list above is not closed", "put a comma between two texts of a list and `]` after the last"),
        ("unclosed array table", "this heading is not closed", "write [[entries]], with two brackets on each side"),
        ("unclosed array", "this list is not closed", "put `]` after the last text of the list"),
        ("unclosed table", "this heading is not closed", "put `]` at its end"),
        ("in array", "this does not belong in a list", "close the list above with `]`, or put a comma between its texts"),
        ("unexpected key or value", "this does not belong here", "a text ends at its second quotation mark; inside it write \\\" for a quotation mark"),
        ("duplicate key", "this stands here a second time", "keep one of the two"),
        ("multi-line", "this long text is not closed, or holds something that must not stand in it", "put three quotation marks at its end; write \\\\ for \\"),
        (
            "basic string",
            "this text is not closed, or holds something that must not stand in it",
            "a text stands between two quotation marks on one line; inside it write \\\" for a quotation mark",
        ),
        ("escape", "a \\ must not stand here alone", "write \\\\ for \\ and \\\" for a quotation mark"),
        ("must be quoted", "quotation marks are missing here", "texts stand in quotation marks: \"…\""),
        ("opening quote", "quotation marks are missing here", "texts stand in quotation marks: \"…\""),
        ("no value", "nothing is said for this key", "write `key = \"…\"`, or take the line away"),
        ("missing value", "nothing is said for this key", "write `key = \"…\"`, or take the line away"),
    ];
    const GENERAL: &str = "texts stand in quotation marks, lists in [ ], and each key once";
    if at.contains(['“', '”', '„', '«']) {
        return ("these are not the quotation marks that the file format knows".to_owned(), "use straight ones: \"…\"");
    }
    let message = if message.contains("must be quoted") && at.trim().is_empty() { "no value" } else { message };
    match EXPLANATIONS.iter().find(|(part, ..)| message.contains(part)) {
        Some(&(_, words, help)) => (words.to_owned(), help),
        None => (message.trim().replace('\n', ", "), GENERAL),
    }
}

/// The blocks of a file: what stands before the first heading, then each heading with all below it. `[entries.es]` belongs to
/// the `[[entries]]` above it.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut owner: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        if let Some(name) = heading(line) {
            // `[sources.gazette]` is one of its own, below `[sources]` too.
            let belongs = owner.is_some_and(|owner| owner != "sources" && name.strip_prefix(owner).is_some_and(|rest| rest.starts_with('.')));
            if !belongs {
                blocks.push(start..at);
                (start, owner) = (at, Some(name));
            }
        }
        at += line.len();
    }
    blocks.push(start..at);
    blocks
}

/// The name in a heading: `[name]`, `[[name]]`, or one of them with a bracket lost at its end.
fn heading(line: &str) -> Option<&str> {
    let line = line.split('#').next().unwrap_or_default().trim_end();
    let inner = line.strip_prefix("[[").or_else(|| line.strip_prefix('['))?;
    let name = inner.trim_end_matches(']');
    let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | ' '));
    (is_name && name.starts_with(char::is_alphabetic)).then_some(name)
}
