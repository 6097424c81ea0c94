//! Much at once.

use serde_json::json;
use strikebot::rehearsal::Exchange;

use super::stage::{QUESTION, connected, connected_with, patient};

/// A command must be answered within three seconds, after which Discord takes no reply any more: these are as many at once as a slow
/// machine answers in that time, by far. Messages could wait for longer, but Discord takes fifty a second.
const AT_ONCE: usize = 500;

/// So often over one connection.
const TIMES: usize = 20;

async fn are_answered(asked: Vec<Exchange>) {
    for exchange in asked {
        assert!(exchange.await.unwrap_or_else(|missed| panic!("{missed}")).content().contains("gate"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_questions_over_one_connection_lose_no_reply() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let members: Vec<_> = (0..100).map(|number| discord.member(&format!("member-{number}"))).collect();
    for _ in 0..TIMES {
        are_answered(members.iter().cycle().take(AT_ONCE).map(|member| member.slash("ask", json!({"question": QUESTION}))).collect()).await;
    }
    assert_eq!(discord.counts().identified, 1, "it was one connection");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_floods_is_told_once_and_slows_nobody() {
    let (discord, _bot, _folder) = connected_with(patient(), &["--rate-limit", "2/3600"]).await;
    let (anna, ben, before) = (discord.member("anna"), discord.member("ben"), discord.counts());
    let mut written: Vec<_> = (0..300).map(|_| anna.direct_message(QUESTION)).collect();
    let used: Vec<_> = (0..300).map(|_| ben.slash("ask", json!({"question": QUESTION}))).collect();
    let others: Vec<_> = (0..20).map(|number| discord.member(&format!("other-{number}")).slash("ask", json!({"question": QUESTION}))).collect();
    for exchange in others {
        assert!(exchange.await.unwrap().content().contains("gate"));
    }
    // An interaction must be answered, or Discord says that the application failed.
    let mut answered = 0;
    for exchange in used {
        answered += usize::from(exchange.await.unwrap().content().contains("gate"));
    }
    assert_eq!(answered, 2);
    // A message need not: two answers, and once that it is too much.
    discord.until("all is answered", |now| now.requests >= before.requests + 3 + 300 + 20).await.unwrap();
    let direct: Vec<_> = written.iter_mut().flat_map(Exchange::so_far).collect();
    let told = direct.iter().filter(|reply| !reply.content().contains("gate")).count();
    assert_eq!((direct.len(), told), (3, 1), "{:?}", direct.iter().map(strikebot::rehearsal::Reply::content).collect::<Vec<_>>());
    // Danger to life is always answered.
    assert!(anna.direct_message("my friend is not breathing").await.unwrap().content().contains("call for help"));
}
