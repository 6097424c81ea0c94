//! Answers to interactions: the first one, then follow-ups and edits by the interaction's token.
//!
//! Source: Discord, Receiving and Responding (Interaction Callback, Followup Messages); JSON Error Codes.

use serde_json::{Value, json};
use tokio::time::Instant;

use super::error::Answer;
use super::exchange::{How, Reply};
use super::limits::{self, Checks};
use super::message;
use super::model::{self, BOT};
use super::options::Options;
use super::world::{Interaction, State, Stored};

/// Flags of a message that a bot may set: no previews, only for who asked, no notification.
const SETTABLE: u64 = 1 << 2 | 1 << 6 | 1 << 12;
const LOADING: u64 = 1 << 7;
/// Follow-ups where only a user has installed the app. Source: Discord, Create Followup Message.
const MOST_FOLLOW_UPS: u32 = 5;

fn unknown_interaction() -> Answer {
    Answer::error(404, 10062, "Unknown interaction")
}

/// `POST /interactions/{interaction}/{token}/callback`.
pub(super) fn callback(options: &Options, state: &mut State, [id, token]: [&str; 2], body: &Value, with_response: bool) -> Answer {
    let Some(interaction) = state.interactions.get(token).filter(|interaction| interaction.id == id) else { return unknown_interaction() };
    if interaction.answered.is_some() {
        return Answer::error(400, 40060, "Interaction has already been acknowledged.");
    }
    if interaction.is_expired || interaction.began.elapsed() > options.answer_within {
        return unknown_interaction();
    }
    let kind = body.get("type").and_then(Value::as_u64).unwrap_or_default();
    let none = Value::Null;
    let data = body.get("data").unwrap_or(&none);
    if let Some(refusal) = refuse(interaction, kind, data) {
        return refusal;
    }
    let how = match kind {
        4 => How::Callback,
        7 => How::Update,
        8 => How::Choices,
        9 => How::Modal,
        _ => How::Deferred,
    };
    let flags = data.get("flags").and_then(Value::as_u64).unwrap_or_default();
    let source = interaction.source.clone();
    let value = match kind {
        4 => Some(create(state, token, data, flags)),
        5 => Some(create(state, token, &json!({}), flags & SETTABLE | LOADING)),
        6 | 7 => source.and_then(|id| message::change(state, &id, data)),
        _ => None,
    };
    let value = value.unwrap_or_default();
    if let Some(interaction) = state.interactions.get_mut(token) {
        interaction.answered = Some(kind);
        interaction.deferred = (kind == 5).then_some(flags & SETTABLE);
        interaction.original = value.get("id").and_then(Value::as_str).map(str::to_owned);
        tell(interaction, how, body, value.clone());
        if with_response {
            return Answer::ok(response(interaction, kind, flags, &value));
        }
    }
    Answer::nothing()
}

/// What an answer has become. Source: Discord, Interaction Callback Response Object.
fn response(interaction: &Interaction, kind: u64, flags: u64, message: &Value) -> Value {
    let mut interaction = json!({"id": interaction.id, "type": interaction.kind});
    let mut resource = json!({"type": kind});
    if let Some(message_id) = message.get("id") {
        let more = [
            ("response_message_id", message_id.clone()),
            ("response_message_loading", json!(kind == 5)),
            ("response_message_ephemeral", json!(flags & 64 != 0)),
        ];
        interaction = model::with(interaction, &more);
    }
    if matches!(kind, 4 | 7) {
        resource = model::with(resource, &[("message", message.clone())]);
    }
    json!({"interaction": interaction, "resource": resource})
}

/// Why an answer is refused, if it is.
fn refuse(interaction: &Interaction, kind: u64, data: &Value) -> Option<Answer> {
    let fits = match interaction.kind {
        4 => kind == 8,
        3 => matches!(kind, 4..=7 | 9),
        5 if interaction.source.is_some() => matches!(kind, 4..=7),
        5 => matches!(kind, 4 | 5),
        _ => matches!(kind, 4 | 5 | 9),
    };
    let mut checks = Checks::default();
    if !fits {
        checks.fault("type", "INTERACTION_APPLICATION_INVALID_CALLBACK_TYPE", "The specified callback type is invalid for this interaction type");
    }
    match kind {
        4 | 7 if !data.is_object() => checks.required("data", None, 0),
        4 | 7 => checks.message("data", data),
        8 => checks.choices("data.choices", limits::list(data, "choices")),
        9 => checks.modal("data", data),
        _ => {}
    }
    if !checks.0.is_empty() {
        return Some(Answer::invalid_form(&checks.0));
    }
    (kind == 4 && limits::is_empty(data)).then(message::empty)
}

/// `POST /webhooks/{application}/{token}`.
pub(super) fn follow_up(options: &Options, state: &mut State, application: &str, token: &str, body: &Value) -> Answer {
    let interaction = match find(options, state, application, token) {
        Ok(interaction) => interaction,
        Err(refusal) => return refusal,
    };
    if is_only_of_user(interaction) && interaction.follow_ups >= MOST_FOLLOW_UPS {
        return Answer::error(400, 40094, "This interaction has reached the maximum number of follow-up messages.");
    }
    let mut checks = Checks::default();
    checks.message("", body);
    if !checks.0.is_empty() {
        return Answer::invalid_form(&checks.0);
    }
    if limits::is_empty(body) {
        return message::empty();
    }
    interaction.follow_ups += 1;
    // The first one fills a deferral, whose flags hold.
    let (deferred, original) = (interaction.deferred.take(), interaction.original.clone());
    let value = match (deferred, original) {
        (Some(_), Some(original)) => fill(state, &original, body),
        _ => create(state, token, body, body.get("flags").and_then(Value::as_u64).unwrap_or_default()),
    };
    if let Some(interaction) = state.interactions.get(token) {
        tell(interaction, How::FollowUp, body, value.clone());
    }
    Answer::ok(value)
}

