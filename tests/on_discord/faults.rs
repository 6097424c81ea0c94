//! What goes wrong between the bot and Discord, each followed by a question that gets answered.

use std::time::Duration;

use serde_json::json;
use strikebot::rehearsal::{Failure, Handle, Options, Rehearsal};

use super::{Bot, connected};

const QUESTION: &str = "Are the mill gates open?";

/// serenity waits five seconds before it identifies anew.
fn patient() -> Options {
    Options { patience: Duration::from_secs(40), ..Options::default() }
}

async fn answers(discord: &Handle, after: &str) {
    let reply = discord.member("anna").slash("ask", json!({"question": QUESTION})).await;
    let reply = reply.unwrap_or_else(|missed| panic!("{after}: {missed:?}"));
    assert!(reply.content().contains("gate"), "{after}: {}", reply.content());
}

/// What happens to the connection.
type Fault = fn(&Handle);

#[tokio::test(flavor = "multi_thread")]
async fn after_every_fault_the_next_question_is_answered() {
    // serenity waits five seconds before it identifies anew.
    let (discord, _bot, _folder) = connected(Options { patience: Duration::from_secs(30), ..Options::default() }).await;
    let faults: [(&str, Fault); 7] = [
        ("asked to reconnect", Handle::reconnect),
        ("session invalid, resumable", |discord| discord.invalidate(true)),
        ("session invalid", |discord| discord.invalidate(false)),
        ("cut without a close frame", Handle::cut),
        ("closed with 4000", |discord| discord.close(Some(4000))),
        ("closed with 4009", |discord| discord.close(Some(4009))),
        ("closed without a code", |discord| discord.close(None)),
    ];
    for (fault, happens) in faults {
        let before = discord.counts();
        happens(&discord);
        discord
            .until("a new connection", |now| now.identified + now.resumed > before.identified + before.resumed)
            .await
            .unwrap_or_else(|missed| panic!("{fault}: {missed:?}"));
        let reply =
            discord.member("anna").slash("ask", json!({"question": "Are the mill gates open?"})).await.unwrap_or_else(|missed| panic!("{fault}: {missed:?}"));
        assert!(reply.content().contains("gate"), "{fault}: {}", reply.content());
    }
    discord.event("SOMETHING_NEW", &json!({"unknown": [1, 2, 3]}));
    discord.frame("{\"op\":0,\"t\":\"MESSAGE_CREATE\",\"s\":99,\"d\":{\"id\":7}}");
    assert!(discord.member("anna").direct_message("Are the mill gates open?").await.unwrap().content().contains("gate"));
}

#[tokio::test(flavor = "multi_thread")]
async fn heartbeats_that_nobody_hears_and_a_server_that_goes_and_comes_back_are_survived() {
    let (discord, _bot, _folder) = connected(Options { heartbeat: Duration::from_millis(400), ..patient() }).await;
    let before = discord.counts();
    discord.acknowledge(false);
    discord.until("it gives the deaf connection up", |now| now.connections > before.connections).await.unwrap();
    discord.acknowledge(true);
    discord.until("it is live", |now| now.live > 0).await.unwrap();
    answers(&discord, "unheard heartbeats").await;
    discord.go_away().await;
    discord.come_back().await.unwrap();
    discord.until("it is live again", |now| now.live > 0).await.unwrap();
    answers(&discord, "gone and back").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_cannot_be_asked_at_first_is_asked_again() {
    let discord = Rehearsal::start(patient()).await.unwrap();
    discord.fail("GET /gateway/bot", 2, Failure::Status(500));
    let folder = tempfile::tempdir().unwrap();
    let _bot = Bot::start(&discord, &folder);
    discord.ready().await.unwrap();
    discord.registered("ask").await.unwrap();
    answers(&discord, "a late gateway").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_discord_refuses_for_a_while_is_sent_again() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let anna = discord.member("anna");
    let short = Duration::from_millis(200);
    for failure in
        [Failure::RateLimited { after: short, global: false }, Failure::RateLimited { after: short, global: true }, Failure::Status(500), Failure::Status(502)]
    {
        discord.fail("POST /channels/{channel}/messages", 1, failure);
        let reply = anna.direct_message(QUESTION).await.unwrap_or_else(|missed| panic!("{failure:?}: {missed:?}"));
        assert!(reply.content().contains("gate"), "{failure:?}: {}", reply.content());
    }
    discord.be_strange(true);
    answers(&discord, "fields that nobody knows").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_that_comes_twice_is_answered_once_and_an_expired_one_stops_nothing() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let mut asked = discord.member("anna").slash("ask", json!({"question": QUESTION}));
    asked.repeat();
    asked.reply().await.unwrap();
    let late = discord.member("ben").slash("ask", json!({"question": QUESTION}));
    late.expire();
    answers(&discord, "an expired interaction").await;
    let callbacks = discord.sent().iter().filter(|sent| sent.status < 400 && sent.route.contains("callback")).count();
    assert_eq!(callbacks, 2, "{:?}", discord.sent());
    assert!(asked.so_far().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_questions_at_once_lose_no_reply() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let members: Vec<_> = (0..50).map(|number| discord.member(&format!("member-{number}"))).collect();
    let asked: Vec<_> = (0..2000).zip(members.iter().cycle()).map(|(_, member)| member.slash("ask", json!({"question": QUESTION}))).collect();
    for exchange in asked {
        assert!(exchange.await.unwrap().content().contains("gate"));
    }
}
