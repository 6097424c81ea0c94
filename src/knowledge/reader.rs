//! Reads the fields of one TOML table, each with its place, and reports all that is wrong with them at once: missing and
//! unknown keys, wrong kinds of value. What can be read is read, so that one mistake does not hide the next.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::finding::{Finding, Span};
use super::model::{InLanguages, Located};
use crate::text::Language;

/// The file that is being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// Its index among the files.
    pub(super) file: usize,
    /// Its text, as it is read.
    pub(super) text: &'a str,
}

impl Place<'_> {
    /// These bytes of the file.
    pub(super) fn span(self, bytes: Range<usize>) -> Span {
        Span { file: self.file, bytes }
    }

    /// The text inside a string's quotation marks, without the white space around it; the bytes themselves where nothing is
    /// left. `"""` stands a line above its text, and carets must not.
    pub(super) fn text_span(self, bytes: Range<usize>) -> Span {
        let Some(raw) = self.text.get(bytes.clone()) else { return self.span(bytes) };
        let mark = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|mark| raw.len() >= 2 * mark.len() && raw.starts_with(mark) && raw.ends_with(mark));
        let width = mark.map_or(0, str::len);
        let inner = raw.get(width..raw.len() - width).unwrap_or(raw);
        let text = inner.trim_start();
        // A line of a long text that ends in `\\` goes on in the next one without a break.
        let text = text.strip_prefix('\\').filter(|rest| rest.starts_with(char::is_whitespace)).map_or(text, str::trim_start);
        let start = bytes.end - width - text.len();
        let end = start + text.trim_end().len();
        if start < end { self.span(start..end) } else { self.span(bytes) }
    }
}

/// One table that is being read.
pub(super) struct Fields<'a, 'i> {
    table: &'a DeTable<'i>,
    place: Place<'a>,
    /// What the table is, for messages: "entry", "source".
    what: &'static str,
    /// Where the table is named, for what is missing in it.
    header: Range<usize>,
    known: Vec<&'static str>,
    findings: &'a mut Vec<Finding>,
}

impl<'a, 'i> Fields<'a, 'i> {
    pub(super) fn new(table: &'a Spanned<DeTable<'i>>, place: Place<'a>, what: &'static str, findings: &'a mut Vec<Finding>) -> Self {
        Self { table: table.get_ref(), place, what, header: table.span(), known: Vec::new(), findings }
    }

    /// Where the table is named.
    pub(super) fn header(&self) -> Span {
        self.span(self.header.clone())
    }

    fn span(&self, bytes: Range<usize>) -> Span {
        self.place.span(bytes)
    }

    /// How many findings there are so far, to tell whether a field was there and wrong.
    pub(super) fn reported(&self) -> usize {
        self.findings.len()
    }

    /// Adds a finding.
    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn value(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn wrong_kind(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let message = format!("`{key}` must be {wanted}, not {}", kind(value.get_ref()));
        self.findings.push(Finding::error("wrong-kind", self.span(value.span()), message));
    }

    fn missing(&mut self, key: &str) {
        let finding = Finding::error("missing-key", self.header(), format!("this {} has no `{key}`", self.what)).help(format!("add a line `{key} = …`"));
        self.findings.push(finding);
    }

    pub(super) fn string(&mut self, key: &'static str) -> Option<Located<String>> {
        let value = self.value(key)?;
        match value.get_ref().as_str() {
            Some(text) => self.not_blank(key, text, value.span()),
            None => {
                self.wrong_kind(key, value, "text in quotation marks");
                None
            }
        }
    }

    fn not_blank(&mut self, key: &str, text: &str, bytes: Range<usize>) -> Option<Located<String>> {
        if text.trim().is_empty() {
            let finding = Finding::error("empty-text", self.span(bytes), format!("this text of `{key}` is empty"));
            self.report(finding.help("write it, or take it away where it is not needed"));
            return None;
        }
        Some(Located { value: text.trim().to_owned(), span: self.place.text_span(bytes) })
    }

    pub(super) fn required_string(&mut self, key: &'static str) -> Option<Located<String>> {
        if self.value(key).is_none() {
            self.missing(key);
            return None;
        }
        self.string(key)
    }

    pub(super) fn strings(&mut self, key: &'static str) -> Vec<Located<String>> {
        self.value(key).map(|value| self.strings_of(key, value)).unwrap_or_default()
    }

    /// The texts of a list that stands under a key of the curator's own.
    pub(super) fn strings_of(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<Located<String>> {
        const WANTED: &str = "a list of texts: [\"…\", \"…\"]";
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_kind(key, value, WANTED);
            return Vec::new();
        };
        let mut strings = Vec::with_capacity(array.len());
        for item in array {
            match item.get_ref().as_str() {
                Some(text) => strings.extend(self.not_blank(key, text, item.span())),
                None => self.wrong_kind(key, item, WANTED),
            }
        }
        strings
    }

    pub(super) fn date(&mut self, key: &'static str) -> Option<Located<Date>> {
        let value = self.value(key)?;
        let date = value.get_ref().as_datetime().filter(|moment| moment.time.is_none()).and_then(|moment| moment.date);
        let date = date.and_then(|date| Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok());
        if date.is_none() {
            self.wrong_kind(key, value, "a day without quotation marks: 2023-10-04");
        }
        Some(Located { value: date?, span: self.span(value.span()) })
    }

    /// Years: whole numbers of four digits.
    pub(super) fn years(&mut self, key: &'static str) -> Vec<i16> {
        const WANTED: &str = "a list of years: [2023]";
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_kind(key, value, WANTED);
            return Vec::new();
        };
        let mut years = Vec::with_capacity(array.len());
        for item in array {
            match integer(item.get_ref()) {
                Some(number) => match i16::try_from(number).ok().filter(|year| (1000..=9999).contains(year)) {
                    Some(year) => years.push(year),
                    None => {
                        let finding = Finding::error("unknown-value", self.span(item.span()), format!("{number} is not a year"));
                        self.report(finding.help("a year has four digits: 2023"));
                    }
                },
                None => self.wrong_kind(key, item, WANTED),
            }
        }
        years
    }