/// `GET`, `PATCH` and `DELETE /webhooks/{application}/{token}/messages/{message}`.
pub(super) fn further(options: &Options, state: &mut State, method: &str, [application, token, id]: [&str; 3], body: &Value) -> Answer {
    let interaction = match find(options, state, application, token) {
        Ok(interaction) => interaction,
        Err(refusal) => return refusal,
    };
    let is_original = id == "@original";
    let id = if is_original { interaction.original.clone().unwrap_or_default() } else { id.to_owned() };
    let was_deferred = is_original && interaction.deferred.is_some();
    if !state.messages.contains_key(&id) {
        return message::unknown();
    }
    let (how, value) = match method {
        "GET" => return state.messages.get(&id).map_or_else(message::unknown, |stored| Answer::ok(stored.value.clone())),
        "DELETE" => (How::Deleted, state.messages.remove(&id).map(|stored| stored.value).unwrap_or_default()),
        _ => {
            let mut checks = Checks::default();
            checks.message("", body);
            if !checks.0.is_empty() {
                return Answer::invalid_form(&checks.0);
            }
            if state.messages.get(&id).is_some_and(|stored| limits::is_empty(&message::changed(&stored.value, body))) {
                return message::empty();
            }
            let value = if was_deferred { fill(state, &id, body) } else { message::change(state, &id, body).unwrap_or_default() };
            (How::Edit, value)
        }
    };
    if let Some(interaction) = state.interactions.get_mut(token) {
        if is_original {
            interaction.deferred = None;
        }
        tell(interaction, how, body, value.clone());
    }
    if method == "DELETE" { Answer::nothing() } else { Answer::ok(value) }
}

/// The interaction of a token that is still good.
fn find<'a>(options: &Options, state: &'a mut State, application: &str, token: &str) -> Result<&'a mut Interaction, Answer> {
    let interaction = state.interactions.get_mut(token).filter(|_| application == BOT).ok_or_else(|| Answer::error(404, 10015, "Unknown Webhook"))?;
    if interaction.is_expired || interaction.began.elapsed() > options.token_lives {
        return Err(Answer::error(401, 50027, "Invalid Webhook Token"));
    }
    // Before the first answer there is nothing to follow up.
    if interaction.answered.is_none() { Err(Answer::error(404, 10015, "Unknown Webhook")) } else { Ok(interaction) }
}

fn is_only_of_user(interaction: &Interaction) -> bool {
    interaction.event.pointer("/authorizing_integration_owners/0").is_none()
}

/// A new message in answer to an interaction.
fn create(state: &mut State, token: &str, body: &Value, flags: u64) -> Value {
    let id = state.id();
    let Some(interaction) = state.interactions.get(token) else { return Value::Null };
    let user = interaction.event.get("user").or_else(|| interaction.event.pointer("/member/user")).cloned().unwrap_or_default();
    let owners = interaction.event.get("authorizing_integration_owners").cloned().unwrap_or_default();
    let metadata = json!({
        "id": interaction.id, "type": interaction.kind, "user": user, "authorizing_integration_owners": owners, "original_response_message_id": null,
        "interacted_message_id": interaction.source,
    });
    let kind = match interaction.event.pointer("/data/type").and_then(Value::as_u64) {
        Some(1) if interaction.kind == 2 => 20,
        Some(_) if interaction.kind == 2 => 23,
        _ => 0,
    };
    let (channel, replies) = (interaction.channel.clone(), interaction.replies.clone());
    let value = model::with(
        model::message(&id, &channel, &model::bot(), body),
        &[
            ("type", json!(kind)),
            ("flags", json!(flags & (SETTABLE | LOADING))),
            ("application_id", json!(BOT)),
            ("webhook_id", json!(BOT)),
            ("interaction_metadata", metadata),
        ],
    );
    state.messages.insert(id, Stored { value: value.clone(), replies: Some(replies) });
    if flags & (1 << 6) == 0 {
        message::show(state, "MESSAGE_CREATE", &value);
    }
    value
}

/// Puts the message in place of "the bot is thinking".
fn fill(state: &mut State, id: &str, body: &Value) -> Value {
    if let Some(stored) = state.messages.get_mut(id) {
        let flags = stored.value.get("flags").and_then(Value::as_u64).unwrap_or_default();
        stored.value = model::with(stored.value.clone(), &[("flags", json!(flags & !LOADING))]);
    }
    message::change(state, id, body).unwrap_or_default()
}

fn tell(interaction: &Interaction, how: How, body: &Value, message: Value) {
    // Nobody may wait for it any more.
    let _ = interaction.replies.send(Reply { how, body: body.clone(), message, after: Instant::now() - interaction.began });
}
