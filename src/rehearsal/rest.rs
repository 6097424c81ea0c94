//! The REST API: which request means what, who may make it, and the book of all that were made.

use serde_json::{Value, json};
use tokio::time::Instant;

use super::buckets::Taken;
use super::commands;
use super::error::Answer;
use super::failure::{Failure, Outcome};
use super::interaction;
use super::message;
use super::model::{self, BOT, GUILD};
use super::route::Route;
use super::world::{Sent, State, World};

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

/// Answers a request.
pub(super) fn answer(world: &World, request: &Request) -> Outcome {
    let route = Route::of(&request.path);
    let template = match route {
        Some(route) => route.template(),
        None => request.path.as_str(),
    };
    let name = format!("{} {template}", request.method);
    // Locked from the first look to the entry in the book: who is told of a reply finds the request for it in the book.
    let state = &mut *world.lock();
    // Callbacks are exempt from the limits. Source: Discord, Interaction Callback.
    let is_exempt = matches!(route, Some(Route::Callback { .. }));
    let taken = if world.options.limits_requests && !is_exempt { state.buckets.take(&name, route, Instant::now()) } else { Taken::FREE };
    let over = taken.is_over.then_some(Failure::RateLimited { after: taken.reset_after, global: false });
    let outcome = match state.failure_of(&name).or(over) {
        Some(failure) => failure.outcome(),
        None => Outcome::Answer(regular(world, state, request, route)),
    };
    state.sent.push(Sent {
        method: request.method.clone(),
        route: template.to_owned(),
        path: request.path.clone(),
        body: request.body.clone().unwrap_or_default(),
        status: outcome.answer().map_or(0, |answer| answer.status),
        code: outcome.answer().and_then(Answer::code),
    });
    world.count(state, |counts| {
        counts.requests += 1;
        counts.registrations += u64::from(matches!(route, Some(Route::Commands { .. } | Route::Command { .. })) && request.method != "GET");
    });
    match outcome {
        Outcome::Answer(answer) if !is_exempt && !answer.headers.iter().any(|(name, _)| name.starts_with("x-ratelimit-")) => {
            Outcome::Answer(taken.write(&name, answer))
        }
        outcome => outcome,
    }
}

/// Without a failure that was asked for.
fn regular(world: &World, state: &mut State, request: &Request, route: Option<Route<'_>>) -> Answer {
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
            let found = state.users.values().find(|user| user.get("id").and_then(Value::as_str) == Some(id));
            found.map_or_else(|| Answer::error(404, 10013, "Unknown User"), |user| Answer::ok(user.clone()))
        }
        ("POST", Route::OpenDirect) => {
            let recipient = body.get("recipient_id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).unwrap_or_default();
            Answer::ok(model::channel(&state.direct_channel(&recipient)))
        }
        ("GET", Route::Guild(GUILD)) => Answer::ok(model::guild()),
        ("GET", Route::Guild(_)) => Answer::error(404, 10004, "Unknown Guild"),
        (_, Route::Channel(id) | Route::Typing(id)) if !state.knows_channel(id) => message::unknown_channel(),
        ("GET", Route::Channel(id)) => Answer::ok(model::channel(id)),
        ("POST", Route::Typing(_)) => Answer::nothing(),
        ("POST", Route::Messages(channel)) => message::create(state, channel, body),
        ("GET" | "PATCH" | "DELETE", Route::Message { channel, message }) => message::existing(state, method, channel, message, body),
        ("POST", Route::Callback { interaction, token }) => {
            interaction::callback(&world.options, state, [interaction, token], body, request.query.contains("with_response=true"))
        }
        ("POST", Route::FollowUps { application, token }) => interaction::follow_up(&world.options, state, application, token, body),
        ("GET" | "PATCH" | "DELETE", Route::FollowUp { application, token, message }) => {
            interaction::further(&world.options, state, method, [application, token, message], body)
        }
        (_, Route::Commands { application, guild } | Route::Command { application, guild, .. })
            if application != BOT || guild.is_some_and(|id| id != GUILD) =>
        {
            Answer::error(403, 50001, "Missing Access")
        }
        ("GET", Route::Commands { guild, .. }) => commands::all(state, guild, request.query.contains("with_localizations=true")),
        ("PUT", Route::Commands { guild, .. }) => commands::replace(state, guild, body),
        ("POST", Route::Commands { guild, .. }) => commands::create(state, guild, body),
        ("GET" | "PATCH" | "DELETE", Route::Command { guild, command, .. }) => commands::one(state, method, guild, command, body),
        _ => Answer::status(405),
    }
}

fn gateway_url(world: &World) -> String {
    format!("ws://127.0.0.1:{}", world.port)
}
