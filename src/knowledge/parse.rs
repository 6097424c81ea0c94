//! From the texts of knowledge files to a [`Knowledge`], or to all that keeps it from being one.
//!
//! Order matters twice: the campaign is read first, because it says in which language entries are written; references
//! between entries are resolved last, when all ids are known.

use std::collections::HashMap;

use toml::Spanned;
use toml::de::DeTable;

use super::finding::{Finding, Level, SourceFile, Span};
use super::model::{Campaign, Decline, DeclineId, EntryId, InLanguages, Knowledge, Located, Other, Source, SourceId, Status, SynonymGroup};
use super::reader::{Fields, Place, named, nearest};
use super::syntax;
use super::tables::{DraftEntry, read_decline, read_entry, read_other, read_source, read_synonyms};
use crate::text::Language;

/// The version of the format that is read.
const SCHEMA: i64 = 1;

const LANGUAGES: &[(&str, Language)] = &[("en", Language::English), ("es", Language::Spanish)];
const STATUSES: &[(&str, Status)] = &[("planned", Status::Planned), ("ongoing", Status::Ongoing), ("ended", Status::Ended)];

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
    let mended: Vec<Option<String>> = (0..).zip(&files).map(|(file, source)| syntax::without_broken_blocks(source, file, &mut findings)).collect();
    let places = (0..).zip(files.iter().zip(&mended)).map(|(file, (source, mended))| Place { file, text: mended.as_deref().unwrap_or(&source.text) });
    let tables: Vec<(Place<'_>, Spanned<DeTable<'_>>)> = places.map(|place| (place, syntax::table(place.text, place.file, &mut findings))).collect();
    // What could not be read may have held the campaign, the schema, or what others refer to.
    draft.has_gaps = findings.iter().any(|finding| finding.code == "syntax");
    for (place, table) in &tables {
        draft.read_campaign(table, *place, &mut findings);
    }
    if draft.campaign_header.is_none() && !draft.has_gaps {
        findings.push(no_campaign());
    }
    for (place, table) in &tables {
        draft.read_file(table, *place, &mut findings);
    }
    drop(tables);
    let has_gaps = draft.has_gaps;
    let knowledge = draft.resolve(files.clone(), &mut findings);
    if has_gaps {
        drop_consequences(&mut findings);
    }
    let place = |finding: &Finding| finding.span.as_ref().map(|span| (span.file, span.bytes.start));
    findings.sort_by_key(place);
    let sound = findings.iter().all(|finding| finding.level != Level::Error);
    Parsed { files, knowledge: knowledge.filter(|_| sound), findings }
}

