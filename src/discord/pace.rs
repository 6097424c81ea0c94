//! When the next session with Discord may be begun. Each costs one of a thousand a day; a bot that begins one every five seconds, only
//! to be turned away, has used them up in 83 minutes and is cut off for the rest of the day. So the pauses grow. Source: Discord,
//! Gateway, Identifying.

use std::time::Duration;

use tokio::time::Instant;

/// Between two sessions begun, whatever comes of them. Source: Discord, Gateway, Rate Limiting.
const BETWEEN: Duration = Duration::from_secs(5);

/// Before a session is begun anew that was lost.
const AFTER_A_LOSS: Duration = Duration::from_secs(1);

/// Before the gateway is tried again, the first time; that costs no session.
const UNREACHED: Duration = Duration::from_secs(1);

/// The longest of these pauses.
const LONGEST_UNREACHED: Duration = Duration::from_secs(30);

/// The longest pause between two sessions: 288 a day.
const LONGEST: Duration = Duration::from_secs(300);

/// When so few sessions are left for the day, the longest pause comes before each.
const FEW: u64 = 100;

/// When the next session may be begun.
#[derive(Debug)]
pub struct Pace {
    next: Instant,
    turned_away: u32,
    unreached: u32,
}

impl Pace {
    /// The first may begin at once.
    #[must_use]
    pub const fn new(now: Instant) -> Self {
        Self { next: now, turned_away: 0, unreached: 0 }
    }

    /// When.
    #[must_use]
    pub const fn next(&self) -> Instant {
        self.next
    }

    /// How many sessions in a row were turned away.
    #[must_use]
    pub const fn turned_away(&self) -> u32 {
        self.turned_away
    }

    /// Whether something other than chance keeps the bot from its sessions.
    #[must_use]
    pub const fn is_troubled(&self) -> bool {
        self.turned_away > 0 || self.unreached > 0
    }

    /// One is begun.
    pub fn begins(&mut self, now: Instant) {
        self.next = now + BETWEEN;
    }

    /// A connection ended, on which a session stood or not; so many sessions are left.
    pub fn ended(&mut self, now: Instant, had_session: bool, left: u64) {
        self.unreached = 0;
        self.turned_away = if had_session { 0 } else { self.turned_away.saturating_add(1) };
        let pause = if left < FEW {
            LONGEST
        } else if had_session {
            AFTER_A_LOSS
        } else {
            doubled(BETWEEN, self.turned_away, LONGEST)
        };
        self.next = self.next.max(now + pause);
    }

    /// The gateway could not be reached, which cost nothing.
    pub fn unreached(&mut self, now: Instant) {
        self.unreached = self.unreached.saturating_add(1);
        self.next = now + doubled(UNREACHED, self.unreached, LONGEST_UNREACHED);
    }

    /// None is left until then.
    pub fn used_up(&mut self, now: Instant, wait: Duration) {
        self.next = now + wait;
    }
}

/// The pause before the try after so many that failed, from 1.
fn doubled(first: Duration, failed: u32, longest: Duration) -> Duration {
    2_u32.checked_pow(failed.saturating_sub(1)).and_then(|times| first.checked_mul(times)).map_or(longest, |pause| pause.min(longest))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{LONGEST, Pace};

    /// How many seconds after each end the next session begins, where each lasts no time.
    fn pauses(times: usize, mut end: impl FnMut(&mut Pace, Instant)) -> Vec<u64> {
        let mut now = Instant::now();
        let mut pace = Pace::new(now);
        let mut pauses = Vec::new();
        for _ in 0..times {
            pace.begins(now);
            end(&mut pace, now);
            pauses.push(pace.next().duration_since(now).as_secs());
            now = pace.next();
        }
        pauses
    }

    #[test]
    fn whoever_is_turned_away_again_and_again_asks_ever_less_often() {
        let asked = pauses(1000, |pace, now| pace.ended(now, false, 1000));
        assert_eq!(asked[..8], [5, 10, 20, 40, 80, 160, 300, 300]);
        assert!(asked.iter().sum::<u64>() > 3 * 24 * 60 * 60, "a thousand sessions last for days");
    }

    #[test]
    fn a_lost_session_is_begun_anew_after_five_seconds_and_few_are_saved() {
        assert_eq!(pauses(3, |pace, now| pace.ended(now, true, 1000)), [5; 3]);
        assert_eq!(pauses(3, |pace, now| pace.ended(now, true, 99)), [LONGEST.as_secs(); 3]);
        let mut times = 0;
        let mended = pauses(4, |pace, now| {
            times += 1;
            pace.ended(now, times == 3, 1000);
        });
        assert_eq!(mended, [5, 10, 5, 5], "a session that began ends the row");
    }

    #[test]
    fn an_unreachable_gateway_is_tried_sooner_because_it_costs_nothing() {
        assert_eq!(pauses(7, Pace::unreached), [1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(pauses(2, |pace, now| pace.used_up(now, Duration::from_secs(3600))), [3600; 2]);
    }
}
