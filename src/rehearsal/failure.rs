//! What a REST route does wrong on demand.

use std::time::Duration;

use serde_json::json;

use super::error::Answer;

/// How a request fails.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Failure {
    /// With a status such as 500 or 502.
    Status(u16),
    /// 429: too many requests.
    RateLimited {
        /// When to try again.
        after: Duration,
        /// Whether all routes are meant.
        global: bool,
    },
    /// The connection ends without an answer.
    NoAnswer,
    /// The connection stays open, and no answer comes.
    Silence,
}

/// What becomes of a request.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    Answer(Answer),
    /// The connection ends.
    Cut,
    /// Nothing comes.
    Silence,
}

impl Outcome {
    /// The answer, if there is one.
    pub fn answer(&self) -> Option<&Answer> {
        if let Self::Answer(answer) = self { Some(answer) } else { None }
    }
}

/// A failure that is still to come.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    /// `POST /channels/{channel}/messages`.
    pub on: String,
    pub left: u32,
    pub failure: Failure,
}

impl Failure {
    /// What comes of it.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::NoAnswer => Outcome::Cut,
            Self::Silence => Outcome::Silence,
            Self::Status(status) => Outcome::Answer(Answer::status(status)),
            Self::RateLimited { after, global } => {
                let seconds = after.as_secs_f64();
                let mut answer = Answer::error(429, 0, "You are being rate limited.");
                answer.body = Some(json!({"message": "You are being rate limited.", "retry_after": seconds, "global": global}));
                answer.headers.push(("retry-after", format!("{:.0}", seconds.ceil())));
                answer.headers.push(("x-ratelimit-scope", if global { "global" } else { "user" }.to_owned()));
                if global {
                    answer.headers.push(("x-ratelimit-global", "true".to_owned()));
                } else {
                    answer.headers.extend([
                        ("x-ratelimit-limit", "5".to_owned()),
                        ("x-ratelimit-remaining", "0".to_owned()),
                        ("x-ratelimit-reset-after", format!("{seconds:.3}")),
                    ]);
                }
                Outcome::Answer(answer)
            }
        }
    }
}
