//! What Discord limits, and how the bot leaves.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;
use strikebot::rehearsal::{Failure, Options};

use super::connected;

const QUESTION: &str = "Are the mill gates open?";

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_the_whole_bot_holds_back_messages_and_no_command() {
    let (discord, _bot, _folder) = connected(Options { patience: Duration::from_secs(20), ..Options::default() }).await;
    let anna = discord.member("anna");
    discord.fail("POST /channels/{channel}/messages", 1, Failure::RateLimited { after: Duration::from_secs(5), global: true });
    let message = anna.direct_message(QUESTION);
    discord.until("the message was refused", |_| discord.requests().iter().any(|sent| sent.status == 429)).await.unwrap();
    let start = Instant::now();
    let reply = discord.member("ben").slash("ask", json!({"question": QUESTION})).await.unwrap();
    assert!(reply.content().contains("gate") && start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert!(message.await.unwrap().content().contains("gate"));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_reconnection_it_still_leaves_properly_and_answers_what_was_asked_before() {
    let (discord, mut bot, _folder) = connected(Options { patience: Duration::from_secs(20), ..Options::default() }).await;
    for _ in 0..2 {
        let before = discord.counts();
        discord.invalidate(false);
        discord.until("a new session", |now| now.identified > before.identified && now.live > 0).await.unwrap();
    }
    let asked = discord.member("anna").slash("ask", json!({"question": QUESTION}));
    let start = Instant::now();
    assert!(Command::new("kill").args(["-TERM", &bot.0.id().to_string()]).status().unwrap().success());
    asked.await.unwrap();
    let status = tokio::task::spawn_blocking(move || bot.0.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(3), "it hung on its connections: {:?}", start.elapsed());
}
