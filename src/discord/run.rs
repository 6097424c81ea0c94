//! From the first request to the last reply: starts, connects, and ends when told to, in any state.

use std::hash::RandomState;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::civil::Date;
use reqwest::Url;
use serenity::all::{EventHandler, GuildId};
use tokio::runtime::Builder;
use tokio::sync::SetOnce;
use tokio::time::{sleep, timeout};

use super::engine::{DANGERS, Engine, QUESTIONS, TYPING};
use super::handler::{Handler, OTHERS_PER_QUESTION};
use super::log::Signs;
use super::rate::{Limit, Rate, RateLimit};
use super::rest::{self, Fault, Rest};
use super::seen::Seen;
use super::shards::Shards;
use super::start::{Application, Gateway, Registered, StartError, application, gateway, reach, register};
use super::state::State;
use super::stop::Stop;
use super::watch::Patience;
use super::{Token, respond};
use crate::assistant::Assistant;

/// How long replies that are being thought out or sent may take when the bot stops.
const DRAIN: Duration = Duration::from_millis(4200);

/// How long, of that, the connections may take to say goodbye.
const GOODBYE: Duration = Duration::from_millis(1500);

/// What was delivered last has its turn within this time.
const LAST: Duration = Duration::from_millis(50);

/// Delivered twice is what is delivered again in this time; Discord itself replays what was missed in a shorter one.
const DELIVERED: (usize, Duration) = (32_768, Duration::from_secs(15 * 60));

/// For so many, and so long, the bot remembers that it has introduced itself.
const MET: (usize, Duration) = (10_000, Duration::from_secs(24 * 60 * 60));

/// How the bot runs.
pub struct Options {
    /// Whose it is.
    pub token: Token,
    /// Another server in Discord's place.
    pub api: Option<Url>,
    /// The one server to register commands in.
    pub guild: Option<GuildId>,
    /// How often one member may ask.
    pub limit: RateLimit,
    /// Which day it is.
    pub today: Arc<dyn Fn() -> Date + Send + Sync>,
    /// Only tells what it would do.
    pub dry_run: bool,
    /// What serenity says in its log alone.
    pub signs: Arc<Signs>,
}

/// Why the bot ended without being told to.
#[derive(Debug)]
pub enum Ended<E> {
    /// The knowledge can't be used.
    Knowledge(E),
    /// It can't start, or can't go on.
    Start(StartError),
    /// What it had to tell can't be written.
    Output(io::Error),
}

impl<E> From<StartError> for Ended<E> {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}

/// Runs until it is told to stop. `load` makes the assistant, while Discord is asked already.
///
/// # Errors
///
/// What the operator must see to.
pub fn run<E: Send + 'static>(options: Options, load: impl FnOnce() -> Result<Assistant, E> + Send + 'static) -> Result<(), Ended<E>> {
    let stop = Stop::listen().map_err(|error| StartError::System(error.to_string()))?;
    run_until(stop.wait(), options, load)
}

/// Runs until `stop` is there: as a part of another program, whose end is not for the bot to decide.
///
/// # Errors
///
/// What the operator must see to.
pub fn run_until<E: Send + 'static>(
    stop: impl Future<Output = ()>,
    options: Options,
    load: impl FnOnce() -> Result<Assistant, E> + Send + 'static,
) -> Result<(), Ended<E>> {
    let system = |error: io::Error| StartError::System(error.to_string());
    let dry_run = options.dry_run;
    // Two more for what is loaded, and the system's look-up of addresses. All there may be will be there, for one that has just finished is not
    // idle yet when the next is begun, and each keeps half a megabyte.
    let runtime = Builder::new_multi_thread().enable_all().max_blocking_threads(QUESTIONS + TYPING + DANGERS + 2).build().map_err(system)?;
    let state = Arc::new(State::default());
    let ended = runtime.block_on(async {
        tokio::select! {
            biased;
            () = stop => Ok(()),
            ended = serve(options, Arc::clone(&state), load) => ended,
        }
    });
    if !dry_run {
        runtime.block_on(finish(&state));
    }
    runtime.shutdown_background();
    ended
}

/// Says goodbye, so that nothing new is delivered, while what was delivered is answered.
async fn finish(state: &State) {
    let all = async {
        if let Some(shards) = state.shards.get() {
            // Where this takes longer, Discord notices by itself.
            let _ = timeout(GOODBYE, shards.end()).await;
            sleep(LAST).await;
        }
        state.counts.drained().await;
    };
    let finished = timeout(DRAIN, all).await.is_ok();
    let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
    let (answered, deferred, offered) = (count(&state.counts.answered), count(&state.counts.deferred), count(&state.counts.offered));
    let (held_back, failed) = (count(&state.counts.held_back), count(&state.counts.failed));
    tracing::info!(answered, deferred, offered, held_back, failed, finished, "stopped");
}

