//! A reply as a message: its words as plain text, which makes sense alone; its sources in a box below, which may be switched off;
//! what can be asked next as buttons. The words are those of every edge, from `assistant::wording`.

use std::collections::HashSet;

use super::message::{Component, Embed, Footer, Message, Row};
use super::shorten::{self, shorten};
use super::{CustomId, limits, markdown, sentences};
use crate::assistant::wording::{LineKind, lines};
use crate::assistant::{Answer, Beside, Notice, Reply, Verdict, sentences as common};
use crate::knowledge::{Knowledge, Service};
use crate::text::Language;

/// Who sees a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The asker alone, who may show it to all.
    Asker,
    /// Everyone where it stands.
    Everyone,
}

impl Audience {
    /// The bits of a message.
    pub(super) const fn flags(self) -> u64 {
        match self {
            Self::Asker => Message::EPHEMERAL,
            Self::Everyone => 0,
        }
    }
}

/// A paragraph of the content.
struct Paragraph {
    /// Stands at both ends of it: bold, slanted, or nothing.
    mark: &'static str,
    text: String,
    /// What stands behind it when it is shortened; `None` where it never is.
    more: Option<String>,
}

/// A reply; `opening` is said before it.
#[must_use]
pub fn message(knowledge: &Knowledge, reply: &Reply, opening: Option<&str>, audience: Audience) -> Message {
    let embed = sources(knowledge, reply);
    Message {
        content: content(knowledge, reply, opening, embed.is_some()),
        embeds: embed.into_iter().collect(),
        components: rows(knowledge, reply, audience),
        flags: audience.flags(),
        ..Message::default()
    }
}

/// The colour of a service's state: never the only sign of it.
pub(super) const fn colour(service: Service) -> u32 {
    match service {
        Service::Open => 0x2E_8B_57,
        Service::Limited => 0xE0_A8_00,
        Service::MayClose => 0xE0_7B_00,
        Service::Closed => 0xC0_39_2B,
        Service::Rescheduled => 0x2F_7F_C1,
    }
}

fn content(knowledge: &Knowledge, reply: &Reply, opening: Option<&str>, has_sources: bool) -> String {
    let more = sentences::MORE.in_language(reply.language);
    let related = common::RELATED.in_language(reply.language);
    let mut answers = reply.answers.iter();
    let mut paragraphs: Vec<Paragraph> = opening.iter().map(|text| Paragraph { mark: "", text: markdown::plain(text), more: None }).collect();
    for line in lines(reply, knowledge) {
        let (mark, more) = match line.kind {
            LineKind::Emergency | LineKind::Understood => ("**", None),
            LineKind::Answer => ("", Some(answers.next().and_then(|answer| linked_more(answer, reply.language)).unwrap_or_else(|| more.to_owned()))),
            LineKind::Dated => ("*", None),
            LineKind::Message => ("", Some(more.to_owned())),
            // It stands right above its buttons, below the sources where there are some.
            LineKind::Heading if has_sources && line.text == related => continue,
            LineKind::Notice | LineKind::Past | LineKind::Heading => ("", None),
            LineKind::Sources | LineKind::Source | LineKind::Suggestion(_) => continue,
        };
        paragraphs.push(Paragraph { mark, text: markdown::plain(&line.text), more });
    }
    joined(&mut paragraphs, more)
}

/// All paragraphs, those that may be shortened so far that all fit.
fn joined(paragraphs: &mut [Paragraph], more: &str) -> String {
    const BETWEEN: &str = "\n\n";
    let length = |paragraph: &Paragraph| limits::length(&paragraph.text) + 2 * paragraph.mark.len() + BETWEEN.len();
    let all: usize = paragraphs.iter().map(length).sum();
    if all > limits::CONTENT {
        let elastic = paragraphs.iter().filter(|paragraph| paragraph.more.is_some());
        let (count, theirs) = elastic.fold((0, 0), |(count, sum), paragraph| (count + 1, sum + limits::length(&paragraph.text)));
        let room = limits::CONTENT.saturating_sub(all - theirs) / count.max(1);
        for paragraph in paragraphs.iter_mut() {
            if let Some(more) = &paragraph.more {
                paragraph.text = shorten(&paragraph.text, room, more);
            }
        }
    }
    let written = paragraphs.iter().filter(|paragraph| !paragraph.text.is_empty());
    let written: Vec<String> = written.map(|Paragraph { mark, text, .. }| format!("{mark}{text}{mark}")).collect();
    shorten(&written.join(BETWEEN), limits::CONTENT, more)
}

