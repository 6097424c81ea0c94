//! How often one member may ask. Whoever floods is told once and then not answered; nobody else notices. Members are known by a
//! keyed hash only, whose key dies with the process, and only for as long as the limit looks back.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hash, RandomState};
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many in so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: usize,
    /// In how long.
    pub per: Duration,
}

/// A limit, or none: `5/10` for five in ten seconds, `off`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit(pub Option<Limit>);

impl FromStr for RateLimit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "a limit is written COUNT/SECONDS, like `5/10`, with a count from 1 to 1000 and 1 to 3600 seconds, or `off`";
        if text == "off" {
            return Ok(Self(None));
        }
        let number = |text: &str| text.chars().all(|c| c.is_ascii_digit()).then(|| text.parse::<u16>().ok()).flatten();
        let (count, seconds) = text.split_once('/').and_then(|(count, seconds)| Some((number(count)?, number(seconds)?))).ok_or(FORM)?;
        if !(1..=1000).contains(&count) || !(1..=3600).contains(&seconds) {
            return Err(FORM);
        }
        Ok(Self(Some(Limit { count: count.into(), per: Duration::from_secs(seconds.into()) })))
    }
}

/// Whether one may ask now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Within the limit.
    Admitted,
    /// Over it, for the first time since they were within.
    FirstOver,
    /// Over it still.
    StillOver,
}

/// Who asked when.
#[derive(Debug)]
pub struct Rate {
    limit: Option<Limit>,
    key: RandomState,
    recent: Mutex<Recent>,
}

/// What was admitted as long as the limit looks back, oldest first, and for each member who is in it how often.
#[derive(Debug, Default)]
struct Recent {
    admitted: VecDeque<(u64, Instant)>,
    members: HashMap<u64, Member>,
}

#[derive(Debug, Default)]
struct Member {
    count: usize,
    told: bool,
}

impl Rate {
    /// Nobody has asked yet.
    #[must_use]
    pub fn new(limit: Option<Limit>) -> Self {
        Self { limit, key: RandomState::new(), recent: Mutex::default() }
    }

    /// Whether this member may ask now; if so, it counts.
    pub fn admit(&self, member: impl Hash, now: Instant) -> Admission {
        let Some(limit) = self.limit else { return Admission::Admitted };
        let hash = self.key.hash_one(member);
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.forget(limit, now);
        let member = recent.members.entry(hash).or_default();
        if member.count < limit.count {
            *member = Member { count: member.count + 1, told: false };
            recent.admitted.push_back((hash, now));
            return Admission::Admitted;
        }
        if std::mem::replace(&mut member.told, true) { Admission::StillOver } else { Admission::FirstOver }
    }

    /// Forgets whom the limit does not look back to any more. Costs what was admitted since, so it may be called as often as one likes.
    pub fn forget(&self, now: Instant) {
        if let Some(limit) = self.limit {
            self.recent.lock().unwrap_or_else(PoisonError::into_inner).forget(limit, now);
        }
    }
}

impl Recent {
    fn forget(&mut self, limit: Limit, now: Instant) {
        /// Room for so many is kept.
        const ROOM: usize = 1024;
        while let Some((hash, _)) = self.admitted.front().copied().filter(|(_, at)| now.saturating_duration_since(*at) >= limit.per) {
            self.admitted.pop_front();
            if let Entry::Occupied(mut member) = self.members.entry(hash) {
                member.get_mut().count = member.get().count.saturating_sub(1);
                if member.get().count == 0 {
                    member.remove();
                }
            }
        }
        if self.members.is_empty() && self.members.capacity() > ROOM {
            self.members.shrink_to(ROOM);
            self.admitted.shrink_to(ROOM);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Admission::{Admitted, FirstOver, StillOver};
    use super::{Limit, Rate, RateLimit};

    fn limit(count: usize, seconds: u64) -> Limit {
        Limit { count, per: Duration::from_secs(seconds) }
    }

    #[test]
    fn a_limit_is_a_count_and_seconds_or_off() {
        for (text, expected) in [("5/10", Some(limit(5, 10))), ("1/1", Some(limit(1, 1))), ("1000/3600", Some(limit(1000, 3600))), ("off", None)] {
            assert_eq!(text.parse(), Ok(RateLimit(expected)), "{text}");
        }
        for text in ["", "5", "5/", "/10", "0/10", "5/0", "-5/10", "5/10s", "5 / 10", "1001/10", "5/3601", "OFF", "+5/10", "99999999999/1", "5/10/15"] {
            assert!(text.parse::<RateLimit>().is_err(), "{text}");
        }
    }

    #[test]
    fn whoever_floods_is_told_once_and_may_ask_again_when_the_time_is_over() {
        let (rate, start) = (Rate::new(Some(limit(2, 10))), Instant::now());
        let asked = [0, 1, 2, 9, 10, 10, 11, 12, 30].map(|second| rate.admit(7_u64, start + Duration::from_secs(second)));
        assert_eq!(asked, [Admitted, Admitted, FirstOver, StillOver, Admitted, FirstOver, Admitted, FirstOver, Admitted]);
    }

    #[test]
    fn nobody_else_notices_and_off_is_off() {
        let (rate, now) = (Rate::new(Some(limit(1, 10))), Instant::now());
        assert_eq!([7_u64, 7, 8].map(|member| rate.admit(member, now)), [Admitted, FirstOver, Admitted]);
        let off = Rate::new(None);
        assert!((0..1000).all(|_| off.admit(7_u64, now) == Admitted));
    }

    #[test]
    fn members_are_forgotten_once_the_limit_does_not_look_back_to_them() {
        let (rate, start) = (Rate::new(Some(limit(5, 10))), Instant::now());
        let at = |second| start + Duration::from_secs(second);
        let kept = || rate.recent.lock().unwrap().members.len();
        for member in 0..10_000_u64 {
            rate.admit(member, start);
        }
        rate.admit(1_u64, at(9));
        rate.forget(at(9));
        assert_eq!(kept(), 10_000);
        rate.forget(at(10));
        assert_eq!(kept(), 1, "whoever asked later is still known");
        rate.admit(2_u64, at(19));
        assert_eq!(kept(), 1, "someone else's question is enough");
        rate.forget(at(29));
        assert_eq!((kept(), rate.recent.lock().unwrap().admitted.len()), (0, 0));
    }
}
