//! Keeps what became of each question as a table, one line a question, and tells what moved since. The table has the columns
//! of labelled questions too, so it can be measured again as it is.

use std::collections::HashMap;
use std::fmt::Write;

use serde::Serialize;

use super::cases::{Case, CaseError, Table};
use super::scoring::{Judgement, Outcome};

const HEADER: &str = "question\texpected\tslice\toutcome\tentries\tconfidence\n";

/// A question's line of an earlier run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The message.
    pub question: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What was answered (`a+b`) or offered (`a|b`).
    pub entries: String,
}

/// A question that fares better or worse than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The message.
    pub question: String,
    /// What is expected now.
    pub expected: String,
    /// What became of it before.
    pub from: Outcome,
    /// What became of it now.
    pub to: Outcome,
    /// What was answered (`a+b`) or offered (`a|b`) before.
    pub entries_before: String,
    /// What is now.
    pub entries: String,
}

/// What moved since an earlier run. Questions are matched by their text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// Those that fare worse.
    pub worse: Vec<Change>,
    /// Those that fare better.
    pub better: Vec<Change>,
    /// How many fare as before.
    pub unchanged: usize,
    /// How many were not asked before.
    pub added: usize,
    /// How many are not asked any more.
    pub removed: usize,
}

/// The table of a run.
#[must_use]
pub fn save(cases: &[Case], judgements: &[Judgement]) -> String {
    let mut table = HEADER.to_owned();
    for (case, judgement) in cases.iter().zip(judgements) {
        let (question, expected, slice) = (&case.question, case.expected.text(), &case.slice);
        let (outcome, confidence) = (judgement.outcome.word(), judgement.confidence);
        // Writing to a string can't fail.
        let _ = writeln!(table, "{question}\t{expected}\t{slice}\t{outcome}\t{}\t{confidence:.4}", entries(judgement));
    }
    table
}

fn entries(judgement: &Judgement) -> String {
    if judgement.answered.is_empty() { judgement.offered.join("|") } else { judgement.answered.join("+") }
}

/// Reads the table of a run.
///
/// # Errors
///
/// The first line that can't be read.
pub fn parse_saved(text: &str) -> Result<Vec<Saved>, CaseError> {
    let table = Table::new(text, ["question", "outcome", "entries"])?;
    let saved = table.rows().map(|row| {
        let (line, [question, word, entries]) = row?;
        let outcome = Outcome::from_word(word.trim()).ok_or_else(|| CaseError {
            line,
            message: format!("`{}` is no outcome; one of: {}", word.escape_debug(), Outcome::ALL.map(Outcome::word).join(", ")),
        })?;
        Ok(Saved { question: question.to_owned(), outcome, entries: entries.trim().to_owned() })
    });
    saved.collect()
}

/// What moved since a run. A question that is asked several times is matched in order.
#[must_use]
pub fn changes(before: &[Saved], cases: &[Case], judgements: &[Judgement]) -> Changes {
    let mut earlier: HashMap<&str, Vec<&Saved>> = HashMap::new();
    for saved in before.iter().rev() {
        earlier.entry(&saved.question).or_default().push(saved);
    }
    let mut changes = Changes::default();
    for (case, judgement) in cases.iter().zip(judgements) {
        let Some(saved) = earlier.get_mut(case.question.as_str()).and_then(Vec::pop) else {
            changes.added += 1;
            continue;
        };
        let change = || Change {
            question: case.question.clone(),
            expected: case.expected.text().to_owned(),
            from: saved.outcome,
            to: judgement.outcome,
            entries_before: saved.entries.clone(),
            entries: entries(judgement),
        };
        match judgement.outcome.cmp(&saved.outcome) {
            std::cmp::Ordering::Less => changes.better.push(change()),
            std::cmp::Ordering::Equal => changes.unchanged += 1,
            std::cmp::Ordering::Greater => changes.worse.push(change()),
        }
    }
    changes.removed = earlier.values().map(Vec::len).sum();
    changes
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::judged;
    use super::super::tests::{knowledge, labelled, reply};
    use super::super::{Judgement, parse_cases};
    use super::{Changes, changes, parse_saved, save};

    #[test]
    fn what_is_saved_is_read_back_and_can_be_asked_again() {
        let (cases, judgements) = judged();
        let table = save(&cases, &judgements);
        assert_eq!(parse_cases(&table, &knowledge()).unwrap(), cases);
        let saved = parse_saved(&table).unwrap();
        assert_eq!(changes(&saved, &cases, &judgements), Changes { unchanged: cases.len(), ..Changes::default() });
        assert_eq!(table.lines().nth(3), Some("gate open\tgates\tterse\toffered\tgates|pay\t0.5500"));
    }

    #[test]
    fn changes_are_better_or_worse_and_twins_are_matched_in_order() {
        let before = "question\toutcome\tentries\ntwin\tright\tgates\ntwin\twrong\tpay\nonce\tsilent\t\ngone\tright\tpay\n";
        let asked: Vec<_> = [("twin", "gates"), ("twin", "gates"), ("once", "pay"), ("new", "gates")]
            .into_iter()
            .map(|(question, came)| (labelled(question, "gates", "plain"), reply(came, &[], 0.5)))
            .collect();
        let judgements: Vec<_> = asked.iter().map(|(case, reply)| Judgement::new(case, reply, None)).collect();
        let cases: Vec<_> = asked.into_iter().map(|(case, _)| case).collect();
        let changes = changes(&parse_saved(before).unwrap(), &cases, &judgements);
        let told = |changes: &[super::Change]| -> Vec<String> {
            changes
                .iter()
                .map(|change| format!("{} {} {} → {} {}", change.question, change.from.word(), change.entries_before, change.to.word(), change.entries))
                .collect()
        };
        assert_eq!(told(&changes.better), ["twin wrong pay → right gates"]);
        assert_eq!(told(&changes.worse), ["once silent  → wrong pay"]);
        assert_eq!((changes.unchanged, changes.added, changes.removed), (1, 1, 1));
    }

    #[test]
    fn a_table_of_another_kind_is_refused() {
        for (text, message) in [
            ("question\texpected\tslice\n", "line 1: there is no column `outcome`; the first line names the columns, between tabs: question, outcome, entries"),
            ("question\toutcome\tentries\na\tgood\t\n", "line 2: `good` is no outcome; one of: right, partial, offered, silent, wrong"),
        ] {
            assert_eq!(parse_saved(text).unwrap_err().to_string(), message);
        }
    }
}
