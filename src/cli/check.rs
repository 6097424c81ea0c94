//! `strikebot check`: what is wrong, or may be, in knowledge files.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::findings::{Count, Report, drawn};
use super::page::visible_json;
use super::setup::Setup;
use super::{Failure, Format};
use crate::knowledge::{Finding, Parsed, SourceFile, parse};
use crate::storage::read_knowledge;

/// Check knowledge files before members see them
///
/// Shows everything that is wrong in them at once, with the place and what to do. Errors keep the bot from answering; warnings
/// are worth mending too.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  strikebot check\n  strikebot check --strict knowledge/\n  strikebot check --format json knowledge/ > findings.json\n\n\
                        Exit codes: 0 no errors (warnings may be left), 1 errors, with --strict warnings too, 2 wrong usage or a path that can't be read.")]
pub(super) struct Check {
    /// Files or folders that are read together [default: what --knowledge names]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Let warnings fail too
    #[arg(long)]
    strict: bool,

    /// `text` for people, `json` for programs
    #[arg(long, value_name = "text|json", hide_possible_values = true, hide_default_value = true, default_value = "text")]
    format: Format,

    #[command(flatten)]
    setup: Setup,
}

impl Check {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        let files = if self.paths.is_empty() { self.setup.files()? } else { together(&self.paths)? };
        let Parsed { files, findings, .. } = parse(files);
        match self.format {
            Format::Text => text(&findings, &files)?,
            Format::Json => json(&findings, &files)?,
        }
        let count = Count::of(&findings);
        let failed = count.errors > 0 || self.strict && count.warnings > 0;
        Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }
}

/// The files of all paths, as if they lay in one folder.
fn together(paths: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        files.extend(read_knowledge(path)?);
    }
    Ok(files)
}

fn text(findings: &[Finding], files: &[SourceFile]) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for finding in findings {
        writeln!(out, "{}\n", drawn(finding, files))?;
    }
    let Count { errors, warnings } = Count::of(findings);
    writeln!(out, "{} checked: {}, {}", counted(files.len(), "file"), counted(errors, "error"), counted(warnings, "warning"))?;
    out.flush()
}

fn json(findings: &[Finding], files: &[SourceFile]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let report = serde_json::to_string(&Report::new(findings, files)).map_err(io::Error::other)?;
    writeln!(out, "{}", visible_json(&report))?;
    out.flush()
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
