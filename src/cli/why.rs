//! How a reply came about, for those who tend the bot: `ask --explain` and `/why`. In English, like the code it tells of.

use std::io::{self, Write};

use super::page::{BOLD, DIM, PLAIN, Page};
use crate::assistant::{CandidateExplanation, Explanation, PartExplanation};
use crate::text::Language;

/// Most candidates that are shown: below them scores say little.
const CANDIDATES: usize = 5;

/// Shows an explanation.
pub(super) fn show<W: Write>(page: &mut Page<W>, explanation: &Explanation) -> io::Result<()> {
    if explanation.emergency {
        page.line(BOLD, "Danger to life was described: the emergency entry comes first, whatever follows.")?;
    }
    if explanation.parts.is_empty() {
        page.line(PLAIN, "No part of the message had anything to compare.")?;
    }
    for (part, number) in explanation.parts.iter().zip(1..) {
        show_part(page, part, number)?;
    }
    Ok(())
}

fn show_part<W: Write>(page: &mut Page<W>, part: &PartExplanation, number: usize) -> io::Result<()> {
    let language = match part.language {
        Some(Language::English) => "English",
        Some(Language::Spanish) => "Spanish",
        None => "language unclear",
    };
    page.line(BOLD, &format!("Part {number}, compared as: {} ({language})", part.normal_form))?;
    if !part.corrections.is_empty() {
        let corrections: Vec<String> = part.corrections.iter().map(|(typed, read)| format!("{typed} → {read}")).collect();
        page.item(PLAIN, "  corrected   ", &corrections.join(", "))?;
    }
    for (candidate, rank) in part.candidates.iter().take(CANDIDATES).zip(1..) {
        page.item(PLAIN, &format!("  {rank}. "), &described(candidate))?;
    }
    let exact = if part.exact { "; a phrasing matches exactly" } else { "" };
    let confidence =
        format!("{} that the first is right, {} that it is among the first three{exact}", percent(part.confidence), percent(part.among_first_three));
    page.item(PLAIN, "  confidence  ", &confidence)?;
    if part.guards.is_empty() {
        page.item(DIM, "  guards      ", "none spoke")?;
    }
    for guard in &part.guards {
        page.item(PLAIN, "  guard       ", guard)?;
    }
    page.item(PLAIN, "  decision    ", &part.decision)
}

fn described(candidate: &CandidateExplanation) -> String {
    let kind = if candidate.is_decline { " (decline)" } else { "" };
    let signals: Vec<String> = candidate.signals.iter().map(|(name, share)| format!("{name} {share:+.2}")).collect();
    let signals = if signals.is_empty() { String::new() } else { format!(": {}", signals.join(", ")) };
    format!("{}{kind}, score {:.2}{signals}", candidate.id, candidate.score)
}

fn percent(probability: f32) -> String {
    format!("{:.1} %", probability * 100.0)
}
