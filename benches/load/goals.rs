//! What was measured, what was to be reached, and how it reads.

use std::fmt::{Display, Formatter, Result};

/// One line.
struct Row {
    what: String,
    ours: f64,
    bare: Option<f64>,
    unit: &'static str,
    goal: String,
    is_good: bool,
}

/// All that was measured.
#[derive(Default)]
pub struct Table(Vec<Row>);

impl Table {
    fn add(&mut self, what: &str, (ours, bare): (f64, Option<f64>), unit: &'static str, goal: String, is_good: bool) {
        self.0.push(Row { what: what.to_owned(), ours, bare, unit, goal, is_good });
    }

    /// A number without a goal.
    pub fn plain(&mut self, what: &str, ours: f64, unit: &'static str) {
        self.add(what, (ours, None), unit, String::new(), true);
    }

    /// The same beside the bare bot's.
    pub fn beside(&mut self, what: &str, ours: f64, bare: f64, unit: &'static str) {
        self.add(what, (ours, Some(bare)), unit, String::new(), true);
    }

    /// A number that is not to be above another.
    pub fn at_most(&mut self, what: &str, ours: f64, unit: &'static str, most: f64) {
        self.add(what, (ours, None), unit, format!("at most {most} {unit}"), ours <= most);
    }

    /// A time that is to be at most so many times the bare bot's.
    pub fn times(&mut self, what: &str, ours: f64, bare: f64, unit: &'static str, most: Option<f64>) {
        let ratio = ours / bare;
        let goal = most.map(|most| format!(", goal at most {most}")).unwrap_or_default();
        self.add(what, (ours, Some(bare)), unit, format!("{ratio:.2} times{goal}"), most.is_none_or(|most| ratio <= most));
    }

    /// Replies a second of several rounds, ours and the bare bot's; the median of the rounds' ratios is to reach `least`.
    pub fn rates(&mut self, what: &str, mut rounds: Vec<(f64, f64)>, least: f64) {
        rounds.sort_by(|one, other| (one.0 / one.1).total_cmp(&(other.0 / other.1)));
        let ratio = |round: Option<&(f64, f64)>| round.map_or(0.0, |(ours, bare)| ours / bare);
        let (ours, bare) = rounds.get(rounds.len() / 2).copied().unwrap_or_default();
        let middle = ratio(rounds.get(rounds.len() / 2));
        let goal = format!("{middle:.2} times ({:.2} to {:.2}), goal at least {least}", ratio(rounds.first()), ratio(rounds.last()));
        self.add(what, (ours, Some(bare)), "/s", goal, middle >= least);
    }

    /// Whether every goal was reached.
    pub fn is_good(&self) -> bool {
        self.0.iter().all(|row| row.is_good)
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "| what | ours | bare | |\n|---|---|---|---|")?;
        for Row { what, ours, bare, unit, goal, is_good } in &self.0 {
            let number = |number: f64| if number < 10.0 { format!("{number:.2} {unit}") } else { format!("{number:.0} {unit}") };
            let bare = bare.map(number).unwrap_or_default();
            let missed = if *is_good { "" } else { " **missed**" };
            writeln!(f, "| {what} | {} | {bare} | {goal}{missed} |", number(*ours))?;
        }
        Ok(())
    }
}
