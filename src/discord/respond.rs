//! From what a member did to what is sent. Pure: the same request gets the same response, whenever and wherever it is made.

use jiff::civil::Date;

use super::message::Message;
use super::render::Audience;
use super::request::{Asker, Place, Request, Response};
use super::shorten::shorten;
use super::{CustomId, Said, about, board, complete, limits, render, sentences, topics};
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
        Place::Alone => Audience::Alone,
        Place::Message => Audience::Everyone,
    };
    let message = match request {
        Request::Complete { typed } => return Response::Complete(held_choices(complete::choices(assistant, typed, asker.language))),
        Request::Press { id, chosen, ephemeral } => return press(assistant, id.as_ref(), chosen.as_deref(), *ephemeral, context, audience),
        Request::Unread => said(sentences::UNREAD, language, audience),
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

/// A message for the asker alone, in place of the one pressed on where they alone see that too.
fn press(assistant: &Assistant, id: Option<&CustomId>, chosen: Option<&str>, ephemeral: bool, context: Context, audience: Audience) -> Response {
    let knowledge = assistant.knowledge();
    let language = id.map_or(context.fallback, CustomId::language);
    let context = Context { language: Some(language), ..context };
    let entry = |entry: &str| shown(assistant, &Said { entries: vec![entry.to_owned()], ..Said::default() }, context, audience);
    let message = match id {
        Some(CustomId::Ask { entry: named, .. }) => entry(named),
        Some(CustomId::Language { said, .. }) => shown(assistant, said, context, audience),
        Some(CustomId::Show { said, .. }) => match shown(assistant, &for_all(said), context, Audience::Everyone) {
            Some(copy) => return share(copy, shown(assistant, said, context, Audience::Alone).filter(|_| ephemeral), language),
            None => None,
        },
        Some(CustomId::Entry { .. }) => chosen.and_then(entry),
        Some(CustomId::Topic { .. }) => {
            let topic = chosen.and_then(|category| topics::topic(knowledge, language, category, audience));
            let others = || topics::message(knowledge, language, sentences::TOPIC_GONE.in_language(language), audience);
            Some(topic.unwrap_or_else(others))
        }
        None => Some(said(sentences::UNKNOWN_BUTTON, language, audience)),
    };
    let message = held(message.unwrap_or_else(|| said(sentences::ENTRY_GONE, language, audience)), language);
    if ephemeral { Response::Replace(message) } else { Response::Say(message) }
}

/// A copy for all; `shown` is what the asker saw, now without the button that has been pressed.
fn share(copy: Message, shown: Option<Message>, language: Language) -> Response {
    let copy = held(copy, language);
    match shown {
        Some(shown) => Response::Share { copy, instead: held(shown, language) },
        None => Response::Say(copy),
    }
}

/// What a copy for all says: the answers, and that a life may be in danger; nothing of what else the asker said.
fn for_all(said: &Said) -> Said {
    let notices = said.beside.notices.iter().filter(|notice| **notice == Notice::Emergency).copied().collect();
    Said { entries: said.entries.clone(), beside: Beside { notices, ..Beside::default() } }
}

/// The same reply again, as far as its entries are still there; `None` where none is that it named.
fn shown(assistant: &Assistant, said: &Said, context: Context, audience: Audience) -> Option<Message> {
    let knowledge = assistant.knowledge();
    let named = |id: &String| knowledge.entry_named(id);
    let ids: Vec<EntryId> = said.entries.iter().filter_map(named).collect();
    let offers = said.beside.offered.iter().filter_map(named).count();
    let is_gone = ids.len() < said.entries.len() || offers < said.beside.offered.len();
    if is_gone && ids.is_empty() && offers == 0 {
        return None;
    }
    let opening = is_gone.then(|| sentences::PART_GONE.in_language(context.language.unwrap_or(context.fallback)));
    Some(render::message(knowledge, &assistant.show(&ids, &said.beside, context), opening, audience))
}

fn said(sentence: common::Sentence, language: Language, audience: Audience) -> Message {
    Message { content: sentence.in_language(language).to_owned(), flags: audience.flags(), ..Message::default() }
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
    let Err(breach) = fits else { return message };
    tracing::error!(%breach, "a reply was against a limit of Discord's and was cut; please report it");
    let plainer = [without_boxes(&message), bare(&message)].into_iter().find(|message| limits::check(message).is_ok());
    plainer.unwrap_or_else(|| Message { flags: message.flags, ..said(common::waiting::FAILED, language, Audience::Asker) })
}

/// The choices that Discord takes.
fn held_choices(choices: Vec<(String, String)>) -> Vec<(String, String)> {
    let fits = limits::check_choices(&choices);
    debug_assert_eq!(fits, Ok(()));
    match fits {
        Ok(()) => choices,
        Err(breach) => {
            tracing::error!(%breach, "what was offered while typing was against a limit of Discord's and was left out; please report it");
            Vec::new()
        }
    }
}
