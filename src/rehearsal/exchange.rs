//! What a member did, and what the bot did about it.

use std::fmt::Write;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use thiserror::Error;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;

use super::limits::list;
use super::world::{State, World};

/// How an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// As the first answer to an interaction.
    Callback,
    /// Not yet: "the bot is thinking".
    Deferred,
    /// In place of the message that was pressed on.
    Update,
    /// As questions offered while typing.
    Choices,
    /// As a form to fill in.
    Modal,
    /// As a further message to an interaction.
    FollowUp,
    /// As a change of a message that was there.
    Edit,
    /// As a message in a channel.
    Message,
    /// A message was taken away.
    Deleted,
}

/// One answer of the bot's.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// How it came.
    pub how: How,
    /// As the bot sent it: of a callback the whole of `{"type", "data"}`.
    pub body: Value,
    /// The message as it stands now; `null` where there is none.
    pub message: Value,
    /// How long after the member acted.
    pub after: Duration,
}

impl Reply {
    /// Its text.
    #[must_use]
    pub fn content(&self) -> &str {
        self.message.get("content").and_then(Value::as_str).unwrap_or_default()
    }

    /// Its boxes.
    #[must_use]
    pub fn embeds(&self) -> &[Value] {
        list(&self.message, "embeds")
    }

    /// Everything in it that can be pressed or chosen from, in order.
    #[must_use]
    pub fn components(&self) -> Vec<&Value> {
        list(&self.message, "components").iter().flat_map(|row| list(row, "components")).collect()
    }

    /// Its buttons: what stands on each and its `custom_id` (empty for a link).
    #[must_use]
    pub fn buttons(&self) -> Vec<(&str, &str)> {
        let is_button = |component: &&Value| component.get("type").and_then(Value::as_u64) == Some(2);
        self.components().into_iter().filter(is_button).map(|button| (text_of(button, "label"), text_of(button, "custom_id"))).collect()
    }

    /// What was offered while typing: name and value.
    #[must_use]
    pub fn choices(&self) -> Vec<(&str, &str)> {
        let choices = self.body.pointer("/data/choices").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        choices.iter().map(|choice| (text_of(choice, "name"), text_of(choice, "value"))).collect()
    }

    /// Whether only who asked sees it.
    #[must_use]
    pub fn is_ephemeral(&self) -> bool {
        self.message.get("flags").and_then(Value::as_u64).is_some_and(|flags| flags & 64 != 0)
    }

    /// The message's id; empty where there is none.
    #[must_use]
    pub fn id(&self) -> &str {
        text_of(&self.message, "id")
    }
}

fn text_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The bot did not do what was waited for.
#[derive(Debug, Clone, Error)]
#[error("{what}: nothing came in {waited:?}; what was seen meanwhile:{seen}")]
pub struct Missed {
    /// What was waited for.
    pub what: String,
    /// How long.
    pub waited: Duration,
    /// The bot's requests meanwhile, and how it was connected.
    pub seen: String,
}

/// Something that a member did. Waiting for it gives the bot's answer: `anna.slash("ask", options).await?`.
pub struct Exchange {
    pub(super) world: Arc<World>,
    pub(super) what: String,
    pub(super) replies: UnboundedReceiver<Reply>,
    /// Requests that were made before.
    pub(super) before: usize,
    pub(super) patience: Duration,
    /// The interaction's token, where it is one.
    pub(super) token: Option<String>,
    /// Why Discord would not let the member do this.
    pub(super) refused: Option<String>,
}

impl Exchange {
    /// Waits this long instead of what the options say.
    #[must_use]
    pub fn within(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The next thing that the bot does about it, deferrals too.
    ///
    /// # Errors
    ///
    /// Where nothing comes in time: what was seen instead.
    pub async fn next(&mut self) -> Result<Reply, Missed> {
        if let Some(why) = self.refused.take() {
            return Err(Missed { what: format!("{}: {why}", self.what), waited: Duration::ZERO, seen: String::new() });
        }
        match timeout(self.patience, self.replies.recv()).await {
            Ok(Some(reply)) => Ok(reply),
            _ => Err(missed(&self.world, &self.what, self.patience, self.before)),
        }
    }

    /// The next thing that a member sees: what comes after a deferral, not the deferral.
    ///
    /// # Errors
    ///
    /// Where nothing comes in time: what was seen instead.
    pub async fn reply(&mut self) -> Result<Reply, Missed> {
        loop {
            let reply = self.next().await?;
            if reply.how != How::Deferred {
                return Ok(reply);
            }
        }
    }

    /// What has come already.
    pub fn so_far(&mut self) -> Vec<Reply> {
        std::iter::from_fn(|| self.replies.try_recv().ok()).collect()
    }

    /// From now on its token is refused, as 15 minutes after the fact. Of an interaction only.
    pub fn expire(&self) {
        let mut state = self.world.lock();
        if let Some(interaction) = self.token.as_ref().and_then(|token| state.interactions.get_mut(token)) {
            interaction.is_expired = true;
        }
    }

    /// Sends the same event once more, under the same id and token. Of an interaction only.
    pub fn repeat(&self) {
        let mut state = self.world.lock();
        if let Some(event) = self.token.as_ref().and_then(|token| state.interactions.get(token)).map(|interaction| interaction.event.clone()) {
            state.dispatch("INTERACTION_CREATE", &event);
        }
    }
}

impl IntoFuture for Exchange {
    type Output = Result<Reply, Missed>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move { self.reply().await })
    }
}

/// What a wait in vain reports.
pub(super) fn missed(world: &World, what: &str, waited: Duration, before: usize) -> Missed {
    let state = world.lock();
    let mut seen = String::new();
    for sent in state.sent.iter().skip(before).take(20) {
        let body: String = sent.body.to_string().chars().take(300).collect();
        let code = sent.code.map(|code| format!(" ({code})")).unwrap_or_default();
        // A string takes it.
        let _ = write!(seen, "\n  {} {} -> {}{code} {body}", sent.method, sent.path, sent.status);
    }
    let _ = write!(seen, "\n  {:?}; {}", *world.counts.borrow(), connected(&state));
    Missed { what: what.to_owned(), waited, seen }
}

fn connected(state: &State) -> &'static str {
    match (state.sessions.is_empty(), state.sessions.iter().any(super::session::Session::is_live)) {
        (_, true) => "the bot is connected",
        (false, false) => "the bot is away, with a session that it may take up again",
        (true, false) => "the bot has no session",
    }
}