/// Takes away what only follows from text that could not be read: references to what may be in it, and what was read in its
/// place.
fn drop_consequences(findings: &mut Vec<Finding>) {
    let unread: Vec<Span> = findings.iter().filter(|finding| finding.code == "syntax").filter_map(|finding| finding.span.clone()).collect();
    let holds = |span: &Span, inner: &Span| span.file == inner.file && span.bytes.start <= inner.bytes.start && inner.bytes.end <= span.bytes.end;
    findings.retain(|finding| match finding.code {
        "syntax" => true,
        "unknown-source" | "unknown-related" | "unknown-entry" => false,
        _ => finding.span.as_ref().is_none_or(|span| !unread.iter().any(|inner| holds(span, inner))),
    });
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

#[derive(Default)]
struct Draft {
    /// Whether something in the files could not be read at all.
    has_gaps: bool,
    campaign_header: Option<Span>,
    campaign: Option<(Campaign, Option<Located<String>>)>,
    language: Option<Language>,
    sources: Vec<Source>,
    /// Names of sources that lack something: known, so that entries may name them.
    unfinished: Vec<Located<String>>,
    entries: Vec<DraftEntry>,
    others: Vec<(Other, Option<Located<String>>)>,
    declines: Vec<Decline>,
    synonyms: Vec<SynonymGroup>,
}

impl Draft {
    fn read_campaign(&mut self, file_table: &Spanned<DeTable<'_>>, place: Place<'_>, findings: &mut Vec<Finding>) {
        let mut ignored = Vec::new();
        let Some(table) = Fields::new(file_table, place, "file", &mut ignored).table("campaign") else {
            // `read_file` says that `campaign` is no table; that there is none would say it twice.
            self.campaign_header = self.campaign_header.take().or_else(|| ignored.pop().and_then(|finding| finding.span));
            return;
        };
        let mut fields = Fields::new(&table, place, "campaign", findings);
        if let Some(first) = &self.campaign_header {
            let finding =
                Finding::error("second-campaign", fields.header(), "a second `[campaign]`").help("exactly one file has it").see(first.clone(), "the first one");
            fields.report(finding);
            return;
        }
        self.campaign_header = Some(fields.header());
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
        let started = fields.date("started");
        let ended = fields.date("ended");
        let reviewed = fields.date("reviewed");
        let emergency = fields.string("emergency");
        let translations = fields.translations(own);
        fields.finish();
        for (language, table) in translations.iter() {
            let mut fields = Fields::new(table, place, "campaign in another language", findings);
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

    fn read_file(&mut self, table: &Spanned<DeTable<'_>>, place: Place<'_>, findings: &mut Vec<Finding>) {
        let own = self.language.unwrap_or(Language::English);
        let mut fields = Fields::new(table, place, "file", findings);
        self.read_schema(&mut fields, place);
        let before = fields.reported();
        let _ = fields.table("campaign");
        let sources = fields.table("sources");
        let entries = fields.tables("entries");
        let others = fields.tables("others");
        let declines = fields.tables("declines");
        let synonyms = fields.table("synonyms");
        self.has_gaps |= fields.reported() > before;
        fields.finish();
        if let Some(table) = sources {
            for (id, value) in named(&table, place) {
                match read_source(&id, value, place, findings) {
                    Some(source) => self.sources.push(source),
                    None => self.unfinished.push(id),
                }
            }
        }
        for table in &entries {
            self.entries.extend(read_entry(table, place, own, findings));
        }
        for table in &others {
            self.others.extend(read_other(table, place, findings));
        }
        for table in &declines {
            self.declines.extend(read_decline(table, place, own, findings));
        }
        if let Some(table) = synonyms {
            self.synonyms.extend(read_synonyms(&table, place, findings));
        }
    }

    fn read_schema(&self, fields: &mut Fields<'_, '_>, place: Place<'_>) {
        let before = fields.reported();
        let finding = match fields.integer("schema") {
            Some(schema) if schema.value == SCHEMA => return,
            Some(schema) => {
                Finding::error("schema", schema.span, format!("schema {} is not known", schema.value)).help(format!("this version reads schema {SCHEMA}"))
            }
            None if self.has_gaps || fields.reported() > before => return,
            None => Finding::error("schema", place.span(0..0), "this file has no `schema`").help(format!("begin it with a line `schema = {SCHEMA}`")),
        };
        fields.report(finding);
    }

    fn resolve(self, files: Vec<SourceFile>, findings: &mut Vec<Finding>) -> Option<Knowledge> {
        let mut source_ids: HashMap<String, (SourceId, Span)> = HashMap::new();
        for (index, source) in (0..).zip(&self.sources) {
            unique(&source.id, SourceId(index), "source", &mut source_ids, findings);
        }
        for (index, id) in (0..).zip(&self.unfinished) {
            unique(id, SourceId(index), "source", &mut source_ids, findings);
        }
        let mut entry_ids: HashMap<String, (EntryId, Span)> = HashMap::new();
        for (index, draft) in (0..).zip(&self.entries) {
            unique(&draft.entry.id, EntryId(index), "entry", &mut entry_ids, findings);
        }
        let mut decline_ids: HashMap<String, (DeclineId, Span)> = HashMap::new();
        for (index, decline) in (0..).zip(&self.declines) {
            unique(&decline.id, DeclineId(index), "decline", &mut decline_ids, findings);
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
