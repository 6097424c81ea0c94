//! Reads labelled questions. A file is a table: lines of fields between tabs, without quoting, the first line naming the
//! columns. `question`, `expected` and `slice` may stand in any order; further columns are passed over.
//!
//! ```text
//! expected    = alternative *( "|" alternative )      any of them is right
//! alternative = part *( "+" part )                    the message asks for all of them
//! part        = entry id / "none"                     an answer / this must not be answered
//! ```
//!
//! `+` binds more tightly than `|`: `a+b|c` is "both `a` and `b`, or `c` alone".

use std::collections::BTreeSet;

use thiserror::Error;

use crate::knowledge::{Knowledge, nearest};

/// The word for what must not be answered.
pub(super) const NONE: &str = "none";

const COLUMNS: [&str; 3] = ["question", "expected", "slice"];

/// A question and what should come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The message, as it stands in the file. It may be empty: people send that too.
    pub question: String,
    /// What should come of it.
    pub expected: Expected,
    /// The group of questions that it belongs to.
    pub slice: String,
}

/// What should come of a question; at least one alternative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    text: String,
    alternatives: Vec<BTreeSet<String>>,
}

impl Expected {
    /// As it stands in the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The sets of entries of which any one is right. An empty set means that nothing may be answered: a `none` beside an entry
    /// needs no mark of its own, for an entry too many is told by the set.
    #[must_use]
    pub fn alternatives(&self) -> &[BTreeSet<String>] {
        &self.alternatives
    }

    /// Whether nothing but silence is right.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.alternatives.iter().all(BTreeSet::is_empty)
    }

    /// Whether silence is right, alone or among others.
    #[must_use]
    pub fn allows_silence(&self) -> bool {
        self.alternatives.iter().any(BTreeSet::is_empty)
    }

    /// Whether an entry is part of any alternative.
    #[must_use]
    pub fn names(&self, entry: &str) -> bool {
        self.alternatives.iter().any(|entries| entries.contains(entry))
    }

    /// Whether an entry is part of every alternative.
    #[must_use]
    pub fn insists_on(&self, entry: &str) -> bool {
        self.alternatives.iter().all(|entries| entries.contains(entry))
    }

    /// Whether one entry answers it, whichever alternative is taken.
    #[must_use]
    pub fn is_single(&self) -> bool {
        !self.text.contains('+') && !self.allows_silence()
    }

    /// Reads the expectation of one question.
    ///
    /// # Errors
    ///
    /// What is wrong with it and what to do: nothing there, a part missing beside `+` or `|`, an entry that does not exist.
    pub fn parse(text: &str, knowledge: &Knowledge) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err(format!("nothing is expected; write an entry's id, or `{NONE}` where nothing may be answered"));
        }
        let alternatives: Result<_, _> = text.split('|').map(|alternative| entries(alternative, text, knowledge)).collect();
        Ok(Self { text: text.trim().to_owned(), alternatives: alternatives? })
    }
}

fn entries(alternative: &str, text: &str, knowledge: &Knowledge) -> Result<BTreeSet<String>, String> {
    let mut entries = BTreeSet::new();
    for part in alternative.split('+').map(str::trim) {
        match part {
            "" => return Err(format!("an id is missing beside `+` or `|` in `{}`", text.trim())),
            NONE => {}
            _ if knowledge.entry_named(part).is_some() => drop(entries.insert(part.to_owned())),
            _ => return Err(unknown(part, knowledge)),
        }
    }
    Ok(entries)
}

fn unknown(id: &str, knowledge: &Knowledge) -> String {
    let message = format!("there is no entry `{}`", id.escape_debug());
    if knowledge.declines.iter().any(|decline| decline.id.value == id) {
        return format!("{message}: that is a kind of decline; a question that is declined is `{NONE}`");
    }
    let known = knowledge.entries.iter().map(|entry| entry.id.value.as_str());
    match nearest(id, known.chain([NONE])) {
        Some(near) => format!("{message}; did you mean `{near}`?"),
        None => format!("{message}; write an `id` of the knowledge that was read, or `{NONE}`"),
    }
}

