//! What every body that the bot sends must keep to, whatever the test is about: Discord's description of its API, no mention that
//! calls anyone, nothing of who asked and what. What that description wrongly lets through, the small Discord refuses; so nothing may
//! have been refused but what the test provoked.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};
use strikebot::rehearsal::{Handle, Sent};

use super::openapi::{hold, schema};
use super::stage::MILL;

/// Shorter texts may well stand in an answer by chance.
const LONG_ENOUGH: usize = 12;

static REPLY: LazyLock<Validator> = LazyLock::new(|| schema("CreateMessageInteractionCallbackRequest"));
static UPDATE: LazyLock<Validator> = LazyLock::new(|| schema("UpdateMessageInteractionCallbackRequest"));
static CHOICES: LazyLock<Validator> = LazyLock::new(|| schema("ApplicationCommandAutocompleteCallbackRequest"));
static FOLLOW_UP: LazyLock<Validator> = LazyLock::new(|| schema("IncomingWebhookRequestPartial"));
static EDIT: LazyLock<Validator> = LazyLock::new(|| schema("IncomingWebhookUpdateRequestPartial"));
static MESSAGE: LazyLock<Validator> = LazyLock::new(|| schema("MessageCreateRequest"));
static COMMAND: LazyLock<Validator> = LazyLock::new(|| schema("ApplicationCommandUpdateRequest"));

/// Holds all that was sent against all of this. `is_provoked` tells which refusals the test wanted.
pub fn hold_all(discord: &Handle, is_provoked: impl Fn(&Sent) -> bool) {
    let private = private(discord);
    for sent in discord.requests() {
        assert!((200..400).contains(&sent.status) || is_provoked(&sent), "refused, and the test did not provoke it: {sent:?}");
        if sent.body.is_null() {
            continue;
        }
        hold_one(&sent);
        let body = sent.body.to_string().to_lowercase();
        let told = private.iter().find(|text| body.contains(text.as_str()));
        assert!(told.is_none(), "it tells {told:?}: {sent:?}");
    }
}

/// Who the members are and what they wrote, as far as it would not be in an answer anyway.
pub fn private(discord: &Handle) -> Vec<String> {
    let known = MILL.to_lowercase();
    let words = discord.words().into_iter().filter(|text| text.chars().count() >= LONG_ENOUGH);
    let people = discord.people().into_iter().flat_map(|(name, id)| [name, id]);
    // As it would stand in JSON, without the quotes.
    let written = |text: String| json!(text.to_lowercase()).to_string().trim_matches('"').to_owned();
    words.chain(people).map(written).filter(|text| !known.contains(text.as_str())).collect()
}

fn hold_one(sent: &Sent) {
    let (what, body) = (format!("{} {}", sent.method, sent.route), &sent.body);
    match (what.as_str(), body.get("type").and_then(Value::as_u64)) {
        ("POST /interactions/{interaction}/{token}/callback", Some(4 | 5)) => hold(&REPLY, body, &what),
        ("POST /interactions/{interaction}/{token}/callback", Some(6 | 7)) => hold(&UPDATE, body, &what),
        ("POST /interactions/{interaction}/{token}/callback", Some(8)) => hold(&CHOICES, body, &what),
        ("POST /webhooks/{application}/{token}", _) => hold(&FOLLOW_UP, body, &what),
        ("PATCH /webhooks/{application}/{token}/messages/{message}", _) => hold(&EDIT, body, &what),
        ("POST /channels/{channel}/messages", _) => hold(&MESSAGE, body, &what),
        ("PUT /applications/{application}/commands" | "PUT /applications/{application}/guilds/{guild}/commands", _) => {
            body.as_array().unwrap().iter().for_each(|command| hold(&COMMAND, command, &what));
        }
        _ => panic!("no description of this is held here: {sent:?}"),
    }
    let message = body.get("data").unwrap_or(body);
    if message.get("content").is_some() {
        assert_eq!(message.get("allowed_mentions"), Some(&json!({"parse": []})), "{what}: {body}");
    }
}

#[test]
fn a_wrong_body_is_found() {
    let sent = |route: &str, body: Value| Sent { method: "POST".to_owned(), route: route.to_owned(), path: String::new(), body, status: 200, code: None };
    let nobody = json!({"parse": []});
    let callback = "/interactions/{interaction}/{token}/callback";
    let good = json!({"type": 4, "data": {"content": "x", "allowed_mentions": nobody}});
    hold_one(&sent(callback, good));
    for (route, body) in [
        (callback, json!({"type": 4, "data": {"content": 5, "allowed_mentions": nobody}})),
        (callback, json!({"type": 4, "data": {"content": "x"}})),
        (callback, json!({"type": 7, "data": {"content": "x", "allowed_mentions": {"parse": ["users"]}}})),
        (callback, json!({"type": 8, "data": {"choices": [{"name": 5}]}})),
        (callback, json!({"type": 99})),
        ("/webhooks/{application}/{token}", json!({"content": "x", "embeds": 1, "allowed_mentions": nobody})),
        ("/channels/{channel}/messages", json!({"content": "x".repeat(4001), "allowed_mentions": nobody})),
        ("/somewhere/else", json!({})),
    ] {
        let sent = sent(route, body);
        assert!(std::panic::catch_unwind(|| hold_one(&sent)).is_err(), "{sent:?}");
    }
}

#[test]
fn no_test_has_a_discord_whose_bodies_nobody_reads() {
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/on_discord")).unwrap() {
        let path = file.unwrap().path();
        let starts = std::fs::read_to_string(&path).unwrap().matches(concat!("Rehearsal", "::start")).count();
        assert_eq!(starts, usize::from(path.ends_with("stage.rs")), "{}", path.display());
    }
}
