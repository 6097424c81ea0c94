//! What has been seen before: the same event delivered twice, a member's first direct message. Only keyed hashes are kept, so many
//! at most, for so long at most, and their key dies with the process.

use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A memory of a bounded size.
#[derive(Debug)]
pub struct Seen {
    most: usize,
    keep: Duration,
    key: RandomState,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    hashes: HashSet<u64>,
    order: VecDeque<(u64, Instant)>,
}

impl Seen {
    /// Remembers `most` at most, the latest, each for as long as `keep`.
    #[must_use]
    pub fn new(most: usize, keep: Duration) -> Self {
        Self { most, keep, key: RandomState::new(), kept: Mutex::default() }
    }

    /// Whether it is seen for the first time, as far as is remembered; it is remembered from then on.
    pub fn is_new(&self, what: impl Hash, now: Instant) -> bool {
        let hash = self.key.hash_one(what);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Kept { hashes, order } = &mut *kept;
        while let Some((oldest, at)) = order.front()
            && now.saturating_duration_since(*at) >= self.keep
        {
            hashes.remove(oldest);
            order.pop_front();
        }
        let is_new = hashes.insert(hash);
        if is_new {
            order.push_back((hash, now));
        }
        if order.len() > self.most
            && let Some((oldest, _)) = order.pop_front()
        {
            hashes.remove(&oldest);
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Seen;

    #[test]
    fn the_second_time_is_noticed_until_it_is_forgotten() {
        let (seen, start) = (Seen::new(3, Duration::from_secs(10)), Instant::now());
        let at = |second| start + Duration::from_secs(second);
        assert!(seen.is_new(1, at(0)) && !seen.is_new(1, at(9)));
        assert!(seen.is_new(1, at(10)), "forgotten after its time");
        assert!(seen.is_new(2, at(10)) && seen.is_new(3, at(10)) && seen.is_new(4, at(10)));
        assert!(seen.is_new(1, at(11)), "forgotten for the sake of later ones");
        assert!(!seen.is_new(4, at(11)));
        assert_eq!(seen.kept.lock().unwrap().order.len(), 3);
    }
}
