//! Discord's objects as JSON, with every field that a client library insists on.
//!
//! Source: Discord, User, Guild, Channel, Message and Application objects.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// The bot's own id, and its application's.
pub(super) const BOT: &str = "1100000000000000001";
/// The server that the bot is in.
pub(super) const GUILD: &str = "1100000000000000002";
/// Its one channel.
pub(super) const CHANNEL: &str = "1100000000000000003";
/// A server that the bot is not in; its app is there only with who installed it.
pub(super) const OTHER_GUILD: &str = "1100000000000000004";
/// A channel there.
pub(super) const OTHER_CHANNEL: &str = "1100000000000000005";
/// A group direct message.
pub(super) const GROUP: &str = "1100000000000000006";
/// Who owns the server and the application.
const OWNER: &str = "1100000000000000007";

const JOINED: &str = "2023-01-01T00:00:00.000000+00:00";
/// Read messages, send messages, embed links and the like: all that @everyone may do.
const PERMISSIONS: &str = "2248473465835073";

/// A person, or another bot.
pub(super) fn user(id: &str, name: &str, is_bot: bool) -> Value {
    json!({
        "id": id, "username": name, "discriminator": if is_bot { "0001" } else { "0" }, "global_name": null, "avatar": null, "bot": is_bot,
        "public_flags": 0, "avatar_decoration_data": null, "clan": null, "primary_guild": null, "collectibles": null,
    })
}

/// The bot itself.
pub(super) fn bot() -> Value {
    user(BOT, "rehearsal-bot", true)
}

/// The bot, as it sees itself.
pub(super) fn own_user() -> Value {
    with(bot(), &[("verified", json!(true)), ("email", Value::Null), ("mfa_enabled", json!(false)), ("flags", json!(0))])
}

/// The application, as its owner's bot sees it.
pub(super) fn application() -> Value {
    json!({
        "id": BOT, "name": "Rehearsal", "icon": null, "description": "", "summary": "", "type": null, "bot": bot(), "bot_public": true,
        "bot_require_code_grant": false, "owner": user(OWNER, "owner", false), "team": null, "verify_key": "0".repeat(64), "flags": 0, "hook": true,
        "redirect_uris": [], "interactions_endpoint_url": null, "role_connections_verification_url": null, "approximate_guild_count": 1,
        "approximate_user_install_count": 1, "integration_types_config": {"0": {}, "1": {}},
    })
}

/// The server, as the bot gets it on connecting.
pub(super) fn guild() -> Value {
    let role = json!({
        "id": GUILD, "name": "@everyone", "color": 0, "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null}, "hoist": false,
        "managed": false, "mentionable": false, "permissions": PERMISSIONS, "position": 0, "icon": null, "unicode_emoji": null, "flags": 0,
    });
    let settings = json!({
        "id": GUILD, "name": "Rehearsal", "icon": null, "splash": null, "discovery_splash": null, "owner_id": OWNER, "afk_channel_id": null, "afk_timeout": 300,
        "widget_enabled": false, "widget_channel_id": null, "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
        "emojis": [], "features": [], "mfa_level": 0, "application_id": null, "system_channel_id": null, "system_channel_flags": 0,
        "rules_channel_id": null, "max_presences": null, "max_members": 500_000, "vanity_url_code": null, "description": null, "banner": null,
    });
    let rest = json!({
        "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "en-US", "public_updates_channel_id": null, "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50, "nsfw_level": 0, "stickers": [], "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null,
        "incidents_data": null, "joined_at": JOINED, "large": false, "unavailable": false, "member_count": 2, "voice_states": [], "members": [],
        "channels": [channel(CHANNEL)], "threads": [], "presences": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
    });
    let rest: Vec<(&str, Value)> = rest.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value.clone())).collect();
    with(with(settings, &[("roles", json!([role]))]), &rest)
}