/// A link to the first source that has an address; the brackets around it keep Discord from showing a preview.
fn linked_more(answer: &Answer, language: Language) -> Option<String> {
    let address = answer.sources.iter().find_map(|source| markdown::address(source.url.as_deref()?))?;
    Some(format!("[{}](<{address}>)", sentences::READ_MORE.in_language(language)))
}

/// The sources of all answers.
fn sources(knowledge: &Knowledge, reply: &Reply) -> Option<Embed> {
    let answers: Vec<&Answer> = reply.answers.iter().filter(|answer| !answer.sources.is_empty()).collect();
    let mut cited = Vec::new();
    for answer in &answers {
        if answers.len() > 1 {
            cited.push(format!("**{}**", shorten::label(&markdown::plain(&answer.question), limits::EMBED_TITLE)));
        }
        cited.extend(answer.sources.iter().map(|source| format!("- {}", markdown::source(reply.language, source))));
    }
    let heading = match answers.iter().map(|answer| answer.sources.len()).sum() {
        0 => return None,
        1 => common::SOURCE,
        _ => common::SOURCES,
    };
    let related = common::RELATED.in_language(reply.language);
    let has_related = lines(reply, knowledge).iter().any(|line| line.kind == LineKind::Heading && line.text == related);
    Some(Embed {
        title: Some(heading.in_language(reply.language).to_owned()),
        description: Some(fitting(&cited, limits::EMBED_DESCRIPTION, sentences::MORE.in_language(reply.language))),
        color: reply.answers.iter().find_map(|answer| knowledge[knowledge.entry_named(&answer.entry)?].service).map(colour),
        fields: Vec::new(),
        footer: has_related.then(|| Footer { text: related.to_owned() }),
    })
}

/// As many whole lines as fit, and a last one that says so where they don't all.
pub(super) fn fitting(lines: &[String], most: usize, more: &str) -> String {
    let in_all = |lines: &[String]| lines.iter().map(|line| limits::length(line) + 1).sum::<usize>();
    if in_all(lines) <= most {
        return lines.join("\n");
    }
    let mut left = most.saturating_sub(limits::length(more));
    let fits = |line: &&String| {
        let needed = limits::length(line) + 1;
        let fits = needed <= left;
        left = left.saturating_sub(needed);
        fits
    };
    let mut kept: Vec<&str> = lines.iter().take_while(fits).map(String::as_str).collect();
    kept.push(more);
    kept.join("\n")
}

/// What a copy for all says beside the answers: nothing of what the asker got wrong or also asked.
fn for_all(beside: &Beside) -> Beside {
    Beside { notices: beside.notices.iter().filter(|notice| **notice != Notice::Correction).copied().collect(), is_partial: false }
}

/// What can be asked next, then what can be done with the reply.
fn rows(knowledge: &Knowledge, reply: &Reply, audience: Audience) -> Vec<Row> {
    let language = reply.language;
    let mut seen = HashSet::new();
    let asked = reply.suggestions.iter().filter_map(|suggestion| {
        let id = CustomId::Ask { language, entry: suggestion.entry.clone() }.written()?;
        let label = shorten::label(&suggestion.question, limits::LABEL);
        seen.insert(id.clone()).then(|| Component::button(&label, id, reply.decision == Verdict::Clarify))
    });
    let asked: Vec<Component> = asked.collect();
    let mut rows: Vec<Row> = asked.chunks(limits::BUTTONS).take(limits::ROWS - 1).map(|row| Row(row.to_vec())).collect();
    let entries: Vec<String> = reply.answers.iter().map(|answer| answer.entry.clone()).collect();
    let other = language.other();
    let has_other = entries.iter().any(|id| knowledge.entry_named(id).is_some_and(|id| knowledge[id].text.get(other).is_some()));
    let beside = reply.beside();
    let shown = for_all(&beside);
    let show =
        (audience == Audience::Asker).then(|| (sentences::SHOW.in_language(language), CustomId::Show { language, entries: entries.clone(), beside: shown }));
    let translated = has_other.then(|| (sentences::in_language(other), CustomId::Language { language: other, entries: entries.clone(), beside }));
    let buttons = [show, translated].into_iter().flatten();
    let buttons: Vec<Component> = buttons.filter_map(|(label, id)| Some(Component::button(label, id.written()?, false))).collect();
    if !buttons.is_empty() {
        rows.push(Row(buttons));
    }
    rows
}
