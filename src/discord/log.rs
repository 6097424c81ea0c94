//! What an operator reads: one line an event, for people or for machines, on standard error. Only our own lines: those of the
//! libraries below hold messages, tokens and ids. From theirs, two signs are taken that they give in no other way.

use std::fmt::{self, Write};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry;
use tracing_subscriber::util::SubscriberInitExt;

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// For people.
    #[default]
    Human,
    /// One object a line.
    Json,
}

/// Where serenity says why a connection was closed.
const SHARD: &str = "serenity::gateway::shard";

/// What it writes then, behind the shard, for the codes after which it must not be tried again, though serenity does.
/// Source: Discord, Gateway Close Event Codes.
const REFUSED: [(&str, u16); 3] = [("] Sent invalid shard data.", 4010), ("] Shard has too many guilds.", 4011), ("] Unknown unclean close 4012", 4012)];

/// Where it drops an event that it can't read.
const DISPATCH: &str = "serenity::client::dispatch";

/// What it writes then, up to the kind, for the two kinds that a member waits behind.
const DROPPED: [&str; 2] =
    ["An unknown event was received: UnknownEvent { kind: \"INTERACTION_CREATE\"", "An unknown event was received: UnknownEvent { kind: \"MESSAGE_CREATE\""];

/// What serenity tells in its log alone.
#[derive(Debug, Default)]
pub struct Signs {
    /// A code, or none, which is 0.
    refused: AtomicU16,
    dropped: AtomicU64,
}

impl Signs {
    /// The code with which a connection was closed, if it is one after which it must not be tried again.
    pub fn refused(&self) -> Option<u16> {
        Some(self.refused.load(Ordering::Relaxed)).filter(|code| *code > 0)
    }

    /// How many messages and interactions could not be read since the last time.
    pub fn dropped(&self) -> u64 {
        self.dropped.swap(0, Ordering::Relaxed)
    }
}

/// Begins to log, once in a process; again, it changes nothing. From then on a panic is a line too, which tells where but not what:
/// that may hold a member's words.
#[must_use]
pub fn start(form: Form, level: Level) -> Arc<Signs> {
    let signs = Arc::new(Signs::default());
    let ours = move |metadata: &Metadata<'_>| metadata.target().starts_with("strikebot") && *metadata.level() <= level;
    let base = layer().with_writer(io::stderr).with_target(false);
    let lines = match form {
        Form::Human => base.with_ansi(false).boxed(),
        Form::Json => base.json().flatten_event(true).with_current_span(false).with_span_list(false).boxed(),
    };
    let lines = lines.with_filter(filter_fn(ours));
    let theirs = filter_fn(|metadata| metadata.is_event() && matches!(metadata.target(), SHARD | DISPATCH));
    let _ = registry().with(lines).with(Listener(Arc::clone(&signs)).with_filter(theirs)).try_init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a fault in the program; please report where it was");
    }));
    signs
}

struct Listener(Arc<Signs>);

impl<S: Subscriber> Layer<S> for Listener {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut opening = Opening(String::new());
        event.record(&mut opening);
        if event.metadata().target() == SHARD {
            if let Some((_, code)) = REFUSED.iter().find(|(said, _)| opening.0.contains(said)) {
                self.0.refused.store(*code, Ordering::Relaxed);
            }
            return;
        }
        if DROPPED.iter().any(|dropped| opening.0.starts_with(dropped)) {
            self.0.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// How a line begins; the rest is never written out.
struct Opening(String);

impl Visit for Opening {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            let _ = write!(self, "{value:?}");
        }
    }
}

impl Write for Opening {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        const ENOUGH: usize = 120;
        self.0.push_str(text);
        if self.0.len() < ENOUGH { Ok(()) } else { Err(fmt::Error) }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tracing_subscriber::layer::SubscriberExt;
    use tracing_subscriber::registry;

    use super::{DISPATCH, Listener, SHARD, Signs};

    #[test]
    fn what_serenity_says_in_its_log_alone_is_noticed() {
        let signs = Arc::new(Signs::default());
        tracing::subscriber::with_default(registry().with(Listener(Arc::clone(&signs))), || {
            for (said, code) in [
                ("[ShardInfo { id: ShardId(0), total: 1 }] Received a Hello; interval: 4010", None),
                ("[ShardInfo { id: ShardId(0), total: 1 }] Sent invalid shard data.", Some(4010)),
                ("[ShardInfo { id: ShardId(0), total: 1 }] Shard has too many guilds.", Some(4011)),
                ("[ShardInfo { id: ShardId(0), total: 1 }] Unknown unclean close 4012: Some(\"\")", Some(4012)),
            ] {
                tracing::warn!(target: SHARD, "{said}");
                assert_eq!(signs.refused(), code, "{said}");
            }
            for (kind, count) in [("INTERACTION_CREATE", 1), ("MESSAGE_CREATE", 1), ("SOMETHING_NEW", 0)] {
                tracing::debug!(target: DISPATCH, "An unknown event was received: UnknownEvent {{ kind: {kind:?}, value: Object {{ {} }} }}", "x".repeat(999));
                assert_eq!(signs.dropped(), count, "{kind}");
            }
        });
    }
}
