//! When a route of Discord's may be asked again. Discord says so itself, for a route, for all that counts towards the limit of the
//! whole bot, or for everything; whoever asks sooner is refused, and after ten thousand refusals in ten minutes banned. Paths hold
//! ids and tokens, so a route is known by a keyed hash, for as long as it is closed. Source: Discord, Rate Limits.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Which routes are closed, and until when.
#[derive(Debug, Default)]
pub struct Gates {
    key: RandomState,
    closed: Mutex<Closed>,
}

#[derive(Debug, Default)]
struct Closed {
    everything: Option<Instant>,
    counted: Option<Instant>,
    routes: HashMap<u64, Instant>,
}

/// A route, as far as waiting goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    hash: u64,
    /// Whether the limit of the whole bot is none of its business: so it is for replies to interactions.
    pub is_exempt: bool,
}

/// What is to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The route alone.
    Route,
    /// All that counts towards the limit of the whole bot.
    Counted,
    /// Whatever goes to Discord from this address: what stands before Discord refuses it.
    Everything,
}

/// What Discord said about asking again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    /// How long.
    pub time: Duration,
    /// What.
    pub reach: Reach,
}

impl Gates {
    /// The gate of a path.
    pub fn of(&self, path: &str, is_exempt: bool) -> Gate {
        Gate { hash: self.key.hash_one(path), is_exempt }
    }

    /// When the route may be asked, if not now.
    pub fn opens(&self, gate: Gate, now: Instant) -> Option<Instant> {
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = closed.counted.filter(|_| !gate.is_exempt);
        closed.routes.get(&gate.hash).copied().max(closed.everything).max(counted).filter(|opens| *opens > now)
    }

    /// Holds back what is asked from now on. Whether that was open before.
    pub fn close(&self, gate: Gate, wait: Wait, now: Instant) -> bool {
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        closed.routes.retain(|_, opens| *opens > now);
        let until = now + wait.time;
        // Whoever was refused waits, whatever else must.
        let before = closed.routes.get(&gate.hash).copied();
        closed.routes.insert(gate.hash, before.map_or(until, |opens| opens.max(until)));
        let place = match wait.reach {
            Reach::Route => return before.is_none(),
            Reach::Counted => &mut closed.counted,
            Reach::Everything => &mut closed.everything,
        };
        let was_open = place.is_none_or(|opens| opens <= now);
        *place = (*place).max(Some(until));
        was_open
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

    use super::{Gates, Reach, Wait, seconds};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_closed_route_holds_back_itself_and_a_gate_for_all_holds_back_what_is_behind_it() {
        let (gates, now) = (Gates::default(), Instant::now());
        let [a, b, c] = ["a", "b", "c"].map(|path| gates.of(path, false));
        let reply = gates.of("interactions/7", true);
        let opens = |gate| gates.opens(gate, now).map(|at| (at - now).as_secs());
        let close = |gate, seconds: u32, reach| gates.close(gate, Wait { time: seconds * SECOND, reach }, now);
        assert!(close(a, 3, Reach::Route) && !close(a, 1, Reach::Route));
        assert_eq!([a, b, reply].map(opens), [Some(3), None, None]);
        assert!(close(b, 4, Reach::Counted) && !close(b, 5, Reach::Counted));
        assert_eq!([a, b, c, reply].map(opens), [Some(5), Some(5), Some(5), None], "first replies are not held back");
        assert!(close(reply, 6, Reach::Everything));
        assert_eq!([a, c, reply, gates.of("interactions/8", true)].map(opens), [Some(6); 4]);
        assert_eq!(gates.opens(a, now + 6 * SECOND), None);
    }

    #[test]
    fn routes_are_forgotten_once_they_are_open() {
        let (gates, now) = (Gates::default(), Instant::now());
        for (number, at) in [(0, 0), (1, 0), (2, 5)] {
            gates.close(gates.of(&format!("channels/{number}"), false), Wait { time: 2 * SECOND, reach: Reach::Route }, now + at * SECOND);
        }
        assert_eq!(gates.closed.lock().unwrap().routes.len(), 1);
    }

    #[test]
    fn seconds_are_whatever_discord_says_within_reason() {
        assert_eq!(seconds(0.65), Some(Duration::from_millis(650)));
        assert_eq!(seconds(1e300), Some(Duration::from_secs(3600)));
        assert_eq!([seconds(-1.0), seconds(f64::NAN)], [None, Some(Duration::from_secs(3600))]);
    }
}
