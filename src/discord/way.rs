//! The way back: how a reply to an interaction or a message goes out. The first reply to an interaction must be there within three
//! seconds; a later one takes the place of "thinking".

use std::time::Duration;

use serde::Serialize;
use serenity::all::{ApplicationId, ChannelId, Interaction, InteractionId, LightMethod, Message as DiscordMessage, Route};
use tokio::time::Instant;

use super::outgoing::{Callback, Reply, edit};
use super::rest::{Fault, Lane, Rest, Terms};
use super::{Message, Response, incoming};

/// How long Discord waits for the first reply. Source: Discord, Responding to an Interaction.
pub const FIRST_REPLY: Duration = Duration::from_secs(3);

/// How long a later reply may be tried. Discord gives 15 minutes; nobody waits for that.
const LATER_REPLY: Duration = Duration::from_secs(120);

/// How long a reply to a message may be tried. These count towards the limit of the whole bot: ten thousand at once need four minutes
/// at the pace of `budget`.
const MESSAGE: Duration = Duration::from_secs(300);

/// Whoever replies to a message must be allowed to read what was said before. Source: Discord, JSON Error Codes.
const CANNOT_REPLY: i64 = 160_002;

/// An interaction, as far as replying to it goes.
#[derive(Clone, Copy)]
pub struct Way<'i> {
    id: InteractionId,
    application: ApplicationId,
    token: &'i str,
    /// Where the bot may write by itself.
    channel: Option<ChannelId>,
    /// What it is called in the log.
    pub name: &'i str,
    /// When it was there.
    pub arrived: Instant,
}

impl<'i> Way<'i> {
    /// The way back from an interaction.
    #[must_use]
    pub fn of(interaction: &'i Interaction, name: &'i str, arrived: Instant) -> Self {
        let channel = interaction.as_message_component().and_then(incoming::own_channel);
        Self { id: interaction.id(), application: interaction.application_id(), token: interaction.token(), channel, name, arrived }
    }

    /// Sends the first reply.
    ///
    /// # Errors
    ///
    /// Why Discord did not take it.
    pub async fn first(self, rest: &Rest, callback: &Callback<'_>) -> Result<(), Fault> {
        let route = Route::InteractionResponse { interaction_id: self.id, token: self.token };
        let terms = Terms { lane: Lane::Urgent, deadline: self.arrived + FIRST_REPLY, name: self.name };
        send(rest, LightMethod::Post, route, callback, terms).await
    }

    /// Sends the reply after "thinking". A press may have changed the message that it was on, or not.
    ///
    /// # Errors
    ///
    /// Why Discord did not take it.
    pub async fn later(self, rest: &Rest, response: &Response, is_press: bool) -> Result<(), Fault> {
        let (application_id, token) = (self.application, self.token);
        match response {
            Response::Complete(_) => Ok(()),
            Response::Say(message) if is_press => {
                let route = Route::WebhookFollowupMessages { application_id, token };
                send(rest, LightMethod::Post, route, message, later(self.name)).await
            }
            Response::Say(message) | Response::Replace(message) => {
                let route = Route::WebhookOriginalInteractionResponse { application_id, token };
                send(rest, LightMethod::Patch, route, &edit(message), later(self.name)).await
            }
            Response::Share { copy, instead } => {
                let route = Route::WebhookOriginalInteractionResponse { application_id, token };
                send(rest, LightMethod::Patch, route, &edit(instead), later(self.name)).await?;
                self.share(rest, copy).await
            }
        }
    }

    /// Sends a message for everyone, as the bot's own where it may write there: what answers an interaction carries the name of who
    /// pressed.
    ///
    /// # Errors
    ///
    /// Why Discord did not take it.
    pub async fn share(self, rest: &Rest, copy: &Message) -> Result<(), Fault> {
        if let Some(channel_id) = self.channel {
            match send(rest, LightMethod::Post, Route::ChannelMessages { channel_id }, copy, later(self.name)).await {
                // What it was told of its permissions is not so.
                Err(Fault::Refused { status: 403 | 404, .. }) => {}
                sent => return sent,
            }
        }
        let route = Route::WebhookFollowupMessages { application_id: self.application, token: self.token };
        send(rest, LightMethod::Post, route, copy, later(self.name)).await
    }
}

/// Replies to a message with a message; without pointing at it where the bot may not read what was said before.
///
/// # Errors
///
/// Why Discord did not take it.
pub async fn reply(rest: &Rest, to: &DiscordMessage, said: &Message, name: &str) -> Result<(), Fault> {
    let said = edit(said);
    let route = Route::ChannelMessages { channel_id: to.channel_id };
    let terms = || Terms { lane: Lane::Patient, deadline: Instant::now() + MESSAGE, name };
    let reply = Reply::to(to.id, &said, name);
    match send(rest, LightMethod::Post, route, &reply, terms()).await {
        Err(Fault::Refused { code: Some(CANNOT_REPLY), .. }) => {
            tracing::debug!(request = name, "the bot may not reply here, only write");
            send(rest, LightMethod::Post, route, &reply.plain(), terms()).await
        }
        sent => sent,
    }
}

fn later(name: &str) -> Terms<'_> {
    Terms { lane: Lane::Patient, deadline: Instant::now() + LATER_REPLY, name }
}

async fn send(rest: &Rest, method: LightMethod, route: Route<'_>, body: &impl Serialize, terms: Terms<'_>) -> Result<(), Fault> {
    let body = serde_json::to_vec(body).map_err(|_| Fault::Ours("the reply can't be written".to_owned()))?;
    rest.ask(method, route, Some(body), terms).await.map(drop)
}
