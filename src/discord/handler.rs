//! Answers what serenity reports. Each event runs in a task of its own; what takes time is thought out in the [`Engine`], and what
//! is sent goes through [`Rest`]. The first reply to an interaction must be there within three seconds, so after one and a half
//! the member sees that the bot is thinking, and the reply takes that place.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::Serialize;
use serenity::all::{
    ApplicationId, ChannelId, ConnectionStage, Context, EventHandler, Interaction, InteractionId, LightMethod, Message as DiscordMessage, Ready, ResumedEvent,
    Route, ShardStageUpdateEvent, UserId,
};
use serenity::async_trait;
use tokio::sync::SetOnce;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::counts::Counts;
use super::engine::{Broken, Engine};
use super::outgoing::{Callback, Reply, edit};
use super::rate::{Admission, Rate};
use super::rest::{Fault, Lane, Rest};
use super::seen::Seen;
use super::state::State;
use super::{Asker, Message, Place, Request, Response, incoming};
use crate::assistant::sentences::{Sentence, waiting};
use crate::text::Language;

/// When "thinking" is shown. Half of what Discord gives: the other half is for the way there and back.
const DEFER_AFTER: Duration = Duration::from_millis(1500);

/// How long Discord waits for the first reply. Source: Discord, Responding to an Interaction.
const FIRST_REPLY: Duration = Duration::from_secs(3);

/// How long a later reply may be tried. Discord gives 15 minutes; nobody waits for that.
const LATER_REPLY: Duration = Duration::from_secs(120);

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
    /// What was done, and whether anything new is.
    pub state: Arc<State>,
    /// The bot's own user, from the first connection on.
    pub own: SetOnce<UserId>,
    /// Names requests at random.
    pub names: RandomState,
    /// Counts them.
    pub named: AtomicU64,
}

/// An interaction, as far as replying to it goes.
#[derive(Clone, Copy)]
struct Way<'i> {
    id: InteractionId,
    application: ApplicationId,
    token: &'i str,
    arrived: Instant,
    /// Where the bot may write by itself.
    channel: Option<ChannelId>,
}

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, _: Context, ready: Ready) {
        // After a new session it is the same one.
        let _ = self.own.set(ready.user.id);
        tracing::info!(servers = ready.guilds.len(), shard = ready.shard.map_or(0, |shard| shard.id.0), "connected to Discord");
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        tracing::info!("connected to Discord again, nothing was lost");
    }

    async fn shard_stage_update(&self, _: Context, event: ShardStageUpdateEvent) {
        if event.old == ConnectionStage::Connected {
            tracing::info!(shard = event.shard_id.0, "the connection to Discord was lost; reconnecting");
        }
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let arrived = Instant::now();
        if !self.takes(interaction.id().get(), arrived) {
            return;
        }
        let _under_way = self.state.counts.begin();
        let (request, locale, member, way, place) = match &interaction {
            Interaction::Command(it) => {
                let place = incoming::place(it.context, it.channel.as_ref(), it.member.as_deref());
                (
                    incoming::of_command(it),
                    &it.locale,
                    it.user.id,
                    Way { id: it.id, application: it.application_id, token: &it.token, arrived, channel: None },
                    place,
                )
            }
            Interaction::Autocomplete(it) => (
                incoming::of_typing(it),
                &it.locale,
                it.user.id,
                Way { id: it.id, application: it.application_id, token: &it.token, arrived, channel: None },
                Place::Alone,
            ),
            Interaction::Component(it) => {
                let place = incoming::place(it.context, it.channel.as_ref(), it.member.as_ref());
                (
                    incoming::of_press(it),
                    &it.locale,
                    it.user.id,
                    Way { id: it.id, application: it.application_id, token: &it.token, arrived, channel: incoming::own_channel(it) },
                    place,
                )
            }
            _ => return,
        };
        let asker = Asker { language: incoming::language(locale), place, is_first: false };
        let name = self.name();
        tracing::debug!(request = %name, kind = kind(&request), "received");
        self.tell(&name, arrived, self.answer_interaction(request, asker, member, way).await);
    }

    async fn message(&self, _: Context, message: DiscordMessage) {
        let arrived = Instant::now();
        // Each event has a task of its own: the first message may be seen before it is known who the bot is, and must not be lost.
        let own = *self.own.wait().await;
        let Some(request) = incoming::of_message(&message, own) else { return };
        if !self.takes(message.id.get(), arrived) {
            return;
        }
        let _under_way = self.state.counts.begin();
        let name = self.name();
        tracing::debug!(request = %name, kind = "message", direct = message.guild_id.is_none(), "received");
        self.tell(&name, arrived, self.answer_message(request, &message, &name, arrived).await);
    }
}

impl Handler {
    async fn answer_interaction(&self, request: Request, asker: Asker, member: UserId, way: Way<'_>) -> Result<(), Fault> {
        if matches!(request, Request::Complete { .. }) {
            // What comes too late to be shown needs no thinking.
            let Ok(thought) = timeout_at(way.arrived + FIRST_REPLY, self.engine.respond(request, asker)).await else { return Err(Fault::TooLate) };
            let offered = thought.unwrap_or_else(|Broken| Arc::new(Response::Complete(Vec::new())));
            return self.first(&Callback::with(&offered), way).await;
        }
        if self.admits(&request, member, way.arrived).await != Admission::Admitted {
            Counts::add(&self.state.counts.held_back);
            return self.first(&Callback::with(&Response::Say(aside(waiting::TOO_OFTEN, asker.language))), way).await;
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
            self.first(&Callback::with(&response), way).await?;
            return match &*response {
                Response::Share { copy, .. } => self.share(copy, way).await,
                _ => Ok(()),
            };
        }
        Counts::add(&self.state.counts.deferred);
        self.first(&if is_press { Callback::pressed() } else { Callback::thinking() }, way).await?;
        let response = or_sorry(thinking.await, asker.language);
        self.later(&response, is_press, way).await
    }

