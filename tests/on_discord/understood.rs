//! serenity drops an event that it can't read, and says so in its own log alone. On an ordinary day that must not happen: whoever did
//! something would wait for ever.

use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use super::inside::Inside;
use super::stage::{QUESTION, Stage, patient};

static DROPPED: AtomicU64 = AtomicU64::new(0);

/// Counts the events that serenity could not read, in all of this process.
struct Dropped;

impl<S: Subscriber> Layer<S> for Dropped {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut said = Said(String::new());
        if event.metadata().target().starts_with("serenity") {
            event.record(&mut said);
        }
        if said.0.starts_with("An unknown event was received") {
            DROPPED.fetch_add(1, Ordering::SeqCst);
        }
    }
}

struct Said(String);

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            write!(self.0, "{value:?}").unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_members_do_is_understood() {
    tracing_subscriber::registry().with(Dropped).init();
    let discord = Stage::start(patient()).await;
    let _bot = Inside::start(&discord).await;
    let anna = discord.member("anna").speaking("es-419");
    for member in [anna.clone(), anna.clone().in_direct(), anna.clone().elsewhere(), anna.clone().in_group()] {
        let answer = member.slash("ask", json!({"question": QUESTION})).await.unwrap();
        member.complete("ask", "question", "gat").await.unwrap();
        member.press("ask:en:shop", &answer).await.unwrap();
        member.choose("entry:en", &["pay"], &answer).await.unwrap();
        member.message_command("Answer this", QUESTION).await.unwrap();
        for command in ["services", "topics", "about"] {
            member.slash(command, json!({})).await.unwrap();
        }
    }
    anna.direct_message(QUESTION).await.unwrap();
    let mentioned = anna.mention(QUESTION).await.unwrap();
    anna.replies_to(&mentioned, QUESTION).await.unwrap();
    assert_eq!(DROPPED.load(Ordering::SeqCst), 0);
    // It would have been noticed.
    discord.event("INTERACTION_CREATE", &json!({"id": "not whole"}));
    discord.answers("an event that cannot be read").await;
    assert_eq!(DROPPED.load(Ordering::SeqCst), 1);
}
