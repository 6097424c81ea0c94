//! The REST API: which request means what, who may make it, and the book of all that were made.

use serde_json::{Value, json};

use super::commands;
use super::error::Answer;
use super::interaction;
use super::message;
use super::model::{self, BOT, GUILD};
use super::route::Route;
use super::world::{Sent, World};

/// A request, read whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Request {
    pub method: String,
    pub path: String,
    pub query: String,
    /// The header of that name.
    pub authorization: String,
    /// `null` where there is none; `None` where it is no JSON.
    pub body: Option<Value>,
}

/// Answers a request; `None` where the connection is to end without an answer.
pub(super) fn answer(world: &World, request: &Request) -> Option<Answer> {
    let route = Route::of(&request.path);
    let template = match route {
        Some(route) => route.template(),
        None => request.path.as_str(),
    };
    let name = format!("{} {template}", request.method);
    let failure = {
        let mut state = world.lock();
        let planned = state.planned.iter_mut().find(|planned| planned.left > 0 && planned.on == name);
        planned.map(|planned| {
            planned.left -= 1;
            planned.failure
        })
    };
    let answer = match failure {
        Some(failure) => failure.answer(),
        None => Some(regular(world, request, route)),
    };
    let mut state = world.lock();
    state.sent.push(Sent {
        method: request.method.clone(),
        route: template.to_owned(),
        path: request.path.clone(),
        body: request.body.clone().unwrap_or_default(),
        status: answer.as_ref().map_or(0, |answer| answer.status),
        code: answer.as_ref().and_then(Answer::code),
    });
    world.count(&state, |counts| {
        counts.requests += 1;
        counts.registrations += u64::from(matches!(route, Some(Route::Commands { .. } | Route::Command { .. })) && request.method != "GET");
    });
    // Callbacks are exempt from the limits. Source: Discord, Interaction Callback.
    if matches!(route, Some(Route::Callback { .. })) { answer } else { answer.map(|answer| answer.with_rate_limit(&bucket(template))) }
}

/// Without a failure that was asked for.
fn regular(world: &World, request: &Request, route: Option<Route<'_>>) -> Answer {
    let Some(route) = route else { return Answer::status(404) };
    if !route.is_open() && request.authorization.strip_prefix("Bot ") != Some(world.options.token.as_str()) {
        return Answer::status(401);
    }
    let Some(body) = &request.body else { return Answer::error(400, 50109, "The request body contains invalid JSON.") };
    let method = request.method.as_str();
    match (method, route) {
        ("GET", Route::Gateway) => Answer::ok(json!({"url": gateway_url(world)})),
        ("GET", Route::GatewayBot) => {
            let limit = json!({"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1});
            Answer::ok(json!({"url": gateway_url(world), "shards": world.options.shards, "session_start_limit": limit}))
        }
        ("GET", Route::Me) => Answer::ok(model::own_user()),
        ("GET", Route::Application) => Answer::ok(model::application()),
        ("GET", Route::User(BOT)) => Answer::ok(model::bot()),
        ("GET", Route::User(id)) => {
            let state = world.lock();
            let found = state.users.values().find(|user| user.get("id").and_then(Value::as_str) == Some(id));
            found.map_or_else(|| Answer::error(404, 10013, "Unknown User"), |user| Answer::ok(user.clone()))
        }
        ("POST", Route::OpenDirect) => {
            let recipient = body.get("recipient_id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).unwrap_or_default();
            Answer::ok(model::channel(&world.lock().direct_channel(&recipient)))
        }
        ("GET", Route::Guild(GUILD)) => Answer::ok(model::guild()),
        ("GET", Route::Guild(_)) => Answer::error(404, 10004, "Unknown Guild"),
        (_, Route::Channel(id) | Route::Typing(id)) if !world.lock().knows_channel(id) => message::unknown_channel(),
        ("GET", Route::Channel(id)) => Answer::ok(model::channel(id)),
        ("POST", Route::Typing(_)) => Answer::nothing(),
        ("POST", Route::Messages(channel)) => message::create(world, channel, body),
        ("GET" | "PATCH" | "DELETE", Route::Message { channel, message }) => message::existing(world, method, channel, message, body),
        ("POST", Route::Callback { interaction, token }) => interaction::callback(world, interaction, token, body),
        ("POST", Route::FollowUps { application, token }) => interaction::follow_up(world, application, token, body),
        ("GET" | "PATCH" | "DELETE", Route::FollowUp { application, token, message }) => {
            interaction::further(world, method, [application, token, message], body)
        }
        (_, Route::Commands { application, guild } | Route::Command { application, guild, .. })
            if application != BOT || guild.is_some_and(|id| id != GUILD) =>
        {
            Answer::error(403, 50001, "Missing Access")
        }
        ("GET", Route::Commands { guild, .. }) => commands::all(world, guild, request.query.contains("with_localizations=true")),
        ("PUT", Route::Commands { guild, .. }) => commands::replace(world, guild, body),
        ("POST", Route::Commands { guild, .. }) => commands::create(world, guild, body),
        ("GET" | "PATCH" | "DELETE", Route::Command { guild, command, .. }) => commands::one(world, method, guild, command, body),
        _ => Answer::status(405),
    }
}

fn gateway_url(world: &World) -> String {
    format!("ws://127.0.0.1:{}", world.port)
}

/// Requests of one bucket share a limit; its name says nothing, as Discord's don't.
fn bucket(template: &str) -> String {
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(template.as_bytes()))
}
