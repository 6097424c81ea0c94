//! What takes long to answer: the member sees in time that the bot is thinking, nobody else waits, and the answer comes.

use std::time::Duration;

use serde_json::json;
use strikebot::rehearsal::{Exchange, Failure, How, Options};

use super::inside::Inside;
use super::stage::{QUESTION, Stage, patient};

const EDIT: &str = "PATCH /webhooks/{application}/{token}/messages/{message}";
const FOLLOW_UP: &str = "POST /webhooks/{application}/{token}";

/// Half of Discord's three seconds.
const NOT_BEFORE: Duration = Duration::from_millis(1500);

const SHORT: Duration = Duration::from_millis(200);

/// What Discord may say to a reply that comes after "thinking".
const FAILURES: [Failure; 4] =
    [Failure::RateLimited { after: SHORT, global: false }, Failure::RateLimited { after: SHORT, global: true }, Failure::Status(500), Failure::Status(502)];

async fn is_deferred(exchange: &mut Exchange) {
    let first = exchange.next().await.unwrap_or_else(|missed| panic!("{missed}"));
    assert_eq!(first.how, How::Deferred);
    assert!(first.after >= NOT_BEFORE, "{:?}", first.after);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_question_is_deferred_and_answered_and_nobody_else_waits_for_it() {
    let discord = Stage::start(Options { heartbeat: Duration::from_secs(1), ..patient() }).await;
    let bot = Inside::start(&discord).await;
    bot.hold(1);
    let mut slow = discord.member("anna").slash("ask", json!({"question": QUESTION}));
    is_deferred(&mut slow).await;
    let before = discord.counts();
    discord.until("two heartbeats", |now| now.heartbeats >= before.heartbeats + 2).await.unwrap();
    discord.answers("while a question is slow").await;
    let typed = discord.member("ben").complete("ask", "question", "gat").await.unwrap();
    assert!(!typed.choices().is_empty());
    assert!(discord.member("ben").direct_message(QUESTION).await.unwrap().content().contains("gate"));
    assert_eq!(slow.so_far(), []);
    bot.open();
    let reply = slow.next().await.unwrap();
    assert!(reply.how == How::Edit && reply.is_ephemeral() && reply.content().contains("gate"), "{reply:?}");
    assert_eq!(discord.counts().identified, before.identified, "its heartbeats were heard");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_press_changes_the_message_or_shows_another_as_a_quick_one_does() {
    let discord = Stage::start(patient()).await;
    let bot = Inside::start(&discord).await;
    let anna = discord.member("anna");
    let answer = anna.slash("ask", json!({"question": QUESTION})).await.unwrap();
    bot.hold(2);
    let mut related = anna.press("ask:en:shop", &answer);
    let mut shown = anna.press("show:en:gates", &answer);
    is_deferred(&mut related).await;
    is_deferred(&mut shown).await;
    bot.open();
    let related = related.next().await.unwrap();
    assert_eq!((related.how, related.id(), related.content().contains("shop")), (How::Edit, answer.id(), true));
    let shown = shown.next().await.unwrap();
    assert_eq!((shown.how, shown.id(), shown.is_ephemeral(), shown.content().contains("gate")), (How::Edit, answer.id(), true, true));
    let sent = discord.sent();
    assert!(sent.iter().any(|sent| sent.route == "/channels/{channel}/messages"), "a copy for all");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_reply_that_discord_refuses_for_a_while_is_sent_again() {
    let discord = Stage::start(patient()).await;
    let bot = Inside::start(&discord).await;
    let anna = discord.member("anna");
    // A press on what all see gets a reply of its own.
    let answer = anna.mention(QUESTION).await.unwrap();
    for (failures, route, letters) in [(&FAILURES[..2], "limited", ["", ":c"]), (&FAILURES[2..], "failing", [":o", ":co"])] {
        bot.hold(2 * failures.len());
        // Each is new: what was answered before takes no time.
        let mut waiting = Vec::new();
        for letter in letters {
            waiting.push(anna.slash("ask", json!({"question": format!("{QUESTION}{}", "?".repeat(waiting.len() + route.len()))})));
            waiting.push(anna.press(&format!("lang:en:gates{letter}"), &answer));
        }
        for exchange in &mut waiting {
            is_deferred(exchange).await;
        }
        for failure in failures {
            discord.provoke(EDIT, 1, *failure);
            discord.provoke(FOLLOW_UP, 1, *failure);
        }
        bot.open();
        for exchange in &mut waiting {
            let reply = exchange.next().await.unwrap_or_else(|missed| panic!("{route}: {missed}"));
            assert!(matches!(reply.how, How::Edit | How::FollowUp) && reply.content().contains("gate"), "{route}: {reply:?}");
        }
        discord.answers(route).await;
    }
    let refused = discord.sent().iter().filter(|sent| sent.status >= 400).count();
    assert_eq!(refused, 2 * FAILURES.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_has_expired_before_the_reply_stops_nothing() {
    let discord = Stage::start(patient()).await;
    let bot = Inside::start(&discord).await;
    bot.hold(1);
    let mut slow = discord.member("anna").slash("ask", json!({"question": QUESTION}));
    is_deferred(&mut slow).await;
    slow.expire();
    discord.may_refuse(EDIT, 401);
    let before = discord.counts();
    bot.open();
    discord.until("it tries", |now| now.requests > before.requests).await.unwrap();
    discord.answers("an expired token").await;
    let refused: Vec<Option<u64>> = discord.sent().iter().filter(|sent| sent.status >= 400).map(|sent| sent.code).collect();
    assert_eq!(refused, [Some(50027)], "once and not again");
    assert_eq!(slow.so_far(), []);
}
