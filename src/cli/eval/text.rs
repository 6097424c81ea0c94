//! The report for people: tables of 80 to 100 columns, which can be read without colours too.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::plot::{bar, percent, widths};
use crate::cli::page::{BOLD, DIM, PLAIN, WARN, visible};
use crate::evaluation::{Answerable, Calibration, Change, Changes, Confusion, Emergencies, Report, Share, Unanswerable};

/// Widest line but for long names of slices and entries, in characters.
const WIDTH: usize = 80;

/// Longest name of a slice that is shown whole; with it a line has a hundred characters.
const LONGEST_SLICE: usize = 36;

/// Most confusions that are shown; `--format json` has more.
const CONFUSIONS: usize = 10;

const GREEN: Style = AnsiColor::Green.on_default();
const RED: Style = AnsiColor::Red.on_default();

/// An outcome's column: its title, its character in bars, its colour.
type Column = (&'static str, &'static str, Style);

/// From best to worst, as [`Answerable::shares`] gives them.
const OUTCOMES: [Column; 5] = [
    ("right", "█", GREEN),
    ("partly", "▓", AnsiColor::Cyan.on_default()),
    ("offered", "▒", AnsiColor::Blue.on_default()),
    ("silent", "░", PLAIN),
    ("wrong", "╳", RED),
];

/// From best to worst, as [`Unanswerable::shares`] gives them.
const SILENCES: [Column; 3] = [("abstained", "█", GREEN), ("offered", "▒", AnsiColor::Blue.on_default()), ("answered", "╳", RED)];

/// Writes a report.
pub(super) fn show<W: Write>(out: &mut W, report: &Report) -> io::Result<()> {
    let name_width = report.slices.iter().map(|slice| named(&slice.slice).chars().count()).max().unwrap_or(0).clamp(16, LONGEST_SLICE);
    if report.answerable.n > 0 {
        answerable(out, report, name_width)?;
    }
    if report.none.n > 0 {
        unanswerable(out, report, name_width)?;
    }
    ranking(out, report)?;
    calibration(out, &report.confidence)?;
    confusions(out, &report.confusions)?;
    emergencies(out, &report.emergencies)?;
    if let Some(changes) = &report.changes {
        moved(out, changes)?;
    }
    time(out, report)
}

fn heading<W: Write>(out: &mut W, title: &str, note: &str) -> io::Result<()> {
    writeln!(out, "{BOLD}{title}{BOLD:#} {DIM}{note}{DIM:#}")
}

fn legend<W: Write>(out: &mut W, lines: &[&str]) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "  {DIM}{line}{DIM:#}"))?;
    writeln!(out)
}

fn answerable<W: Write>(out: &mut W, report: &Report, name_width: usize) -> io::Result<()> {
    let all: &Answerable = &report.answerable;
    heading(out, &format!("Questions that have an answer: {}", all.n), "(expected is not exactly `none`)")?;
    let slices = report.slices.iter().filter(|slice| slice.answerable.n > 0);
    let rows: Vec<_> = slices.map(|slice| (named(&slice.slice), slice.answerable.n, slice.answerable.shares())).collect();
    table(out, OUTCOMES, &rows, (all.n, all.shares()), name_width)?;
    if let (Some(right), Some(wrong)) = (all.right.interval, all.wrong.interval) {
        let interval = |(low, high): (f64, f64)| format!("{low:.1} to {high:.1} %");
        writeln!(out, "  95 % intervals (Wilson): right {}, wrong {}\n", interval(right), interval(wrong))?;
    }
    legend(
        out,
        &[
            "right    just what is expected          offered  not answered, but among \"did you mean\"",
            "partly   an entry missing or too many   silent   neither answered nor offered",
            "wrong    answered, but nothing of it is expected",
        ],
    )
}

fn unanswerable<W: Write>(out: &mut W, report: &Report, name_width: usize) -> io::Result<()> {
    let all: &Unanswerable = &report.none;
    heading(out, &format!("Questions that must not be answered: {}", all.n), "(expected is exactly `none`)")?;
    let slices = report.slices.iter().filter(|slice| slice.none.n > 0);
    let rows: Vec<_> = slices.map(|slice| (named(&slice.slice), slice.none.n, slice.none.shares())).collect();
    table(out, SILENCES, &rows, (all.n, all.shares()), name_width)?;
    legend(out, &["abstained, offered  right, but offering on everything is no answer", "answered            wrong"])
}

