//! What an operator can read of members: nothing. Even at its most talkative the log of a busy day holds no word, name, id or token.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use strikebot::rehearsal::Failure;

use super::bodies::private;
use super::stage::{QUESTION, Stage, connected_with, log, patient};

/// Discord's ids have 17 digits and more; nothing else that is logged has as many.
const DIGITS_OF_AN_ID: usize = 17;

const CALLBACK: &str = "POST /interactions/{interaction}/{token}/callback";
const MESSAGE: &str = "POST /channels/{channel}/messages";

/// All kinds of things, those that fail too.
async fn a_busy_day(discord: &Stage) {
    let anna = discord.member("annabel");
    let answer = anna.slash("ask", json!({"question": "are the mill gates open for a marmalade van?"})).await.unwrap();
    anna.press("ask:en:shop", &answer).await.unwrap();
    anna.press("marmalade:of:another:bot", &answer).await.unwrap();
    anna.complete("ask", "question", "marmalade and gat").await.unwrap();
    anna.direct_message("who is the marmalade king of France").await.unwrap();
    anna.mention("my marmalade friend is not breathing").await.unwrap();
    anna.message_command("Answer this", "where is the marmalade").await.unwrap();
    for place in [anna.clone().elsewhere(), anna.clone().in_group(), anna.clone().in_direct()] {
        place.slash("services", json!({})).await.unwrap();
    }
    // A flood: of six questions four are asked already, and the first that is too much is told so.
    let before = discord.counts();
    let flood: Vec<_> = (0..8).map(|_| anna.direct_message("marmalade marmalade marmalade")).collect();
    discord.until("two answers and that it is too much", |now| now.requests >= before.requests + 3).await.unwrap();
    drop(flood);
    // What does not reach Discord is told with its reason.
    for (route, failure) in [(MESSAGE, Failure::Status(500)), (MESSAGE, Failure::NoAnswer), (CALLBACK, Failure::Status(502))] {
        discord.provoke(route, 3, failure);
        let ben = discord.member("benjamina");
        let before = discord.counts();
        let asked = if route == MESSAGE { ben.mention(QUESTION) } else { ben.slash("about", json!({})) };
        discord.until("it has tried three times", |now| now.requests >= before.requests + 3).await.unwrap();
        drop(asked);
    }
    discord.may_refuse(CALLBACK, 404);
    let before = discord.counts();
    let late = anna.clone().late().slash("about", json!({}));
    discord.until("it has tried", |now| now.requests > before.requests).await.unwrap();
    drop(late);
    // What can't be read.
    discord.event("MESSAGE_CREATE", &json!({"id": "1100000000000000099", "content": "marmalade"}));
    let before = discord.counts();
    discord.cut();
    discord.until("it is back", |now| now.resumed > before.resumed).await.unwrap();
    discord.answers("all that").await;
}

fn longest_number(line: &str) -> usize {
    line.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_a_busy_day_tells_of_nobody() {
    for form in ["human", "json"] {
        let (discord, bot, folder) = connected_with(patient(), &["--rate-limit", "6/3600", "--log-level", "debug", "--log-format", form]).await;
        a_busy_day(&discord).await;
        bot.ends("TERM", form).await;
        let log = log(&folder);
        assert!(log.contains("received") && log.contains("did not reach Discord") && log.contains("stopped"), "{log}");
        let small = log.to_lowercase();
        assert!(!small.contains("marmalade") && !small.contains(&discord.token().to_lowercase()), "{log}");
        let told = private(&discord).into_iter().find(|text| small.contains(text.as_str()));
        assert!(told.is_none(), "it tells {told:?}: {log}");
        for line in log.lines() {
            assert!(longest_number(line) < DIGITS_OF_AN_ID, "an id: {line}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_can_be_followed_under_a_random_name() {
    let (discord, bot, folder) = connected_with(patient(), &["--log-level", "debug", "--log-format", "json"]).await;
    let anna = discord.member("anna");
    anna.slash("ask", json!({"question": QUESTION})).await.unwrap();
    anna.complete("ask", "question", "gat").await.unwrap();
    anna.mention(QUESTION).await.unwrap();
    discord.provoke(CALLBACK, 1, Failure::RateLimited { after: Duration::from_millis(10), global: false });
    anna.slash("about", json!({})).await.unwrap();
    bot.ends("TERM", "after four requests").await;
    let mut ways: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in log(&folder).lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        if let Some(request) = line["request"].as_str() {
            ways.entry(request.to_owned()).or_default().push(line["message"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(ways.len(), 4, "{ways:?}");
    let is_held_back = |steps: &[String]| steps == ["received", "held back, as Discord asks", "done"];
    assert!(ways.iter().all(|(name, steps)| name.len() == 16 && (*steps == ["received", "done"] || is_held_back(steps))), "{ways:?}");
    assert_eq!(ways.values().filter(|steps| is_held_back(steps)).count(), 1, "{ways:?}");
}
