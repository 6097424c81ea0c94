//! What Discord limits, and how the bot leaves.

use std::time::{Duration, Instant};

use serde_json::json;
use strikebot::rehearsal::Failure;

use super::stage::{QUESTION, connected, log, patient};

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_the_whole_bot_holds_back_messages_and_no_command() {
    const WAIT: Duration = Duration::from_secs(10);
    let (discord, _bot, _folder) = connected(patient()).await;
    discord.provoke("POST /channels/{channel}/messages", 1, Failure::RateLimited { after: WAIT, global: true });
    let message = discord.member("anna").direct_message(QUESTION);
    discord.until("the message was refused", |_| discord.requests().iter().any(|sent| sent.status == 429)).await.unwrap();
    let start = Instant::now();
    discord.answers("a limit of the whole bot").await;
    assert!(start.elapsed() < WAIT, "{:?}", start.elapsed());
    assert!(message.await.unwrap().content().contains("gate"));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_it_began_anew_it_still_answers_what_was_asked_and_leaves() {
    let (discord, bot, folder) = connected(patient()).await;
    for _ in 0..2 {
        let before = discord.counts();
        discord.invalidate(false);
        discord.until("a new session", |now| now.identified > before.identified && now.live > 0).await.unwrap();
    }
    discord.answers("two new sessions").await;
    let asked = discord.member("anna").slash("ask", json!({"question": QUESTION}));
    bot.ends("TERM", "connected anew").await;
    asked.await.unwrap();
    assert!(log(&folder).contains("answered=2") && log(&folder).contains("failed=0 finished=true"), "{}", log(&folder));
}
