//! How much was done, told when the bot stops. Numbers, of nobody in particular.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

/// What happened, since the start.
#[derive(Debug)]
pub struct Counts {
    /// Replies that were sent to what members asked and pressed.
    pub answered: AtomicU64,
    /// Of these, and of those that failed, the ones that took so long that "thinking" was shown first.
    pub deferred: AtomicU64,
    /// Lists of questions that were sent while something was typed.
    pub offered: AtomicU64,
    /// Not answered because the member asked too often, whether they were told so or had been told before.
    pub held_back: AtomicU64,
    /// Replies that could not be made or sent.
    pub failed: AtomicU64,
    under_way: watch::Sender<usize>,
}

impl Default for Counts {
    fn default() -> Self {
        let zero = AtomicU64::default;
        Self { answered: zero(), deferred: zero(), offered: zero(), held_back: zero(), failed: zero(), under_way: watch::Sender::new(0) }
    }
}

/// What became of a request that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It was answered.
    Answered,
    /// Questions were offered for what was typed.
    Offered,
    /// It was one too many.
    HeldBack,
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

    /// One more that was done.
    pub fn done(&self, done: Done) {
        Self::add(match done {
            Done::Answered => &self.answered,
            Done::Offered => &self.offered,
            Done::HeldBack => &self.held_back,
        });
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
