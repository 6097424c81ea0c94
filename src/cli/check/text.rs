//! What `check` found, for people: errors first, each with the line it is in; then warnings, those of a rule together, because
//! whoever mends one has the others of its kind in mind; then what to do next.

use std::borrow::Cow;
use std::io::{self, Write};

use super::Outcome;
use crate::checks::RULES;
use crate::cli::findings::{Count, drawn};
use crate::cli::page::{BOLD, DIM, PLAIN, Page, WARN};
use crate::knowledge::{Finding, Level, SourceFile, Span};
use crate::matching::{Class, LeftOut};

/// Longest piece of a curator's text that is repeated, in characters: it is there to be recognised.
const LONGEST_EXCERPT: usize = 60;

/// How far in what belongs to a place stands.
const INDENT: &str = "    ";

pub(super) fn show(outcome: &Outcome, strict: bool) -> io::Result<()> {
    let mut page = Page::stdout();
    for error in of(&outcome.findings, Level::Error) {
        let drawn = drawn(error, &outcome.files, page.width());
        page.drawing(&drawn)?;
    }
    warnings(&mut page, outcome)?;
    summary(&mut page, outcome, strict)?;
    page.flush()
}

fn of(findings: &[Finding], level: Level) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(move |finding| finding.level == level)
}

fn warnings<W: Write>(page: &mut Page<W>, outcome: &Outcome) -> io::Result<()> {
    for rule in RULES {
        let own: Vec<&Finding> = of(&outcome.findings, Level::Warning).filter(|finding| finding.code == rule.code).collect();
        let Some(first) = own.first() else { continue };
        let times = if own.len() > 1 { format!(" ({} times)", own.len()) } else { String::new() };
        page.marked(WARN, &format!("warning[{}]: ", rule.code), BOLD, &format!("{}{times}", rule.summary))?;
        // What would be the same advice every time is given once.
        let shared = first.help.as_deref().filter(|help| own.len() > 1 && own.iter().all(|finding| finding.help.as_deref() == Some(*help)));
        if let Some(help) = shared {
            page.marked(DIM, "help: ", PLAIN, help)?;
        }
        for finding in &own {
            warning(page, finding, &outcome.files, shared.is_none())?;
        }
        page.blank()?;
    }
    Ok(())
}

fn warning<W: Write>(page: &mut Page<W>, finding: &Finding, files: &[SourceFile], with_help: bool) -> io::Result<()> {
    let (line, column) = finding.line_and_column(files);
    let path = finding.span.as_ref().map_or_else(|| files.first(), |span| files.get(span.file)).map_or("-", |file| file.path.as_str());
    page.line(DIM, &format!("{path}:{line}:{column}"))?;
    let excerpt = finding.span.as_ref().and_then(|span| excerpt(span, files)).filter(|excerpt| !finding.message.contains(excerpt.as_ref()));
    page.item(PLAIN, INDENT, &finding.message)?;
    if let Some(excerpt) = excerpt {
        page.item(PLAIN, INDENT, &format!("here: {excerpt}"))?;
    }
    if let Some((span, label)) = &finding.related {
        let place = Finding { span: Some(span.clone()), ..(*finding).clone() };
        let (line, column) = place.line_and_column(files);
        let path = files.get(span.file).map_or("-", |file| file.path.as_str());
        page.item(DIM, INDENT, &format!("{label}: {path}:{line}:{column}"))?;
    }
    if with_help && let Some(help) = &finding.help {
        page.marked(DIM, &format!("{INDENT}help: "), PLAIN, help)?;
    }
    Ok(())
}

/// The beginning of what stands at a place.
fn excerpt<'f>(span: &Span, files: &'f [SourceFile]) -> Option<Cow<'f, str>> {
    let written = files.get(span.file)?.text.get(span.bytes.clone())?.trim();
    let line = written.lines().next().filter(|line| !line.is_empty())?;
    match line.char_indices().nth(LONGEST_EXCERPT) {
        Some((end, _)) => Some(format!("{}…", line.get(..end)?).into()),
        None if line.len() < written.len() => Some(format!("{line}…").into()),
        None => Some(line.into()),
    }
}

fn summary<W: Write>(page: &mut Page<W>, outcome: &Outcome, strict: bool) -> io::Result<()> {
    let Count { errors, warnings } = Count::of(&outcome.findings);
    let counts = format!("{} checked: {}, {}", counted(outcome.files.len(), "file"), counted(errors, "error"), counted(warnings, "warning"));
    page.line(BOLD, &counts)?;
    if let Some(line) = left_out(&outcome.left_out) {
        page.line(PLAIN, &line)?;
    }
    page.line(PLAIN, next(errors, warnings, outcome.is_whole, strict))
}

/// How many phrasings lead where they should without themselves.
fn left_out(outcomes: &[LeftOut]) -> Option<String> {
    let (entries, declines): (Vec<&LeftOut>, Vec<&LeftOut>) = outcomes.iter().partition(|outcome| matches!(outcome.own, Class::Entry(_)));
    let counts = |outcomes: &[&LeftOut]| (outcomes.iter().filter(|outcome| outcome.is_right()).count(), outcomes.len());
    let (found, of_entries) = counts(&entries);
    let (kept, of_declines) = counts(&declines);
    let entries = share(found, of_entries).map(|percent| format!("{found} of {of_entries} phrasings ({percent} %) find their own entry when left out"));
    let declines = share(kept, of_declines).map(|percent| format!("{kept} of {of_declines} of the declines' ({percent} %) are led to no entry then"));
    Some([entries?].into_iter().chain(declines).collect::<Vec<_>>().join("; "))
}

/// A part in whole percent, rounded down: only all of them are 100 %.
const fn share(part: usize, whole: usize) -> Option<usize> {
    (part * 100).checked_div(whole)
}

/// What to do next.
const fn next(errors: usize, warnings: usize, is_whole: bool, strict: bool) -> &'static str {
    match (errors, warnings, strict) {
        (1.., _, _) if !is_whole => {
            "Next: mend the errors, then check again. Until then the bot answers nothing from these files, and no more than this can be checked."
        }
        (1.., _, _) => "Next: mend the errors, then check again.",
        (0, 1.., true) => "Next: mend the warnings; with --strict they fail the check.",
        (0, 1.., false) => "Next: the bot can use these files as they are. Each warning mended is an answer that more people find, or can trust.",
        (0, 0, _) => "All is well. Next: ask something, as with `strikebot chat`.",
    }
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
