//! Whether a connection lives. serenity's shards notice most ends of a connection, but not all: after a close frame without a code
//! one keeps asking a closed socket, deaf and at full speed, until its next heartbeat. A ping that it has to send shows it the closed
//! socket, whereupon its runner ends. And one that opens a socket which nobody answers waits for ever.

use std::time::Duration;

use serenity::all::ConnectionStage;
use tokio::time::Instant;

/// How long a shard may take for what it does.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// To open its socket.
    pub opening: Duration,
    /// To have a session once its socket is open.
    pub connecting: Duration,
    /// To hear the acknowledgement of a heartbeat, for which Discord asks every 41 s.
    pub silent: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { opening: Duration::from_secs(20), connecting: Duration::from_secs(40), silent: Duration::from_secs(100) }
    }
}

/// What was last seen of a shard: its stage, and how long its last heartbeat took, which is another time each time.
#[derive(Debug)]
pub struct Life {
    stage: ConnectionStage,
    latency: Option<Duration>,
    since: Instant,
}

impl Life {
    /// As it is seen for the first time.
    #[must_use]
    pub const fn new(stage: ConnectionStage, latency: Option<Duration>, now: Instant) -> Self {
        Self { stage, latency, since: now }
    }

    /// Whether it shows no sign of life for too long.
    pub fn is_over(&mut self, stage: ConnectionStage, latency: Option<Duration>, now: Instant, patience: Patience) -> bool {
        if (self.stage, self.latency) != (stage, latency) {
            *self = Self::new(stage, latency, now);
        }
        let longest = if stage == ConnectionStage::Connected { patience.silent } else { patience.connecting };
        now.saturating_duration_since(self.since) > longest
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serenity::all::ConnectionStage::{Connected, Disconnected};
    use tokio::time::Instant;

    use super::{Life, Patience};

    #[test]
    fn a_shard_lives_as_long_as_its_heartbeats_are_heard() {
        let start = Instant::now();
        let mut life = Life::new(Disconnected, None, start);
        let mut is_over =
            |second, stage, beat: Option<u64>| life.is_over(stage, beat.map(Duration::from_millis), start + Duration::from_secs(second), Patience::default());
        assert!(!is_over(40, Disconnected, None) && is_over(41, Disconnected, None), "it takes too long to connect");
        assert!(!is_over(42, Connected, None) && !is_over(83, Connected, Some(7)) && !is_over(124, Connected, Some(8)));
        assert!(!is_over(224, Connected, Some(8)) && is_over(225, Connected, Some(8)), "two heartbeats were not heard");
    }
}
