//! Answers what serenity reports. Each event runs in a task of its own; what takes time is thought out in the [`Engine`], and what
//! is sent goes its [`Way`]. The first reply to an interaction must be there within three seconds, so after one and a half the
//! member sees that the bot is thinking, and the reply takes that place.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serenity::all::{ConnectionStage, Context, EventHandler, Interaction, Message as DiscordMessage, Ready, ResumedEvent, ShardStageUpdateEvent, UserId};
use serenity::async_trait;
use tokio::sync::SetOnce;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::counts::{Counts, Done};
use super::engine::{Broken, Engine};
use super::outgoing::Callback;
use super::rate::{Admission, Rate};
use super::rest::{Fault, Rest, milliseconds};
use super::seen::Seen;
use super::state::State;
use super::way::{FIRST_REPLY, Way, reply};
use super::{Asker, Message, Place, Request, Response, incoming};
use crate::assistant::sentences::{Sentence, waiting};
use crate::text::Language;

/// When "thinking" is shown. Half of what Discord gives: the other half is for the way there and back.
const DEFER_AFTER: Duration = Duration::from_millis(1500);

/// So many other things may be done for each question that may be asked: buttons and menus cost little.
pub const OTHERS_PER_QUESTION: usize = 4;

/// What the replies need.
pub struct Handler {
    /// Thinks.
    pub engine: Engine,
    /// Sends.
    pub rest: Arc<Rest>,
    /// How often one member may ask.
    pub questions: Rate,
    /// How often one member may do anything else.
    pub others: Rate,
    /// Events that were delivered.
    pub delivered: Seen,
    /// Who has written to the bot before.
    pub met: Seen,
    /// What was done.
    pub state: Arc<State>,
    /// The bot's own user, from the first connection on.
    pub own: SetOnce<UserId>,
    /// Names requests at random.
    pub names: RandomState,
    /// Counts them.
    pub named: AtomicU64,
}

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, _: Context, ready: Ready) {
        // After a new session it is the same one.
        let _ = self.own.set(ready.user.id);
        self.state.has_session();
        tracing::info!(servers = ready.guilds.len(), shard = ready.shard.map_or(0, |shard| shard.id.0), "connected to Discord");
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        self.state.has_session();
        tracing::info!("connected to Discord again, nothing was lost");
    }

    async fn shard_stage_update(&self, _: Context, event: ShardStageUpdateEvent) {
        if event.old == ConnectionStage::Connected {
            tracing::info!(shard = event.shard_id.0, "the connection to Discord was lost; reconnecting");
        }
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let arrived = Instant::now();
        let _under_way = self.state.counts.begin();
        if !self.takes(interaction.id().get(), arrived) {
            return;
        }
        let (request, locale, member, place) = match &interaction {
            Interaction::Command(it) => {
                (incoming::of_command(it), &it.locale, it.user.id, incoming::place(it.context, it.channel.as_ref(), it.member.as_deref()))
            }
            Interaction::Autocomplete(it) => (incoming::of_typing(it), &it.locale, it.user.id, Place::Alone),
            Interaction::Component(it) => {
                (incoming::of_press(it), &it.locale, it.user.id, incoming::place(it.context, it.channel.as_ref(), it.member.as_ref()))
            }
            _ => return,
        };
        let asker = Asker { language: incoming::language(locale), place, is_first: false };
        let name = self.name();
        tracing::debug!(request = %name, kind = kind(&request), "received");
        self.tell(&name, arrived, self.answer_interaction(request, asker, member, Way::of(&interaction, &name, arrived)).await);
    }

    async fn message(&self, _: Context, message: DiscordMessage) {
        let arrived = Instant::now();
        // Each event has a task of its own: the first message may be seen before it is known who the bot is, and must not be lost.
        let own = *self.own.wait().await;
        let Some(request) = incoming::of_message(&message, own) else { return };
        let _under_way = self.state.counts.begin();
        if !self.takes(message.id.get(), arrived) {
            return;
        }
        let name = self.name();
        tracing::debug!(request = %name, kind = "message", direct = message.guild_id.is_none(), "received");
        self.tell(&name, arrived, self.answer_message(request, &message, &name, arrived).await);
    }
}