async fn serve<E: Send + 'static>(options: Options, state: Arc<State>, load: impl FnOnce() -> Result<Assistant, E> + Send + 'static) -> Result<(), Ended<E>> {
    let client = rest::client(options.api.as_ref()).map_err(|error| StartError::System(error.to_string()))?;
    let rest = Arc::new(Rest::new(&options.token, options.api.as_ref(), client.clone()));
    let place = options.api.as_ref().map_or_else(|| "Discord".to_owned(), |api| format!("the server at {}", api.as_str().trim_end_matches('/')));
    if let Some(api) = options.api.as_ref().filter(|api| api.scheme() == "http" && !rest::is_local(api)) {
        tracing::warn!(%api, "the token goes there without encryption");
    }
    let loaded = async {
        match tokio::task::spawn_blocking(load).await {
            Ok(loaded) => loaded.map_err(Ended::Knowledge),
            Err(_) => Err(StartError::Ours("reading the knowledge broke it").into()),
        }
    };
    let reached = async {
        let application = reach(&place, "read who it is", options.dry_run, async || application(&rest).await).await?;
        let gateway = reach(&place, "connect", options.dry_run, async || gateway(&rest).await).await?;
        Ok::<_, Ended<E>>((application, gateway))
    };
    let (assistant, (application, gateway)) = tokio::try_join!(loaded, reached)?;
    let entries = assistant.knowledge().entries.len();
    if options.dry_run {
        return tell_plan(&options, &place, &rest, &application, &gateway, entries).await;
    }
    tracing::info!(entries, "started");
    writeln!(io::stdout(), "Invite the bot to a server: {}\nInstall it for yourself: {}", application.invite(), application.install())
        .map_err(Ended::Output)?;
    let handler = Arc::new(handler(&options, assistant, Arc::clone(&rest), Arc::clone(&state)));
    let registered = registered(&place, &rest, &application, options.guild);
    let connected = connect(&options, &place, &rest, &client, &handler, gateway);
    tokio::pin!(connected);
    tokio::select! {
        ended = &mut connected => ended,
        () = registered => connected.await,
    }
}

/// Registers the commands beside all else, for as long as it takes: old ones work meanwhile.
async fn registered(place: &str, rest: &Rest, application: &Application, guild: Option<GuildId>) {
    match reach(place, "register the commands", false, async || register(rest, application.id, guild, false).await).await {
        Ok(Registered::Already(commands)) => tracing::info!(commands, "Discord has the commands already"),
        Ok(Registered::Now(commands)) => tracing::info!(commands, "the commands were registered"),
        Err(error) => tracing::error!("{}; old commands stay as they are", in_server(error, guild, application)),
    }
}

/// A refusal of what was asked about one server has to do with that server.
fn in_server(error: StartError, guild: Option<GuildId>, application: &Application) -> StartError {
    match error {
        StartError::Refused { fault: fault @ Fault::Refused { .. }, .. } if guild.is_some() => StartError::Guild(fault, application.invite()),
        error => error,
    }
}

fn handler(options: &Options, assistant: Assistant, rest: Arc<Rest>, state: Arc<State>) -> Handler {
    let assistant = Arc::new(assistant);
    let (thinks, today) = (Arc::clone(&assistant), Arc::clone(&options.today));
    let engine = Engine::new(move |request, asker, today| respond(&thinks, request, asker, today), move |message| assistant.is_emergency(message), today);
    let others = options.limit.0.map(|limit| Limit { count: limit.count * OTHERS_PER_QUESTION, ..limit });
    Handler {
        engine,
        rest,
        questions: Rate::new(options.limit.0),
        others: Rate::new(others),
        delivered: Seen::new(DELIVERED.0, DELIVERED.1),
        met: Seen::new(MET.0, MET.1),
        state,
        own: SetOnce::new(),
        names: RandomState::new(),
        named: AtomicU64::default(),
    }
}

/// Connects, and stays connected until Discord refuses.
async fn connect<E>(
    options: &Options,
    place: &str,
    rest: &Arc<Rest>,
    client: &reqwest::Client,
    handler: &Arc<Handler>,
    first: Gateway,
) -> Result<(), Ended<E>> {
    let system = |error: io::Error| StartError::System(error.to_string());
    let mut gateway = first;
    while let Some(wait) = gateway.session_start_limit.wait_for(gateway.shards) {
        tracing::warn!(seconds = wait.as_secs(), "Discord lets this bot connect no more for now; waiting");
        sleep(wait).await;
        gateway = reach(place, "connect", false, async || super::start::gateway(rest).await).await?;
    }
    let http = rest::http(&options.token, options.api.as_ref(), client.clone());
    let hears: Arc<dyn EventHandler> = Arc::<Handler>::clone(handler);
    let shards = Shards::new(Arc::clone(rest), http, hears, &gateway, Patience::default()).map_err(system)?;
    let shards = Arc::clone(handler.state.shards.get_or_init(|| Arc::new(shards)));
    let refused = shards.begin(Arc::clone(&options.signs)).map_err(system)?;
    Err(refused.await.unwrap_or(StartError::Ours("what holds the connections broke")).into())
}

/// What the bot would do, to the operator.
async fn tell_plan<E>(options: &Options, place: &str, rest: &Rest, application: &Application, gateway: &Gateway, entries: usize) -> Result<(), Ended<E>> {
    let looked = reach(place, "read its commands", true, async || register(rest, application.id, options.guild, true).await).await;
    let registered = looked.map_err(|error| in_server(error, options.guild, application))?;
    let name: String = application.name.chars().filter(|c| !c.is_control()).collect();
    let scope = if options.guild.is_some() { "in the server of `--guild`" } else { "for all of Discord" };
    let commands = match registered {
        Registered::Already(count) => format!("{count} are registered {scope} already; nothing would change"),
        Registered::Now(count) => format!("{count} would be registered {scope}, in place of those that are there"),
    };
    let limit = options.limit.0.map_or_else(|| "none".to_owned(), |limit| format!("{} questions in {} s a member", limit.count, limit.per.as_secs()));
    let Gateway { shards, session_start_limit, .. } = gateway;
    let sessions = session_start_limit.remaining;
    writeln!(
        io::stdout(),
        "Token: accepted; it belongs to the application \"{name}\".\nKnowledge: {entries} entries.\nCommands: {commands}.\n\
         Connection: {shards} shard(s); Discord lets the bot connect {sessions} more time(s) for now.\nLimit: {limit}.\nInvite it to a server: {}\n\
         Install it for yourself: {}\n\
         Nothing was changed, and the bot did not connect.",
        application.invite(),
        application.install()
    )
    .map_err(Ended::Output)
}
