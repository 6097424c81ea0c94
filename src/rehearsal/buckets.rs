//! How often a route may be asked. Without being told to, this Discord only says what it would allow, and allows all; so that a test
//! may send as much as it likes.
//!
//! Source: Discord, Rate Limits (Header Format; top-level resources). Discord does not publish the numbers; those of messages are what
//! it is known to answer with.

use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

use super::error::Answer;
use super::route::Route;

/// So many requests in so long.
const USUAL: (u32, Duration) = (50, Duration::from_secs(1));
/// The same of messages in one channel.
const MESSAGES: (u32, Duration) = (5, Duration::from_secs(5));

/// What is left of each bucket until when. Requests of one route share one, apart for each channel, server and webhook.
#[derive(Debug, Default)]
pub(super) struct Buckets(HashMap<(String, String), (u32, Instant)>);

/// What a request has taken out of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    limit: u32,
    remaining: u32,
    pub reset_after: Duration,
    /// Whether there was nothing left to take.
    pub is_over: bool,
}

impl Taken {
    /// Of a limit that is never reached.
    pub const FREE: Self = Self { limit: USUAL.0, remaining: USUAL.0 - 1, reset_after: USUAL.1, is_over: false };

    /// The answer with the headers that tell of this. `name` is the route's.
    pub fn write(self, name: &str, mut answer: Answer) -> Answer {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        answer.headers.extend([
            ("x-ratelimit-limit", self.limit.to_string()),
            ("x-ratelimit-remaining", self.remaining.to_string()),
            ("x-ratelimit-reset", format!("{:.3}", (now + self.reset_after).as_secs_f64())),
            ("x-ratelimit-reset-after", format!("{:.3}", self.reset_after.as_secs_f64())),
            // The name of a bucket says nothing, as Discord's don't.
            ("x-ratelimit-bucket", format!("{:016x}", xxhash_rust::xxh3::xxh3_64(name.as_bytes()))),
        ]);
        answer
    }
}

impl Buckets {
    /// Takes one request out of its bucket. `name` is the route's.
    pub fn take(&mut self, name: &str, route: Option<Route<'_>>, now: Instant) -> Taken {
        let (limit, per) = if matches!(route, Some(Route::Messages(_))) { MESSAGES } else { USUAL };
        let key = (name.to_owned(), route.map(Route::top_level).unwrap_or_default().to_owned());
        let (left, resets) = self.0.entry(key).or_insert((limit, now + per));
        if *resets <= now {
            (*left, *resets) = (limit, now + per);
        }
        let is_over = *left == 0;
        *left = left.saturating_sub(1);
        Taken { limit, remaining: *left, reset_after: *resets - now, is_over }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::Buckets;
    use crate::rehearsal::route::Route;

    #[test]
    fn a_bucket_counts_down_and_is_full_again_when_its_time_is_over() {
        let (mut buckets, start) = (Buckets::default(), Instant::now());
        let mut take = |channel: &'static str, seconds: u64| {
            let taken = buckets.take("POST /channels/{channel}/messages", Some(Route::Messages(channel)), start + Duration::from_secs(seconds));
            (taken.remaining, taken.reset_after.as_secs(), taken.is_over)
        };
        let taken = [0, 0, 1, 2, 3, 4, 5].map(|second| take("1", second));
        assert_eq!(taken, [(4, 5, false), (3, 5, false), (2, 4, false), (1, 3, false), (0, 2, false), (0, 1, true), (4, 5, false)]);
        assert_eq!(take("2", 4), (4, 5, false));
    }
}
