//! From the gateway's events to what a member did. What is not for the bot becomes nothing here, and is read no further: other
//! bots, webhooks, and every message in a channel that neither mentions it nor replies to it.

use serenity::all::{
    AuthorizingIntegrationOwner, ChannelId, ChannelType, CommandDataOptionValue, CommandInteraction, CommandType, ComponentInteraction,
    ComponentInteractionDataKind, InteractionContext, Member, Message as DiscordMessage, MessageFlags, MessageType, PartialChannel, Permissions, TargetId,
    UserId,
};

use super::{CustomId, Place, Request, commands};
use crate::text::Language;

/// What a command asks. A name that we don't know was registered by another version: what the bot is helps most then.
#[must_use]
pub fn of_command(command: &CommandInteraction) -> Request {
    if command.data.kind == CommandType::Message {
        let target = command.data.target_id.map(TargetId::to_message_id);
        let message = target.and_then(|id| command.data.resolved.messages.get(&id));
        return Request::Ask { question: message.map(|message| message.content.clone()).unwrap_or_default() };
    }
    match command.data.name.as_str() {
        commands::ASK => {
            let option = command.data.options.iter().find(|option| option.name == commands::QUESTION);
            let question = option.and_then(|option| option.value.as_str()).unwrap_or_default();
            Request::Ask { question: question.to_owned() }
        }
        commands::SERVICES => Request::Services,
        commands::TOPICS => Request::Topics,
        _ => Request::About,
    }
}

/// What is being typed.
#[must_use]
pub fn of_typing(command: &CommandInteraction) -> Request {
    let typed = command.data.options.iter().find_map(|option| match &option.value {
        CommandDataOptionValue::Autocomplete { value, .. } => Some(value.clone()),
        _ => None,
    });
    Request::Complete { typed: typed.unwrap_or_default() }
}

/// What was pressed, or chosen from a menu.
#[must_use]
pub fn of_press(press: &ComponentInteraction) -> Request {
    let chosen = match &press.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().cloned(),
        _ => None,
    };
    let ephemeral = press.message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    Request::Press { id: CustomId::read(&press.data.custom_id), chosen, ephemeral }
}

/// What a message asks of the bot, which is `own`; `None` where it is not for it.
#[must_use]
pub fn of_message(message: &DiscordMessage, own: UserId) -> Option<Request> {
    let by_a_person = !message.author.bot && message.webhook_id.is_none() && message.author.id != own;
    let is_said = matches!(message.kind, MessageType::Regular | MessageType::InlineReply);
    let is_direct = message.guild_id.is_none();
    let mentions = message.mentions.iter().any(|user| user.id == own);
    let replies = || message.referenced_message.as_ref().is_some_and(|replied| replied.author.id == own);
    if !by_a_person || !is_said || !(is_direct || mentions || replies()) {
        return None;
    }
    // Of a reply that pings nobody Discord hands on that it is there, and not its words.
    let is_unread = !is_direct && !mentions && message.content.is_empty();
    Some(if is_unread { Request::Unread } else { Request::Ask { question: message.content.clone() } })
}

/// Where an interaction was: whether its reply can be shown to others, by the bot on behalf of a member who may write there too.
#[must_use]
pub fn place(context: Option<InteractionContext>, channel: Option<&PartialChannel>, member: Option<&Member>) -> Place {
    let may_write = member.and_then(|member| member.permissions).is_none_or(|permissions| may_write(channel, permissions));
    if context == Some(InteractionContext::BotDm) || !may_write { Place::Alone } else { Place::Interaction }
}

/// The channel of a press, where the bot is a member of the server and may write in it by itself.
#[must_use]
pub fn own_channel(press: &ComponentInteraction) -> Option<ChannelId> {
    let is_member = press.authorizing_integration_owners.0.iter().any(|owner| matches!(owner, AuthorizingIntegrationOwner::GuildInstall(Some(_))));
    let may_write = press.app_permissions.is_some_and(|permissions| may_write(press.channel.as_ref(), permissions));
    (is_member && may_write).then_some(press.channel_id)
}

fn may_write(channel: Option<&PartialChannel>, permissions: Permissions) -> bool {
    let is_thread = channel.is_some_and(|channel| matches!(channel.kind, ChannelType::NewsThread | ChannelType::PublicThread | ChannelType::PrivateThread));
    let needed = if is_thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    permissions.contains(Permissions::VIEW_CHANNEL | needed) || permissions.administrator()
}

