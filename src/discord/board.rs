//! The board of services: what was open, limited, closed or moved. Read by ear it is a list with the state as the first word; seen, it
//! has a sign and a colour too; none of them is needed to understand it. The words are those of the terminal's `/services`, and each
//! service of the past says so where others are not. Below the list stand the sources of each service; what doesn't fit there is in the menu.

use super::message::{Component, Embed, Field, Message, Row};
use super::render::{Audience, fitting};
use super::shorten::label;
use super::{CustomId, limits, markdown, sentences, topics};
use crate::assistant::{Answer, Context, sentences as common};
use crate::knowledge::{Entry, EntryId, EntryText, Knowledge, Service};
use crate::text::Language;

/// In the order in which people look for them.
const STATES: [Service; 5] = [Service::Open, Service::Limited, Service::MayClose, Service::Closed, Service::Rescheduled];

/// The board in the asker's language, on a day.
pub(super) fn message(knowledge: &Knowledge, context: Context, audience: Audience) -> Message {
    let language = context.language.unwrap_or(context.fallback);
    let told: Vec<(EntryId, &Entry, Service, &EntryText)> =
        knowledge.entries().filter_map(|(id, entry)| Some((id, entry, entry.service?, entry.text.best(language)?.1))).collect();
    if told.is_empty() {
        return Message { content: common::chat::NO_SERVICES.in_language(language).to_owned(), flags: audience.flags(), ..Message::default() };
    }
    let mut lines = vec![format!("**{}: {}**", sentences::SERVICES.in_language(language), markdown::plain(common::title(language, &knowledge.campaign)))];
    // Where only some are of the past, each of them says so.
    let is_all_past = told.iter().all(|&(id, ..)| knowledge.is_past(id, context.today));
    if is_all_past {
        lines.push(markdown::plain(&common::past(language, &knowledge.campaign)));
    }
    let in_state = |state: Service| told.iter().filter(move |&&(.., service, _)| service == state);
    for state in STATES {
        lines.extend(in_state(state).map(|(id, entry, _, text)| line(language, state, entry, text, !is_all_past && knowledge.is_past(*id, context.today))));
    }
    let mut left = limits::EMBEDS_IN_ALL;
    let boxes = STATES.into_iter().filter_map(|state| {
        let fields = in_state(state).filter_map(|(_, entry, _, text)| field(knowledge, language, entry, text));
        boxed(language, state, fields.collect(), &mut left)
    });
    let choices = topics::choices(told.iter().map(|&(_, entry, ..)| entry), language);
    let menu = CustomId::Entry { language, part: 0 }.written().filter(|_| !choices.is_empty());
    let menu =
        menu.map(|id| Row(vec![Component::menu(sentences::CHOOSE_QUESTION.in_language(language), id, choices.into_iter().take(limits::OPTIONS).collect())]));
    Message {
        content: fitting(&lines, limits::CONTENT, sentences::MORE_SERVICES.in_language(language)),
        embeds: boxes.collect(),
        components: menu.into_iter().collect(),
        flags: audience.flags(),
        ..Message::default()
    }
}

/// "**limited** ◐ Are the gates open? (as of May 4, 2031)".
fn line(language: Language, state: Service, entry: &Entry, text: &EntryText, is_past: bool) -> String {
    let day = entry.as_of.as_ref().map(|day| format!(" ({})", common::chat::as_of(language, day.value))).unwrap_or_default();
    let question = markdown::plain(&label(&text.question.value, limits::FIELD_NAME));
    let then = if is_past { sentences::OF_THE_PAST.in_language(language) } else { "" };
    format!("**{}** {} {question}{day}{then}", common::service(state).in_language(language), common::symbol(state))
}

/// A service with its day and its sources.
fn field(knowledge: &Knowledge, language: Language, entry: &Entry, text: &EntryText) -> Option<Field> {
    let answer = Answer::new(knowledge, entry, text, false);
    let mut lines = vec![common::dated(language, answer.as_of, answer.attribution)];
    lines.extend(answer.sources.iter().map(|source| format!("- {}", markdown::source(language, source))));
    let value = fitting(&lines, limits::FIELD_VALUE, sentences::MORE.in_language(language));
    let name = label(&text.question.value, limits::FIELD_NAME);
    (!name.trim().is_empty()).then_some(Field { name, value, inline: false })
}

/// All services of one state, as far as there is room `left` for them.
fn boxed(language: Language, state: Service, fields: Vec<Field>, left: &mut usize) -> Option<Embed> {
    let title = format!("{} {}", common::service(state).in_language(language), common::symbol(state));
    let mut room = left.saturating_sub(limits::length(&title));
    let fits = |field: &Field| {
        let needed = limits::length(&field.name) + limits::length(&field.value);
        let fits = needed <= room;
        room -= if fits { needed } else { 0 };
        fits
    };
    let fields: Vec<Field> = fields.into_iter().filter(fits).take(limits::FIELDS).collect();
    if !fields.is_empty() {
        *left = room;
    }
    (!fields.is_empty()).then(|| Embed { title: Some(title), color: Some(colour(state)), fields, ..Embed::default() })
}

/// The bar at the left of a state's box.
const fn colour(service: Service) -> u32 {
    match service {
        Service::Open => 0x2E_8B_57,
        Service::Limited => 0xE0_A8_00,
        Service::MayClose => 0xE0_7B_00,
        Service::Closed => 0xC0_39_2B,
        Service::Rescheduled => 0x2F_7F_C1,
    }
}
