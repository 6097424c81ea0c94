//! Reads one table of each kind: a source, an entry, a decline, another campaign, the synonyms. References between them are
//! still names here; `parse` resolves them when all are known.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::finding::Finding;
use super::model::{Attribution, Decline, DeclineText, Entry, EntryText, InLanguages, Located, Other, Service, Source, SourceKind, SynonymGroup};
use super::reader::{Fields, Place, named};
use crate::text::Language;

const KINDS: &[(&str, SourceKind)] = &[
    ("press", SourceKind::Press),
    ("union", SourceKind::Union),
    ("employer", SourceKind::Employer),
    ("joint", SourceKind::Joint),
    ("government", SourceKind::Government),
    ("reference", SourceKind::Reference),
];
const ATTRIBUTIONS: &[(&str, Attribution)] = &[
    ("reported", Attribution::Reported),
    ("union", Attribution::Union),
    ("employer", Attribution::Employer),
    ("joint", Attribution::Joint),
    ("law", Attribution::Law),
    ("general", Attribution::General),
];
const SERVICES: &[(&str, Service)] = &[
    ("open", Service::Open),
    ("limited", Service::Limited),
    ("may-close", Service::MayClose),
    ("closed", Service::Closed),
    ("rescheduled", Service::Rescheduled),
];

/// An entry whose references are still names.
pub(super) struct DraftEntry {
    pub(super) entry: Entry,
    pub(super) sources: Vec<Located<String>>,
    pub(super) related: Vec<Located<String>>,
}

/// A source, whole; `None` where something is missing.
pub(super) fn read_source(id: &Located<String>, value: &Spanned<DeValue<'_>>, place: Place<'_>, findings: &mut Vec<Finding>) -> Option<Source> {
    let Some(inner) = value.get_ref().as_table() else {
        let finding = Finding::error("wrong-kind", id.span.clone(), "a source must be a table");
        findings.push(finding.help(format!("write [sources.{}] and its keys below", id.value)));
        return None;
    };
    let table = Spanned::new(id.span.bytes.clone(), inner.clone());
    let mut fields = Fields::new(&table, place, "source", findings);
    let publisher = fields.required_string("publisher");
    let title = fields.required_string("title");
    let published = fields.date("published");
    let url = fields.string("url");
    let kind = fields.choice("kind", KINDS).unwrap_or_default();
    fields.finish();
    Some(Source { id: id.clone(), publisher: publisher?, title: title?, published, url, kind })
}

pub(super) fn read_entry(table: &Spanned<DeTable<'_>>, place: Place<'_>, own: Language, findings: &mut Vec<Finding>) -> Option<DraftEntry> {
    let mut fields = Fields::new(table, place, "entry", findings);
    let id = fields.required_string("id");
    let category = fields.string("category");
    let own_text = read_entry_text(&mut fields);
    let before = fields.reported();
    let sources = fields.strings("sources");
    if sources.is_empty() && fields.reported() == before {
        let place = id.as_ref().map_or_else(|| fields.header(), |id| id.span.clone());
        let finding = Finding::error("no-source", place, "this entry has no source").help("every answer cites at least one page: sources = [\"…\"]");
        fields.report(finding);
    }
    let attribution = fields.choice("attribution", ATTRIBUTIONS).unwrap_or_default();
    let as_of = fields.date("as_of");
    let valid_until = fields.date("valid_until");
    let service = fields.choice("service", SERVICES);
    let related = fields.strings("related");
    let translations = fields.translations(own);
    fields.finish();
    let mut text = InLanguages::default();
    if let Some(own_text) = own_text {
        text.set(own, own_text);
    }
    for (language, table) in translations.iter() {
        let mut fields = Fields::new(table, place, "entry in another language", findings);
        if let Some(translation) = read_entry_text(&mut fields) {
            text.set(language, translation);
        }
        fields.finish();
    }
    let id = id.inspect(|id| check_kebab(id, findings))?;
    let entry = Entry { id, category, text, sources: Vec::new(), attribution, as_of, valid_until, service, related: Vec::new() };
    Some(DraftEntry { entry, sources, related })
}

fn read_entry_text(fields: &mut Fields<'_, '_>) -> Option<EntryText> {
    let question = fields.required_string("question");
    let answer = fields.required_string("answer");
    let phrasings = fields.strings("phrasings");
    Some(EntryText { question: question?, phrasings, answer: answer? })
}

pub(super) fn read_other(table: &Spanned<DeTable<'_>>, place: Place<'_>, findings: &mut Vec<Finding>) -> Option<(Other, Option<Located<String>>)> {
    let mut fields = Fields::new(table, place, "other campaign", findings);
    let name = fields.required_string("name");
    let names = fields.strings("names");
    let years = fields.years("years");
    let entry = fields.string("entry");
    fields.finish();
    Some((Other { name: name?, names, years, entry: None }, entry))
}

pub(super) fn read_decline(table: &Spanned<DeTable<'_>>, place: Place<'_>, own: Language, findings: &mut Vec<Finding>) -> Option<Decline> {
    let mut fields = Fields::new(table, place, "decline", findings);
    let id = fields.required_string("id");
    let mut text = InLanguages::default();
    text.set(own, DeclineText { phrasings: fields.strings("phrasings"), reply: fields.string("reply") });
    let translations = fields.translations(own);
    fields.finish();
    for (language, table) in translations.iter() {
        let mut fields = Fields::new(table, place, "decline in another language", findings);
        text.set(language, DeclineText { phrasings: fields.strings("phrasings"), reply: fields.string("reply") });
        fields.finish();
    }
    Some(Decline { id: id.inspect(|id| check_kebab(id, findings))?, text })
}

/// Reports an id in another form. It stays an id, so that what refers to it is not reported as well.
fn check_kebab(id: &Located<String>, findings: &mut Vec<Finding>) {
    let fits = id.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') && !id.value.starts_with('-') && !id.value.ends_with('-');
    if !fits {
        findings.push(Finding::error("bad-id", id.span.clone(), "an id is lower-case letters, digits and hyphens").help("for example: hospitals-and-ers"));
    }
}

/// The groups of words that mean the same: the key and its list.
pub(super) fn read_synonyms(table: &Spanned<DeTable<'_>>, place: Place<'_>, findings: &mut Vec<Finding>) -> Vec<SynonymGroup> {
    let mut groups = Vec::new();
    for (key, value) in named(table, place) {
        let mut fields = Fields::new(table, place, "list of synonyms", findings);
        let words = fields.strings_of(&key.value, value);
        groups.push(SynonymGroup { words: std::iter::once(key).chain(words).collect() });
    }
    groups
}
