//! Hello, identify, heartbeats, events, resume.

use serde_json::json;
use strikebot::rehearsal::{Handle, Options, Rehearsal};

use super::bare::{Bot, INTENTS};

async fn discord() -> Handle {
    Rehearsal::start(Options::default()).await.unwrap()
}

#[tokio::test]
async fn a_bot_is_greeted_identifies_and_is_shown_its_server() {
    let discord = discord().await;
    for query in ["v=10", "v=10&encoding=json&compress=zlib-stream"] {
        let (mut bot, hello) = Bot::connect(&discord, query).await;
        assert_eq!((&hello["op"], &hello["d"]["heartbeat_interval"]), (&json!(10), &json!(41_250)), "{query}");
        bot.send(&json!({"op": 1, "d": null})).await;
        assert_eq!(bot.next().await.unwrap()["op"], 11, "{query}");
        bot.identify(discord.token(), INTENTS).await;
        let ready = bot.next().await.unwrap();
        assert_eq!((&ready["t"], &ready["s"], &ready["d"]["guilds"][0]["unavailable"]), (&json!("READY"), &json!(1), &json!(true)), "{query}");
        let server = bot.next().await.unwrap();
        assert_eq!((&server["t"], &server["s"]), (&json!("GUILD_CREATE"), &json!(2)), "{query}");
        assert_eq!(bot.saw_binary, query.contains("zlib"), "{query}");
        discord.ready().await.unwrap();
    }
    assert_eq!((discord.counts().identified, discord.counts().heartbeats), (2, 2));
}

#[tokio::test]
async fn large_payloads_are_compressed_for_who_asks_for_that() {
    let discord = discord().await;
    let (mut bot, _) = Bot::connect(&discord, "v=10").await;
    bot.send(&json!({"op": 2, "d": {"token": discord.token(), "intents": INTENTS, "properties": {}, "compress": true}})).await;
    bot.event("READY").await;
    bot.event("GUILD_CREATE").await;
    assert!(!bot.saw_binary);
    discord.event("LONG", &json!({"text": "x".repeat(3000)}));
    assert_eq!(bot.event("LONG").await["text"], "x".repeat(3000));
    assert!(bot.saw_binary);
}

#[tokio::test]
async fn what_is_not_allowed_closes_with_its_code() {
    let discord = discord().await;
    let token = discord.token();
    let identify = |token: &str, intents: u64, shard: [u64; 2]| json!({"op": 2, "d": {"token": token, "intents": intents, "properties": {}, "shard": shard}});
    for (payload, code) in [
        (identify("wrong", INTENTS, [0, 1]), 4004),
        (identify(token, INTENTS | 1 << 15, [0, 1]), 4014),
        (identify(token, 1 << 40, [0, 1]), 4013),
        (identify(token, INTENTS, [1, 1]), 4010),
        (json!({"op": 6, "d": {"token": "wrong", "session_id": "s", "seq": 1}}), 4004),
        (json!({"op": 3, "d": {}}), 4003),
        (json!({"op": 99, "d": {}}), 4001),
        (json!({"op": 1, "d": "x".repeat(5000)}), 4002),
    ] {
        let (mut bot, _) = Bot::connect(&discord, "v=10").await;
        bot.send(&payload).await;
        assert_eq!(bot.next().await, Err(Some(code)), "{payload}");
    }
    let mut bot = Bot::ready(&discord).await;
    bot.event("GUILD_CREATE").await;
    bot.identify(token, INTENTS).await;
    assert_eq!(bot.next().await, Err(Some(4005)));
}

#[tokio::test]
async fn a_session_is_taken_up_again_and_what_was_missed_is_replayed() {
    let discord = discord().await;
    let anna = discord.member("anna");
    let mut bot = Bot::ready(&discord).await;
    bot.event("GUILD_CREATE").await;
    let (session, seq) = (bot.session.clone(), bot.seq);
    let _first = anna.direct_message("before");
    discord.cut();
    let _second = anna.direct_message("while away");
    let (mut bot, _) = Bot::connect(&discord, "v=10").await;
    bot.resume(discord.token(), &session, seq).await;
    assert_eq!(bot.event("MESSAGE_CREATE").await["content"], "before");
    assert_eq!(bot.event("MESSAGE_CREATE").await["content"], "while away");
    assert_eq!(bot.next().await.unwrap()["t"], "RESUMED");
    assert_eq!((bot.seq, discord.counts().resumed, discord.counts().live), (seq + 3, 1, 1));
}

#[tokio::test]
async fn a_session_that_is_gone_is_not_taken_up() {
    let discord = discord().await;
    let mut bot = Bot::ready(&discord).await;
    let session = bot.session.clone();
    // Going away with 1000 ends the session.
    bot.close(1000).await;
    while bot.next().await.is_ok() {}
    discord.until("the session ends", |counts| counts.live == 0).await.unwrap();
    for session in [session.as_str(), "never was"] {
        let (mut bot, _) = Bot::connect(&discord, "v=10").await;
        bot.resume(discord.token(), session, 1).await;
        let invalid = bot.next().await.unwrap();
        assert_eq!((&invalid["op"], &invalid["d"]), (&json!(9), &json!(false)));
        bot.identify(discord.token(), INTENTS).await;
        bot.event("READY").await;
        bot.close(1000).await;
    }
}

#[tokio::test]
async fn intents_filter_events_and_content_is_shown_only_where_it_concerns_the_bot() {
    let privileged = Options { privileged: 1 << 15, ..Options::default() };
    for (options, intents, expected) in [
        (Options::default(), INTENTS, vec!["hello, you", "<@1100000000000000001> hello", "", "yes", "end"]),
        (Options::default(), 1 << 12, vec!["hello, you", "end"]),
        (Options::default(), 1 << 9, vec!["<@1100000000000000001> hello", "", "yes"]),
        (privileged, INTENTS | 1 << 15, vec!["hello, you", "<@1100000000000000001> hello", "secret", "yes", "end"]),
    ] {
        let discord = Rehearsal::start(options).await.unwrap();
        let anna = discord.member("anna");
        let (mut bot, _) = Bot::connect(&discord, "v=10").await;
        bot.identify(discord.token(), intents).await;
        bot.event("READY").await;
        discord.ready().await.unwrap();
        let answer = strikebot::rehearsal::Reply {
            how: strikebot::rehearsal::How::Message,
            body: json!({}),
            message: json!({"id": "1", "channel_id": "1100000000000000003"}),
            after: std::time::Duration::ZERO,
        };
        let _ = (anna.direct_message("hello, you"), anna.mention("hello"), anna.says("secret"), anna.replies_to(&answer, "yes"), anna.direct_message("end"));
        discord.event("THE_END", &json!({}));
        let mut seen = Vec::new();
        loop {
            let payload = bot.next().await.unwrap();
            match payload["t"].as_str() {
                Some("MESSAGE_CREATE") => seen.push(payload["d"]["content"].as_str().unwrap().to_owned()),
                Some("THE_END") => break,
                _ => {}
            }
        }
        assert_eq!(seen, expected);
    }
}

#[tokio::test]
async fn who_sends_no_heartbeat_is_closed() {
    let discord = Rehearsal::start(Options { heartbeat: std::time::Duration::from_millis(40), ..Options::default() }).await.unwrap();
    let (mut bot, _) = Bot::connect(&discord, "v=10").await;
    assert_eq!(bot.next().await, Err(Some(4009)));
}
