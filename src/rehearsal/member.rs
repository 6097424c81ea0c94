//! People, and what they do: each act reaches the bot at once, and what is given back waits for its answer.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::Instant;

use super::exchange::{Exchange, Reply};
use super::limits::list;
use super::message;
use super::model::{self, BOT, CHANNEL, GROUP, OTHER_CHANNEL};
use super::world::{Interaction, State, Stored, Waiting, World};

/// Someone on this Discord, in a place. Commands and buttons are used in that place; by itself it is the server's channel.
#[derive(Clone)]
pub struct Member {
    world: Arc<World>,
    name: String,
    user: Value,
    channel: String,
    locale: String,
    is_late: bool,
}

impl Member {
    pub(super) fn new(world: Arc<World>, name: &str, is_bot: bool) -> Self {
        let user = world.lock().user(name, is_bot);
        Self { world, name: name.to_owned(), user, channel: CHANNEL.to_owned(), locale: "en-US".to_owned(), is_late: false }
    }

    /// With their Discord in another language: `es-ES`.
    #[must_use]
    pub fn speaking(self, locale: &str) -> Self {
        Self { locale: locale.to_owned(), ..self }
    }

    /// In the direct messages with the bot.
    #[must_use]
    pub fn in_direct(self) -> Self {
        let channel = self.world.lock().direct_channel(&self.id());
        Self { channel, ..self }
    }

    /// In a server that the bot is not in, with the app installed by themselves.
    #[must_use]
    pub fn elsewhere(self) -> Self {
        Self { channel: OTHER_CHANNEL.to_owned(), ..self }
    }

    /// In a group's direct messages, with the app installed by themselves.
    #[must_use]
    pub fn in_group(self) -> Self {
        Self { channel: GROUP.to_owned(), ..self }
    }

    /// Under tokens that are expired from the start, as where an event comes very late.
    #[must_use]
    pub fn late(self) -> Self {
        Self { is_late: true, ..self }
    }

