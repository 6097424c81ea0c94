//! From the texts of knowledge files to a [`Knowledge`], or to all that keeps it from being one.
//!
//! Order matters twice: the campaign is read first, because it says in which language entries are written; references
//! between entries are resolved last, when all ids are known.

use std::collections::HashMap;

use toml::Spanned;
use toml::de::DeTable;

use super::finding::{Finding, Level, SourceFile, Span};
use super::model::{
    Attribution, Campaign, Decline, DeclineText, Entry, EntryId, EntryText, InLanguages, Knowledge, Located, Other, Service, Source, SourceId, SourceKind,
    Status, SynonymGroup,
};
use super::reader::{Fields, named, nearest};
use crate::text::Language;

/// The version of the format that is read.
const SCHEMA: i64 = 1;

const LANGUAGES: &[(&str, Language)] = &[("en", Language::English), ("es", Language::Spanish)];
const STATUSES: &[(&str, Status)] = &[("planned", Status::Planned), ("ongoing", Status::Ongoing), ("ended", Status::Ended)];
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

/// What came of reading: a knowledge unless a finding is an error.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The files, for messages.
    pub files: Vec<SourceFile>,
    /// Whole and valid, or not there at all.
    pub knowledge: Option<Knowledge>,
    /// In the order of the files.
    pub findings: Vec<Finding>,
}

/// Reads the files of one campaign.
#[must_use]
pub fn parse(files: Vec<SourceFile>) -> Parsed {
    let mut findings = Vec::new();
    let mut draft = Draft::default();
    {
        let tables: Vec<(usize, Spanned<DeTable<'_>>)> = files.iter().enumerate().map(|(file, source)| (file, table(source, file, &mut findings))).collect();
        for (file, table) in &tables {
            draft.read_campaign(table, *file, &mut findings);
        }
        if draft.campaign.is_none() && !findings.iter().any(|finding| finding.code == "syntax") {
            findings.push(no_campaign());
        }
        for (file, table) in &tables {
            draft.read_file(table, *file, &mut findings);
        }
    }
    let knowledge = draft.resolve(files.clone(), &mut findings);
    let place = |finding: &Finding| finding.span.as_ref().map(|span| (span.file, span.bytes.start));
    findings.sort_by_key(place);
    let sound = findings.iter().all(|finding| finding.level != Level::Error);
    Parsed { files, knowledge: knowledge.filter(|_| sound), findings }
}

fn no_campaign() -> Finding {
    Finding {
        code: "no-campaign",
        level: Level::Error,
        span: None,
        message: "no file has a `[campaign]`".to_owned(),
        help: Some("add a table `[campaign]` with `id` and `title` to one of the files".to_owned()),
        related: None,
    }
}

/// The file as a table; what can't be read of it is reported and left out.
fn table<'i>(source: &'i SourceFile, file: usize, findings: &mut Vec<Finding>) -> Spanned<DeTable<'i>> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    for error in errors {
        let bytes = error.span().unwrap_or(0..0);
        let finding = Finding::error("syntax", Span { file, bytes }, error.message().trim().replace('\n', ", "));
        findings.push(finding.help("texts stand in quotation marks, lists in [ ], and each key once"));
    }
    table
}

#[derive(Default)]
struct Draft {
    campaign: Option<(Campaign, Option<Located<String>>)>,
    language: Option<Language>,
    sources: Vec<Source>,
    entries: Vec<DraftEntry>,
    others: Vec<(Other, Option<Located<String>>)>,
    declines: Vec<Decline>,
    synonyms: Vec<SynonymGroup>,
}

struct DraftEntry {
    entry: Entry,
    sources: Vec<Located<String>>,
    related: Vec<Located<String>>,
}

impl Draft {
    fn read_campaign(&mut self, file_table: &Spanned<DeTable<'_>>, file: usize, findings: &mut Vec<Finding>) {
        let mut ignored = Vec::new();
        let Some(table) = Fields::new(file_table, file, "file", &mut ignored).table("campaign") else { return };
        let mut fields = Fields::new(&table, file, "campaign", findings);
        if let Some((first, _)) = &self.campaign {
            let finding = Finding::error("second-campaign", fields.header(), "a second `[campaign]`")
                .help("exactly one file has it")
                .see(first.id.span.clone(), "the first one");
            fields.report(finding);
            return;
        }
        let own = fields.choice("language", LANGUAGES).unwrap_or(Language::English);
        let id = fields.required_string("id");
        let mut title = InLanguages::default();
        let mut contact = InLanguages::default();
        if let Some(text) = fields.required_string("title") {
            title.set(own, text);
        }
        if let Some(text) = fields.string("contact") {
            contact.set(own, text);
        }
        let names = fields.strings("names");
        let status = fields.choice("status", STATUSES).unwrap_or(Status::Ongoing);
        let started = fields.date("started").map(|day| day.value);
        let ended = fields.date("ended").map(|day| day.value);
        let reviewed = fields.date("reviewed");
        let emergency = fields.string("emergency");
        let translations = fields.translations(own);
        fields.finish();
        for (language, table) in translations.iter() {
            let mut fields = Fields::new(table, file, "campaign in another language", findings);
            if let Some(text) = fields.string("title") {
                title.set(language, text);
            }
            if let Some(text) = fields.string("contact") {
                contact.set(language, text);
            }
            fields.finish();
        }
        self.language = Some(own);
        if let Some(id) = id {
            self.campaign = Some((Campaign { id, title, language: own, names, status, started, ended, reviewed, contact, emergency: None }, emergency));
        }
    }

