//! How a session begins, is taken up again, and ends.
//!
//! Source: Discord, Gateway (Identifying, Resuming, Close Event Codes).

use serde_json::{Value, json};

use super::gateway::Connection;
use super::model::{self, BOT, GUILD};
use super::session::{GUILDS, KNOWN, PRIVILEGED, Push, Session};
use super::world::World;

/// Begins a session, or closes the connection with the reason's code.
pub(super) fn identify(world: &World, connection: &mut Connection, data: &Value) {
    let refused = world.lock().refuses;
    match refused.map_or_else(|| check(world, data), Err) {
        Err(code) => {
            // A connection that has ended needs no code.
            let _ = connection.link.send(Push::Close(Some(code)));
        }
        Ok((shard, intents)) => {
            connection.compresses = data.get("compress").and_then(Value::as_bool).unwrap_or_default();
            let mut state = world.lock();
            let id = format!("session{}", state.id());
            // A bot that identifies anew has given up what it had; its old session would only pile up events.
            state.sessions.retain(|old| old.link.is_some() || old.shard != shard);
            let mut session = Session::new(id.clone(), shard, intents, (connection.number, connection.link.clone()));
            let ready = json!({
                "v": 10, "user_settings": {}, "user": model::own_user(), "guilds": [{"id": GUILD, "unavailable": true}], "session_id": id,
                "session_type": "normal", "resume_gateway_url": format!("ws://127.0.0.1:{}", world.port), "relationships": [], "private_channels": [],
                "presences": [], "guild_join_requests": [], "geo_ordered_rtc_regions": [], "shard": [shard.0, shard.1],
                "application": {"id": BOT, "flags": 0}, "_trace": [],
            });
            session.send_event("READY", &ready.to_string());
            if intents & GUILDS != 0 && is_of_shard(shard) {
                session.send_event("GUILD_CREATE", &model::guild().to_string());
            }
            state.sessions.push(session);
            world.count(&state, |counts| counts.identified += 1);
        }
    }
}

/// Whether the server belongs to a shard.
fn is_of_shard((shard, shards): (u64, u64)) -> bool {
    GUILD.parse::<u64>().is_ok_and(|id| (id >> 22) % shards.max(1) == shard)
}

/// The shard and intents, or why not.
fn check(world: &World, data: &Value) -> Result<((u64, u64), u64), u16> {
    let token = data.get("token").and_then(Value::as_str).unwrap_or_default();
    if token.trim_start_matches("Bot ") != world.options.token {
        return Err(4004);
    }
    if !data.get("properties").is_some_and(Value::is_object) {
        return Err(4002);
    }
    let intents = data.get("intents").and_then(Value::as_u64).filter(|intents| intents & !KNOWN == 0).ok_or(4013_u16)?;
    if intents & PRIVILEGED & !world.options.privileged != 0 {
        return Err(4014);
    }
    let shard = match data.get("shard").and_then(Value::as_array).map(Vec::as_slice) {
        None => (0, 1),
        Some([shard, shards]) => (shard.as_u64().ok_or(4010_u16)?, shards.as_u64().ok_or(4010_u16)?),
        Some(_) => return Err(4010),
    };
    if shard.0 >= shard.1 { Err(4010) } else { Ok((shard, intents)) }
}

/// Takes up a session again and replays what it missed, or tells the bot to identify.
pub(super) fn resume(world: &World, connection: &Connection, data: &Value) {
    let text = |key: &str| data.get(key).and_then(Value::as_str).unwrap_or_default();
    let reply = |push: Push| {
        let _ = connection.link.send(push);
    };
    if text("token").trim_start_matches("Bot ") != world.options.token {
        return reply(Push::Close(Some(4004)));
    }
    let after = data.get("seq").and_then(Value::as_u64).unwrap_or_default();
    let mut state = world.lock();
    let Some(session) = state.sessions.iter_mut().find(|session| session.id == text("session_id") && session.can_replay(after)) else {
        return reply(Push::Text(json!({"t": null, "s": null, "op": 9, "d": false}).to_string()));
    };
    if after > session.seq {
        return reply(Push::Close(Some(4007)));
    }
    if let Some((_, old)) = session.link.replace((connection.number, connection.link.clone())) {
        // The connection that the session leaves is of no use any more.
        let _ = old.send(Push::Cut);
    }
    session.is_leaving = false;
    session.replay(after);
    session.send_event("RESUMED", &json!({"_trace": []}).to_string());
    world.count(&state, |counts| counts.resumed += 1);
}

/// After a connection has ended. A bot that closes with 1000 or 1001 ends its session too.
pub(super) fn leave(world: &World, number: u64, code: Option<u16>) {
    let mut state = world.lock();
    state.links.remove(&number);
    if matches!(code, Some(1000 | 1001)) {
        state.sessions.retain(|session| !session.is_of(number));
    }
    state.sessions.iter_mut().filter(|session| session.is_of(number)).for_each(|session| session.link = None);
    world.count(&state, |_| {});
}