/// A channel by its id: of a server, of a group, or between a member and the bot.
pub(super) fn channel(id: &str) -> Value {
    let of_guild = |guild: &str| {
        json!({
            "id": id, "type": 0, "guild_id": guild, "name": "general", "position": 0, "permission_overwrites": [], "nsfw": false, "topic": null,
            "last_message_id": null, "parent_id": null, "rate_limit_per_user": 0, "flags": 0, "permissions": PERMISSIONS,
        })
    };
    match id {
        CHANNEL => of_guild(GUILD),
        OTHER_CHANNEL => of_guild(OTHER_GUILD),
        GROUP => json!({"id": id, "type": 3, "name": null, "last_message_id": null, "recipients": [], "icon": null, "owner_id": OWNER, "flags": 0}),
        _ => json!({"id": id, "type": 1, "last_message_id": null, "recipients": [], "flags": 0}),
    }
}

/// What a server knows of someone.
pub(super) fn membership() -> Value {
    json!({
        "nick": null, "avatar": null, "banner": null, "roles": [], "joined_at": JOINED, "premium_since": null, "deaf": false, "mute": false, "flags": 0,
        "pending": false, "communication_disabled_until": null, "avatar_decoration_data": null,
    })
}

/// Someone as a member of a server, as an interaction tells it.
pub(super) fn member(user: &Value) -> Value {
    with(membership(), &[("user", user.clone()), ("permissions", json!(PERMISSIONS))])
}

/// A new message. `body` gives its content, embeds and components.
pub(super) fn message(id: &str, channel: &str, author: &Value, body: &Value) -> Value {
    let of_body = |key: &str, otherwise: Value| body.get(key).filter(|value| !value.is_null()).cloned().unwrap_or(otherwise);
    let embeds: Vec<Value> = of_body("embeds", json!([])).as_array().into_iter().flatten().map(embed).collect();
    json!({
        "id": id, "channel_id": channel, "author": author, "type": 0, "content": of_body("content", json!("")), "timestamp": Timestamp::now().to_string(),
        "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": embeds,
        "pinned": false, "components": of_body("components", json!([])), "flags": of_body("flags", json!(0)),
    })
}

/// An embed as Discord gives it back.
pub(super) fn embed(sent: &Value) -> Value {
    with(sent.clone(), &[("type", json!("rich"))])
}

/// What all interactions have. `place` is the channel; a server's has a member, another only a user.
pub(super) fn interaction(id: &str, kind: u8, token: &str, channel: &str, user: &Value, locale: &str, data: &Value) -> Value {
    let user_id = user.get("id").cloned().unwrap_or_default();
    let (context, owners) = match channel {
        CHANNEL => (0, json!({"0": GUILD})),
        OTHER_CHANNEL => (0, json!({"1": user_id})),
        GROUP => (2, json!({"1": user_id})),
        _ => (1, json!({"0": "0", "1": user_id})),
    };
    let mut whole = json!({
        "id": id, "application_id": BOT, "type": kind, "data": data, "channel": self::channel(channel), "channel_id": channel, "token": token, "version": 1,
        "app_permissions": PERMISSIONS, "locale": locale, "entitlements": [], "entitlement_sku_ids": [], "authorizing_integration_owners": owners,
        "context": context, "attachment_size_limit": 10_485_760,
    });
    match guild_of(channel) {
        Some(guild) => {
            let of_guild = json!({"id": guild, "locale": "en-US", "features": []});
            whole = with(whole, &[("guild_id", json!(guild)), ("guild_locale", json!("en-US")), ("guild", of_guild), ("member", member(user))]);
        }
        None => whole = with(whole, &[("user", user.clone())]),
    }
    whole
}

/// The server that a channel belongs to.
pub(super) fn guild_of(channel: &str) -> Option<&'static str> {
    match channel {
        CHANNEL => Some(GUILD),
        OTHER_CHANNEL => Some(OTHER_GUILD),
        _ => None,
    }
}

/// An object with fields added or replaced.
pub(super) fn with(object: Value, fields: &[(&str, Value)]) -> Value {
    let mut object = match object {
        Value::Object(object) => object,
        _ => Map::new(),
    };
    object.extend(fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    Value::Object(object)
}