fn table<W: Write, const N: usize>(
    out: &mut W,
    columns: [Column; N],
    rows: &[(String, usize, [Share; N])],
    (n, shares): (usize, [Share; N]),
    name_width: usize,
) -> io::Result<()> {
    write!(out, "  {:name_width$}{:>6}", "slice", "n")?;
    for (title, mark, style) in columns {
        let space = 10_usize.saturating_sub(title.chars().count() + 1);
        write!(out, " {}{style}{mark}{style:#}{title}", " ".repeat(space))?;
    }
    writeln!(out)?;
    let rule = "─".repeat(name_width + 6 + 11 * N);
    writeln!(out, "  {DIM}{rule}{DIM:#}")?;
    for (name, n, shares) in rows {
        row(out, PLAIN, (name, *n), shares.iter().zip(columns), name_width)?;
    }
    if rows.len() != 1 {
        writeln!(out, "  {DIM}{rule}{DIM:#}")?;
        row(out, BOLD, ("all", n), shares.iter().zip(columns), name_width)?;
    }
    write!(out, "  ")?;
    let cells = widths(shares.map(|share| share.count), name_width + 6 + 11 * N);
    for ((_, mark, style), width) in columns.into_iter().zip(cells) {
        write!(out, "{style}{}{style:#}", mark.repeat(width))?;
    }
    writeln!(out)
}

fn row<'s, W: Write>(
    out: &mut W,
    style: Style,
    (name, n): (&str, usize),
    cells: impl Iterator<Item = (&'s Share, Column)>,
    name_width: usize,
) -> io::Result<()> {
    write!(out, "  {style}{:name_width$}{n:>6}{style:#}", shortened(name, name_width))?;
    for (share, (.., colour)) in cells {
        if share.count == 0 {
            write!(out, " {DIM}{:>10}{DIM:#}", "·")?;
        } else {
            write!(out, " {colour}{:>5} {:>4}{colour:#}", share.count, percent(share.percent))?;
        }
    }
    writeln!(out)
}

fn ranking<W: Write>(out: &mut W, report: &Report) -> io::Result<()> {
    let ranks = &report.ranking;
    if ranks.n == 0 {
        return Ok(());
    }
    heading(out, "Ranking", &format!("(whatever was decided; the {} questions that one entry answers)", ranks.n))?;
    for (title, share) in [("right entry first", ranks.first), ("among the first three", ranks.among_first_three)] {
        writeln!(out, "  {title:<24}{:>6} {}", share.count, share.percent.map_or_else(|| "-".to_owned(), |percent| format!("{percent:>5.1} %")))?;
    }
    writeln!(out)
}

fn calibration<W: Write>(out: &mut W, confidence: &Calibration) -> io::Result<()> {
    const BAR: usize = 44;
    heading(out, "Confidence", "(that the first entry of the ranking is right)")?;
    let number = |value: Option<f64>| value.map_or_else(|| "    -".to_owned(), |value| format!("{value:.3}"));
    for (title, value, note) in [
        ("AUROC, answerable", confidence.auroc_answerable, "against `none`; 1 is best, 0.5 is chance"),
        ("AUROC, first right", confidence.auroc_first, "against all other questions"),
        ("calibration error", confidence.calibration_error, "mean distance of stated and observed; 0 is best"),
    ] {
        writeln!(out, "  {title:<20}{}  {DIM}{note}{DIM:#}", number(value))?;
    }
    if confidence.bins.len() < 2 {
        return writeln!(out);
    }
    writeln!(out, "\n  {DIM}{:>6}  stated  observed  0{}1{DIM:#}", "n", " ".repeat(BAR - 2))?;
    for bin in &confidence.bins {
        // A tenth is about twice the chance error of a bin of a hundred.
        let style = if (bin.stated - bin.observed).abs() < 0.1 { GREEN } else { WARN };
        writeln!(out, "  {:>6}  {:>6.3}  {:>8.3}  {style}{}{style:#}", bin.n, bin.stated, bin.observed, bar(bin.observed, bin.stated, BAR).trim_end())?;
    }
    legend(out, &["bar: observed, the share whose first entry is right; ┃: stated, their mean confidence"])
}

