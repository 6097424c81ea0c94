//! Routes, answers to interactions, limits.

use std::time::Duration;

use serde_json::{Value, json};
use strikebot::rehearsal::{Exchange, Handle, How, Options, Rehearsal};

use super::bare::{Answer, Bot, request, rest};

const APP: &str = "1100000000000000001";
const ROOM: &str = "/channels/1100000000000000003/messages";

fn ask() -> Value {
    let option = json!({"type": 3, "name": "question", "description": "d", "required": true, "autocomplete": true});
    json!({"name": "ask", "description": "d", "options": [option], "integration_types": [0, 1], "contexts": [0, 1, 2]})
}

fn options() -> Options {
    Options { commands: vec![ask(), json!({"name": "Answer this", "type": 3}), json!({"name": "about", "description": "d"})], ..Options::default() }
}

async fn start(options: Options) -> (Handle, Bot) {
    let discord = Rehearsal::start(options).await.unwrap();
    let bot = Bot::ready(&discord).await;
    discord.ready().await.unwrap();
    (discord, bot)
}

/// Takes the next interaction: its callback's path and its webhook's.
async fn take(bot: &mut Bot) -> (Value, String, String) {
    let event = bot.event("INTERACTION_CREATE").await;
    let (id, token) = (event["id"].as_str().unwrap(), event["token"].as_str().unwrap());
    let paths = (format!("/interactions/{id}/{token}/callback"), format!("/webhooks/{APP}/{token}"));
    (event, paths.0, paths.1)
}

fn say(text: &str) -> Value {
    json!({"type": 4, "data": {"content": text, "flags": 64}})
}

#[tokio::test]
async fn the_routes_that_a_bot_needs_are_there_and_others_are_not() {
    let discord = Rehearsal::start(options()).await.unwrap();
    for (method, path, status) in [
        ("GET", "/gateway", 200),
        ("GET", "/gateway/bot", 200),
        ("GET", "/users/@me", 200),
        ("GET", "/applications/@me", 200),
        ("GET", "/oauth2/applications/@me", 200),
        ("GET", "/applications/1100000000000000001/commands", 200),
        ("GET", "/applications/1/commands", 403),
        ("GET", "/channels/1100000000000000003", 200),
        ("GET", "/channels/1", 404),
        ("POST", "/channels/1100000000000000003/typing", 204),
        ("GET", "/guilds/1100000000000000002", 200),
        ("GET", "/nothing/here", 404),
        ("PUT", "/users/@me", 405),
    ] {
        let answer = rest(&discord, method, path, &Value::Null).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
        assert!(answer.head.contains("x-ratelimit-remaining: 49"), "{}", answer.head);
    }
    for (path, status) in [("/gateway", 200), ("/gateway/bot", 401), ("/users/@me", 401)] {
        assert_eq!(request(&discord, "GET", path, &Value::Null, "Bot wrong").await.unwrap().status, status, "{path}");
    }
}

#[tokio::test]
async fn an_interaction_is_answered_once_and_in_time() {
    let (discord, mut bot) = start(options()).await;
    let anna = discord.member("anna").speaking("es-ES");
    let exchange = anna.slash("ask", json!({"question": "Are pharmacies open?"}));
    let (event, callback, _) = take(&mut bot).await;
    assert_eq!((&event["locale"], &event["data"]["options"][0]["value"]), (&json!("es-ES"), &json!("Are pharmacies open?")));
    assert_eq!(rest(&discord, "POST", &callback, &json!({"type": 8, "data": {"choices": []}})).await.code(), 50035);
    assert_eq!(rest(&discord, "POST", &callback, &json!({"type": 4, "data": {"content": ""}})).await.code(), 50006);
    assert_eq!(rest(&discord, "POST", &callback, &say("Yes.")).await.status, 204);
    let again = rest(&discord, "POST", &callback, &say("Yes.")).await;
    assert_eq!((again.status, again.code()), (400, 40060));
    let reply = exchange.await.unwrap();
    assert_eq!((reply.how, reply.content(), reply.is_ephemeral()), (How::Callback, "Yes.", true));
    assert_eq!(rest(&discord, "POST", "/interactions/1/x/callback", &say("Yes.")).await.code(), 10062);
    let kept: Vec<(u16, Option<u64>)> = discord.sent().iter().map(|sent| (sent.status, sent.code)).collect();
    assert_eq!(kept, [(400, Some(50035)), (400, Some(50006)), (204, None), (400, Some(40060)), (404, Some(10062))]);
}

#[tokio::test]
async fn a_late_answer_is_unknown_and_an_old_token_invalid() {
    let (discord, mut bot) = start(Options { answer_within: Duration::ZERO, ..options() }).await;
    let _late = discord.member("anna").slash("about", json!({}));
    let (_, callback, hook) = take(&mut bot).await;
    let late = rest(&discord, "POST", &callback, &say("Yes.")).await;
    assert_eq!((late.status, late.code()), (404, 10062));
    assert_eq!(rest(&discord, "POST", &hook, &json!({"content": "x"})).await.code(), 10015);

    let (discord, mut bot) = start(options()).await;
    let old = discord.member("anna").slash("about", json!({}));
    let (_, callback, hook) = take(&mut bot).await;
    assert_eq!(rest(&discord, "POST", &callback, &say("Yes.")).await.status, 204);
    old.expire();
    let expired = rest(&discord, "POST", &hook, &json!({"content": "x"})).await;
    assert_eq!((expired.status, expired.code()), (401, 50027));
}

