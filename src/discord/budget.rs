//! How fast the bot asks Discord for things. Discord takes 50 requests a second from a bot, replies to interactions apart; whoever
//! sends more is held back altogether. Source: Discord, Rate Limits, Global Rate Limit.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// One request in so long: 40 a second.
const EACH: Duration = Duration::from_millis(25);

/// So many may come at once. In no second are there more than these and 40, which makes Discord's 50.
const AT_ONCE: u32 = 10;

/// The requests of the near past and future.
#[derive(Debug, Default)]
pub struct Budget {
    /// When all that was granted is paid for.
    paid: Mutex<Option<Instant>>,
}

impl Budget {
    /// Grants a request: when it may be sent. `None` where that is after the deadline; then nothing is granted.
    pub fn grant(&self, now: Instant, deadline: Instant) -> Option<Instant> {
        let mut paid = self.paid.lock().unwrap_or_else(PoisonError::into_inner);
        let from = paid.map_or(now, |paid| paid.max(now));
        let at = from.checked_sub(EACH * (AT_ONCE - 1)).map_or(now, |at| at.max(now));
        if at > deadline {
            return None;
        }
        *paid = Some(from + EACH);
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Budget;

    #[test]
    fn no_second_has_more_than_fifty_and_a_few_never_wait() {
        let (budget, start) = (Budget::default(), Instant::now() + Duration::from_secs(60));
        let late = start + Duration::from_secs(600);
        let granted: Vec<Instant> = (0..500).map(|_| budget.grant(start, late).unwrap()).collect();
        assert!(granted.iter().take(10).all(|at| *at == start));
        for (number, at) in granted.iter().enumerate() {
            let in_the_second = granted[number..].iter().take_while(|other| **other < *at + Duration::from_secs(1)).count();
            assert!(in_the_second <= 50, "{in_the_second} from number {number} on");
        }
        assert!(granted.last().unwrap().duration_since(start) < Duration::from_secs(13), "it is not slower than it must be");
    }

    #[test]
    fn what_would_come_too_late_is_not_granted_and_costs_nothing() {
        let (budget, start) = (Budget::default(), Instant::now() + Duration::from_secs(60));
        let granted = (0..100).filter(|_| budget.grant(start, start).is_some()).count();
        assert_eq!(granted, 10);
        assert_eq!(budget.grant(start + Duration::from_millis(25), start + Duration::from_secs(1)), Some(start + Duration::from_millis(25)));
    }
}
