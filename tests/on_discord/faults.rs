//! What goes wrong between the bot and Discord, each followed by a question that gets answered.

use std::time::Duration;

use serde_json::json;
use strikebot::rehearsal::{Failure, Handle, Options};
use tokio::time::sleep;

use super::stage::{Bot, QUESTION, Stage, connected, log, patient};

/// What happens to the connection.
type Fault = fn(&Handle);

#[tokio::test(flavor = "multi_thread")]
async fn after_every_fault_the_next_question_is_answered() {
    let (discord, _bot, _folder) = connected(patient()).await;
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
            .unwrap_or_else(|missed| panic!("{fault}: {missed}"));
        discord.answers(fault).await;
    }
    discord.event("SOMETHING_NEW", &json!({"unknown": [1, 2, 3]}));
    discord.frame("{\"op\":0,\"t\":\"MESSAGE_CREATE\",\"s\":99,\"d\":{\"id\":7}}");
    discord.answers("what cannot be read").await;
    discord.be_strange(true);
    discord.answers("fields that nobody knows").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn heartbeats_that_nobody_hears_are_survived() {
    let (discord, _bot, _folder) = connected(Options { heartbeat: Duration::from_secs(1), ..patient() }).await;
    let before = discord.counts();
    discord.acknowledge(false);
    discord.until("it gives the deaf connection up", |now| now.connections > before.connections).await.unwrap();
    discord.acknowledge(true);
    discord.until("it is back", |now| now.identified + now.resumed > before.identified + before.resumed && now.live > 0).await.unwrap();
    discord.answers("unheard heartbeats").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_gone_for_ten_seconds_is_found_again() {
    let (discord, _bot, _folder) = connected(patient()).await;
    discord.go_away().await;
    // Real ones: longer than every short pause before a new try, as in a restart on Discord's side.
    sleep(Duration::from_secs(10)).await;
    discord.come_back().await.unwrap();
    discord.until("it is live again", |now| now.live > 0).await.unwrap();
    discord.answers("gone and back").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_cannot_be_asked_at_first_is_asked_again() {
    let discord = Stage::start(patient()).await;
    discord.provoke("GET /gateway/bot", 2, Failure::Status(500));
    let folder = tempfile::tempdir().unwrap();
    let _bot = Bot::start(&discord, &folder);
    discord.is_ready().await;
    discord.answers("a late gateway").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_discord_refuses_for_a_while_is_sent_again() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let anna = discord.member("anna");
    let short = Duration::from_millis(200);
    for failure in [
        Failure::RateLimited { after: short, global: false },
        Failure::RateLimited { after: short, global: true },
        Failure::Status(500),
        Failure::Status(502),
        Failure::NoAnswer,
    ] {
        discord.provoke("POST /channels/{channel}/messages", 1, failure);
        let reply = anna.direct_message(QUESTION).await.unwrap_or_else(|missed| panic!("{failure:?}: {missed}"));
        assert!(reply.content().contains("gate"), "{failure:?}: {}", reply.content());
        discord.provoke("POST /interactions/{interaction}/{token}/callback", 1, failure);
        discord.answers(&format!("{failure:?}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_that_comes_twice_is_answered_once_and_an_expired_one_stops_nothing() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let mut asked = discord.member("anna").slash("ask", json!({"question": QUESTION}));
    asked.repeat();
    asked.reply().await.unwrap();
    let callback = "POST /interactions/{interaction}/{token}/callback";
    discord.may_refuse(callback, 404);
    let before = discord.counts();
    let _late = discord.member("ben").late().slash("ask", json!({"question": QUESTION}));
    discord.until("it tries to answer", |now| now.requests > before.requests).await.unwrap();
    discord.answers("an expired interaction").await;
    let mut answers: Vec<u16> = discord.sent().iter().filter(|sent| sent.route.contains("callback")).map(|sent| sent.status).collect();
    answers.sort_unstable();
    assert_eq!(answers, [204, 204, 404]);
    assert!(asked.so_far().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn intents_that_are_not_allowed_are_two_and_say_where_to_look_at_the_start_and_later() {
    for is_late in [false, true] {
        let discord = Stage::start(patient()).await;
        discord.refuse(Some(4014).filter(|_| !is_late));
        let folder = tempfile::tempdir().unwrap();
        let bot = Bot::start(&discord, &folder);
        if is_late {
            discord.is_ready().await;
            discord.close(Some(4014));
        }
        assert_eq!(bot.code().await, Some(2), "{}", log(&folder));
        assert!(log(&folder).contains("Discord refuses the events that the bot asks for"), "{}", log(&folder));
    }
}
