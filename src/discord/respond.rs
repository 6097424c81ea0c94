//! From what a member did to what is sent.

use jiff::civil::Date;

use super::message::Message;
use super::request::{Asker, Request, Response};
use crate::assistant::{Assistant, Context};
use crate::text::Language;

/// What is done about what a member did, on a day.
#[must_use]
pub fn respond(assistant: &Assistant, request: &Request, asker: Asker, today: Date) -> Response {
    let context = Context { today, language: None, fallback: asker.language.unwrap_or(Language::English) };
    match request {
        Request::Ask { question } => {
            let reply = assistant.reply(question, context);
            Response::Say(Message { content: reply.message.unwrap_or_default(), ..Message::default() })
        }
        _ => Response::Say(Message::default()),
    }
}
