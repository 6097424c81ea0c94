//! What both who answers and who stops must know.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use serenity::all::ShardManager;

use super::counts::Counts;

/// How far the bot is.
#[derive(Debug, Default)]
pub struct State {
    /// What was done.
    pub counts: Counts,
    /// The connections, once there are any.
    pub shards: OnceLock<Arc<ShardManager>>,
    stopping: AtomicBool,
}

impl State {
    /// From now on nothing new is answered.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether that is so.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
