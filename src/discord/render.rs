//! A reply as a message: its words as plain text, which makes sense alone; its sources in a box below, which may be switched off;
//! what can be asked next as buttons. The words are those of every edge, from `assistant::wording`.

use std::collections::HashSet;

use super::message::{Component, Embed, Footer, Message, Row};
use super::shorten::{self, shorten};
use super::{CustomId, Said, limits, markdown, sentences};
use crate::assistant::wording::{Line, LineKind, lines};
use crate::assistant::{Answer, Notice, Reply, Suggestion, sentences as common};
use crate::knowledge::Knowledge;
use crate::text::Language;

/// Who sees a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The asker alone, who may show it to all.
    Asker,
    /// The asker alone, who has nobody to show it to, or has done so.
    Alone,
    /// Everyone where it stands.
    Everyone,
}

impl Audience {
    /// The bits of a message.
    pub(super) const fn flags(self) -> u64 {
        match self {
            Self::Asker | Self::Alone => Message::EPHEMERAL,
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
    let said = Said { entries: reply.answers.iter().map(|answer| answer.entry.clone()).collect(), beside: reply.beside(knowledge) };
    // Buttons stand together below all text: with questions of two kinds it could not be told which heading is whose.
    let is_offered = |suggestion: &&Suggestion| said.beside.offered.is_empty() || said.beside.offered.contains(&suggestion.entry);
    let suggestions: Vec<&Suggestion> = reply.suggestions.iter().filter(is_offered).collect();
    let lines = lines(reply, knowledge);
    let related = lines.iter().find(|line| line.kind == LineKind::Related && said.beside.offered.is_empty()).map(|line| line.text.clone());
    let embed = sources(reply, related.as_deref());
    let heading = related.filter(|_| embed.is_none());
    Message {
        content: content(knowledge, reply, &lines, opening, heading.as_deref()),
        embeds: embed.into_iter().collect(),
        components: rows(knowledge, reply.language, &suggestions, said, audience),
        flags: audience.flags(),
        ..Message::default()
    }
}

/// `related` is the heading above the buttons, where it does not stand below the sources.
fn content(knowledge: &Knowledge, reply: &Reply, lines: &[Line], opening: Option<&str>, related: Option<&str>) -> String {
    let more = sentences::MORE.in_language(reply.language);
    let in_danger = reply.notices.contains(&Notice::Emergency);
    // Of what to do first nothing is ever left out.
    let is_vital = |answer: &Answer| in_danger && knowledge.campaign.emergency.is_some_and(|id| knowledge[id].id.value == answer.entry);
    let behind = |answer: &Answer| linked_more(answer, reply.language).unwrap_or_else(|| more.to_owned());
    let mut paragraphs: Vec<Paragraph> = opening.iter().map(|text| Paragraph { mark: "", text: markdown::plain(text), more: None }).collect();
    for line in lines {
        let (mark, more) = match line.kind {
            LineKind::Emergency | LineKind::Understood => ("**", None),
            LineKind::Answer(place) => ("", reply.answers.get(place).filter(|answer| !is_vital(answer)).map(behind)),
            LineKind::Dated => ("*", None),
            LineKind::Message => ("", Some(more.to_owned())),
            LineKind::Related if related.is_none() => continue,
            LineKind::Notice | LineKind::Past | LineKind::Heading | LineKind::Related => ("", None),
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
        let lengths = paragraphs.iter().filter(|paragraph| paragraph.more.is_some()).map(|paragraph| limits::length(&paragraph.text)).collect::<Vec<_>>();
        let rigid = all - lengths.iter().sum::<usize>();
        let room = share(lengths, limits::CONTENT.saturating_sub(rigid));
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

/// How long each text may be so that all fit into `room`: what short ones leave is the long ones'.
fn share(mut lengths: Vec<usize>, mut room: usize) -> usize {
    lengths.sort_unstable();
    let mut count = lengths.len();
    for length in lengths {
        if length * count > room {
            return room / count;
        }
        room -= length;
        count -= 1;
    }
    room
}

/// A link to the first source that has an address; the brackets around it keep Discord from showing a preview.
fn linked_more(answer: &Answer, language: Language) -> Option<String> {
    let address = answer.sources.iter().find_map(|source| markdown::address(source.url.as_deref()?))?;
    Some(format!("[{}](<{address}>)", sentences::READ_MORE.in_language(language)))
}

/// The sources of all answers; `below` is the heading of the buttons, which stand right under them.
fn sources(reply: &Reply, below: Option<&str>) -> Option<Embed> {
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
    Some(Embed {
        title: Some(heading.in_language(reply.language).to_owned()),
        description: Some(fitting(&cited, limits::EMBED_DESCRIPTION, sentences::MORE.in_language(reply.language))),
        footer: below.map(|text| Footer { text: text.to_owned() }),
        ..Embed::default()
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

/// What can be asked next, then what can be done with the reply.
fn rows(knowledge: &Knowledge, language: Language, suggestions: &[&Suggestion], said: Said, audience: Audience) -> Vec<Row> {
    let mut seen = HashSet::new();
    let asked = suggestions.iter().filter_map(|suggestion| {
        let id = CustomId::Ask { language, entry: suggestion.entry.clone() }.written()?;
        let label = shorten::label(&suggestion.question, limits::LABEL);
        seen.insert(id.clone()).then(|| Component::button(&label, id, !said.beside.offered.is_empty()))
    });
    let asked: Vec<Component> = asked.collect();
    let mut rows: Vec<Row> = asked.chunks(limits::BUTTONS).take(limits::ROWS - 1).map(|row| Row(row.to_vec())).collect();
    let other = language.other();
    let mut named = said.entries.iter().chain(&said.beside.offered).peekable();
    // What the bot says itself it says in both languages.
    let has_other = named.peek().is_none() || named.any(|id| knowledge.entry_named(id).is_some_and(|id| knowledge[id].text.get(other).is_some()));
    let may_show = audience == Audience::Asker && !said.entries.is_empty();
    let show = may_show.then(|| (sentences::SHOW.in_language(language), CustomId::Show { language, said: said.clone() }));
    let translated = has_other.then(|| (sentences::in_language(other), CustomId::Language { language: other, said }));
    let buttons = [show, translated].into_iter().flatten();
    let buttons: Vec<Component> = buttons.filter_map(|(label, id)| Some(Component::button(label, id.written()?, false))).collect();
    if !buttons.is_empty() {
        rows.push(Row(buttons));
    }
    rows
}
