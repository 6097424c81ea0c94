//! The server as tests and the page for people hold it: who is there, what was sent, and what is to go wrong.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::exchange::{Missed, missed};
use super::failure::{Failure, Planned};
use super::member::Member;
use super::options::Options;
use super::server;
use super::session::{Push, Session};
use super::world::{Counts, Sent, State, World};

/// A small Discord. See [`Rehearsal::start`].
#[derive(Debug, Clone, Copy)]
pub struct Rehearsal;

impl Rehearsal {
    /// Starts a server on 127.0.0.1, in the runtime of the caller. It ends when the handle is dropped.
    ///
    /// # Errors
    ///
    /// Where the port can't be listened on.
    #[expect(clippy::unused_async, reason = "it must be called in a runtime, where the server then runs")]
    pub async fn start(options: Options) -> io::Result<Handle> {
        let listener = server::listen(options.port)?;
        let port = listener.local_addr()?.port();
        let world = Arc::new(World::new(options, port));
        let serving = Mutex::new(tokio::spawn(server::serve(Arc::clone(&world), listener)));
        Ok(Handle { world, serving })
    }
}

/// A running server.
pub struct Handle {
    pub(super) world: Arc<World>,
    serving: Mutex<JoinHandle<()>>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shut();
    }
}

impl Handle {
    /// What to give the bot as `--discord-api`.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.world.port)
    }

    /// The bot's token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.world.options.token
    }

    /// A member of the server, by name. The same name is the same member.
    #[must_use]
    pub fn member(&self, name: &str) -> Member {
        Member::new(Arc::clone(&self.world), name, false)
    }

    /// Another bot in the server.
    #[must_use]
    pub fn other_bot(&self, name: &str) -> Member {
        Member::new(Arc::clone(&self.world), name, true)
    }

    /// What happened so far, as numbers.
    #[must_use]
    pub fn counts(&self) -> Counts {
        // A request is told of before it is counted, and both under the lock: whoever was told must find it counted.
        let _whole = self.world.lock();
        *self.world.counts.borrow()
    }

    /// Waits until something has happened.
    ///
    /// # Errors
    ///
    /// Where it does not happen in time: what was seen instead.
    pub async fn until(&self, what: &str, has_happened: impl Fn(&Counts) -> bool) -> Result<Counts, Missed> {
        let patience = self.world.options.patience;
        let mut counts = self.world.counts.subscribe();
        let waiting = async {
            loop {
                // Copied, so that nothing is locked while the caller's question is asked.
                let now = *counts.borrow_and_update();
                if has_happened(&now) || counts.changed().await.is_err() {
                    return now;
                }
            }
        };
        timeout(patience, waiting).await.map_err(|_| missed(&self.world, what, patience, 0))
    }

    /// Waits until the bot is connected and ready. After a fault that ends its connection: until it is back.
    ///
    /// # Errors
    ///
    /// Where it does not come in time: what was seen instead.
    pub async fn ready(&self) -> Result<(), Missed> {
        self.until("the bot connects", |counts| counts.live > 0).await.map(drop)
    }

    /// Waits until the bot is ready and a command of that name is registered.
    ///
    /// # Errors
    ///
    /// Where it does not come in time: what was seen instead.
    pub async fn registered(&self, command: &str) -> Result<(), Missed> {
        self.ready().await?;
        let is_there = || self.commands().iter().any(|known| known.get("name").and_then(Value::as_str) == Some(command));
        self.until(&format!("`{command}` is registered"), |_| is_there()).await.map(drop)
    }

    /// All registered commands, as Discord keeps them.
    #[must_use]
    pub fn commands(&self) -> Vec<Value> {
        self.world.lock().commands.values().flatten().cloned().collect()
    }

    /// Everything that the bot sent with a body, in order.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.world.lock().sent.iter().filter(|sent| !sent.body.is_null()).cloned().collect()
    }

    /// Every request of the bot's, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Sent> {
        self.world.lock().sent.clone()
    }

    /// Forgets requests, messages and interactions, so that a long run does not fill the memory.
    pub fn forget(&self) {
        let mut state = self.world.lock();
        state.sent.clear();
        state.messages.clear();
        state.interactions.clear();
        state.waiting.clear();
    }

    /// The next requests on a route fail: `fail("POST /channels/{channel}/messages", 2, Failure::Status(502))`. `GET /` is the gateway.
    pub fn fail(&self, route: &str, times: u32, failure: Failure) {
        self.world.lock().planned.push(Planned { on: route.to_owned(), left: times, failure });
    }

    /// Tells the bot to reconnect and resume (op 7).
    pub fn reconnect(&self) {
        self.each(|session| {
            session.push(Push::Text(json!({"t": null, "s": null, "op": 7, "d": null}).to_string()));
            session.is_leaving = true;
        });
    }

    /// Tells the bot that its session is invalid (op 9). One that is not resumable is gone.
    pub fn invalidate(&self, is_resumable: bool) {
        let mut state = self.world.lock();
        for session in &mut state.sessions {
            session.push(Push::Text(json!({"t": null, "s": null, "op": 9, "d": is_resumable}).to_string()));
            session.is_leaving = true;
        }
        if !is_resumable {
            state.sessions.clear();
        }
        self.world.count(&state, |_| {});
    }

    /// Closes the bot's connections with a code, or with a close frame that has none. After 4007 and 4009 there is nothing to resume.
    pub fn close(&self, code: Option<u16>) {
        let mut state = self.world.lock();
        for session in &mut state.sessions {
            session.push(Push::Close(code));
            session.link = None;
        }
        if matches!(code, Some(4007 | 4009)) {
            state.sessions.clear();
        }
        self.world.count(&state, |_| {});
    }

    /// From now on whoever identifies is closed with a code, such as 4014 for intents that are not allowed; or is not any more.
    pub fn refuse(&self, code: Option<u16>) {
        self.world.lock().refuses = code;
    }

    /// Everything that members wrote since the start: questions, messages, what they typed. Each once.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        self.world.lock().words.iter().cloned().collect()
    }

    /// Name and id of everyone who was ever there, but the bot.
    #[must_use]
    pub fn people(&self) -> Vec<(String, String)> {
        let id = |user: &Value| user.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        self.world.lock().users.iter().map(|(name, user)| (name.clone(), id(user))).collect()
    }

    /// Ends every connection to the gateway without a close frame.
    pub fn cut(&self) {
        let mut state = self.world.lock();
        cut(&mut state);
        self.world.count(&state, |_| {});
    }

    /// From now on heartbeats are acknowledged, or not.
    pub fn acknowledge(&self, acknowledges: bool) {
        self.world.lock().acknowledges = acknowledges;
    }

    /// Goes away: every connection ends, new ones are refused, until [`Handle::come_back`].
    pub async fn go_away(&self) {
        self.shut();
        let mut serving = self.serving.lock().await;
        // It ends by itself, and closes the port with that.
        let _ = (&mut *serving).await;
        *serving = tokio::spawn(async {});
    }

    /// Listens again, on the same port.
    ///
    /// # Errors
    ///
    /// Where somebody else has taken it meanwhile.
    pub async fn come_back(&self) -> io::Result<()> {
        let listener = server::listen(self.world.port)?;
        self.world.is_open.send_replace(true);
        *self.serving.lock().await = tokio::spawn(server::serve(Arc::clone(&self.world), listener));
        Ok(())
    }

    /// From now on events have fields that nobody knows yet, or not.
    pub fn be_strange(&self, is_strange: bool) {
        self.world.lock().is_strange = is_strange;
    }

    /// Sends an event as it is given, known or not, whole or not.
    pub fn event(&self, name: &str, data: &Value) {
        self.each(|session| session.send_event(name, &data.to_string()));
    }

    /// Sends a frame that need not even be JSON.
    pub fn frame(&self, text: &str) {
        self.each(|session| session.push(Push::Text(text.to_owned())));
    }

    /// Every interaction that was begun so far is expired.
    pub fn expire_tokens(&self) {
        self.world.lock().interactions.values_mut().for_each(|interaction| interaction.is_expired = true);
    }

    /// How long the library waits for the bot, unless told otherwise.
    #[must_use]
    pub fn patience(&self) -> Duration {
        self.world.options.patience
    }

    fn each(&self, act: impl FnMut(&mut Session)) {
        let mut state = self.world.lock();
        state.sessions.iter_mut().for_each(act);
        self.world.count(&state, |_| {});
    }

    fn shut(&self) {
        let mut state = self.world.lock();
        cut(&mut state);
        self.world.count(&state, |_| {});
        self.world.is_open.send_replace(false);
    }
}

fn cut(state: &mut State) {
    for link in state.links.values() {
        // One that has ended by itself is cut enough.
        let _ = link.send(Push::Cut);
    }
    state.sessions.iter_mut().for_each(|session| session.link = None);
}
