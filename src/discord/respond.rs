//! From what a member did to what is sent. Pure: the same request gets the same response, whenever and wherever it is made.

use jiff::civil::Date;

use super::message::Message;
use super::render::Audience;
use super::request::{Asker, Place, Request, Response};
use super::shorten::shorten;
use super::{CustomId, about, board, complete, limits, render, sentences, topics};
use crate::assistant::{Assistant, Beside, Context, Notice, sentences as common};
use crate::knowledge::EntryId;
use crate::text::Language;

/// What is done about what a member did, on a day. It always keeps Discord's limits.
#[must_use]
pub fn respond(assistant: &Assistant, request: &Request, asker: Asker, today: Date) -> Response {
    let knowledge = assistant.knowledge();
    let language = asker.language.unwrap_or(knowledge.campaign.language);
    let context = Context { today, language: None, fallback: language };
    let audience = match asker.place {
        Place::Interaction => Audience::Asker,
        Place::Message => Audience::Everyone,
    };
    let message = match request {
        Request::Complete { typed } => return Response::Complete(complete::choices(assistant, typed, asker.language)),
        Request::Press { id, chosen, ephemeral } => return press(assistant, id.as_ref(), chosen.as_deref(), *ephemeral, context),
        Request::Ask { question } => ask(assistant, question, asker, context, audience),
        Request::Services => board::message(knowledge, context, audience),
        Request::Topics => topics::message(knowledge, language, sentences::TOPICS.in_language(language), audience),
        Request::About => about::message(knowledge, language, audience),
    };
    Response::Say(held(message, language))
}

fn ask(assistant: &Assistant, question: &str, asker: Asker, context: Context, audience: Audience) -> Message {
    let knowledge = assistant.knowledge();
    let reply = assistant.reply(question, context);
    // Whoever is in danger is not greeted first.
    let is_greeted = asker.is_first && asker.place == Place::Message && !reply.notices.contains(&Notice::Emergency);
    let greeting = is_greeted.then(|| sentences::greeting(reply.language, common::title(reply.language, &knowledge.campaign)));
    render::message(knowledge, &reply, greeting.as_deref(), audience)
}

/// A message for the asker alone, in place of the one pressed on where they alone see that too; a copy for all is always a new one.
fn press(assistant: &Assistant, id: Option<&CustomId>, chosen: Option<&str>, ephemeral: bool, context: Context) -> Response {
    let knowledge = assistant.knowledge();
    let language = id.map_or(context.fallback, CustomId::language);
    let context = Context { language: Some(language), ..context };
    let (message, is_copy) = match id {
        Some(CustomId::Ask { entry, .. }) => (shown(assistant, &[entry], &Beside::default(), context, Audience::Asker), false),
        Some(CustomId::Language { entries, beside, .. }) => (shown(assistant, entries, beside, context, Audience::Asker), false),
        Some(CustomId::Show { entries, beside, .. }) => {
            let copy = shown(assistant, entries, beside, context, Audience::Everyone);
            let is_copy = copy.is_some();
            (copy, is_copy)
        }
        Some(CustomId::Entry { .. }) => (chosen.and_then(|entry| shown(assistant, &[entry], &Beside::default(), context, Audience::Asker)), false),
        Some(CustomId::Topic { .. }) => {
            let topic = chosen.and_then(|category| topics::topic(knowledge, language, category, Audience::Asker));
            let others = || topics::message(knowledge, language, sentences::TOPIC_GONE.in_language(language), Audience::Asker);
            (Some(topic.unwrap_or_else(others)), false)
        }
        None => (Some(said(sentences::UNKNOWN_BUTTON, language)), false),
    };
    let message = held(message.unwrap_or_else(|| said(sentences::ENTRY_GONE, language)), language);
    if ephemeral && !is_copy { Response::Replace(message) } else { Response::Say(message) }
}

/// What entries say, those that are still there; `None` where none is.
fn shown(assistant: &Assistant, entries: &[impl AsRef<str>], beside: &Beside, context: Context, audience: Audience) -> Option<Message> {
    let knowledge = assistant.knowledge();
    let ids: Vec<EntryId> = entries.iter().filter_map(|id| knowledge.entry_named(id.as_ref())).collect();
    (!ids.is_empty()).then(|| render::message(knowledge, &assistant.show(&ids, beside, context), None, audience))
}

fn said(sentence: common::Sentence, language: Language) -> Message {
    Message { content: sentence.in_language(language).to_owned(), flags: Message::EPHEMERAL, ..Message::default() }
}

/// The message if Discord takes it; else what is left of it without boxes, without buttons, and shortened: something is always said.
/// Nothing that is built here needs it as far as the tests go, but a refused reply would be silence.
fn held(message: Message, language: Language) -> Message {
    let without_boxes = |message: &Message| Message { embeds: Vec::new(), ..message.clone() };
    let bare = |message: &Message| Message {
        content: shorten(&message.content, limits::CONTENT, sentences::MORE.in_language(language)),
        embeds: Vec::new(),
        components: Vec::new(),
        ..message.clone()
    };
    let fits = limits::check(&message);
    debug_assert_eq!(fits, Ok(()));
    if fits.is_ok() {
        return message;
    }
    let plainer = [without_boxes(&message), bare(&message)].into_iter().find(|message| limits::check(message).is_ok());
    plainer.unwrap_or_else(|| Message { flags: message.flags, ..said(sentences::UNKNOWN_BUTTON, language) })
}