fn confusions<W: Write>(out: &mut W, confusions: &[Confusion]) -> io::Result<()> {
    if confusions.is_empty() {
        return Ok(());
    }
    heading(out, "Taken for something else", "(wrong answers first; an example below each)")?;
    for confusion in confusions.iter().take(CONFUSIONS) {
        let (style, note) = if confusion.answered { (RED, "") } else { (PLAIN, "  (ranked first, not answered)") };
        let (expected, got) = (visible(&confusion.expected), visible(&confusion.got));
        writeln!(out, "  {:>4}  {expected} {DIM}→{DIM:#} {style}{got}{style:#}{DIM}{note}{DIM:#}", confusion.count)?;
        writeln!(out, "        {DIM}{}{DIM:#}", quoted(&confusion.example, 8))?;
    }
    writeln!(out)
}

fn emergencies<W: Write>(out: &mut W, emergencies: &Emergencies) -> io::Result<()> {
    let Emergencies { expected, missed, false_alarms } = emergencies;
    if *expected == 0 && false_alarms.is_empty() {
        return Ok(());
    }
    let plural = if false_alarms.len() == 1 { "" } else { "s" };
    heading(out, "Emergencies", &format!("{expected} expected, {} missed, {} false alarm{plural}", missed.len(), false_alarms.len()))?;
    for (title, questions) in [("missed", missed), ("false alarm", false_alarms)] {
        for question in questions {
            writeln!(out, "  {WARN}{title:<12}{WARN:#}{}", quoted(question, 14))?;
        }
    }
    writeln!(out)
}

fn moved<W: Write>(out: &mut W, changes: &Changes) -> io::Result<()> {
    let Changes { worse, better, unchanged, added, removed } = changes;
    let note = format!("({unchanged} as before, {added} new, {removed} no longer asked)");
    heading(out, &format!("Since the earlier run: {} worse, {} better", worse.len(), better.len()), &note)?;
    for (style, changes) in [(RED, worse), (GREEN, better)] {
        for Change { question, expected, from, to, entries, .. } in changes {
            let came = if entries.is_empty() { "nothing".to_owned() } else { visible(entries).into_owned() };
            writeln!(out, "  {style}{:>7} → {:<7}{style:#}  {}", from.word(), to.word(), quoted(question, 21))?;
            writeln!(out, "{:21}{DIM}{} → {came}{DIM:#}", "", visible(expected))?;
        }
    }
    writeln!(out)
}

fn time<W: Write>(out: &mut W, report: &Report) -> io::Result<()> {
    let shown = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.0} µs"));
    let time = report.microseconds;
    heading(out, "Time", &format!("a reply took {} in the median, 95 of 100 at most {}", shown(time.median), shown(time.p95)))
}

fn named(slice: &str) -> String {
    if slice.is_empty() { "(no name)".to_owned() } else { visible(slice).into_owned() }
}

/// A question in quotation marks, cut to what is left of a line behind `indent` characters.
fn quoted(question: &str, indent: usize) -> String {
    format!("\"{}\"", shortened(&visible(question).replace('\n', " "), WIDTH.saturating_sub(indent + 2)))
}

fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{shortened, show};
    use crate::evaluation::tests::{labelled, reply};
    use crate::evaluation::{Judgement, Limits, Report, Time, changes, parse_saved};

    fn shown(report: &Report) -> String {
        let mut out = Vec::new();
        show(&mut out, report).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
    }

    fn report() -> Report {
        let (cases, judgements) = crate::evaluation::judged();
        let before = "question\toutcome\tentries\ngate 4\tright\tgates\nmoney\twrong\tgates\ngone\tright\tpay\nWill it rain?\tright\t\n";
        let mut report = Report::new(&cases, &judgements, Some("danger"), Time::of(&[410.0, 520.4, 630.0, 9000.0]), Limits::default());
        report.changes = Some(changes(&parse_saved(before).unwrap(), &cases, &judgements));
        report
    }

    #[test]
    fn a_small_report_for_people() {
        insta::assert_snapshot!(shown(&report()));
    }

    #[test]
    fn no_line_is_wider_than_a_hundred_and_nothing_steers_the_terminal() {
        let question = "gate \u{1b}[31m".repeat(40);
        let case = labelled(&question, "gates", &"slice \u{9b}".repeat(20));
        let judgement = Judgement::new(&case, &reply("pay", &["pay"], 0.9), None);
        let text = shown(&Report::new(&[case], &[judgement], None, Time::default(), Limits::default()));
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{9b}']));
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!((shortened("ñandú", 5).as_str(), shortened("ñandúes", 5).as_str(), shortened("a", 0).as_str()), ("ñandú", "ñand…", "…"));
    }
}
