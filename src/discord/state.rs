//! What both who answers and who stops must know.

use std::sync::{Arc, OnceLock};

use super::counts::Counts;
use super::shards::Shards;

/// How far the bot is.
#[derive(Default)]
pub struct State {
    /// What was done.
    pub counts: Counts,
    /// The connections, once there are any.
    pub shards: OnceLock<Arc<Shards>>,
}

impl State {
    /// A session with Discord has begun, or was taken up again.
    pub fn has_session(&self) {
        if let Some(shards) = self.shards.get() {
            shards.has_session();
        }
    }
}