/// The language of a member's Discord, where it is one that the bot speaks.
#[must_use]
pub fn language(locale: &str) -> Option<Language> {
    Language::from_code(locale.split('-').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use serenity::all::{Interaction, Message, UserId};

    use super::{language, of_command, of_message, of_press, of_typing};
    use crate::discord::{CustomId, Request};
    use crate::text::Language::{English, Spanish};

    /// An object with the keys of both, those of the second first.
    fn merged(mut base: Value, over: &Value) -> Value {
        for (key, value) in over.as_object().unwrap() {
            base[key] = value.clone();
        }
        base
    }

    fn user(id: &str, bot: bool) -> Value {
        json!({"id": id, "username": "someone", "discriminator": "0", "avatar": null, "bot": bot})
    }

    fn message(over: &Value) -> Value {
        let base = json!({
            "id": "900", "channel_id": "800", "author": user("700", false), "content": "are pharmacies open?", "timestamp": "2031-01-02T03:04:05.000000+00:00",
            "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            "pinned": false, "type": 0
        });
        merged(base, over)
    }

    fn interaction(kind: u8, data: &Value, over: &Value) -> Interaction {
        let base = json!({
            "id": "1000", "application_id": "1", "type": kind, "data": data, "channel_id": "800", "user": user("700", false), "token": "a-token", "version": 1,
            "locale": "es-419", "entitlements": [], "attachment_size_limit": 10, "app_permissions": "0"
        });
        serde_json::from_value(merged(base, over)).unwrap()
    }

    fn asked(question: &str) -> Request {
        Request::Ask { question: question.to_owned() }
    }

    #[test]
    fn a_command_is_what_its_name_says() {
        let options = json!([{"name": "question", "type": 3, "value": "  are **pharmacies** open?"}]);
        for (name, options, expected) in [
            ("ask", options, asked("  are **pharmacies** open?")),
            ("ask", json!([]), asked("")),
            ("services", json!([]), Request::Services),
            ("topics", json!([]), Request::Topics),
            ("about", json!([]), Request::About),
            ("from-long-ago", json!([]), Request::About),
        ] {
            let Interaction::Command(command) = interaction(2, &json!({"id": "5", "name": name, "type": 1, "options": options}), &json!({})) else {
                panic!("{name} is a command");
            };
            assert_eq!(of_command(&command), expected, "{name}");
        }
    }

    #[test]
    fn answer_this_asks_what_the_message_says() {
        let resolved = json!({"messages": {"900": message(&json!({"content": "when did it start?"}))}});
        let data = json!({"id": "5", "name": "Answer this", "type": 3, "target_id": "900", "resolved": resolved});
        let Interaction::Command(command) = interaction(2, &data, &json!({})) else { panic!("it is a command") };
        assert_eq!(of_command(&command), asked("when did it start?"));
    }

    #[test]
    fn what_is_being_typed_comes_as_it_is() {
        for typed in ["", "pharm", "¿"] {
            let data = json!({"id": "5", "name": "ask", "type": 1, "options": [{"name": "question", "type": 3, "value": typed, "focused": true}]});
            let Interaction::Autocomplete(command) = interaction(4, &data, &json!({})) else { panic!("it is typing") };
            assert_eq!(of_typing(&command), Request::Complete { typed: typed.to_owned() });
        }
    }

    #[test]
    fn a_press_tells_what_was_pressed_and_chosen_and_who_sees_it() {
        let id = Some(CustomId::Ask { language: English, entry: "pharmacies".to_owned() });
        for (data, flags, expected) in [
            (json!({"custom_id": "ask:en:pharmacies", "component_type": 2}), 64, Request::Press { id, chosen: None, ephemeral: true }),
            (
                json!({"custom_id": "of another bot", "component_type": 3, "values": ["care"]}),
                0,
                Request::Press { id: None, chosen: Some("care".to_owned()), ephemeral: false },
            ),
        ] {
            let Interaction::Component(press) = interaction(3, &data, &json!({"message": message(&json!({"flags": flags}))})) else {
                panic!("it is a press");
            };
            assert_eq!(of_press(&press), expected);
        }
    }

    #[test]
    fn only_what_a_person_says_to_the_bot_is_read() {
        let bot = user("2", true);
        let reply = json!({"guild_id": "600", "type": 19, "referenced_message": message(&json!({"author": bot}))});
        for (over, is_for_it, why) in [
            (json!({}), true, "a direct message"),
            (json!({"guild_id": "600", "mentions": [bot]}), true, "a mention"),
            (reply, true, "a reply to it"),
            (json!({"guild_id": "600"}), false, "a message in a channel"),
            (json!({"guild_id": "600", "mentions": [user("701", false)]}), false, "a mention of someone else"),
            (json!({"guild_id": "600", "mention_everyone": true}), false, "a mention of everyone"),
            (json!({"guild_id": "600", "type": 19, "referenced_message": message(&json!({}))}), false, "a reply to someone else"),
            (json!({"author": bot}), false, "its own"),
            (json!({"author": user("702", true), "guild_id": "600", "mentions": [bot]}), false, "another bot's mention"),
            (json!({"webhook_id": "703", "guild_id": "600", "mentions": [bot]}), false, "a webhook's mention"),
            (json!({"type": 6, "guild_id": "600", "mentions": [bot]}), false, "a pin"),
        ] {
            let message: Message = serde_json::from_value(message(&over)).unwrap();
            assert_eq!(of_message(&message, UserId::new(2)), is_for_it.then(|| asked("are pharmacies open?")), "{why}");
        }
    }

    #[test]
    fn a_locale_speaks_a_language_where_the_bot_does() {
        for (locale, expected) in
            [("en-US", Some(English)), ("en-GB", Some(English)), ("es-ES", Some(Spanish)), ("es-419", Some(Spanish)), ("fr", None), ("", None), ("ést", None)]
        {
            assert_eq!(language(locale), expected, "{locale}");
        }
    }
}