    pub(super) fn integer(&mut self, key: &'static str) -> Option<Located<i64>> {
        let value = self.value(key)?;
        let number = integer(value.get_ref());
        if number.is_none() {
            self.wrong_kind(key, value, "a number");
        }
        Some(Located { value: number?, span: self.span(value.span()) })
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        let text = self.string(key)?;
        let chosen = choices.iter().find(|(name, _)| *name == text.value);
        if chosen.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let mut finding =
                Finding::error("unknown-value", text.span.clone(), format!("`{key}` can't be this")).help(format!("one of: {}", names.join(", ")));
            if let Some(near) = nearest(&text.value, names.iter().copied()) {
                finding = finding.help(format!("did you mean \"{near}\"? one of: {}", names.join(", ")));
            }
            self.findings.push(finding);
        }
        chosen.map(|&(_, value)| value)
    }

    pub(super) fn table(&mut self, key: &'static str) -> Option<Spanned<DeTable<'i>>> {
        let value = self.value(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Spanned::new(value.span(), table.clone())),
            None => {
                self.wrong_kind(key, value, &format!("a table: [{key}]"));
                None
            }
        }
    }

    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Spanned<DeTable<'i>>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let wanted = format!("a list of tables: [[{key}]]");
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_kind(key, value, &wanted);
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(array.len());
        for item in array {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Spanned::new(item.span(), table.clone())),
                None => self.wrong_kind(key, item, &wanted),
            }
        }
        tables
    }

    /// The tables in which the other languages stand: `[entries.es]`.
    pub(super) fn translations(&mut self, own: Language) -> InLanguages<Spanned<DeTable<'i>>> {
        let mut translations = InLanguages::default();
        let other = own.other();
        if let Some(table) = self.table(other.code()) {
            translations.set(other, table);
        }
        translations
    }

    /// Reports the keys that nobody asked for, each with the nearest known one.
    pub(super) fn finish(self) {
        for name in self.table.keys() {
            if self.known.iter().any(|known| name.get_ref() == known) {
                continue;
            }
            let help = match nearest(name.get_ref(), self.known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", self.known.join(", ")),
            };
            let span = self.place.span(name.span());
            self.findings
                .push(Finding::error("unknown-key", span, format!("unknown key `{}` in this {}", name.get_ref().escape_debug(), self.what)).help(help));
        }
    }
}

/// All keys of a table whose keys are names of the curator's own, with their values, in the order of the file.
pub(super) fn named<'a, 'i>(table: &'a Spanned<DeTable<'i>>, place: Place<'_>) -> Vec<(Located<String>, &'a Spanned<DeValue<'i>>)> {
    let locate = |name: &Spanned<DeString<'i>>| Located { value: name.get_ref().to_string(), span: place.text_span(name.span()) };
    let mut named: Vec<_> = table.get_ref().iter().map(|(name, value)| (locate(name), value)).collect();
    // A table hands its keys out by their alphabet.
    named.sort_by_key(|(name, _)| name.span.bytes.start);
    named
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// What a value is, in words for someone who does not program.
const fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a day or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The known word that a misspelt one is nearest to, if any is near.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    /// Below it two words have little in common; 0.6 still pairs "phrasing" with "phrasings" and "anser" with "answer".
    const NEAR: f64 = 0.6;
    known
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|(similarity, _)| *similarity >= NEAR)
        // Of two that are as near the first by the alphabet: those that are handed in may come in any order.
        .max_by(|(one, first), (other, second)| one.total_cmp(other).then_with(|| second.cmp(first)))
        .map(|(_, candidate)| candidate)
}
