//! Draws findings: for people with the offending line and a caret beneath the place, for programs as JSON.

use std::borrow::Cow;
use std::io::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Mark, Origin, Renderer, Snippet};
use serde::Serialize;

use super::page::visible;
use crate::knowledge::{Finding, Level, SourceFile, Span};

/// Most errors that a command other than `check` shows: more are read nowhere, and `check` has them all.
const SHOWN: usize = 20;

/// How many there are of each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

impl Count {
    pub(super) fn of(findings: &[Finding]) -> Self {
        let of = |level| findings.iter().filter(|finding| finding.level == level).count();
        Self { errors: of(Level::Error), warnings: of(Level::Warning) }
    }
}

/// One finding for people. The styles are for a terminal; the stream takes them out elsewhere. A line of the file that is longer
/// than `width` is shown in part.
pub(super) fn drawn(finding: &Finding, files: &[SourceFile], width: Option<usize>) -> String {
    let (mark, title) = match finding.level {
        Level::Error => (Mark::ERROR, visible(&finding.message)),
        Level::Warning => (Mark::WARNING, visible(&finding.message)),
    };
    let group = mark.primary_title(title).id(finding.code);
    let mut group: Group<'_> = match finding.span.as_ref().and_then(|span| Excerpt::of(span, files)) {
        Some(excerpt) => group.element(excerpt.snippet(AnnotationKind::Primary, None)),
        None => group.element(unplaced(files)),
    };
    if let Some((span, label)) = &finding.related
        && let Some(excerpt) = Excerpt::of(span, files)
    {
        group = group.element(excerpt.snippet(AnnotationKind::Context, Some(label)));
    }
    if let Some(help) = &finding.help {
        group = group.element(Mark::HELP.message(visible(help)));
    }
    let renderer = Renderer::styled();
    width.map_or_else(|| renderer.clone(), |width| renderer.clone().term_width(width)).render(&[group])
}

/// Shows the errors among findings on standard error.
pub(super) fn show_errors(findings: &[Finding], files: &[SourceFile]) {
    let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.level == Level::Error).collect();
    let mut out = anstream::stderr().lock();
    for finding in errors.iter().take(SHOWN) {
        // Where standard error is closed, nobody is there to be told.
        let _ = writeln!(out, "{}\n", drawn(finding, files, None));
    }
    if errors.len() > SHOWN {
        let _ = writeln!(out, "… and {} more; `strikebot check` shows them all\n", errors.len() - SHOWN);
    }
}

/// Writes the errors among findings into the log, each as an event.
pub(super) fn log_errors(findings: &[Finding], files: &[SourceFile]) {
    let report = Report::new(findings, files);
    for Item { code, path, line, column, message, help, .. } in report.findings.iter().filter(|item| item.level == Level::Error.word()).take(SHOWN) {
        tracing::error!(code, path, line, column, help, "{message}");
    }
    if report.errors > SHOWN {
        tracing::error!("{} more errors in the knowledge; `strikebot check` shows them all", report.errors - SHOWN);
    }
}

/// Findings for programs; the form is fixed.
#[derive(Debug, Serialize)]
pub(super) struct Report<'f> {
    findings: Vec<Item<'f>>,
    errors: usize,
    warnings: usize,
}

#[derive(Debug, Serialize)]
struct Item<'f> {
    code: &'f str,
    level: &'f str,
    path: Option<&'f str>,
    line: usize,
    column: usize,
    message: &'f str,
    help: Option<&'f str>,
}

impl<'f> Report<'f> {
    pub(super) fn new(findings: &'f [Finding], files: &'f [SourceFile]) -> Self {
        let item = |finding: &'f Finding| {
            let (line, column) = finding.line_and_column(files);
            let file = finding.span.as_ref().map_or(0, |span| span.file);
            let path = files.get(file).map(|file| file.path.as_str());
            Item { code: finding.code, level: finding.level.word(), path, line, column, message: &finding.message, help: finding.help.as_deref() }
        };
        let Count { errors, warnings } = Count::of(findings);
        Self { findings: findings.iter().map(item).collect(), errors, warnings }
    }
}

/// The line in which something begins, and where in it. A whole file would be searched anew for every finding, and of an
/// answer of many lines the first says enough.
struct Excerpt<'f> {
    path: &'f str,
    line: Cow<'f, str>,
    number: usize,
    bytes: Range<usize>,
}

