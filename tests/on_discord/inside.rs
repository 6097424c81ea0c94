//! The bot as a part of the test, where the day that it asks for may take as long as the test likes: so a question becomes slow without
//! anything in the bot that is there for tests only.

use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

use jiff::civil::date;
use strikebot::discord::Token;
use strikebot::discord::log::Signs;
use strikebot::discord::rate::RateLimit;
use strikebot::discord::run::{Options, run_until};
use tokio::sync::oneshot;

use super::stage::{Stage, assistant};

#[derive(Default)]
struct Held {
    /// So many of the next questions wait.
    to_come: usize,
    /// How often those that waited were let go.
    opened: usize,
}

/// Holds questions up.
#[derive(Default)]
struct Gate {
    held: Mutex<Held>,
    opened: Condvar,
}

impl Gate {
    fn pass(&self) {
        let mut held = self.held.lock().unwrap();
        if held.to_come > 0 {
            held.to_come -= 1;
            let before = held.opened;
            drop(self.opened.wait_while(held, |held| held.opened == before).unwrap());
        }
    }
}

/// A running bot. It ends with this.
pub struct Inside {
    gate: Arc<Gate>,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<()>>,
}

impl Inside {
    /// Starts, and waits until it is connected.
    pub async fn start(discord: &Stage) -> Self {
        let gate = Arc::new(Gate::default());
        let passes = Arc::clone(&gate);
        let token = discord.token().to_owned();
        let options = Options {
            token: Token::from_environment(|name| (name == "DISCORD_TOKEN").then(|| token.clone().into())).unwrap(),
            api: Some(discord.api_url().parse().unwrap()),
            guild: None,
            limit: RateLimit(None),
            today: Arc::new(move || {
                passes.pass();
                date(2035, 1, 1)
            }),
            dry_run: false,
            signs: Arc::new(Signs::default()),
        };
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            // Dropped is said as well.
            let _ = stopped.await;
        };
        let running = thread::spawn(move || run_until(stopped, options, || Ok::<_, ()>(assistant())).unwrap());
        discord.is_ready().await;
        Self { gate, stop: Some(stop), running: Some(running) }
    }

    /// The next questions, or whatever else is done, wait.
    pub fn hold(&self, questions: usize) {
        self.gate.held.lock().unwrap().to_come = questions;
    }

    /// All that wait go on.
    pub fn open(&self) {
        let mut held = self.gate.held.lock().unwrap();
        held.opened += 1;
        held.to_come = 0;
        drop(held);
        self.gate.opened.notify_all();
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.open();
        drop(self.stop.take());
        let ended = self.running.take().map(JoinHandle::join);
        assert!(thread::panicking() || ended.is_some_and(|ended| ended.is_ok()), "it ended with an error");
    }
}
