//! When a route of Discord's may be asked again. Discord says so itself, for a route or for everything; whoever asks sooner is
//! refused, and after ten thousand refusals in ten minutes banned. Source: Discord, Rate Limits.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many closed routes are remembered before those that are open again are dropped.
const SWEEP_AT: usize = 256;

/// Which routes are closed, and until when.
#[derive(Debug, Default)]
pub struct Gates {
    closed: Mutex<Closed>,
}

#[derive(Debug, Default)]
struct Closed {
    everything: Option<Instant>,
    routes: HashMap<String, Instant>,
}

/// What Discord said about asking again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    /// How long.
    pub time: Duration,
    /// Whether for everything, not just for the route.
    pub everything: bool,
}

impl Gates {
    /// When the route may be asked, if not now.
    pub fn opens(&self, route: &str, now: Instant) -> Option<Instant> {
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        closed.routes.get(route).copied().max(closed.everything).filter(|opens| *opens > now)
    }

    /// Holds back what is asked of the route, or of everything.
    pub fn close(&self, route: &str, wait: Wait, now: Instant) {
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        let until = now + wait.time;
        if wait.everything {
            closed.everything = closed.everything.max(Some(until));
            return;
        }
        if closed.routes.len() >= SWEEP_AT {
            closed.routes.retain(|_, opens| *opens > now);
        }
        let opens = closed.routes.entry(route.to_owned()).or_insert(until);
        *opens = until.max(*opens);
    }
}

/// A number of seconds as Discord writes it, `0.65`; at most an hour, whatever it says.
#[must_use]
pub fn seconds(number: f64) -> Option<Duration> {
    const LONGEST: f64 = 3600.0;
    Duration::try_from_secs_f64(number.min(LONGEST)).ok()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Gates, Wait, seconds};

    #[test]
    fn a_closed_route_holds_back_itself_and_a_closed_gate_everything() {
        let (gates, now) = (Gates::default(), Instant::now());
        let second = Duration::from_secs(1);
        gates.close("a", Wait { time: 2 * second, everything: false }, now);
        gates.close("a", Wait { time: second, everything: false }, now);
        assert_eq!((gates.opens("a", now), gates.opens("b", now)), (Some(now + 2 * second), None));
        gates.close("b", Wait { time: 3 * second, everything: true }, now);
        assert_eq!((gates.opens("a", now), gates.opens("c", now)), (Some(now + 3 * second), Some(now + 3 * second)));
        assert_eq!(gates.opens("a", now + 3 * second), None);
    }

    #[test]
    fn seconds_are_whatever_discord_says_within_reason() {
        assert_eq!(seconds(0.65), Some(Duration::from_millis(650)));
        assert_eq!(seconds(1e300), Some(Duration::from_secs(3600)));
        assert_eq!([seconds(-1.0), seconds(f64::NAN)], [None, Some(Duration::from_secs(3600))]);
    }
}