/// What is wrong with a line of a file, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {message}")]
pub struct CaseError {
    /// From 1.
    pub line: usize,
    /// Lower case, without a full stop.
    pub message: String,
}

/// Reads a file's questions, in its order. Empty lines are no questions; an empty field is.
///
/// # Errors
///
/// All lines that can't be read, or the first one if the columns are not known.
pub fn parse_cases(text: &str, knowledge: &Knowledge) -> Result<Vec<Case>, Vec<CaseError>> {
    let table = Table::new(text, COLUMNS).map_err(|error| vec![error])?;
    let (mut cases, mut errors) = (Vec::new(), Vec::new());
    for row in table.rows() {
        let case = row.and_then(|(line, [question, expected, slice])| {
            let expected = Expected::parse(expected, knowledge).map_err(|message| CaseError { line, message })?;
            Ok(Case { question: question.to_owned(), expected, slice: slice.trim().to_owned() })
        });
        match case {
            Ok(case) => cases.push(case),
            Err(error) => errors.push(error),
        }
    }
    if cases.is_empty() && errors.is_empty() {
        errors.push(CaseError { line: 2, message: "there is no question; add one a line, its fields between tabs".to_owned() });
    }
    if errors.is_empty() { Ok(cases) } else { Err(errors) }
}

/// A file's lines, with the places of the columns that are asked for.
pub(super) struct Table<'t, const N: usize> {
    text: &'t str,
    names: [&'static str; N],
    places: [usize; N],
    width: usize,
}

impl<'t, const N: usize> Table<'t, N> {
    pub(super) fn new(text: &'t str, names: [&'static str; N]) -> Result<Self, CaseError> {
        // Spreadsheets begin their files with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let header: Vec<&str> = text.lines().next().unwrap_or_default().split('\t').map(str::trim).collect();
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            let mut found = header.iter().enumerate().filter(|(_, column)| **column == name);
            *place = found.next().map(|(place, _)| place).ok_or_else(|| missing(name, &header, &names))?;
            if found.next().is_some() {
                return Err(CaseError { line: 1, message: format!("two columns are named `{name}`; rename or remove one") });
            }
        }
        Ok(Self { text, names, places, width: header.len() })
    }

    /// Each row's line number and its fields in the order of the names.
    pub(super) fn rows(&self) -> impl Iterator<Item = Result<(usize, [&'t str; N]), CaseError>> {
        let lines = (1..).zip(self.text.lines()).skip(1);
        lines
            .filter(|(_, line)| !line.is_empty())
            .map(|(number, line)| self.fields(line).map(|fields| (number, fields)).map_err(|message| CaseError { line: number, message }))
    }

    fn fields(&self, line: &'t str) -> Result<[&'t str; N], String> {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.iter().skip(self.width).any(|field| !field.trim().is_empty()) {
            let (found, known) = (fields.len(), self.width);
            return Err(format!("{found} fields, but the first line names {known} columns; is there a tab inside the question?"));
        }
        let mut chosen = [""; N];
        for ((field, place), name) in chosen.iter_mut().zip(self.places).zip(self.names) {
            *field = fields.get(place).ok_or_else(|| format!("the field `{name}` is missing; fields stand between tabs"))?;
        }
        Ok(chosen)
    }
}

fn missing(name: &str, header: &[&str], names: &[&str]) -> CaseError {
    let cure = match nearest(name, header.iter().copied()) {
        Some(near) => format!("is `{}` meant?", near.escape_debug()),
        None => format!("the first line names the columns, between tabs: {}", names.join(", ")),
    };
    CaseError { line: 1, message: format!("there is no column `{name}`; {cure}") }
}

#[cfg(test)]
mod tests {
    use super::super::tests::knowledge;
    use super::{CaseError, Expected, parse_cases};

    fn error(text: &str) -> String {
        let lines: Vec<String> = parse_cases(text, &knowledge()).unwrap_err().iter().map(CaseError::to_string).collect();
        lines.join("\n")
    }

