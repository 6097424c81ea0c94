//! How often one may ask, and the forms in which it is asked and answered.

use std::time::Duration;

use serde_json::{Value, json};
use strikebot::rehearsal::{Failure, Options, Rehearsal};
use tokio::time::sleep;

use super::bare::{Answer, Bot, request, rest, send};

const ROOM: &str = "/channels/1100000000000000003/messages";

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap_or_default()
}

fn number(answer: &Answer, name: &str) -> f64 {
    header(answer, name).parse().unwrap_or(f64::NAN)
}

#[tokio::test]
async fn a_channel_takes_five_messages_and_the_next_when_it_says() {
    let discord = Rehearsal::start(Options { limits_requests: true, ..Options::default() }).await.unwrap();
    let said = || async { rest(&discord, "POST", ROOM, &json!({"content": "x"})).await };
    let mut bucket = String::new();
    for remaining in ["4", "3", "2", "1", "0"] {
        let answer = said().await;
        assert_eq!((answer.status, header(&answer, "x-ratelimit-remaining"), header(&answer, "x-ratelimit-limit")), (200, remaining, "5"));
        assert!((0.0..=5.0).contains(&number(&answer, "x-ratelimit-reset-after")), "{}", answer.head);
        header(&answer, "x-ratelimit-bucket").clone_into(&mut bucket);
    }
    let over = said().await;
    let wait = over.body["retry_after"].as_f64().unwrap();
    assert_eq!((over.status, &over.body["global"], header(&over, "x-ratelimit-scope")), (429, &json!(false), "user"));
    assert!(0.0 < wait && wait <= 5.0 && number(&over, "retry-after") >= wait, "{}", over.head);
    // Another route is another bucket.
    let elsewhere = rest(&discord, "GET", "/users/@me", &Value::Null).await;
    assert_eq!((elsewhere.status, header(&elsewhere, "x-ratelimit-remaining")), (200, "49"));
    assert_ne!(header(&elsewhere, "x-ratelimit-bucket"), bucket);
    sleep(Duration::from_secs_f64(wait)).await;
    let again = said().await;
    assert_eq!((again.status, header(&again, "x-ratelimit-remaining")), (200, "4"));
}

#[tokio::test]
async fn without_being_told_to_it_refuses_nothing() {
    let discord = Rehearsal::start(Options::default()).await.unwrap();
    for _ in 0..60 {
        let answer = rest(&discord, "POST", ROOM, &json!({"content": "x"})).await;
        assert_eq!((answer.status, header(&answer, "x-ratelimit-remaining")), (200, "49"));
    }
}

#[tokio::test]
async fn an_answer_tells_what_became_of_it_if_asked_to() {
    let options = Options { commands: vec![json!({"name": "about", "description": "d"})], ..Options::default() };
    let discord = Rehearsal::start(options).await.unwrap();
    let mut bot = Bot::ready(&discord).await;
    discord.ready().await.unwrap();
    for (body, is_loading) in [(json!({"type": 4, "data": {"content": "Yes.", "flags": 64}}), false), (json!({"type": 5, "data": {"flags": 64}}), true)] {
        let asked = discord.member("anna").slash("about", json!({}));
        let event = bot.event("INTERACTION_CREATE").await;
        let (id, token) = (event["id"].as_str().unwrap(), event["token"].as_str().unwrap());
        let answer = request(&discord, "POST", &format!("/interactions/{id}/{token}/callback?with_response=true"), &body, "").await.unwrap();
        assert_eq!((answer.status, &answer.body["interaction"]["id"], &answer.body["interaction"]["type"]), (200, &event["id"], &json!(2)));
        assert_eq!(answer.body["interaction"]["response_message_loading"], json!(is_loading));
        assert_eq!(answer.body["interaction"]["response_message_ephemeral"], json!(true));
        assert_eq!(answer.body["resource"]["type"], body["type"]);
        if !is_loading {
            let reply = asked.await.unwrap();
            assert_eq!(answer.body["resource"]["message"]["id"], reply.id());
            assert_eq!(answer.body["interaction"]["response_message_id"], reply.id());
        }
    }
}

#[tokio::test]
async fn a_form_with_files_is_a_message_too() {
    let discord = Rehearsal::start(Options::default()).await.unwrap();
    let _bot = Bot::ready(&discord).await;
    let authorization = format!("Bot {}", discord.token());
    let form = "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{\"content\": \"with a file\"}\r\n--b--\r\n";
    for (body, status) in [(form, 200), ("--b--\r\n", 400)] {
        let answer = send(&discord, "POST", ROOM, &authorization, ("multipart/form-data; boundary=b", body)).await.unwrap();
        assert_eq!((answer.status, answer.body["content"] == "with a file"), (status, status == 200));
    }
}

// Many threads, as only then the server can be between two lines when the other side looks.
#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_a_reply_finds_the_request_for_it() {
    let options = Options { commands: vec![json!({"name": "about", "description": "d"})], ..Options::default() };
    let discord = Rehearsal::start(options).await.unwrap();
    let mut bot = Bot::ready(&discord).await;
    discord.ready().await.unwrap();
    for round in 1..=500 {
        let asked = discord.member("anna").slash("about", json!({}));
        let event = bot.event("INTERACTION_CREATE").await;
        let path = format!("/interactions/{}/{}/callback", event["id"].as_str().unwrap(), event["token"].as_str().unwrap());
        let body = json!({"type": 4, "data": {"content": "Yes."}});
        let (seen, _) = tokio::join!(async { asked.await.map(|_| discord.sent().len()).unwrap() }, rest(&discord, "POST", &path, &body));
        assert_eq!(seen, round);
    }
}

#[tokio::test]
async fn silence_lasts_until_the_other_side_gives_up_and_whoever_is_refused_is_closed() {
    let discord = Rehearsal::start(Options::default()).await.unwrap();
    discord.fail("GET /users/@me", 1, Failure::Silence);
    let asked = rest(&discord, "GET", "/users/@me", &Value::Null);
    assert!(tokio::time::timeout(Duration::from_millis(50), asked).await.is_err());
    assert_eq!(rest(&discord, "GET", "/users/@me", &Value::Null).await.status, 200);
    discord.fail("GET /", 1, Failure::Status(503));
    discord.refuse(Some(4014));
    let (mut bot, _) = {
        assert_eq!(gateway_status(&discord).await, 503);
        Bot::connect(&discord, "v=10").await
    };
    bot.identify(discord.token(), super::bare::INTENTS).await;
    assert_eq!(bot.next().await, Err(Some(4014)));
}

/// What an attempt to open a WebSocket is answered with.
async fn gateway_status(discord: &strikebot::rehearsal::Handle) -> u16 {
    let address = discord.api_url().replace("http://", "");
    let stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    match tokio_tungstenite::client_async(format!("ws://{address}/?v=10"), stream).await {
        Err(tokio_tungstenite::tungstenite::Error::Http(response)) => response.status().as_u16(),
        other => panic!("{other:?}"),
    }
}