    /// Their id.
    #[must_use]
    pub fn id(&self) -> String {
        self.user.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// Uses a slash command with options by name: `slash("ask", json!({"question": "…"}))`.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "every call writes it on the spot")]
    pub fn slash(&self, command: &str, options: Value) -> Exchange {
        self.command(2, command, &options, None)
    }

    /// Types into an option of a slash command that completes.
    #[must_use]
    pub fn complete(&self, command: &str, option: &str, typed: &str) -> Exchange {
        self.command(4, command, &json!({ option: typed }), Some(option))
    }

    /// Uses a message command on a message that someone else wrote.
    #[must_use]
    pub fn message_command(&self, command: &str, text: &str) -> Exchange {
        let mut state = self.world.lock();
        state.words.insert(text.to_owned());
        let author = state.user("passer-by", false);
        let id = state.id();
        let target = model::message(&id, &self.channel, &author, &json!({"content": text}));
        state.messages.insert(id.clone(), Stored { value: target.clone(), replies: None });
        let found = allowed(&state, command, 3, &self.channel);
        let known = found.as_ref().ok().and_then(|command| command.get("id")).cloned().unwrap_or_default();
        let data = json!({"id": known, "name": command, "type": 3, "target_id": id, "resolved": {"messages": {id.as_str(): target}}});
        self.interact(&mut state, 2, &data, None, format!("{} uses `{command}` on \"{text}\"", self.name), found.err())
    }

    /// Presses a button under a message of the bot's. It need not be there any more, as after an update.
    #[must_use]
    pub fn press(&self, custom_id: &str, under: &Reply) -> Exchange {
        self.component(&json!({"custom_id": custom_id, "component_type": 2}), under)
    }

    /// Chooses from a menu under a message of the bot's.
    #[must_use]
    pub fn choose(&self, custom_id: &str, values: &[&str], under: &Reply) -> Exchange {
        self.component(&json!({"custom_id": custom_id, "component_type": 3, "values": values}), under)
    }

    /// Sends a form that the bot had opened, with the text of each field by its `custom_id`.
    #[must_use]
    pub fn submit(&self, form: &Reply, fields: &Value) -> Exchange {
        let custom_id = form.body.pointer("/data/custom_id").cloned().unwrap_or_default();
        let field = |(id, value): (&String, &Value)| json!({"type": 1, "components": [{"type": 4, "custom_id": id, "value": value}]});
        let rows: Vec<Value> = fields.as_object().into_iter().flatten().map(field).collect();
        let data = json!({"custom_id": custom_id, "components": rows});
        self.interact(&mut self.world.lock(), 5, &data, None, format!("{} sends the form {custom_id}", self.name), None)
    }

    /// Writes to the bot alone.
    #[must_use]
    pub fn direct_message(&self, text: &str) -> Exchange {
        let channel = self.world.lock().direct_channel(&self.id());
        self.write(&channel, text, false, None)
    }

    /// Writes in the channel, with the bot's name in front.
    #[must_use]
    pub fn mention(&self, text: &str) -> Exchange {
        self.write(&self.channel, &format!("<@{BOT}> {text}"), true, None)
    }

    /// Writes in the channel what is none of the bot's business.
    #[must_use]
    pub fn says(&self, text: &str) -> Exchange {
        self.write(&self.channel, text, false, None)
    }

    /// Answers a message of the bot's, where it stands. As Discord does by itself, that mentions the bot.
    #[must_use]
    pub fn replies_to(&self, to: &Reply, text: &str) -> Exchange {
        let channel = to.message.get("channel_id").and_then(Value::as_str).unwrap_or(&self.channel).to_owned();
        self.write(&channel, text, true, Some(to.id()))
    }

    /// Writes in the channel as a webhook does that someone has set up.
    #[must_use]
    pub fn posts_as_webhook(&self, text: &str) -> Exchange {
        let mut state = self.world.lock();
        state.words.insert(text.to_owned());
        let hook = model::with(self.user.clone(), &[("bot", json!(true))]);
        let id = state.id();
        let value = model::with(
            model::message(&id, CHANNEL, &hook, &json!({"content": format!("<@{BOT}> {text}")})),
            &[("webhook_id", json!(self.id())), ("mentions", json!([model::bot()]))],
        );
        self.post(&mut state, id, CHANNEL, value, format!("a webhook posts \"{text}\""))
    }

    fn write(&self, channel: &str, text: &str, mentions: bool, about: Option<&str>) -> Exchange {
        let mut state = self.world.lock();
        state.words.insert(text.to_owned());
        let id = state.id();
        let mentioned = if mentions { json!([model::with(model::bot(), &[("member", model::membership())])]) } else { json!([]) };
        let mut value = model::with(model::message(&id, channel, &self.user, &json!({"content": text})), &[("mentions", mentioned)]);
        if let Some(about) = about {
            value = message::referring(&state, value, channel, about);
        }
        self.post(&mut state, id, channel, value, format!("{} writes \"{text}\"", self.name))
    }

    fn post(&self, state: &mut State, id: String, channel: &str, value: Value, what: String) -> Exchange {
        let (sender, replies) = unbounded_channel();
        let waiting = Waiting { message: id.clone(), is_answered: false, began: Instant::now(), replies: sender };
        state.waiting.entry(channel.to_owned()).or_default().push(waiting);
        let before = state.sent.len();
        message::show(state, "MESSAGE_CREATE", &value);
        state.messages.insert(id, Stored { value, replies: None });
        self.exchange(what, replies, before, None, None)
    }

    fn component(&self, data: &Value, under: &Reply) -> Exchange {
        let mut state = self.world.lock();
        let what = format!("{} presses {}", self.name, data.get("custom_id").unwrap_or(&Value::Null));
        let source = state.messages.get(under.id()).map_or_else(|| under.message.clone(), |stored| stored.value.clone());
        self.interact(&mut state, 3, data, Some(&source), what, None)
    }

    fn command(&self, kind: u8, command: &str, options: &Value, focused: Option<&str>) -> Exchange {
        let mut state = self.world.lock();
        state.words.extend(options.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_str()).map(str::to_owned));
        let found = allowed(&state, command, 1, &self.channel);
        let refused = found.as_ref().map_or_else(Clone::clone, |found| if focused.is_none() { missing(found, options) } else { String::new() });
        let found = found.unwrap_or_default();
        let option = |(name, value): (&String, &Value)| {
            let known = list(&found, "options").iter().find(|option| option.get("name").and_then(Value::as_str) == Some(name));
            let of_value = if value.is_i64() { 4 } else { 3 };
            let kind = known.and_then(|option| option.get("type")).cloned().unwrap_or_else(|| json!(if value.is_boolean() { 5 } else { of_value }));
            let option = json!({"name": name, "type": kind, "value": value});
            if focused == Some(name.as_str()) { model::with(option, &[("focused", json!(true))]) } else { option }
        };
        let options: Vec<Value> = options.as_object().into_iter().flatten().map(option).collect();
        let data = json!({"id": found.get("id"), "name": command, "type": 1, "options": options});
        let what = format!("{} {} /{command} {}", self.name, if kind == 4 { "types in" } else { "uses" }, json!(options));
        self.interact(&mut state, kind, &data, None, what, Some(refused).filter(|refused| !refused.is_empty()))
    }

