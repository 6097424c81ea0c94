//! Watches over the connections to Discord. serenity's shards notice most ends of a connection, but not all: after a close frame
//! without a code one keeps asking a closed socket, deaf and at full speed, until its next heartbeat; and asked to shut down then,
//! it never ends. A ping that it has to send shows it the closed socket, whereupon its runner ends, and is started anew here. That is
//! done on a thread of its own, because a shard at full speed may keep the clock and the sockets of all others from being served.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use std::{io, thread};

use serenity::all::{ConnectionStage, ShardId, ShardManager};
use tokio::runtime::Builder;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};
use tokio_tungstenite::tungstenite::Message as Frame;

use super::log::Signs;
use super::rest::Rest;
use super::start::gateway;

/// How often a shard is looked at. Discord takes 120 frames a minute from a shard; this is 30.
const LOOK: Duration = Duration::from_secs(2);

/// How long a shard may take to connect once its socket is open.
const CONNECTING: Duration = Duration::from_secs(60);

/// How long a connected shard may go without the acknowledgement of a heartbeat; Discord asks for one every 41 s.
const SILENT: Duration = Duration::from_secs(150);

/// How often the operator hears that there is still no connection.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// What was last seen of a shard: its stage, and how long its last heartbeat took, which is another time each time.
type Life = (ConnectionStage, Option<Duration>);

/// Begins to watch, for as long as the process lives.
///
/// # Errors
///
/// That the system gives no thread for it.
pub fn begin(shards: Arc<ShardManager>, address: Arc<Mutex<String>>, rest: Arc<Rest>, signs: Arc<Signs>) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let watching = move || runtime.block_on(watch(shards, address, rest, signs));
    thread::Builder::new().name("watch".to_owned()).spawn(watching).map(drop)
}

async fn watch(shards: Arc<ShardManager>, address: Arc<Mutex<String>>, rest: Arc<Rest>, signs: Arc<Signs>) {
    let mut lives: HashMap<ShardId, (Life, Instant)> = HashMap::new();
    let mut connected_at = Instant::now();
    let mut told_at = connected_at;
    loop {
        sleep(LOOK).await;
        let now = Instant::now();
        let runners: Vec<_> = shards.runners.lock().await.iter().map(|(id, runner)| (*id, runner.stage, runner.latency, runner.runner_tx.clone())).collect();
        let mut is_connected = !runners.is_empty();
        for (id, stage, latency, messenger) in runners {
            let life = (stage, latency);
            let (seen, since) = lives.entry(id).or_insert((life, now));
            if *seen != life {
                (*seen, *since) = (life, now);
            }
            let patience = if stage == ConnectionStage::Connected { SILENT } else { CONNECTING };
            is_connected &= stage == ConnectionStage::Connected;
            if signs.is_gone(|| messenger.websocket_message(Frame::Ping(Vec::new()))) {
                tracing::warn!(shard = id.0, "the connection to Discord was lost; connecting anew");
                // Its runner has ended, and will not say so itself.
                tokio::join!(shards.restart(id), async { shards.shutdown_finished(id) });
            } else if now.saturating_duration_since(*since) > patience {
                tracing::warn!(shard = id.0, "Discord went silent; connecting anew");
                shards.restart(id).await;
            } else {
                continue;
            }
            is_connected = false;
            lives.remove(&id);
        }
        if is_connected {
            (connected_at, told_at) = (now, now);
        } else if now.saturating_duration_since(told_at) >= TOLD_EVERY {
            told_at = now;
            tracing::warn!(seconds = now.saturating_duration_since(connected_at).as_secs(), "still no connection to Discord; trying again");
            // Its address may have changed.
            if let Ok(gateway) = gateway(&rest).await {
                *address.lock().await = gateway.url;
            }
        }
        let dropped = signs.dropped();
        if dropped > 0 {
            tracing::warn!(dropped, "messages or interactions came in a form that could not be read; is there a newer version of the bot?");
        }
    }
}
