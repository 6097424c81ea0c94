//! Every kind of body that the bot sends, held against Discord's own description of its API (`tests/data/discord`). What that
//! description lets through though Discord does not is in `discord::limits`, which checks every message beside it.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

#[path = "support/openapi.rs"]
mod openapi;

use std::sync::LazyLock;

use jiff::civil::date;
use serde_json::{Value, json};
use strikebot::assistant::Assistant;
use strikebot::discord::{Asker, CustomId, Message, Place, Request, Response, commands, respond};
use strikebot::knowledge::{SourceFile, parse};
use strikebot::matching::Index;
use strikebot::text::Language;

use openapi::{hold, schema};

static MILL: LazyLock<Assistant> = LazyLock::new(|| {
    let text = include_str!("fixtures/mill.toml").to_owned();
    let parsed = parse(vec![SourceFile { path: "mill.toml".to_owned(), text }]);
    let knowledge = parsed.knowledge.unwrap_or_else(|| panic!("{:?}", parsed.findings));
    let index = Index::build(&knowledge);
    Assistant::new(knowledge, index)
});

fn requests(code: &str) -> Vec<Request> {
    let press = |written: &str, chosen: Option<&str>| Request::Press { id: CustomId::read(written), chosen: chosen.map(str::to_owned), ephemeral: true };
    let mut requests = vec![Request::Services, Request::Topics, Request::About];
    requests.extend(
        ["Are the mill gates open?", "¿Qué pide el sindicato?", "xqzt", "open", "will it rain on the picket line", "chest pain, help, are the gates open"]
            .map(|question| Request::Ask { question: question.to_owned() }),
    );
    requests.extend(["ask", "show", "lang"].map(|kind| press(&format!("{kind}:{code}:gates"), None)));
    requests.push(press(&format!("topic:{code}"), Some("-")));
    requests.push(press(&format!("entry:{code}"), Some("shop")));
    requests.push(press("nonsense", None));
    requests
}

fn messages(place: Place) -> Vec<Message> {
    let responses = Language::ALL.into_iter().flat_map(|language| {
        let asker = Asker { language: Some(language), place, is_first: true };
        requests(language.code()).into_iter().map(move |request| respond(&MILL, &request, asker, date(2031, 6, 1)))
    });
    let messages = responses.flat_map(|response| match response {
        Response::Say(message) | Response::Replace(message) => vec![message],
        Response::Share { copy, instead } => vec![copy, instead],
        Response::Complete(_) => Vec::new(),
    });
    messages.collect()
}

#[test]
fn messages_are_what_discord_describes() {
    let (said, replaced, created) =
        (schema("CreateMessageInteractionCallbackRequest"), schema("UpdateMessageInteractionCallbackRequest"), schema("MessageCreateRequest"));
    for message in messages(Place::Interaction) {
        hold(&said, &json!({"type": 4, "data": message}), "a reply");
        hold(&replaced, &json!({"type": 7, "data": message}), "a reply in place of another");
    }
    for message in messages(Place::Message) {
        hold(&created, &serde_json::to_value(&message).unwrap(), "a message");
    }
}

#[test]
fn choices_are_what_discord_describes() {
    let schema = schema("ApplicationCommandAutocompleteCallbackRequest");
    for typed in ["", "gates", "zzz"] {
        let asker = Asker { language: None, place: Place::Interaction, is_first: false };
        let Response::Complete(choices) = respond(&MILL, &Request::Complete { typed: typed.to_owned() }, asker, date(2031, 6, 1)) else { panic!("{typed}") };
        let choices: Vec<Value> = choices.into_iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        hold(&schema, &json!({"type": 8, "data": {"choices": choices}}), "choices");
    }
}

#[test]
fn commands_are_what_discord_describes() {
    let schema = schema("ApplicationCommandUpdateRequest");
    for command in commands::all() {
        hold(&schema, &serde_json::to_value(&command).unwrap(), &command.name);
    }
}

#[test]
fn a_wrong_body_is_found() {
    for (name, body) in [
        ("CreateMessageInteractionCallbackRequest", json!({"type": 4, "data": {"content": 5}})),
        ("UpdateMessageInteractionCallbackRequest", json!({"type": 4})),
        ("MessageCreateRequest", json!({"content": "x".repeat(4001)})),
        ("MessageCreateRequest", json!({"content": "x", "components": [{"type": 1, "components": [{"type": 2, "style": 9, "custom_id": "a"}]}]})),
        ("ApplicationCommandUpdateRequest", json!({"name": "x".repeat(33)})),
    ] {
        assert!(!schema(name).is_valid(&body), "{body}");
    }
}