    fn interact(&self, state: &mut State, kind: u8, data: &Value, source: Option<&Value>, what: String, refused: Option<String>) -> Exchange {
        let (sender, replies) = unbounded_channel();
        let id = state.id();
        let token = format!("token{}", state.id());
        let before = state.sent.len();
        let channel = source.and_then(|source| source.get("channel_id")).and_then(Value::as_str).unwrap_or(&self.channel).to_owned();
        let mut event = model::interaction(&id, kind, &token, &channel, &self.user, &self.locale, data);
        if let Some(source) = source {
            event = model::with(event, &[("message", source.clone())]);
        }
        if refused.is_none() {
            let interaction = Interaction {
                id,
                kind,
                channel,
                event: event.clone(),
                began: Instant::now(),
                answered: None,
                original: None,
                deferred: None,
                follow_ups: 0,
                is_expired: self.is_late,
                source: source.and_then(|source| source.get("id")).and_then(Value::as_str).map(str::to_owned),
                replies: sender,
            };
            state.interactions.insert(token.clone(), interaction);
            state.dispatch("INTERACTION_CREATE", &event);
        }
        self.exchange(what, replies, before, Some(token), refused)
    }

    fn exchange(
        &self,
        what: String,
        replies: tokio::sync::mpsc::UnboundedReceiver<Reply>,
        before: usize,
        token: Option<String>,
        refused: Option<String>,
    ) -> Exchange {
        Exchange { world: Arc::clone(&self.world), what, replies, before, patience: self.world.options.patience, token, refused }
    }
}

/// The command of that name, if Discord would show it in that place.
fn allowed(state: &State, name: &str, kind: u64, channel: &str) -> Result<Value, String> {
    let is_it = |command: &&Value| command.get("name").and_then(Value::as_str) == Some(name) && command.get("type").and_then(Value::as_u64) == Some(kind);
    let found = state.commands.iter().filter(|(guild, _)| guild.is_none() || channel == CHANNEL).flat_map(|(_, commands)| commands).find(is_it);
    let found = found.ok_or_else(|| format!("no command `{name}` is registered"))?;
    let (context, is_of_user) = match channel {
        CHANNEL => (0, false),
        OTHER_CHANNEL => (0, true),
        GROUP => (2, true),
        _ => (1, false),
    };
    let has = |key: &str, value: u64| found.get(key).and_then(Value::as_array).is_none_or(|list| list.contains(&json!(value)));
    match () {
        () if !has("contexts", context) => Err(format!("`{name}` is not registered for this kind of place")),
        () if is_of_user && !has("integration_types", 1) => Err(format!("`{name}` is not registered for apps that a user installs")),
        () => Ok(found.clone()),
    }
}

/// What Discord would say of options that are not given or not known.
fn missing(command: &Value, given: &Value) -> String {
    let name = |option: &Value| option.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let known: Vec<String> = list(command, "options").iter().map(name).collect();
    let is_required = |option: &&Value| option.get("required").and_then(Value::as_bool).unwrap_or_default();
    let lacking = list(command, "options").iter().filter(is_required).map(name).find(|name| given.get(name).is_none());
    let unknown = given.as_object().into_iter().flatten().find(|(name, _)| !known.contains(name));
    match (lacking, unknown) {
        (Some(name), _) => format!("the option `{name}` is required"),
        (None, Some((name, _))) => format!("there is no option `{name}`"),
        (None, None) => String::new(),
    }
}
