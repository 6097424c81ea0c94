//! Messages in channels: those of the bot, and what every change of a message does.
//!
//! Source: Discord, Create Message, Edit Message; JSON Error Codes.

use serde_json::{Value, json};
use tokio::time::Instant;

use super::error::Answer;
use super::exchange::{How, Reply};
use super::limits::{self, Checks};
use super::model::{self, BOT};
use super::world::{State, Stored};

pub(super) fn unknown() -> Answer {
    Answer::error(404, 10008, "Unknown Message")
}

pub(super) fn unknown_channel() -> Answer {
    Answer::error(404, 10003, "Unknown Channel")
}

pub(super) fn empty() -> Answer {
    Answer::error(400, 50006, "Cannot send an empty message")
}

/// `POST /channels/{channel}/messages`.
pub(super) fn create(state: &mut State, channel: &str, body: &Value) -> Answer {
    if !state.knows_channel(channel) {
        return unknown_channel();
    }
    let mut checks = Checks::default();
    checks.message("", body);
    let about = body.pointer("/message_reference/message_id").and_then(text_or_number);
    let must_exist = body.pointer("/message_reference/fail_if_not_exists").and_then(Value::as_bool).unwrap_or(true);
    if let Some(about) = about.as_ref().filter(|_| must_exist)
        && !state.messages.contains_key(about)
    {
        checks.fault("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
    }
    if !checks.0.is_empty() {
        return Answer::invalid_form(&checks.0);
    }
    if limits::is_empty(body) {
        return empty();
    }
    let id = state.id();
    // Only who asked can be shown something alone, and only in answer to an interaction.
    let flags = body.get("flags").and_then(Value::as_u64).unwrap_or_default() & (1 << 2 | 1 << 12);
    let mut value = model::with(model::message(&id, channel, &model::bot(), body), &[("flags", json!(flags))]);
    if let Some(about) = &about {
        value = referring(state, value, channel, about);
    }
    let replies = tell(state, channel, about.as_deref(), body, &value);
    state.messages.insert(id, Stored { value: value.clone(), replies });
    show(state, "MESSAGE_CREATE", &value);
    Answer::ok(value)
}

/// `GET`, `PATCH` and `DELETE /channels/{channel}/messages/{message}`.
pub(super) fn existing(state: &mut State, method: &str, channel: &str, id: &str, body: &Value) -> Answer {
    let is_there = |stored: &&Stored| stored.value.get("channel_id").and_then(Value::as_str) == Some(channel) && !is_ephemeral(&stored.value);
    let Some(stored) = state.messages.get(id).filter(is_there) else { return unknown() };
    let is_own = stored.value.pointer("/author/id").and_then(Value::as_str) == Some(BOT);
    let (value, replies) = (stored.value.clone(), stored.replies.clone());
    match method {
        "GET" => Answer::ok(value),
        _ if !is_own => Answer::error(403, 50005, "Cannot edit a message authored by another user"),
        "DELETE" => {
            state.messages.remove(id);
            Answer::nothing()
        }
        _ => {
            let mut checks = Checks::default();
            checks.message("", body);
            if !checks.0.is_empty() {
                return Answer::invalid_form(&checks.0);
            }
            if limits::is_empty(&changed(&value, body)) {
                return empty();
            }
            let value = change(state, id, body).unwrap_or_default();
            if let Some(replies) = replies {
                // Nobody may wait for it any more.
                let _ = replies.send(Reply { how: How::Edit, body: body.clone(), message: value.clone(), after: std::time::Duration::ZERO });
            }
            Answer::ok(value)
        }
    }
}

/// A message that answers another.
pub(super) fn referring(state: &State, value: Value, channel: &str, about: &str) -> Value {
    let referred = state.messages.get(about).map_or(Value::Null, |stored| stored.value.clone());
    let reference = json!({"type": 0, "message_id": about, "channel_id": channel});
    let reference = model::guild_of(channel).map_or(reference.clone(), |guild| model::with(reference, &[("guild_id", json!(guild))]));
    model::with(value, &[("type", json!(19)), ("message_reference", reference), ("referenced_message", referred)])
}

/// A message after an edit: what is given replaces, the rest stays.
pub(super) fn changed(value: &Value, body: &Value) -> Value {
    let mut fields: Vec<(&str, Value)> = vec![("edited_timestamp", json!(jiff::Timestamp::now().to_string()))];
    if let Some(content) = body.get("content") {
        fields.push(("content", json!(content.as_str().unwrap_or_default())));
    }
    if let Some(embeds) = body.get("embeds") {
        fields.push(("embeds", embeds.as_array().into_iter().flatten().map(model::embed).collect()));
    }
    if let Some(components) = body.get("components") {
        fields.push(("components", json!(components.as_array().cloned().unwrap_or_default())));
    }
    model::with(value.clone(), &fields)
}

/// Changes a message that is kept. `None` where there is none.
pub(super) fn change(state: &mut State, id: &str, body: &Value) -> Option<Value> {
    let stored = state.messages.get_mut(id)?;
    if body.as_object().is_some_and(|body| !body.is_empty()) {
        stored.value = changed(&stored.value, body);
    }
    let value = stored.value.clone();
    if !is_ephemeral(&value) {
        show(state, "MESSAGE_UPDATE", &value);
    }
    Some(value)
}

/// Sends a message's event, with what only events have.
pub(super) fn show(state: &mut State, name: &str, value: &Value) {
    let channel = value.get("channel_id").and_then(Value::as_str).unwrap_or_default();
    if !state.knows_channel(channel) {
        return;
    }
    let event = match model::guild_of(channel) {
        Some(guild) if value.get("webhook_id").is_none() => model::with(value.clone(), &[("guild_id", json!(guild)), ("member", model::membership())]),
        Some(guild) => model::with(value.clone(), &[("guild_id", json!(guild))]),
        None => value.clone(),
    };
    state.dispatch(name, &event);
}

fn is_ephemeral(value: &Value) -> bool {
    value.get("flags").and_then(Value::as_u64).is_some_and(|flags| flags & 64 != 0)
}

/// Tells who waits: who wrote the message referred to, else who has waited longest in the channel, else who did last.
fn tell(state: &mut State, channel: &str, about: Option<&str>, body: &Value, message: &Value) -> Option<tokio::sync::mpsc::UnboundedSender<Reply>> {
    let waiting = state.waiting.get_mut(channel)?;
    waiting.retain(|one| !one.replies.is_closed());
    let at = match about {
        Some(about) => waiting.iter().position(|one| one.message == about)?,
        None => waiting.iter().position(|one| !one.is_answered).or_else(|| waiting.len().checked_sub(1))?,
    };
    let one = waiting.get_mut(at)?;
    one.is_answered = true;
    // Nobody may wait for it any more.
    let _ = one.replies.send(Reply { how: How::Message, body: body.clone(), message: message.clone(), after: Instant::now() - one.began });
    Some(one.replies.clone())
}

/// Ids come as text, and are taken as numbers too.
fn text_or_number(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|id| id.to_string()))
}
