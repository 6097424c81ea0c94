//! Reads the fields of one TOML table, each with its place, and reports all that is wrong with them at once: missing and
//! unknown keys, wrong kinds of value. What can be read is read, so that one mistake does not hide the next.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::finding::{Finding, Span};
use super::model::{InLanguages, Located};
use crate::text::Language;

/// One table that is being read.
pub(super) struct Fields<'a, 'i> {
    table: &'a DeTable<'i>,
    file: usize,
    /// What the table is, for messages: "entry", "source".
    what: &'static str,
    /// Where the table is named, for what is missing in it.
    header: Range<usize>,
    known: Vec<&'static str>,
    findings: &'a mut Vec<Finding>,
}

impl<'a, 'i> Fields<'a, 'i> {
    pub(super) fn new(table: &'a Spanned<DeTable<'i>>, file: usize, what: &'static str, findings: &'a mut Vec<Finding>) -> Self {
        Self { table: table.get_ref(), file, what, header: table.span(), known: Vec::new(), findings }
    }

    /// Where the table is named.
    pub(super) fn header(&self) -> Span {
        self.span(self.header.clone())
    }

    fn span(&self, bytes: Range<usize>) -> Span {
        Span { file: self.file, bytes }
    }

    /// Adds a finding.
    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn value(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.known.push(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn wrong_kind(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let finding = Finding::error(
            "wrong-kind",
            self.span(value.span()),
            format!("`{key}` must be {wanted}, not {} {}", article(value.get_ref().type_str()), value.get_ref().type_str()),
        );
        self.findings.push(finding);
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
            let finding =
                Finding::error("empty-text", self.span(bytes), format!("`{key}` is empty")).help("write it, or take the line away where the key is optional");
            self.findings.push(finding);
            return None;
        }
        Some(Located { value: text.trim().to_owned(), span: self.span(bytes) })
    }

    pub(super) fn required_string(&mut self, key: &'static str) -> Option<Located<String>> {
        if self.value(key).is_none() {
            self.missing(key);
            return None;
        }
        self.string(key)
    }

    pub(super) fn strings(&mut self, key: &'static str) -> Vec<Located<String>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_kind(key, value, "a list of texts: [\"…\", \"…\"]");
            return Vec::new();
        };
        let mut strings = Vec::with_capacity(array.len());
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => strings.extend(self.not_blank(key, text, item.span())),
                None => self.wrong_kind(key, item, "a list of texts: [\"…\", \"…\"]"),
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

    pub(super) fn integers(&mut self, key: &'static str) -> Vec<Located<i64>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let items: Vec<&Spanned<DeValue<'i>>> = value.get_ref().as_array().map(|array| array.iter().collect()).unwrap_or_default();
        if value.get_ref().as_array().is_none() {
            self.wrong_kind(key, value, "a list of numbers: [2023]");
        }
        let mut integers = Vec::new();
        for item in items {
            match integer(item.get_ref()) {
                Some(number) => integers.push(Located { value: number, span: self.span(item.span()) }),
                None => self.wrong_kind(key, item, "a list of numbers: [2023]"),
            }
        }
        integers
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
        for item in array.iter() {
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
            let span = Span { file: self.file, bytes: name.span() };
            self.findings
                .push(Finding::error("unknown-key", span, format!("unknown key `{}` in this {}", name.get_ref().escape_debug(), self.what)).help(help));
        }
    }
}

/// All keys of a table whose keys are names of the curator's own, with their values.
pub(super) fn named<'a, 'i>(table: &'a Spanned<DeTable<'i>>, file: usize) -> Vec<(Located<String>, &'a Spanned<DeValue<'i>>)> {
    let locate = |name: &Spanned<DeString<'i>>| Located { value: name.get_ref().to_string(), span: Span { file, bytes: name.span() } };
    table.get_ref().iter().map(|(name, value)| (locate(name), value)).collect()
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// The known word that a misspelt one is nearest to, if any is near.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    /// Below it two words have little in common; 0.6 still pairs "phrasing" with "phrasings" and "anser" with "answer".
    const NEAR: f64 = 0.6;
    known
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|(similarity, _)| *similarity >= NEAR)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, candidate)| candidate)
}