#[tokio::test]
async fn a_deferral_is_filled_by_an_edit_or_a_follow_up() {
    let (discord, mut bot) = start(options()).await;
    for (method, tail, how) in [("PATCH", "/messages/@original", How::Edit), ("POST", "", How::FollowUp)] {
        let mut exchange = discord.member("anna").slash("about", json!({}));
        let (_, callback, hook) = take(&mut bot).await;
        assert_eq!(rest(&discord, "POST", &callback, &json!({"type": 5, "data": {"flags": 64}})).await.status, 204);
        assert_eq!(rest(&discord, method, &format!("{hook}{tail}"), &json!({"content": "Now."})).await.status, 200);
        assert_eq!(exchange.next().await.unwrap().how, How::Deferred);
        let reply = exchange.next().await.unwrap();
        assert_eq!((reply.how, reply.content(), reply.is_ephemeral()), (how, "Now.", true));
        // A second one is a message of its own, and seen by all.
        assert_eq!(rest(&discord, "POST", &hook, &json!({"content": "Here."})).await.status, 200);
        let public = exchange.next().await.unwrap();
        assert!(!public.is_ephemeral() && public.id() != reply.id());
        assert_eq!(bot.event("MESSAGE_CREATE").await["content"], "Here.");
    }
}

#[tokio::test]
async fn buttons_menus_forms_and_completions_come_with_what_they_stand_on() {
    let (discord, mut bot) = start(options()).await;
    let anna = discord.member("anna");
    let exchange = anna.message_command("Answer this", "are labs open");
    let (event, callback, _) = take(&mut bot).await;
    let target = event["data"]["target_id"].as_str().unwrap();
    assert_eq!(event["data"]["resolved"]["messages"][target]["content"], "are labs open");
    let button = json!({"type": 2, "style": 2, "label": "More", "custom_id": "more"});
    let body = json!({"type": 4, "data": {"content": "Labs", "flags": 64, "components": [{"type": 1, "components": [button]}]}});
    assert_eq!(rest(&discord, "POST", &callback, &body).await.status, 204);
    let reply = exchange.await.unwrap();
    assert_eq!(reply.buttons(), [("More", "more")]);

    let pressed = anna.press("more", &reply);
    let (event, callback, _) = take(&mut bot).await;
    assert_eq!((&event["message"]["id"], &event["data"]["custom_id"]), (&json!(reply.id()), &json!("more")));
    assert_eq!(rest(&discord, "POST", &callback, &json!({"type": 7, "data": {"content": "More.", "components": []}})).await.status, 204);
    let update = pressed.await.unwrap();
    assert_eq!((update.how, update.id(), update.content(), update.buttons().len()), (How::Update, reply.id(), "More.", 0));

    let chosen = anna.choose("menu", &["labs"], &reply);
    let (event, callback, _) = take(&mut bot).await;
    assert_eq!(event["data"]["values"], json!(["labs"]));
    let form = json!({"type": 9, "data": {"custom_id": "form", "title": "T", "components": [{"type": 1, "components": []}]}});
    assert_eq!(rest(&discord, "POST", &callback, &form).await.status, 204);
    let form = chosen.await.unwrap();
    let _sent = anna.submit(&form, &json!({"text": "words"}));
    assert_eq!(take(&mut bot).await.0["data"]["components"][0]["components"][0]["value"], "words");

    let completed = anna.complete("ask", "question", "are ph");
    let (event, callback, _) = take(&mut bot).await;
    assert_eq!((&event["type"], &event["data"]["options"][0]["focused"]), (&json!(4), &json!(true)));
    assert_eq!(rest(&discord, "POST", &callback, &json!({"type": 8, "data": {"choices": [{"name": "n", "value": "x".repeat(101)}]}})).await.code(), 50035);
    assert_eq!(rest(&discord, "POST", &callback, &json!({"type": 8, "data": {"choices": [{"name": "n", "value": "v"}]}})).await.status, 204);
    assert_eq!(completed.await.unwrap().choices(), [("n", "v")]);
}

