//! How much was done, told when the bot stops. Numbers, of nobody in particular.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

/// What happened, since the start.
#[derive(Debug)]
pub struct Counts {
    /// Replies that were sent.
    pub answered: AtomicU64,
    /// Of these, those that took so long that "thinking" was shown first.
    pub deferred: AtomicU64,
    /// Not answered because the member asked too often.
    pub held_back: AtomicU64,
    /// Replies that could not be made or sent.
    pub failed: AtomicU64,
    under_way: watch::Sender<usize>,
}

impl Default for Counts {
    fn default() -> Self {
        let zero = AtomicU64::default;
        Self { answered: zero(), deferred: zero(), held_back: zero(), failed: zero(), under_way: watch::Sender::new(0) }
    }
}

/// One being answered, until it is dropped.
#[derive(Debug)]
pub struct UnderWay<'c>(&'c Counts);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.send_modify(|count| *count = count.saturating_sub(1));
    }
}

impl Counts {
    /// One more of these.
    pub fn add(count: &AtomicU64) {
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// Begins to answer one.
    pub fn begin(&self) -> UnderWay<'_> {
        self.under_way.send_modify(|count| *count += 1);
        UnderWay(self)
    }

    /// Waits until none is being answered.
    pub async fn drained(&self) {
        // It fails only without a sender, which is here.
        let _ = self.under_way.subscribe().wait_for(|count| *count == 0).await;
    }
}