impl<'f> Excerpt<'f> {
    fn of(span: &Span, files: &'f [SourceFile]) -> Option<Self> {
        let file = files.get(span.file)?;
        let (before, after) = file.text.split_at_checked(span.bytes.start)?;
        let number = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |place| place + 1);
        let end = after.find(['\n', '\r']).map_or(file.text.len(), |place| before.len() + place);
        let line = file.text.get(start..end)?;
        let from = span.bytes.start - start;
        let to = (from..=span.bytes.end.clamp(span.bytes.start, end) - start).rev().find(|&place| line.is_char_boundary(place));
        let bytes = from..to.unwrap_or(from);
        Some(Self { path: &file.path, line: same_length(line), number, bytes })
    }

    fn snippet(self, kind: AnnotationKind, label: Option<&'f str>) -> Snippet<'f, annotate_snippets::Annotation<'f>> {
        let annotation = kind.span(self.bytes).label(label.map(visible));
        Snippet::source(self.line).path(visible(self.path)).line_start(self.number).annotation(annotation)
    }
}

/// The renderer shows ASCII's control characters as pictures, but lets those of Latin-1 through. They take two bytes each, and
/// so does what they are shown as, so that carets stay where they belong.
fn same_length(line: &str) -> Cow<'_, str> {
    let steers = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    if line.contains(steers) { Cow::Owned(line.replace(steers, "·")) } else { Cow::Borrowed(line) }
}

/// What is missing everywhere is best added to the first file.
fn unplaced(files: &[SourceFile]) -> Origin<'_> {
    Origin::path(files.first().map_or(Cow::Borrowed("-"), |file| visible(&file.path))).line(1).char_column(1)
}

#[cfg(test)]
mod tests {
    use super::{Report, drawn};
    use crate::knowledge::{SourceFile, parse};

    const BROKEN: &str = "\
schema = 1

[campaign]
id = \"mill-2031\"
title = \"Mill strike\"

[sources.gazette]
publisher = \"Gazette\"
title = \"Mill workers walk out\"

[[entries]]
id = \"mill-gates\"
question = \"Is the ñandú\u{9b} gate open?\"
anser = \"Yes.\"
sources = [\"gazete\"]

[[entries]]
id = \"mill-gates\"
question = \"Who is on strike?\"
answer = \"The spinners.\"
sources = [\"gazette\"]
";

    fn files() -> Vec<SourceFile> {
        vec![SourceFile { path: "knowledge/mill.toml".to_owned(), text: BROKEN.to_owned() }]
    }

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_finding_shows_the_place_the_cause_and_the_cure() {
        let parsed = parse(files());
        let all: Vec<String> = parsed.findings.iter().map(|finding| plain(&drawn(finding, &parsed.files, None))).collect();
        insta::assert_snapshot!(all.join("\n\n"));
    }

    #[test]
    fn a_finding_without_a_place_points_to_the_first_file() {
        let parsed = parse(vec![SourceFile { path: "a.toml".to_owned(), text: "schema = 1\n".to_owned() }]);
        insta::assert_snapshot!(plain(&drawn(&parsed.findings[0], &parsed.files, None)));
    }

    #[test]
    fn programs_get_every_finding_with_line_and_column() {
        let parsed = parse(files());
        let json = serde_json::to_value(Report::new(&parsed.findings, &parsed.files)).unwrap();
        assert_eq!(json["errors"], parsed.findings.len());
        assert_eq!(json["warnings"], 0);
        let unknown = json["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "unknown-key").unwrap();
        assert_eq!((&unknown["path"], &unknown["line"], &unknown["column"]), (&"knowledge/mill.toml".into(), &14.into(), &1.into()));
    }

    #[test]
    fn no_place_in_any_text_breaks_the_drawing() {
        use crate::knowledge::{Finding, Span};
        let files = [SourceFile { path: "a\u{1b}.toml".to_owned(), text: "é\r\n\t日本\u{9b}\u{1b}[2J\n\n".to_owned() }];
        let length = files[0].text.len();
        for start in 0..=length + 2 {
            for end in start..=length + 2 {
                let finding =
                    Finding::error("x", Span { file: 0, bytes: start..end }, "bad\u{1b}[2J").help("\u{9b}").see(Span { file: 1, bytes: 0..1 }, "elsewhere");
                let drawn = plain(&drawn(&finding, &files, Some(start)));
                assert!(!drawn.contains(['\u{1b}', '\u{9b}']), "{drawn:?}");
            }
        }
    }
}