#[tokio::test]
async fn a_message_goes_to_who_asked_and_comes_back_as_an_event() {
    let (discord, mut bot) = start(options()).await;
    let (anna, ben) = (discord.member("anna"), discord.member("ben"));
    let (first, second, direct) = (anna.mention("one"), ben.mention("two"), anna.direct_message("three"));
    let mut events = Vec::new();
    for _ in 0..3 {
        events.push(bot.event("MESSAGE_CREATE").await);
    }
    // The later question first, by reference; then without one, to who has waited longest.
    let to_ben = json!({"content": "to ben", "message_reference": {"message_id": events[1]["id"]}});
    let posted = rest(&discord, "POST", ROOM, &to_ben).await;
    assert_eq!((posted.status, &posted.body["referenced_message"]["id"]), (200, &events[1]["id"]));
    assert_eq!(rest(&discord, "POST", ROOM, &json!({"content": "to anna"})).await.status, 200);
    let direct_room = format!("/channels/{}/messages", events[2]["channel_id"].as_str().unwrap());
    let kept = rest(&discord, "POST", &direct_room, &json!({"content": "alone", "flags": 64})).await;
    assert_eq!((first.await.unwrap().content(), second.await.unwrap().content()), ("to anna", "to ben"));
    let mut direct = direct;
    let reply = direct.next().await.unwrap();
    assert_eq!((reply.content(), reply.is_ephemeral(), reply.how), ("alone", false, How::Message));
    assert_eq!(bot.event("MESSAGE_CREATE").await["author"]["id"], APP);
    let message = format!("{direct_room}/{}", kept.body["id"].as_str().unwrap());
    assert_eq!(rest(&discord, "PATCH", &message, &json!({"content": "changed"})).await.status, 200);
    assert_eq!(direct.next().await.unwrap().content(), "changed");
    let theirs = format!("{ROOM}/{}", events[0]["id"].as_str().unwrap());
    assert_eq!(rest(&discord, "PATCH", &theirs, &json!({"content": "x"})).await.code(), 50005);
    for (body, code) in [(json!({"content": "x".repeat(2001)}), 50035), (json!({}), 50006), (json!({"embeds": [{"title": "t".repeat(257)}]}), 50035)] {
        assert_eq!(rest(&discord, "POST", ROOM, &body).await.code(), code);
    }
}

#[tokio::test]
async fn commands_keep_their_ids_and_are_given_back_with_defaults() {
    let (discord, _bot) = start(Options::default()).await;
    let path = format!("/applications/{APP}/commands");
    assert_eq!(rest(&discord, "PUT", &path, &json!([{"name": "Bad Name", "description": "d"}])).await.code(), 50035);
    let first: Answer = rest(&discord, "PUT", &path, &json!([ask(), {"name": "about", "description": "d", "name_localizations": {"es-ES": "info"}}])).await;
    assert_eq!((first.status, &first.body[1]["nsfw"], &first.body[1]["name_localizations"]["es-ES"]), (200, &json!(false), &json!("info")));
    let second = rest(&discord, "PUT", &path, &json!([ask()])).await;
    assert_eq!((&second.body[0]["id"], second.body.as_array().unwrap().len()), (&first.body[0]["id"], 1));
    let of_server = format!("/applications/{APP}/guilds/1100000000000000002/commands");
    assert_eq!(rest(&discord, "POST", &of_server, &json!({"name": "about", "description": "d"})).await.status, 201);
    assert_eq!(discord.commands().len(), 2);
    let one = format!("{path}/{}", first.body[0]["id"].as_str().unwrap());
    assert_eq!(rest(&discord, "DELETE", &one, &Value::Null).await.status, 204);
    assert_eq!(rest(&discord, "GET", &one, &Value::Null).await.code(), 10063);
}

#[tokio::test]
async fn what_discord_would_not_let_a_member_do_is_told_at_once() {
    let (discord, mut bot) = start(options()).await;
    let anna = discord.member("anna");
    let told = |exchange: Exchange| async { exchange.await.unwrap_err().to_string() };
    for (exchange, why) in [
        (anna.slash("nothing", json!({})), "no command `nothing` is registered"),
        (anna.slash("ask", json!({})), "the option `question` is required"),
        (anna.slash("ask", json!({"question": "q", "more": 1})), "there is no option `more`"),
        (anna.clone().elsewhere().slash("about", json!({})), "not registered for apps that a user installs"),
    ] {
        let told = told(exchange).await;
        assert!(told.contains(why), "{told}");
    }
    let _asked = anna.elsewhere().slash("ask", json!({"question": "q"}));
    let (event, callback, hook) = take(&mut bot).await;
    assert!(event["authorizing_integration_owners"].get("0").is_none());
    assert_eq!(rest(&discord, "POST", &callback, &say("x")).await.status, 204);
    for _ in 0..5 {
        assert_eq!(rest(&discord, "POST", &hook, &json!({"content": "x"})).await.status, 200);
    }
    assert_eq!(rest(&discord, "POST", &hook, &json!({"content": "x"})).await.code(), 40094);
}

#[tokio::test]
async fn waiting_in_vain_tells_what_was_seen() {
    let (discord, _bot) = start(options()).await;
    let asked = discord.member("anna").slash("about", json!({}));
    rest(&discord, "POST", ROOM, &json!({})).await;
    let told = asked.within(Duration::ZERO).await.unwrap_err().to_string();
    assert!(told.contains("anna uses /about") && told.contains("-> 400 (50006)") && told.contains("the bot is connected"), "{told}");
}
