//! Asks, one at a time or many at once, and takes the times.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use strikebot::rehearsal::{Handle, Member};
use tokio::task::JoinSet;

use super::questions::Questions;

/// Questions by number, from one number on; where there is a limit, the same ones again after so many.
#[derive(Clone, Copy)]
pub struct Asked<'q> {
    pub questions: &'q Questions,
    pub from: usize,
    pub distinct: usize,
}

impl Asked<'_> {
    fn question(&self, number: usize) -> String {
        self.questions.asked(self.from + number % self.distinct)
    }
}

/// Members of a server; as many as ask at once.
fn members(discord: &Handle, count: usize) -> Vec<Member> {
    (0..count).map(|number| discord.member(&format!("member-{number}"))).collect()
}

/// Asks so many questions, so many at once; gives the replies a second.
pub async fn a_second(discord: &Handle, asked: Asked<'_>, count: usize, at_once: usize) -> f64 {
    let began = Instant::now();
    until_all(discord, asked, count, at_once).await;
    #[expect(clippy::cast_precision_loss, reason = "there are not that many")]
    let replies = count as f64;
    replies / began.elapsed().as_secs_f64()
}

/// Asks so many questions, so many at once, until all are answered.
pub async fn until_all(discord: &Handle, asked: Asked<'_>, count: usize, at_once: usize) {
    // Made before, so that making them takes no time from the bots.
    let questions: Arc<Vec<String>> = Arc::new((0..count).map(|number| asked.question(number)).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let asking: Vec<_> = members(discord, at_once)
        .into_iter()
        .map(|member| {
            let (questions, next) = (Arc::clone(&questions), Arc::clone(&next));
            tokio::spawn(async move {
                while let Some(question) = questions.get(next.fetch_add(1, Ordering::Relaxed)) {
                    member.slash("ask", json!({"question": question})).await.expect("every question is answered");
                }
            })
        })
        .collect();
    for asking in asking {
        asking.await.expect("every question is answered");
    }
    discord.forget();
}

/// Asks so many questions one after the other; how long each took, from when it was asked until the reply was there.
pub async fn one_at_a_time(discord: &Handle, asked: Asked<'_>, count: usize) -> Vec<Duration> {
    let member = discord.member("alone");
    let mut times = Vec::with_capacity(count);
    for number in 0..count {
        let question = asked.question(number);
        times.push(member.slash("ask", json!({"question": question})).await.expect("every question is answered").after);
    }
    discord.forget();
    times
}

/// Types so often, one after the other; how long it took until questions were offered.
pub async fn typing(discord: &Handle, questions: &Questions, from: usize, count: usize) -> Vec<Duration> {
    let member = discord.member("typing");
    let mut times = Vec::with_capacity(count);
    for number in from..from + count {
        times.push(member.complete("ask", "question", &questions.typed(number)).await.expect("there is always an answer").after);
    }
    times
}

/// Types while so many questions are under way all the time.
pub async fn typing_meanwhile(discord: &Handle, asked: Asked<'_>, at_once: usize, count: usize) -> Vec<Duration> {
    // They come round again only after all others.
    let questions: Arc<Vec<String>> = Arc::new((0..asked.distinct).map(|number| asked.question(number)).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let mut asking = JoinSet::new();
    for member in members(discord, at_once) {
        let (questions, next) = (Arc::clone(&questions), Arc::clone(&next));
        asking.spawn(async move {
            while let Some(question) = questions.get(next.fetch_add(1, Ordering::Relaxed) % questions.len()) {
                member.slash("ask", json!({"question": question})).await.expect("every question is answered");
            }
        });
    }
    let times = typing(discord, asked.questions, 0, count).await;
    asking.shutdown().await;
    discord.forget();
    times
}

/// So many of a hundred were no longer than this.
pub fn percentile(times: &[Duration], of_a_hundred: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get((times.len() * of_a_hundred / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}