    fn read_file(&mut self, table: &Spanned<DeTable<'_>>, file: usize, findings: &mut Vec<Finding>) {
        let own = self.language.unwrap_or(Language::English);
        let mut fields = Fields::new(table, file, "file", findings);
        match fields.integer("schema") {
            Some(schema) if schema.value != SCHEMA => {
                let finding =
                    Finding::error("schema", schema.span, format!("schema {} is not known", schema.value)).help(format!("this version reads schema {SCHEMA}"));
                fields.report(finding);
            }
            Some(_) => {}
            None => {
                let start = Span { file, bytes: 0..0 };
                let finding = Finding::error("schema", start, "this file has no `schema`").help(format!("begin it with a line `schema = {SCHEMA}`"));
                fields.report(finding);
            }
        }
        let _ = fields.table("campaign");
        let sources = fields.table("sources");
        let entries = fields.tables("entries");
        let others = fields.tables("others");
        let declines = fields.tables("declines");
        let synonyms = fields.table("synonyms");
        fields.finish();
        if let Some(table) = sources {
            self.read_sources(&table, file, findings);
        }
        for table in &entries {
            self.entries.extend(read_entry(table, file, own, findings));
        }
        for table in &others {
            self.others.extend(read_other(table, file, findings));
        }
        for table in &declines {
            self.declines.extend(read_decline(table, file, own, findings));
        }
        if let Some(table) = synonyms {
            for (key, value) in named(&table, file) {
                let mut words = vec![key];
                let items = value.get_ref().as_array().map(|array| array.iter().collect::<Vec<_>>());
                let texts = items.unwrap_or_else(|| vec![value]);
                words.extend(
                    texts.iter().filter_map(|item| Some(Located { value: item.get_ref().as_str()?.to_owned(), span: Span { file, bytes: item.span() } })),
                );
                self.synonyms.push(SynonymGroup { words });
            }
        }
    }

    fn read_sources(&mut self, table: &Spanned<DeTable<'_>>, file: usize, findings: &mut Vec<Finding>) {
        for (id, value) in named(table, file) {
            let Some(inner) = value.get_ref().as_table() else {
                findings.push(
                    Finding::error("wrong-kind", id.span.clone(), "a source must be a table").help(format!("write [sources.{}] and its keys below", id.value)),
                );
                continue;
            };
            let spanned = Spanned::new(id.span.bytes.clone(), inner.clone());
            let mut fields = Fields::new(&spanned, file, "source", findings);
            let publisher = fields.required_string("publisher");
            let title = fields.required_string("title");
            let published = fields.date("published");
            let url = fields.string("url");
            let kind = fields.choice("kind", KINDS).unwrap_or_default();
            fields.finish();
            if let (Some(publisher), Some(title)) = (publisher, title) {
                self.sources.push(Source { id, publisher, title, published, url, kind });
            }
        }
    }

    fn resolve(self, files: Vec<SourceFile>, findings: &mut Vec<Finding>) -> Option<Knowledge> {
        let mut source_ids: HashMap<String, (SourceId, Span)> = HashMap::new();
        for (index, source) in (0..).zip(&self.sources) {
            unique(&source.id, SourceId(index), "source", &mut source_ids, findings);
        }
        let mut entry_ids: HashMap<String, (EntryId, Span)> = HashMap::new();
        for (index, draft) in (0..).zip(&self.entries) {
            unique(&draft.entry.id, EntryId(index), "entry", &mut entry_ids, findings);
        }
        let mut decline_ids: HashMap<String, (EntryId, Span)> = HashMap::new();
        for (index, decline) in (0..).zip(&self.declines) {
            unique(&decline.id, EntryId(index), "decline", &mut decline_ids, findings);
        }
        let mut entries = Vec::with_capacity(self.entries.len());
        for DraftEntry { mut entry, sources, related } in self.entries {
            entry.sources = sources.iter().filter_map(|name| refer(name, "source", "unknown-source", &source_ids, findings)).collect();
            entry.related = related.iter().filter_map(|name| refer(name, "entry", "unknown-related", &entry_ids, findings)).collect();
            entries.push(entry);
        }
        let others = self
            .others
            .into_iter()
            .map(|(other, entry)| Other {
                entry: entry.and_then(|name| refer(&name, "entry", "unknown-entry", &entry_ids, findings)).map(|id| id.value),
                ..other
            })
            .collect();
        let (mut campaign, emergency) = self.campaign?;
        campaign.emergency = emergency.and_then(|name| refer(&name, "entry", "unknown-entry", &entry_ids, findings)).map(|id| id.value);
        Some(Knowledge { files, campaign, sources: self.sources, entries, others, declines: self.declines, synonyms: self.synonyms })
    }
}

