//! What can go wrong on demand, as a bare bot sees it.

use std::time::Duration;

use serde_json::{Value, json};
use strikebot::rehearsal::{Failure, Options, Rehearsal};

use super::bare::{Bot, request, rest};

const ROOM: &str = "/channels/1100000000000000003/messages";

#[tokio::test]
async fn connections_end_as_they_are_told_to() {
    let discord = Rehearsal::start(Options::default()).await.unwrap();
    for (code, seen) in [(Some(4000), Some(4000)), (Some(4009), Some(4009)), (None, Some(0))] {
        let mut bot = Bot::ready(&discord).await;
        bot.event("GUILD_CREATE").await;
        discord.close(code);
        assert_eq!(discord.counts().live, 0);
        assert_eq!(bot.next().await, Err(seen));
    }
    let mut bot = Bot::ready(&discord).await;
    bot.event("GUILD_CREATE").await;
    discord.cut();
    assert_eq!(bot.next().await, Err(None));
}

#[tokio::test]
async fn a_bot_is_told_to_reconnect_or_that_its_session_is_invalid() {
    let discord = Rehearsal::start(Options::default()).await.unwrap();
    for (told, op, data, can_resume) in [(None, 7, Value::Null, true), (Some(true), 9, json!(true), true), (Some(false), 9, json!(false), false)] {
        let mut bot = Bot::ready(&discord).await;
        bot.event("GUILD_CREATE").await;
        told.map_or_else(|| discord.reconnect(), |is_resumable| discord.invalidate(is_resumable));
        let payload = bot.next().await.unwrap();
        assert_eq!((&payload["op"], &payload["d"]), (&json!(op), &data));
        let (mut again, _) = Bot::connect(&discord, "v=10").await;
        again.resume(discord.token(), &bot.session, bot.seq).await;
        let answer = again.next().await.unwrap();
        assert_eq!((answer["t"] == "RESUMED", answer["op"] == 9), (can_resume, !can_resume), "{answer}");
    }
}

#[tokio::test]
async fn heartbeats_go_unanswered_until_they_are_answered_again() {
    let discord = Rehearsal::start(Options::default()).await.unwrap();
    let mut bot = Bot::ready(&discord).await;
    bot.event("GUILD_CREATE").await;
    discord.acknowledge(false);
    bot.send(&json!({"op": 1, "d": 1})).await;
    discord.until("a heartbeat", |counts| counts.heartbeats == 1).await.unwrap();
    discord.acknowledge(true);
    discord.event("MARK", &json!({}));
    assert_eq!(bot.next().await.unwrap()["t"], "MARK");
    bot.send(&json!({"op": 1, "d": 1})).await;
    assert_eq!(bot.next().await.unwrap()["op"], 11);
}

#[tokio::test]
async fn the_server_goes_away_and_comes_back_on_the_same_port() {
    let discord = Rehearsal::start(Options::default()).await.unwrap();
    let mut bot = Bot::ready(&discord).await;
    bot.event("GUILD_CREATE").await;
    discord.go_away().await;
    assert_eq!(bot.next().await, Err(None));
    assert!(request(&discord, "GET", "/gateway", &Value::Null, "").await.is_none());
    discord.come_back().await.unwrap();
    let (mut again, _) = Bot::connect(&discord, "v=10").await;
    again.resume(discord.token(), &bot.session, bot.seq).await;
    assert_eq!(again.next().await.unwrap()["t"], "RESUMED");
}

#[tokio::test]
async fn a_route_fails_as_often_as_it_is_told_to() {
    let discord = Rehearsal::start(Options::default()).await.unwrap();
    let _bot = Bot::ready(&discord).await;
    let limited = |global| Failure::RateLimited { after: Duration::from_millis(1500), global };
    let route = "POST /channels/{channel}/messages";
    discord.fail("GET /gateway/bot", 2, Failure::Status(500));
    for status in [500, 500, 200] {
        assert_eq!(rest(&discord, "GET", "/gateway/bot", &Value::Null).await.status, status);
    }
    for (failure, status, global, header) in [
        (Failure::Status(502), 502, Value::Null, "x-ratelimit-limit: 50"),
        (limited(false), 429, json!(false), "x-ratelimit-remaining: 0"),
        (limited(true), 429, json!(true), "x-ratelimit-global: true"),
    ] {
        discord.fail(route, 1, failure);
        let answer = rest(&discord, "POST", ROOM, &json!({"content": "x"})).await;
        assert_eq!((answer.status, answer.body.get("global").unwrap_or(&Value::Null)), (status, &global));
        assert!(answer.head.contains(header), "{}", answer.head);
        if status == 429 {
            assert!(answer.head.contains("retry-after: 2") && answer.body["retry_after"] == 1.5, "{}", answer.head);
        }
    }
    discord.fail(route, 1, Failure::NoAnswer);
    assert!(request(&discord, "POST", ROOM, &json!({"content": "x"}), &format!("Bot {}", discord.token())).await.is_none());
    assert_eq!(rest(&discord, "POST", ROOM, &json!({"content": "x"})).await.status, 200);
}

#[tokio::test]
async fn events_come_strange_malformed_and_twice() {
    let commands = vec![json!({"name": "about", "description": "d"})];
    let discord = Rehearsal::start(Options { commands, ..Options::default() }).await.unwrap();
    let mut bot = Bot::ready(&discord).await;
    discord.be_strange(true);
    let asked = discord.member("anna").slash("about", json!({}));
    asked.repeat();
    let (one, two) = (bot.event("INTERACTION_CREATE").await, bot.event("INTERACTION_CREATE").await);
    assert_eq!((&one["id"], &one["token"]), (&two["id"], &two["token"]));
    assert!(one["of_the_future"].is_object());
    discord.frame("{not json");
    assert_eq!(bot.next().await.unwrap()["raw"], "{not json");
    discord.event("MESSAGE_CREATE", &json!({"id": 1}));
    assert_eq!(bot.event("MESSAGE_CREATE").await, json!({"id": 1}));
}
