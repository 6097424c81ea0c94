//! What is asked of Discord's REST API. serenity knows the routes and writes the requests; sending them, and sending them again, is
//! done here, because who waits for an answer waits three seconds at most, because a server other than Discord must be waited for
//! too, and because no error may carry an address: those hold the tokens of interactions.

use std::error::Error as _;
use std::time::Duration;

use reqwest::{Client, Response, StatusCode, Url};
use serde::Deserialize;
use serenity::http::{Http, HttpBuilder, LightMethod, Request, Route};
use thiserror::Error;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::Token;
use super::budget::Budget;
use super::gates::{Gate, Gates, Reach, Wait, seconds};

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
    /// It asked to wait, for longer than there is time.
    #[error("Discord asks the bot to wait, for longer than there is time")]
    Limited,
    /// An answer that can't be read.
    #[error("{0}")]
    Strange(&'static str),
    /// What was to be sent can't be: a fault of the bot's own.
    #[error("a fault in the bot, please report it: {0}")]
    Ours(String),
}

impl Fault {
    /// Whether the same request may do better later.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::Refused { status, .. } => *status >= 500 || *status == 429,
            Self::Unreachable(_) | Self::TooLate | Self::Limited | Self::Strange(_) => true,
            Self::Ours(_) => false,
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

/// How a request is sent.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'n> {
    /// What it waits behind.
    pub lane: Lane,
    /// When an answer is of no use any more.
    pub deadline: Instant,
    /// What it is called in the log; says nothing of what is in it.
    pub name: &'n str,
}

/// Discord's REST API, or another server's that speaks it.
#[derive(Debug)]
pub struct Rest {
    http: Http,
    client: Client,
    gates: Gates,
    budget: Budget,
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
        let places = || Semaphore::new(AT_ONCE);
        let http = http(token, api, client.clone());
        Self { http, client, gates: Gates::default(), budget: Budget::default(), urgent: places(), patient: places() }
    }

    /// Asks; again where Discord says so or fails, as long as there is time. Gives the body of the answer.
    ///
    /// # Errors
    ///
    /// Why it failed the last time.
    pub async fn ask(&self, method: LightMethod, route: Route<'_>, body: Option<Vec<u8>>, terms: Terms<'_>) -> Result<Vec<u8>, Fault> {
        self.ask_with(Request::new(route, method).body(body), terms).await
    }

    /// The same of a request that has more to it.
    ///
    /// # Errors
    ///
    /// As above.
    pub async fn ask_with(&self, request: Request<'_>, terms: Terms<'_>) -> Result<Vec<u8>, Fault> {
        timeout_at(terms.deadline, self.until_answered(request, terms)).await.unwrap_or(Err(Fault::TooLate))
    }

    async fn until_answered(&self, request: Request<'_>, terms: Terms<'_>) -> Result<Vec<u8>, Fault> {
        let gate = self.gates.of(&request.route_ref().path(), is_exempt(request.route_ref()));
        let mut pauses = PAUSES.into_iter();
        let mut was_sent = false;
        loop {
            let place = self.turn(gate, terms).await?;
            let answered = self.once(request.clone(), gate).await;
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
            tracing::debug!(request = terms.name, %fault, milliseconds = milliseconds(pause), "sending it again");
            was_sent = true;
            sleep(pause).await;
        }
    }

    /// Waits until the request may be sent: a place among those under way, while its gate is open.
    async fn turn(&self, gate: Gate, terms: Terms<'_>) -> Result<SemaphorePermit<'_>, Fault> {
        if !gate.is_exempt {
            let granted = self.budget.grant(Instant::now().into_std(), terms.deadline.into_std()).ok_or(Fault::Limited)?;
            sleep_until(granted.into()).await;
        }
        let lane = if terms.lane == Lane::Urgent { &self.urgent } else { &self.patient };
        loop {
            let place = lane.acquire().await.map_err(|_| Fault::Limited)?;
            let now = Instant::now();
            let Some(opens) = self.gates.opens(gate, now.into_std()).map(Instant::from_std) else { return Ok(place) };
            drop(place);
            if opens > terms.deadline {
                return Err(Fault::Limited);
            }
            tracing::debug!(request = terms.name, milliseconds = milliseconds(opens - now), "held back, as Discord asks");
            sleep_until(opens).await;
        }
    }

    async fn once(&self, request: Request<'_>, gate: Gate) -> Result<Vec<u8>, Fault> {
        let built = request.build(&self.client, self.http.token(), self.http.proxy.as_deref());
        let sent = match built {
            Ok(builder) => builder.send().await.map_err(|error| unreachable(&error.without_url()))?,
            Err(_) => return Err(Fault::Ours("the request can't be written".to_owned())),
        };
        let status = sent.status();
        if status != StatusCode::TOO_MANY_REQUESTS
            && let Some(time) = used_up(&sent)
        {
            self.gates.close(gate, Wait { time, reach: Reach::Route }, Instant::now().into_std());
        }
        let in_header = header(&sent, "retry-after");
        let is_global = sent.headers().contains_key("x-ratelimit-global");
        let body = sent.bytes().await;
        if status.is_success() {
            // What was done is done, whether or not it can be read how.
            return Ok(body.map(Vec::from).unwrap_or_default());
        }
        let error: Option<ErrorBody> = body.ok().and_then(|body| serde_json::from_slice(&body).ok());
        if status == StatusCode::TOO_MANY_REQUESTS {
            let reach = match &error {
                // Not Discord speaks, but what stands before it.
                None => Reach::Everything,
                Some(error) if error.global || is_global => Reach::Counted,
                Some(_) => Reach::Route,
            };
            let time = error.as_ref().and_then(|error| error.retry_after).or(in_header).and_then(seconds).unwrap_or(Duration::from_secs(1));
            self.close(gate, Wait { time: time.max(Duration::from_millis(10)), reach });
        }
        Err(Fault::Refused { status: status.as_u16(), code: error.and_then(|error| error.code) })
    }

    /// After a refusal, which the operator hears of once.
    fn close(&self, gate: Gate, wait: Wait) {
        if self.gates.close(gate, wait, Instant::now().into_std()) {
            let what = match wait.reach {
                Reach::Route => "on one route",
                Reach::Counted => "with all but replies to commands and buttons",
                Reach::Everything => "with everything",
            };
            tracing::warn!(milliseconds = milliseconds(wait.time), "Discord asks the bot to wait {what}");
        }
    }
}

/// Whether the limit of the whole bot is none of a route's business. Source: Discord, Rate Limits, Interactions, Webhooks.
const fn is_exempt(route: &Route<'_>) -> bool {
    matches!(
        route,
        Route::InteractionResponse { .. }
            | Route::WebhookFollowupMessages { .. }
            | Route::WebhookFollowupMessage { .. }
            | Route::WebhookOriginalInteractionResponse { .. }
    )
}

/// A time for the log.
pub fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
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