fn read_entry(table: &Spanned<DeTable<'_>>, file: usize, own: Language, findings: &mut Vec<Finding>) -> Option<DraftEntry> {
    let mut fields = Fields::new(table, file, "entry", findings);
    let id = fields.required_string("id");
    let category = fields.string("category");
    let own_text = read_entry_text(&mut fields);
    let sources = fields.strings("sources");
    if sources.is_empty() {
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
        let mut fields = Fields::new(table, file, "entry in another language", findings);
        if let Some(translation) = read_entry_text(&mut fields) {
            text.set(language, translation);
        }
        fields.finish();
    }
    let id = id.filter(|id| is_kebab(id, findings))?;
    let entry = Entry { id, category, text, sources: Vec::new(), attribution, as_of, valid_until, service, related: Vec::new() };
    Some(DraftEntry { entry, sources, related })
}

fn read_entry_text(fields: &mut Fields<'_, '_>) -> Option<EntryText> {
    let question = fields.required_string("question");
    let answer = fields.required_string("answer");
    let phrasings = fields.strings("phrasings");
    Some(EntryText { question: question?, phrasings, answer: answer? })
}

fn read_other(table: &Spanned<DeTable<'_>>, file: usize, findings: &mut Vec<Finding>) -> Option<(Other, Option<Located<String>>)> {
    let mut fields = Fields::new(table, file, "other campaign", findings);
    let name = fields.required_string("name");
    let names = fields.strings("names");
    let years = fields.integers("years").into_iter().filter_map(|year| i16::try_from(year.value).ok()).collect();
    let entry = fields.string("entry");
    fields.finish();
    Some((Other { name: name?, names, years, entry: None }, entry))
}

fn read_decline(table: &Spanned<DeTable<'_>>, file: usize, own: Language, findings: &mut Vec<Finding>) -> Option<Decline> {
    let mut fields = Fields::new(table, file, "decline", findings);
    let id = fields.required_string("id");
    let mut text = InLanguages::default();
    text.set(own, DeclineText { phrasings: fields.strings("phrasings"), reply: fields.string("reply") });
    let translations = fields.translations(own);
    fields.finish();
    for (language, table) in translations.iter() {
        let mut fields = Fields::new(table, file, "decline in another language", findings);
        text.set(language, DeclineText { phrasings: fields.strings("phrasings"), reply: fields.string("reply") });
        fields.finish();
    }
    Some(Decline { id: id.filter(|id| is_kebab(id, findings))?, text })
}

fn is_kebab(id: &Located<String>, findings: &mut Vec<Finding>) -> bool {
    let fits = id.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') && !id.value.starts_with('-') && !id.value.ends_with('-');
    if !fits {
        findings.push(Finding::error("bad-id", id.span.clone(), "an id is lower-case letters, digits and hyphens").help("for example: hospitals-and-ers"));
    }
    fits
}

fn unique<T>(id: &Located<String>, index: T, what: &str, seen: &mut HashMap<String, (T, Span)>, findings: &mut Vec<Finding>) {
    if let Some((_, first)) = seen.get(&id.value) {
        let finding = Finding::error("duplicate-id", id.span.clone(), format!("a second {what} is called `{}`", id.value));
        findings.push(finding.help("give one of them another id").see(first.clone(), "the first one"));
        return;
    }
    seen.insert(id.value.clone(), (index, id.span.clone()));
}

fn refer<T: Copy>(
    name: &Located<String>,
    what: &str,
    code: &'static str,
    known: &HashMap<String, (T, Span)>,
    findings: &mut Vec<Finding>,
) -> Option<Located<T>> {
    if let Some(&(id, _)) = known.get(&name.value) {
        return Some(Located { value: id, span: name.span.clone() });
    }
    let help = match nearest(&name.value, known.keys().map(String::as_str)) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("no {what} with this id is in these files"),
    };
    findings.push(Finding::error(code, name.span.clone(), format!("unknown {what} \"{}\"", name.value.escape_debug())).help(help));
    None
}