    /// The first reply.
    async fn first(&self, callback: &Callback<'_>, way: Way<'_>) -> Result<(), Fault> {
        let route = Route::InteractionResponse { interaction_id: way.id, token: way.token };
        self.send(LightMethod::Post, route, callback, Lane::Urgent, way.arrived + FIRST_REPLY).await
    }

    /// The reply after "thinking". A press may have changed the message that it was on, or not.
    async fn later(&self, response: &Response, is_press: bool, way: Way<'_>) -> Result<(), Fault> {
        let (application_id, token, deadline) = (way.application, way.token, Instant::now() + LATER_REPLY);
        match response {
            Response::Complete(_) => Ok(()),
            Response::Say(message) if is_press => {
                self.send(LightMethod::Post, Route::WebhookFollowupMessages { application_id, token }, message, Lane::Patient, deadline).await
            }
            Response::Say(message) | Response::Replace(message) => {
                let route = Route::WebhookOriginalInteractionResponse { application_id, token };
                self.send(LightMethod::Patch, route, &edit(message), Lane::Patient, deadline).await
            }
            Response::Share { copy, instead } => {
                let route = Route::WebhookOriginalInteractionResponse { application_id, token };
                self.send(LightMethod::Patch, route, &edit(instead), Lane::Patient, deadline).await?;
                self.share(copy, way).await
            }
        }
    }

    /// A message for everyone, as the bot's own where it may write there: what answers an interaction carries the name of who pressed.
    async fn share(&self, copy: &Message, way: Way<'_>) -> Result<(), Fault> {
        let deadline = Instant::now() + LATER_REPLY;
        if let Some(channel_id) = way.channel {
            match self.send(LightMethod::Post, Route::ChannelMessages { channel_id }, copy, Lane::Patient, deadline).await {
                // What it was told of its permissions is not so.
                Err(Fault::Refused { status: 403 | 404, .. }) => {}
                sent => return sent,
            }
        }
        let route = Route::WebhookFollowupMessages { application_id: way.application, token: way.token };
        self.send(LightMethod::Post, route, copy, Lane::Patient, deadline).await
    }

    async fn answer_message(&self, request: Request, message: &DiscordMessage, name: &str, arrived: Instant) -> Result<(), Fault> {
        let member = message.author.id;
        let is_first = message.guild_id.is_none() && self.met.is_new(member, arrived.into_std());
        let response = match self.admits(&request, member, arrived).await {
            Admission::Admitted => {
                let asker = Asker { language: None, place: Place::Message, is_first };
                or_sorry(self.engine.respond(request, asker).await, None)
            }
            over => {
                Counts::add(&self.state.counts.held_back);
                if over == Admission::StillOver {
                    return Ok(());
                }
                Arc::new(Response::Say(aside(waiting::TOO_OFTEN, None)))
            }
        };
        let (Response::Say(said) | Response::Replace(said) | Response::Share { instead: said, .. }) = &*response else { return Ok(()) };
        let said = edit(said);
        let route = Route::ChannelMessages { channel_id: message.channel_id };
        self.send(LightMethod::Post, route, &Reply::to(message.id, &said, name), Lane::Patient, Instant::now() + LATER_REPLY).await
    }

    async fn send(&self, method: LightMethod, route: Route<'_>, body: &impl Serialize, lane: Lane, deadline: Instant) -> Result<(), Fault> {
        let body = serde_json::to_vec(body).map_err(|_| Fault::Unreachable("the reply can't be written".to_owned()))?;
        self.rest.ask(method, route, Some(body), lane, deadline).await.map(drop)
    }

    /// Whether an event is to be answered: new, and not while stopping.
    fn takes(&self, id: u64, now: Instant) -> bool {
        !self.state.is_stopping() && self.delivered.is_new(id, now.into_std())
    }

    /// Whether a member may do this now. Danger to life may always be told.
    async fn admits(&self, request: &Request, member: UserId, now: Instant) -> Admission {
        let rate = if matches!(request, Request::Ask { .. }) { &self.questions } else { &self.others };
        let admission = rate.admit(member, now.into_std());
        if admission == Admission::Admitted {
            return admission;
        }
        // Where that can't be told in time it is not held against them.
        let is_emergency = timeout_at(now + DEFER_AFTER, self.engine.is_emergency(request)).await.unwrap_or(true);
        if is_emergency { Admission::Admitted } else { admission }
    }

    /// What becomes of a request, for the log.
    fn tell(&self, name: &str, arrived: Instant, sent: Result<(), Fault>) {
        let milliseconds = u64::try_from(arrived.elapsed().as_millis()).unwrap_or(u64::MAX);
        match sent {
            Ok(()) => {
                Counts::add(&self.state.counts.answered);
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
