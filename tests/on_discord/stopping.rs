//! Told to stop, the program ends well in whatever state it is.

use std::time::Duration;

use serde_json::json;
use strikebot::rehearsal::Failure;

use super::stage::{Bot, QUESTION, Stage, connected, log, patient};

#[tokio::test(flavor = "multi_thread")]
async fn while_it_is_connected() {
    for signal in ["TERM", "INT"] {
        let (discord, bot, _folder) = connected(patient()).await;
        discord.member("anna").slash("ask", json!({"question": QUESTION})).await.unwrap();
        bot.ends(signal, "connected").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_learns_what_it_knows() {
    let discord = Stage::start(patient()).await;
    let folder = tempfile::tempdir().unwrap();
    let knowledge = concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge");
    let bot = Bot::on(&discord, folder.path(), &["--knowledge", knowledge, "--no-cache"], discord.token());
    // It asks who it is while it learns.
    discord.until("it begins", |now| now.requests > 0).await.unwrap();
    bot.ends("TERM", "learning").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_discord_lets_it_wait_at_the_start() {
    for (route, when) in [("GET /applications/@me", "who it is"), ("GET /gateway/bot", "where the gateway is"), ("GET /", "the gateway")] {
        let discord = Stage::start(patient()).await;
        discord.provoke(route, 1, Failure::Silence);
        let folder = tempfile::tempdir().unwrap();
        let bot = Bot::start(&discord, &folder);
        let is_asked = |sent: &[strikebot::rehearsal::Sent]| sent.iter().any(|sent| route.ends_with(&sent.route) && sent.status == 0);
        discord.until(when, |now| now.connections > 0 || is_asked(&discord.requests())).await.unwrap();
        bot.ends("TERM", when).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_discord_is_gone() {
    let (discord, bot, _folder) = connected(patient()).await;
    discord.go_away().await;
    bot.ends("TERM", "gone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_connects_again() {
    let (discord, bot, _folder) = connected(patient()).await;
    let before = discord.counts();
    discord.provoke("GET /", 1, Failure::Silence);
    discord.cut();
    discord.until("it tries to connect", |now| now.connections > before.connections).await.unwrap();
    bot.ends("TERM", "connecting again").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_close_frame_without_a_code() {
    let (discord, bot, _folder) = connected(patient()).await;
    discord.close(None);
    bot.ends("TERM", "closed without a code").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_answers_and_the_answer_still_comes() {
    let (discord, bot, folder) = connected(patient()).await;
    discord.provoke("POST /interactions/{interaction}/{token}/callback", 1, Failure::RateLimited { after: Duration::from_secs(1), global: false });
    let before = discord.counts();
    let asked = discord.member("anna").slash("ask", json!({"question": QUESTION}));
    discord.until("it tries to answer", |now| now.requests > before.requests).await.unwrap();
    bot.ends("TERM", "answering").await;
    assert!(asked.await.unwrap().content().contains("gate"));
    assert!(log(&folder).contains("answered=1") && log(&folder).contains("finished=true"), "{}", log(&folder));
}