impl Handler {
    async fn answer_interaction(&self, request: Request, asker: Asker, member: UserId, way: Way<'_>) -> Result<Done, Fault> {
        if matches!(request, Request::Complete { .. }) {
            // What comes too late to be shown needs no thinking.
            let Ok(thought) = timeout_at(way.arrived + FIRST_REPLY, self.engine.respond(request, asker)).await else { return Err(Fault::TooLate) };
            let offered = thought.unwrap_or_else(|Broken| Arc::new(Response::Complete(Vec::new())));
            return way.first(&self.rest, &Callback::with(&offered)).await.map(|()| Done::Offered);
        }
        if self.admits(&request, member, way.name, way.arrived).await != Admission::Admitted {
            let told = Response::Say(aside(waiting::TOO_OFTEN, asker.language));
            return way.first(&self.rest, &Callback::with(&told)).await.map(|()| Done::HeldBack);
        }
        let is_press = matches!(request, Request::Press { .. });
        let thinking = self.engine.respond(request, asker);
        tokio::pin!(thinking);
        let in_time = tokio::select! {
            biased;
            thought = &mut thinking => Some(thought),
            () = sleep_until(way.arrived + DEFER_AFTER) => None,
        };
        if let Some(thought) = in_time {
            let response = or_sorry(thought, asker.language);
            way.first(&self.rest, &Callback::with(&response)).await?;
            if let Response::Share { copy, .. } = &*response {
                way.share(&self.rest, copy).await?;
            }
            return Ok(Done::Answered);
        }
        Counts::add(&self.state.counts.deferred);
        tracing::debug!(request = way.name, "it takes long; the member sees that the bot is thinking");
        match way.first(&self.rest, &if is_press { Callback::pressed() } else { Callback::thinking() }).await {
            Err(fault) if !fault.may_pass() => return Err(fault),
            // It may have arrived for all that, and then "thinking" must not stand there for ever.
            Err(fault) => tracing::debug!(request = way.name, %fault, "whether they see it is not known"),
            Ok(()) => (),
        }
        let response = or_sorry(thinking.await, asker.language);
        way.later(&self.rest, &response, is_press).await.map(|()| Done::Answered)
    }

    async fn answer_message(&self, request: Request, message: &DiscordMessage, name: &str, arrived: Instant) -> Result<Done, Fault> {
        let member = message.author.id;
        let is_first = message.guild_id.is_none() && self.met.is_new(member, arrived.into_std());
        let (response, done) = match self.admits(&request, member, name, arrived).await {
            Admission::Admitted => {
                let asker = Asker { language: None, place: Place::Message, is_first };
                (or_sorry(self.engine.respond(request, asker).await, None), Done::Answered)
            }
            Admission::FirstOver => (Arc::new(Response::Say(aside(waiting::TOO_OFTEN, None))), Done::HeldBack),
            Admission::StillOver => return Ok(Done::HeldBack),
        };
        let (Response::Say(said) | Response::Replace(said) | Response::Share { instead: said, .. }) = &*response else { return Ok(done) };
        reply(&self.rest, message, said, name).await.map(|()| done)
    }

    /// Whether an event is to be answered: not what was delivered before. Whoever does not ask any more is forgotten on the way.
    fn takes(&self, id: u64, now: Instant) -> bool {
        let now = now.into_std();
        [&self.questions, &self.others].into_iter().for_each(|rate| rate.forget(now));
        self.delivered.is_new(id, now)
    }

    /// Whether a member may do this now. Danger to life may always be told.
    async fn admits(&self, request: &Request, member: UserId, name: &str, now: Instant) -> Admission {
        let rate = if matches!(request, Request::Ask { .. }) { &self.questions } else { &self.others };
        let admission = rate.admit(member, now.into_std());
        if admission == Admission::Admitted {
            return admission;
        }
        // However much they have asked: it has places of its own, and takes so little that no flood fills them. Where it can't be told in
        // time all the same, it is not held against them.
        let is_emergency = timeout_at(now + DEFER_AFTER, self.engine.is_emergency(request)).await.unwrap_or(true);
        if is_emergency {
            return Admission::Admitted;
        }
        tracing::debug!(request = name, "held back: the member asks too often");
        admission
    }

    /// What becomes of a request, for the log.
    fn tell(&self, name: &str, arrived: Instant, became: Result<Done, Fault>) {
        let milliseconds = milliseconds(arrived.elapsed());
        match became {
            Ok(done) => {
                self.state.counts.done(done);
                tracing::debug!(request = name, milliseconds, "done");
            }
            Err(fault) => {
                Counts::add(&self.state.counts.failed);
                tracing::warn!(request = name, milliseconds, %fault, "a reply did not reach Discord");
            }
        }
    }

    /// A name for a request that tells nothing of it.
    fn name(&self) -> String {
        format!("{:016x}", self.names.hash_one(self.named.fetch_add(1, Ordering::Relaxed)))
    }
}

/// The kind of a request, for the log.
const fn kind(request: &Request) -> &'static str {
    match request {
        Request::Ask { .. } => "question",
        Request::Unread => "unread",
        Request::Complete { .. } => "typing",
        Request::Services => "services",
        Request::Topics => "topics",
        Request::About => "about",
        Request::Press { .. } => "press",
    }
}

/// What was thought, or that it failed.
fn or_sorry(thought: Result<Arc<Response>, Broken>, language: Option<Language>) -> Arc<Response> {
    thought.unwrap_or_else(|Broken| Arc::new(Response::Say(aside(waiting::FAILED, language))))
}

/// A sentence for the asker alone; in both languages where theirs is not known.
fn aside(sentence: Sentence, language: Option<Language>) -> Message {
    let content = language.map_or_else(
        || format!("{}\n{}", sentence.in_language(Language::English), sentence.in_language(Language::Spanish)),
        |language| sentence.in_language(language).to_owned(),
    );
    Message { content, flags: Message::EPHEMERAL, ..Message::default() }
}
