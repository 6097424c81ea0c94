//! Holds the connections to Discord. serenity can do that by itself, but what starts shards in it waits for ever on a socket that
//! nobody answers, begins a session every five seconds however often it is turned away, and closes no connection properly once it
//! has restarted one. So a shard's life is held here: a task of its own, begun at the [`Pace`] that Discord allows, ended where
//! nothing is heard of it, and never begun anew before the last one is gone. Looking after them is done on a thread of its own,
//! because a shard at full speed may keep the clock and the sockets of all others from being served.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use std::{io, thread};

use serenity::Error;
use serenity::all::{
    ConnectionStage, EventHandler, GatewayError, GatewayIntents, Http, Shard, ShardId, ShardInfo, ShardManager, ShardManagerOptions, ShardMessenger,
    ShardRunner, ShardRunnerInfo, ShardRunnerMessage, ShardRunnerOptions,
};
use serenity::prelude::{RwLock, TypeMap};
use tokio::runtime::{Builder, Handle};
use tokio::sync::{Mutex, oneshot, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::Message as Frame;

use super::log::Signs;
use super::pace::Pace;
use super::rest::{Fault, Rest};
use super::start::{Gateway, StartError, gateway};
use super::watch::{Life, Patience};

/// What the bot hears of: servers, messages in them where it is mentioned, direct messages. None of it is privileged.
const INTENTS: GatewayIntents = GatewayIntents::GUILDS.union(GatewayIntents::GUILD_MESSAGES).union(GatewayIntents::DIRECT_MESSAGES);

/// How often a shard is looked at. Discord takes 120 frames a minute from a shard; this is 30.
const LOOK: Duration = Duration::from_secs(2);

/// How often the operator hears that a connection is missing.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// The code of a close that ends the session too. Source: RFC 6455.
const NORMAL: u16 = 1000;

/// The connections to Discord.
pub struct Shards {
    rest: Arc<Rest>,
    http: Arc<Http>,
    handler: Arc<dyn EventHandler>,
    manager: Arc<ShardManager>,
    data: Arc<RwLock<TypeMap>>,
    address: Arc<Mutex<String>>,
    count: u32,
    patience: Patience,
    /// Sessions that were begun or taken up again, since the start.
    sessions: AtomicU64,
    /// Sessions that may still be begun today.
    left: AtomicU64,
    ending: watch::Sender<bool>,
    alive: watch::Sender<usize>,
}

/// How a shard's task ended.
enum Ended {
    /// The connection did.
    Connection,
    /// There was none.
    Unreached,
    /// No session may be begun for so long.
    UsedUp(Duration),
    /// The operator must act.
    Refused(StartError),
}

/// A shard as it is looked after.
struct Kept {
    id: ShardId,
    task: Option<AbortHandle>,
    life: Option<Life>,
    sessions_before: u64,
    was_begun: bool,
}

impl Shards {
    /// Connects to a gateway, with what hears the events.
    ///
    /// # Errors
    ///
    /// What the system does not let us do.
    pub fn new(rest: Arc<Rest>, http: Http, handler: Arc<dyn EventHandler>, gateway: &Gateway, patience: Patience) -> io::Result<Self> {
        let (http, data) = (Arc::new(http), Arc::new(RwLock::new(TypeMap::new())));
        let address = Arc::new(Mutex::new(gateway.url.clone()));
        let manager = manager(ShardManagerOptions {
            data: Arc::clone(&data),
            event_handlers: Vec::new(),
            raw_event_handlers: Vec::new(),
            shard_index: 0,
            shard_init: 0,
            shard_total: gateway.shards,
            ws_url: Arc::clone(&address),
            http: Arc::clone(&http),
            intents: INTENTS,
            presence: None,
        })?;
        // A runner that ends by itself waits for five seconds until another has taken note, unless that is there already.
        (0..gateway.shards).for_each(|id| manager.shutdown_finished(ShardId(id)));
        let (sessions, left) = (AtomicU64::default(), AtomicU64::new(gateway.session_start_limit.remaining));
        let (ending, alive, count) = (watch::Sender::new(false), watch::Sender::new(0), gateway.shards);
        Ok(Self { rest, http, handler, manager, data, address, count, patience, sessions, left, ending, alive })
    }

    /// A session has begun, or was taken up again.
    pub fn has_session(&self) {
        self.sessions.fetch_add(1, Ordering::Relaxed);
    }

    /// Begins to hold the connections, in the runtime of the caller. Why they can't be held any more comes from what is returned.
    ///
    /// # Errors
    ///
    /// That the system gives no thread for it.
    pub fn begin(self: &Arc<Self>, signs: Arc<Signs>) -> io::Result<oneshot::Receiver<StartError>> {
        let (why, refused) = oneshot::channel();
        let (shards, main) = (Arc::clone(self), Handle::current());
        let runtime = Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("shards".to_owned()).spawn(move || {
            let error = runtime.block_on(shards.hold(&main, &signs));
            // Nobody hears it once the bot stops.
            let _ = why.send(error);
        })?;
        Ok(refused)
    }

    /// Says goodbye on all connections, and waits until they have ended. Nothing is delivered from then on.
    pub async fn end(&self) {
        self.ending.send_replace(true);
        for (id, runner) in self.manager.runners.lock().await.iter() {
            // One whose socket is closed already ends by the ping; told to shut down, it would wait for ever.
            runner.runner_tx.websocket_message(Frame::Ping(Vec::new()));
            runner.runner_tx.send_to_shard(ShardRunnerMessage::Shutdown(*id, NORMAL));
        }
        // It fails only without a sender, which is here.
        let _ = self.alive.subscribe().wait_for(|alive| *alive == 0).await;
    }

    async fn hold(self: Arc<Self>, main: &Handle, signs: &Signs) -> StartError {
        let mut tasks = JoinSet::new();
        let mut kept: Vec<Kept> = (0..self.count).map(Kept::new).collect();
        let (mut pace, mut complete_at, mut told_at) = (Pace::new(Instant::now()), Instant::now(), None::<Instant>);
        loop {
            let now = Instant::now();
            let connected = self.look(&mut kept, now).await;
            if let Some(shard) = kept.iter_mut().find(|shard| shard.task.is_none())
                && pace.next() <= now
                && !*self.ending.borrow()
            {
                pace.begins(now);
                shard.sessions_before = self.sessions.load(Ordering::Relaxed);
                shard.task = Some(tasks.spawn_on(Arc::clone(&self).live(shard.id, std::mem::replace(&mut shard.was_begun, true)), main));
            }
            if connected == kept.len() {
                complete_at = now;
            } else if (pace.is_troubled() || now.duration_since(complete_at) >= TOLD_EVERY) && told_at.is_none_or(|at| now.duration_since(at) >= TOLD_EVERY) {
                told_at = Some(now);
                let (wanted, turned_away, seconds) = (kept.len(), pace.turned_away(), now.duration_since(complete_at).as_secs());
                tracing::warn!(connected, wanted, turned_away, seconds, "no connection to Discord, or not every one; trying again until there is");
            }
            let dropped = signs.dropped();
            if dropped > 0 {
                tracing::warn!(dropped, "messages or interactions came in a form that could not be read; is there a newer version of the bot?");
            }
            let some_wait = kept.iter().any(|shard| shard.task.is_none());
            let next = if some_wait { pace.next().clamp(now + LOOK / 20, now + LOOK) } else { now + LOOK };
            let (task, ended) = tokio::select! {
                () = sleep_until(next) => continue,
                Some(joined) = tasks.join_next_with_id() => joined.unwrap_or_else(|error| (error.id(), Ended::Connection)),
            };
            if let Some(code) = signs.refused() {
                return StartError::Closed(code);
            }
            let Some(shard) = kept.iter_mut().find(|shard| shard.task.as_ref().is_some_and(|of| of.id() == task)) else { continue };
            (shard.task, shard.life) = (None, None);
            let (now, had_session) = (Instant::now(), self.sessions.load(Ordering::Relaxed) > shard.sessions_before);
            match ended {
                Ended::Connection => {
                    pace.ended(now, had_session, self.left.load(Ordering::Relaxed));
                    if had_session && !*self.ending.borrow() {
                        tracing::info!(shard = shard.id.0, "a connection to Discord ended; connecting anew");
                    }
                }
                Ended::Unreached => pace.unreached(now),
                Ended::UsedUp(wait) => pace.used_up(now, wait),
                Ended::Refused(error) => return error,
            }
        }
    }

    /// Looks whether each shard lives, and ends those that do not. How many are connected.
    async fn look(&self, kept: &mut [Kept], now: Instant) -> usize {
        let seen = async |id: &ShardId| self.manager.runners.lock().await.get(id).map(|runner| (runner.stage, runner.latency, runner.runner_tx.clone()));
        let mut connected = 0;
        for shard in kept {
            let (Some(task), Some((stage, latency, messenger))) = (&shard.task, seen(&shard.id).await) else { continue };
            connected += usize::from(stage == ConnectionStage::Connected);
            messenger.websocket_message(Frame::Ping(Vec::new()));
            if shard.life.get_or_insert(Life::new(stage, latency, now)).is_over(stage, latency, now, self.patience) && !*self.ending.borrow() {
                tracing::warn!(shard = shard.id.0, "Discord went silent; connecting anew");
                task.abort();
            }
        }
        connected
    }

    /// A shard from its socket to its end.
    async fn live(self: Arc<Self>, id: ShardId, is_anew: bool) -> Ended {
        let _alive = Alive::begin(&self.alive);
        let mut ending = self.ending.subscribe();
        let opened = tokio::select! {
            biased;
            _ = ending.wait_for(|ending| *ending) => return Ended::Connection,
            opened = self.open(id, is_anew) => opened,
        };
        let shard = match opened {
            Ok(shard) => shard,
            Err(ended) => return ended,
        };
        let mut runner = ShardRunner::new(ShardRunnerOptions {
            data: Arc::clone(&self.data),
            event_handlers: vec![Arc::clone(&self.handler)],
            raw_event_handlers: Vec::new(),
            manager: Arc::clone(&self.manager),
            shard,
            http: Arc::clone(&self.http),
        });
        let known = ShardRunnerInfo { latency: None, runner_tx: ShardMessenger::new(&runner), stage: ConnectionStage::Disconnected };
        self.manager.runners.lock().await.insert(id, known);
        // Either this sees that all is ending, or the end sees this runner.
        let ended = if *self.ending.borrow() { Ok(()) } else { Box::pin(runner.run()).await };
        self.manager.runners.lock().await.remove(&id);
        match ended {
            Err(Error::Gateway(GatewayError::InvalidAuthentication)) => Ended::Refused(StartError::Token),
            Err(Error::Gateway(GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents)) => Ended::Refused(StartError::Intents),
            _ => Ended::Connection,
        }
    }

    /// Opens a shard's socket; before it does so anew, it asks where, and whether it still may.
    async fn open(&self, id: ShardId, is_anew: bool) -> Result<Shard, Ended> {
        if is_anew {
            match gateway(&self.rest).await {
                Ok(gateway) => {
                    self.left.store(gateway.session_start_limit.remaining, Ordering::Relaxed);
                    if let Some(wait) = gateway.session_start_limit.wait_for(1) {
                        return Err(Ended::UsedUp(wait));
                    }
                    *self.address.lock().await = gateway.url;
                }
                Err(Fault::Refused { status: 401, .. }) => return Err(Ended::Refused(StartError::Token)),
                // The gateway may be there even so.
                Err(fault) => tracing::debug!(%fault, "Discord does not say where to connect"),
            }
        }
        let opening = Shard::new(Arc::clone(&self.address), self.http.token(), ShardInfo { id, total: self.count }, INTENTS, None);
        match timeout(self.patience.opening, opening).await {
            Ok(Ok(shard)) => Ok(shard),
            Ok(Err(_)) | Err(_) => Err(Ended::Unreached),
        }
    }
}

impl Kept {
    fn new(id: u32) -> Self {
        Self { id: ShardId(id), task: None, life: None, sessions_before: 0, was_begun: false }
    }
}

/// A task that lives, until it is dropped.
struct Alive<'a>(&'a watch::Sender<usize>);

impl<'a> Alive<'a> {
    fn begin(alive: &'a watch::Sender<usize>) -> Self {
        alive.send_modify(|count| *count += 1);
        Self(alive)
    }
}

impl Drop for Alive<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count = count.saturating_sub(1));
    }
}

/// What runners report to. It comes with what starts shards, in a task; that task is ended with the runtime that it is made in, so
/// that nothing starts shards but we.
fn manager(options: ShardManagerOptions) -> io::Result<Arc<ShardManager>> {
    let runtime = Builder::new_current_thread().build()?;
    let (manager, _) = {
        let _inside = runtime.enter();
        ShardManager::new(options)
    };
    runtime.shutdown_background();
    Ok(manager)
}

#[cfg(test)]
mod tests;
