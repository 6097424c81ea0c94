//! `strikebot eval`: how well the bot does on labelled questions. Its options; it joins the other commands together with the
//! module that measures.

use std::path::PathBuf;

use clap::Args;

use super::Format;
use super::setup::Setup;

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

    #[command(flatten)]
    setup: Setup,
}

fn percent(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.trim_end_matches('%').trim_end().parse().ok();
    number.filter(|number| (0.0..=100.0).contains(number)).ok_or_else(|| "a percentage is a number from 0 to 100, like 97.5".to_owned())
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_percentage_is_from_0_to_100() {
        for (text, number) in [("0", Some(0.0)), ("97.5", Some(97.5)), ("100%", Some(100.0)), ("-1", None), ("101", None), ("NaN", None), ("most", None)] {
            assert_eq!(percent(text).ok(), number, "{text:?}");
        }
    }
}
