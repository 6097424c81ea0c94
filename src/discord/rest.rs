//! What is asked of Discord's REST API. serenity knows the routes and writes the requests; sending them, and sending them again, is
//! done here, because who waits for an answer waits three seconds at most, because a server other than Discord must be waited for
//! too, and because no error may carry an address: those hold the tokens of interactions.

use std::error::Error as _;
use std::time::Duration;

use reqwest::{Client, Response, StatusCode, Url};
use serde::Deserialize;
use serenity::http::{Http, HttpBuilder, LightMethod, Request, Route};
use thiserror::Error;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::Token;
use super::gates::{Gates, Wait, seconds};

/// What serenity writes before each route.
const ORIGIN: &str = "https://discord.com";

/// The pauses before a failed request is sent again, twice.
const PAUSES: [Duration; 2] = [Duration::from_millis(250), Duration::from_millis(750)];

/// So many requests are under way at once: enough to wait for none that is slow, too few to run out of sockets.
const AT_ONCE: usize = 64;

/// How long one request may take.
const REQUEST: Duration = Duration::from_secs(10);

/// The interaction has been answered already. Source: Discord, JSON Error Codes.
const ANSWERED_ALREADY: i64 = 40060;

/// Why Discord did not do as it was asked. Says nothing of the request.
#[derive(Debug, Error)]
pub enum Fault {
    /// It answered that it won't.
    #[error("Discord answered {status}{}", .code.map(|code| format!(", code {code}")).unwrap_or_default())]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Its own code, where it gives one.
        code: Option<i64>,
    },
    /// No answer.
    #[error("{0}")]
    Unreachable(String),
    /// No answer in the time there was.
    #[error("no answer in time")]
    TooLate,
}

impl Fault {
    /// Whether the same request may do better later.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::Refused { status, .. } => *status >= 500 || *status == 429,
            Self::Unreachable(_) | Self::TooLate => true,
        }
    }
}

/// Which requests don't wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// First replies, within three seconds.
    Urgent,
    /// All else.
    Patient,
}

/// Discord's REST API, or another server's that speaks it.
#[derive(Debug)]
pub struct Rest {
    http: Http,
    client: Client,
    gates: Gates,
    urgent: Semaphore,
    patient: Semaphore,
}

/// serenity's client of the API: of Discord, or of `api` alone.
#[must_use]
pub fn http(token: &Token, api: Option<&Url>, client: Client) -> Http {
    let builder = HttpBuilder::new(token.reveal()).client(client).ratelimiter_disabled(true);
    builder.proxy(api.map_or(ORIGIN, Url::as_str)).build()
}

/// A client that speaks TLS with the roots that it brings along, and never waits for ever.
///
/// # Errors
///
/// That it can't be made, which says something of the system.
pub fn client(api: Option<&Url>) -> Result<Client, reqwest::Error> {
    let builder = Client::builder().timeout(REQUEST).connect_timeout(REQUEST / 2).https_only(api.is_none_or(|api| api.scheme() == "https"));
    if api.is_some_and(is_local) { builder.no_proxy() } else { builder }.build()
}

