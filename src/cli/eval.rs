//! `strikebot eval`: how well the bot does on labelled questions.

mod plot;
mod text;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::page::visible_json;
use super::setup::Setup;
use super::{Failure, Format, tell};
use crate::assistant::{Assistant, Context};
use crate::evaluation::{Case, CaseError, Judgement, Limits, Report, Saved, Threshold, Time, changes, parse_cases, parse_saved, save};
use crate::storage::read_text;

/// So many questions are done before anybody wonders how long they take.
const WITHOUT_A_BAR: usize = 200;

/// Most lines of a table that are found fault with at once: what is wrong with more is wrong with all.
const FAULTS: usize = 20;

/// Measure answers against labelled questions
///
/// Asks every question of a table and compares the answers with what should come of them. The table has a line a question,
/// with tabs between `question`, `expected` and `slice`; the first line names these columns.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  strikebot eval --questions eval/strike.tsv\n  strikebot eval --questions eval/strike.tsv --min-right 80 --max-wrong 2 --format json\n\n\
                        Exit codes: 0 done, 1 a threshold was missed, 2 wrong usage, or knowledge or questions that can't be used."
)]
pub(super) struct Eval {
    /// The table of labelled questions
    #[arg(long, value_name = "FILE.tsv")]
    questions: PathBuf,

    /// Fail below this percentage of right answers, of the questions that have one
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_right: Option<f64>,

    /// Fail above this percentage of wrong answers, of the questions that have a right one
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    max_wrong: Option<f64>,

    /// `text` for people, `json` for programs
    #[arg(long, value_name = "text|json", hide_possible_values = true, hide_default_value = true, default_value = "text")]
    format: Format,

    /// Write what became of each question to this table
    #[arg(long, value_name = "FILE.tsv")]
    save: Option<PathBuf>,

    /// Tell which questions fare better or worse than in this table, which `--save` wrote
    #[arg(long, value_name = "FILE.tsv")]
    against: Option<PathBuf>,

    #[command(flatten)]
    setup: Setup,
}

impl Eval {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        // Before anything takes time. The table of an earlier run may be the one that is written to.
        let questions = read_text(&self.questions)?;
        let before = self.against.as_deref().map(earlier).transpose()?;
        let assistant = self.setup.assistant()?;
        let cases = parse_cases(&questions, assistant.knowledge()).map_err(|errors| faulty(&self.questions, &errors))?;

        let emergency = assistant.knowledge().campaign.emergency.map(|id| assistant.knowledge()[id].id.value.as_str());
        let (judgements, time) = ask(&cases, &assistant, self.setup.context(), emergency);
        let limits = Limits { min_right: self.min_right, max_wrong: self.max_wrong };
        let mut report = Report::new(&cases, &judgements, emergency, time, limits);
        report.changes = before.map(|before| changes(&before, &cases, &judgements));

        write(self.format, &report)?;
        if let Some(path) = &self.save {
            let cure = "name a file in a folder that can be written to";
            fs::write(path, save(&cases, &judgements)).map_err(|error| Failure::Unusable(format!("{}: can't be written: {error}; {cure}", path.display())))?;
        }
        let missed: Vec<&Threshold> = report.thresholds.iter().filter(|threshold| !threshold.met).collect();
        for threshold in &missed {
            tell("missed", &told(threshold));
        }
        Ok(if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

fn earlier(path: &Path) -> Result<Vec<Saved>, Failure> {
    parse_saved(&read_text(path)?).map_err(|error| faulty(path, &[error]))
}

fn faulty(path: &Path, errors: &[CaseError]) -> Failure {
    let path = path.display();
    let mut lines: Vec<String> = errors.iter().take(FAULTS).map(|error| format!("{path}:{}: {}", error.line, error.message)).collect();
    if errors.len() > FAULTS {
        lines.push(format!("… and {} more lines", errors.len() - FAULTS));
    }
    Failure::Unusable(lines.join("\n"))
}

/// Asks every question, one after the other, so that each has the machine to itself.
fn ask(cases: &[Case], assistant: &Assistant, context: Context, emergency: Option<&str>) -> (Vec<Judgement>, Time) {
    let bar = progress(cases.len());
    let mut microseconds = Vec::with_capacity(cases.len());
    let mut judgements = Vec::with_capacity(cases.len());
    for case in cases {
        let start = Instant::now();
        let reply = assistant.reply(&case.question, context);
        microseconds.push(start.elapsed().as_secs_f64() * 1e6);
        judgements.push(Judgement::new(case, &reply, emergency));
        bar.inc(1);
    }
    bar.finish_and_clear();
    (judgements, Time::of(&microseconds))
}

/// Seen on a terminal only.
fn progress(questions: usize) -> ProgressBar {
    if questions <= WITHOUT_A_BAR {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(questions as u64), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("Asking {bar:40} {pos}/{len}, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn write(format: Format, report: &Report) -> io::Result<()> {
    match format {
        Format::Text => {
            let mut out = anstream::stdout().lock();
            text::show(&mut out, report)?;
            out.flush()
        }
        Format::Json => {
            let mut out = io::stdout().lock();
            let line = serde_json::to_string(report).map_err(io::Error::other)?;
            writeln!(out, "{}", visible_json(&line))?;
            out.flush()
        }
    }
}

fn told(threshold: &Threshold) -> String {
    let Threshold { name, limit, .. } = threshold;
    match threshold.found {
        Some(found) => {
            let (what, bound) = if *name == "min-right" { ("right", "at least") } else { ("wrong", "at most") };
            format!("--{name}: {found:.2} % are {what}, {bound} {limit} % was asked for")
        }
        None => format!("--{name}: no question has an answer, so there is nothing to hold against {limit} %"),
    }
}

fn percent(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.trim_end_matches('%').trim_end().parse().ok();
    number.filter(|number| (0.0..=100.0).contains(number)).ok_or_else(|| "a percentage is a number from 0 to 100, like 97.5".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Threshold, faulty, percent, told};
    use crate::evaluation::CaseError;

    #[test]
    fn a_percentage_is_from_0_to_100() {
        for (text, number) in [("0", Some(0.0)), ("97.5", Some(97.5)), ("100%", Some(100.0)), ("-1", None), ("101", None), ("NaN", None), ("most", None)] {
            assert_eq!(percent(text).ok(), number, "{text:?}");
        }
    }

    #[test]
    fn a_missed_threshold_says_which_and_by_how_much() {
        for (name, found, message) in [
            ("min-right", Some(79.996), "--min-right: 80.00 % are right, at least 80.5 % was asked for"),
            ("max-wrong", Some(81.0), "--max-wrong: 81.00 % are wrong, at most 80.5 % was asked for"),
            ("min-right", None, "--min-right: no question has an answer, so there is nothing to hold against 80.5 %"),
        ] {
            assert_eq!(told(&Threshold { name, limit: 80.5, found, met: false }), message);
        }
    }

    #[test]
    fn faults_name_file_and_line_and_are_not_endless() {
        let errors: Vec<CaseError> = (1..=25).map(|line| CaseError { line, message: "odd".to_owned() }).collect();
        let message = faulty("q.tsv".as_ref(), &errors).to_string();
        assert!(message.starts_with("q.tsv:1: odd\nq.tsv:2: odd\n") && message.ends_with("q.tsv:20: odd\n… and 5 more lines"), "{message}");
    }
}