    #[test]
    fn columns_may_stand_in_any_order_with_others_between() {
        let text =
            "\u{feff}slice\tnote\texpected\tquestion\r\nplain\tx\tgates\tIs the gate open?\r\n\r\nempty\ty\tnone\t\r\n\t\tpay|none\t  kept as it is \r\n";
        let cases = parse_cases(text, &knowledge()).unwrap();
        let read: Vec<(&str, &str, &str)> = cases.iter().map(|case| (case.question.as_str(), case.expected.text(), case.slice.as_str())).collect();
        assert_eq!(read, [("Is the gate open?", "gates", "plain"), ("", "none", "empty"), ("  kept as it is ", "pay|none", "")]);
    }

    #[test]
    fn an_expectation_is_alternatives_of_sets() {
        let knowledge = knowledge();
        for (text, alternatives, is_single) in [
            ("gates", &[&["gates"][..]][..], true),
            (" gates | pay ", &[&["gates"], &["pay"]], true),
            ("pay+gates", &[&["gates", "pay"]], false),
            ("none", &[&[]], false),
            ("gates+none", &[&["gates"]], false),
            ("gates|none", &[&["gates"], &[]], false),
            ("none|gates", &[&[], &["gates"]], false),
            ("gates+pay|danger", &[&["gates", "pay"], &["danger"]], false),
            ("gates+gates", &[&["gates"]], false),
        ] {
            let expected = Expected::parse(text, &knowledge).unwrap();
            let read: Vec<Vec<&str>> = expected.alternatives().iter().map(|entries| entries.iter().map(String::as_str).collect()).collect();
            assert_eq!(read, alternatives, "{text}");
            assert_eq!(expected.is_single(), is_single, "{text}");
            assert_eq!(expected.is_none(), text == "none", "{text}");
        }
    }

    #[test]
    fn an_error_names_the_line_and_the_cure() {
        let header = "question\texpected\tslice\n";
        for (text, message) in [
            ("", "line 1: there is no column `question`; the first line names the columns, between tabs: question, expected, slice"),
            ("question\texpcted\tslice\n", "line 1: there is no column `expected`; is `expcted` meant?"),
            ("question\texpected\tslice\tslice\n", "line 1: two columns are named `slice`; rename or remove one"),
            (header, "line 2: there is no question; add one a line, its fields between tabs"),
            (&format!("{header}a\tgates\n"), "line 2: the field `slice` is missing; fields stand between tabs"),
            (&format!("{header}a\tb\tgates\tx\n"), "line 2: 4 fields, but the first line names 3 columns; is there a tab inside the question?"),
            (&format!("{header}a\t\tx\n"), "line 2: nothing is expected; write an entry's id, or `none` where nothing may be answered"),
            (&format!("{header}a\tgates+\tx\n"), "line 2: an id is missing beside `+` or `|` in `gates+`"),
            (&format!("{header}a\tgtaes\tx\n"), "line 2: there is no entry `gtaes`; did you mean `gates`?"),
            (&format!("{header}a\tnon\tx\n"), "line 2: there is no entry `non`; did you mean `none`?"),
            (&format!("{header}a\tzebra\tx\n"), "line 2: there is no entry `zebra`; write an `id` of the knowledge that was read, or `none`"),
            (&format!("{header}a\tweather\tx\n"), "line 2: there is no entry `weather`: that is a kind of decline; a question that is declined is `none`"),
            (
                &format!("{header}a\tgtaes\tx\nb\tpay\tx\n\nc\t|pay\tx\n"),
                "line 2: there is no entry `gtaes`; did you mean `gates`?\nline 5: an id is missing beside `+` or `|` in `|pay`",
            ),
        ] {
            assert_eq!(error(text), message, "{text:?}");
        }
    }

    #[test]
    fn further_empty_fields_are_no_error() {
        assert_eq!(parse_cases("question\texpected\tslice\na\tgates\tx\t\t\n", &knowledge()).unwrap().len(), 1);
    }
}
