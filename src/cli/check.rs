//! `strikebot check`: what is wrong, or may be, in knowledge files.

mod text;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::slice;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::findings::{Count, Report};
use super::page::visible_json;
use super::setup::Setup;
use super::{Failure, Format};
use crate::checks::{CheckContext, check};
use crate::knowledge::{Finding, Knowledge, Level, Parsed, SourceFile, parse};
use crate::matching::{FOLDS, LeftOut, leave_out};
use crate::storage::{NOT_UTF_8, read_for_check};

/// Check knowledge files before members see them
///
/// Shows everything that is wrong in them at once, with the place and what to do. Errors keep the bot from answering; warnings
/// are worth mending too. Each phrasing is also asked as if nobody had written it down, which can take half a minute.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  strikebot check\n  strikebot check --no-left-out knowledge/services.toml knowledge/campaign.toml\n  strikebot check --strict --format json knowledge/ > findings.json\n\n\
                        Exit codes: 0 no errors (warnings may be left), 1 errors, with --strict warnings too, 2 wrong usage or a path that can't be read."
)]
pub(super) struct Check {
    /// Files or folders that are read together [default: what --knowledge names]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Let warnings fail too
    #[arg(long)]
    strict: bool,

    /// Don't ask phrasings as if they were not there, which takes longest
    #[arg(long)]
    no_left_out: bool,

    /// `text` for people, `json` for programs
    #[arg(long, value_name = "text|json", hide_possible_values = true, hide_default_value = true, default_value = "text")]
    format: Format,

    #[command(flatten)]
    setup: Setup,
}

/// What came of a check.
#[derive(Debug)]
struct Outcome {
    files: Vec<SourceFile>,
    findings: Vec<Finding>,
    /// Whether nothing kept the knowledge from being read, so that all rules had their say.
    is_whole: bool,
    /// Empty where nobody measured.
    left_out: Vec<LeftOut>,
}

impl Check {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        let (files, unread) = if self.paths.is_empty() {
            read_for_check(slice::from_ref(&self.setup.knowledge)).map_err(Setup::nothing_named)?
        } else {
            read_for_check(&self.paths)?
        };
        let outcome = self.check(files, unread);
        match self.format {
            Format::Text => text::show(&outcome, self.strict)?,
            Format::Json => json(&outcome)?,
        }
        let count = Count::of(&outcome.findings);
        let failed = count.errors > 0 || self.strict && count.warnings > 0;
        Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }

    fn check(&self, files: Vec<SourceFile>, unread: Vec<Finding>) -> Outcome {
        let Parsed { files, knowledge, findings } = parse(files);
        let mut findings = without_consequences(findings, &unread);
        findings.extend(unread);
        let mut left_out = Vec::new();
        let is_whole = findings.iter().all(|finding| finding.level != Level::Error);
        if let Some(knowledge) = knowledge.filter(|_| is_whole) {
            if !self.no_left_out {
                left_out = ask_left_out(&knowledge);
            }
            let context = CheckContext { today: self.setup.context().today, left_out };
            findings.extend(check(&knowledge, &context));
            left_out = context.left_out;
        }
        findings.sort_by_key(|finding| finding.span.as_ref().map(|span| (span.file, span.bytes.start)));
        Outcome { files, findings, is_whole, left_out }
    }
}

/// Text in another encoding reads like broken TOML, and saving it anew mends both.
fn without_consequences(mut findings: Vec<Finding>, unread: &[Finding]) -> Vec<Finding> {
    let file = |finding: &Finding| finding.span.as_ref().map(|span| span.file);
    let other_encoding = |finding: &Finding| unread.iter().any(|unread| unread.code == NOT_UTF_8 && file(unread) == file(finding));
    findings.retain(|finding| finding.code != "syntax" || !other_encoding(finding));
    findings
}

/// With a bar on a terminal, since it takes a while.
fn ask_left_out(knowledge: &Knowledge) -> Vec<LeftOut> {
    let bar = ProgressBar::with_draw_target(Some(FOLDS as u64), ProgressDrawTarget::stderr());
    let bar = match ProgressStyle::with_template("Asking each phrasing as if it were not there {bar:20} {percent} %") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    };
    bar.enable_steady_tick(Duration::from_millis(200));
    let outcomes = leave_out(knowledge, &|| bar.inc(1));
    bar.finish_and_clear();
    outcomes
}

fn json(outcome: &Outcome) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let report = serde_json::to_string(&Report::new(&outcome.findings, &outcome.files)).map_err(io::Error::other)?;
    writeln!(out, "{}", visible_json(&report))?;
    out.flush()
}