/// Whether the address is on this machine.
#[must_use]
pub fn is_local(api: &Url) -> bool {
    let host = api.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ErrorBody {
    code: Option<i64>,
    retry_after: Option<f64>,
    global: bool,
}

impl Rest {
    /// With a token, to Discord or to another server alone.
    #[must_use]
    pub fn new(token: &Token, api: Option<&Url>, client: Client) -> Self {
        Self { http: http(token, api, client.clone()), client, gates: Gates::default(), urgent: Semaphore::new(AT_ONCE), patient: Semaphore::new(AT_ONCE) }
    }

    /// Asks; again where Discord says so or fails, as long as there is time until `deadline`. Gives the body of the answer.
    ///
    /// # Errors
    ///
    /// Why it failed the last time.
    pub async fn ask(&self, method: LightMethod, route: Route<'_>, body: Option<Vec<u8>>, lane: Lane, deadline: Instant) -> Result<Vec<u8>, Fault> {
        self.ask_with(Request::new(route, method).body(body), lane, deadline).await
    }

    /// The same of a request that has more to it.
    ///
    /// # Errors
    ///
    /// As above.
    pub async fn ask_with(&self, request: Request<'_>, lane: Lane, deadline: Instant) -> Result<Vec<u8>, Fault> {
        timeout_at(deadline, self.until_answered(request, lane, deadline)).await.unwrap_or(Err(Fault::TooLate))
    }

    async fn until_answered(&self, request: Request<'_>, lane: Lane, deadline: Instant) -> Result<Vec<u8>, Fault> {
        let route = request.route_ref().path();
        let mut pauses = PAUSES.into_iter();
        let mut was_sent = false;
        loop {
            while let Some(opens) = self.gates.opens(&route, Instant::now().into_std()) {
                let opens = Instant::from_std(opens);
                if opens > deadline {
                    return Err(Fault::TooLate);
                }
                sleep_until(opens).await;
            }
            let lane = if lane == Lane::Urgent { &self.urgent } else { &self.patient };
            let place = lane.acquire().await;
            let answered = self.once(request.clone(), &route).await;
            drop(place);
            let fault = match answered {
                Ok(body) => return Ok(body),
                // It was answered by the try that seemed to fail.
                Err(Fault::Refused { code: Some(ANSWERED_ALREADY), .. }) if was_sent => return Ok(Vec::new()),
                // The gate is closed now.
                Err(Fault::Refused { status: 429, .. }) => continue,
                Err(fault) => fault,
            };
            let Some(pause) = pauses.next().filter(|_| fault.may_pass()) else { return Err(fault) };
            was_sent = true;
            sleep(pause).await;
        }
    }

    async fn once(&self, request: Request<'_>, route: &str) -> Result<Vec<u8>, Fault> {
        let built = request.build(&self.client, self.http.token(), self.http.proxy.as_deref());
        let sent = match built {
            Ok(builder) => builder.send().await.map_err(|error| unreachable(&error.without_url()))?,
            Err(_) => return Err(Fault::Unreachable("the request can't be written".to_owned())),
        };
        let status = sent.status();
        if status != StatusCode::TOO_MANY_REQUESTS
            && let Some(time) = used_up(&sent)
        {
            self.gates.close(route, Wait { time, everything: false }, Instant::now().into_std());
        }
        let in_header = header(&sent, "retry-after");
        let is_global = sent.headers().contains_key("x-ratelimit-global");
        let body = sent.bytes().await;
        if status.is_success() {
            // What was done is done, whether or not it can be read how.
            return Ok(body.map(Vec::from).unwrap_or_default());
        }
        let error: ErrorBody = body.ok().and_then(|body| serde_json::from_slice(&body).ok()).unwrap_or_default();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let time = error.retry_after.or(in_header).and_then(seconds).unwrap_or(Duration::from_secs(1));
            let wait = Wait { time: time.max(Duration::from_millis(10)), everything: error.global || is_global };
            self.gates.close(route, wait, Instant::now().into_std());
        }
        Err(Fault::Refused { status: status.as_u16(), code: error.code })
    }
}

/// How long the route takes nothing more, where this was the last that it took.
fn used_up(response: &Response) -> Option<Duration> {
    header(response, "x-ratelimit-remaining").filter(|remaining| *remaining < 1.0)?;
    header(response, "x-ratelimit-reset-after").and_then(seconds)
}

fn header(response: &Response, name: &str) -> Option<f64> {
    response.headers().get(name)?.to_str().ok()?.parse().ok()
}

/// What kept the request from being answered, down to the cause.
fn unreachable(error: &reqwest::Error) -> Fault {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said = error.to_string();
        cause = error.source();
    }
    Fault::Unreachable(said)
}

#[cfg(test)]
mod tests;
