//! The commands that the bot has registered, as Discord keeps them and gives them back.
//!
//! Source: Discord, Application Commands (Command Object, Naming, Localization, Bulk Overwrite).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::error::Answer;
use super::limits::{Checks, join, list};
use super::model::{self, BOT};
use super::world::State;

/// The languages that names and descriptions may be given in. Source: Discord, Locales.
const LOCALES: &[&str] = &[
    "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR",
    "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
];
/// How many commands of types 1, 2 and 3 there may be. Source: Discord, Registering a Command.
const MOST: [(u64, usize); 3] = [(1, 100), (2, 15), (3, 15)];

fn unknown() -> Answer {
    Answer::error(404, 10063, "Unknown application command")
}

/// `GET …/commands`.
pub(super) fn all(state: &State, guild: Option<&str>, with_localizations: bool) -> Answer {
    let mut commands = state.commands.get(&guild.map(str::to_owned)).cloned().unwrap_or_default();
    if !with_localizations {
        commands.iter_mut().for_each(without_localizations);
    }
    Answer::ok(Value::Array(commands))
}

/// `PUT …/commands`: what is not in it is gone. A command of the same name and type keeps its id.
pub(super) fn replace(state: &mut State, guild: Option<&str>, body: &Value) -> Answer {
    let Some(given) = body.as_array() else { return Answer::invalid_form(&[]) };
    let mut checks = Checks::default();
    given.iter().enumerate().for_each(|(n, command)| check(&mut checks, &n.to_string(), command));
    let mut known = BTreeSet::new();
    for (n, command) in given.iter().enumerate() {
        if !known.insert((kind(command), command.get("name").and_then(Value::as_str))) {
            checks.fault(&n.to_string(), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
        }
    }
    for (kind_of, most) in MOST {
        checks.count("", given.iter().filter(|command| kind(command) == kind_of).count(), 0, most);
    }
    if !checks.0.is_empty() {
        return Answer::invalid_form(&checks.0);
    }
    let commands: Vec<Value> = given.iter().map(|command| complete(state, guild, command)).collect();
    state.commands.insert(guild.map(str::to_owned), commands.clone());
    Answer::ok(Value::Array(commands))
}

/// `POST …/commands`: one more, or in place of that of the same name.
pub(super) fn create(state: &mut State, guild: Option<&str>, body: &Value) -> Answer {
    let mut checks = Checks::default();
    check(&mut checks, "", body);
    if !checks.0.is_empty() {
        return Answer::invalid_form(&checks.0);
    }
    let command = complete(state, guild, body);
    let commands = state.commands.entry(guild.map(str::to_owned)).or_default();
    let is_new = !commands.iter().any(|known| is_same(known, body));
    commands.retain(|known| !is_same(known, body));
    commands.push(command.clone());
    Answer { status: if is_new { 201 } else { 200 }, ..Answer::ok(command) }
}

/// `GET`, `PATCH` and `DELETE …/commands/{command}`.
pub(super) fn one(state: &mut State, method: &str, guild: Option<&str>, id: &str, body: &Value) -> Answer {
    let place = guild.map(str::to_owned);
    let is_it = |command: &Value| command.get("id").and_then(Value::as_str) == Some(id);
    let Some(found) = state.commands.get(&place).and_then(|commands| commands.iter().find(|command| is_it(command)).cloned()) else { return unknown() };
    match method {
        "GET" => Answer::ok(found),
        "DELETE" => {
            state.commands.entry(place).or_default().retain(|command| !is_it(command));
            Answer::nothing()
        }
        _ => {
            let mut merged = found.as_object().cloned().unwrap_or_default();
            merged.extend(body.as_object().cloned().unwrap_or_default());
            let merged = Value::Object(merged);
            let mut checks = Checks::default();
            check(&mut checks, "", &merged);
            if !checks.0.is_empty() {
                return Answer::invalid_form(&checks.0);
            }
            let version = state.id();
            let merged = model::with(merged, &[("version", json!(version))]);
            state.commands.entry(place).or_default().iter_mut().filter(|command| is_it(command)).for_each(|command| *command = merged.clone());
            Answer::ok(merged)
        }
    }
}

/// A command as Discord keeps it: with an id, a version and every default written out.
pub(super) fn complete(state: &mut State, guild: Option<&str>, given: &Value) -> Value {
    let old = state.commands.get(&guild.map(str::to_owned)).and_then(|commands| commands.iter().find(|known| is_same(known, given)));
    let old_id = old.and_then(|command| command.get("id")).cloned();
    let id = old_id.unwrap_or_else(|| json!(state.id()));
    let version = state.id();
    let mut command = json!({
        "id": id, "application_id": BOT, "version": version, "default_member_permissions": null, "type": 1, "name_localizations": null, "description": "",
        "description_localizations": null, "dm_permission": true, "contexts": null, "integration_types": [0], "nsfw": false,
    });
    let given: Vec<(&str, Value)> = given.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value.clone())).collect();
    command = model::with(command, &given);
    if let Some(object) = command.as_object_mut() {
        if let Some(guild) = guild {
            object.insert("guild_id".to_owned(), json!(guild));
        }
        match object.get_mut("options").and_then(Value::as_array_mut) {
            Some(options) if !options.is_empty() => options.iter_mut().for_each(tidy),
            _ => drop(object.remove("options")),
        }
    }
    command
}

/// Of an option Discord keeps only what is set: no `"required": false`.
fn tidy(option: &mut Value) {
    let Some(object) = option.as_object_mut() else { return };
    object.retain(|_, value| !matches!(value, Value::Null | Value::Bool(false)) && value.as_array().is_none_or(|list| !list.is_empty()));
    object.get_mut("options").and_then(Value::as_array_mut).into_iter().flatten().for_each(tidy);
}

fn without_localizations(value: &mut Value) {
    let Some(object) = value.as_object_mut() else { return };
    object.remove("name_localizations");
    object.remove("description_localizations");
    for key in ["options", "choices"] {
        object.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().for_each(without_localizations);
    }
}

fn is_same(one: &Value, other: &Value) -> bool {
    kind(one) == kind(other) && one.get("name") == other.get("name")
}

fn kind(command: &Value) -> u64 {
    command.get("type").and_then(Value::as_u64).unwrap_or(1)
}

fn check(checks: &mut Checks, at: &str, command: &Value) {
    let is_slash = kind(command) == 1;
    names(checks, at, command, is_slash);
    if is_slash {
        descriptions(checks, at, command);
    } else if command.get("description").and_then(Value::as_str).is_some_and(|text| !text.is_empty()) {
        checks.fault(&join(at, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", "Context menu commands cannot have description");
    }
    options(checks, at, command);
}

fn options(checks: &mut Checks, at: &str, command: &Value) {
    let options = list(command, "options");
    checks.count(&join(at, "options"), options.len(), 0, 25);
    let mut may_be_required = true;
    for (n, option) in options.iter().enumerate() {
        let at = join(at, &format!("options.{n}"));
        names(checks, &at, option, true);
        descriptions(checks, &at, option);
        let is_required = option.get("required").and_then(Value::as_bool).unwrap_or_default();
        if is_required && !may_be_required {
            checks.fault(&at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
        }
        may_be_required = is_required;
        if !option.get("type").and_then(Value::as_u64).is_some_and(|kind| (1..=11).contains(&kind)) {
            checks.fault(&join(&at, "type"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).");
        }
        let choices = list(option, "choices");
        checks.choices(&join(&at, "choices"), choices);
        if !choices.is_empty() && option.get("autocomplete").and_then(Value::as_bool).unwrap_or_default() {
            checks.fault(&join(&at, "choices"), "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", "Autocomplete options cannot have choices");
        }
        options_below(checks, &at, option);
    }
}

fn options_below(checks: &mut Checks, at: &str, option: &Value) {
    if !list(option, "options").is_empty() {
        options(checks, at, option);
    }
}

fn names(checks: &mut Checks, at: &str, named: &Value, is_strict: bool) {
    let is_of_name = |c: char| matches!(c, '-' | '_' | '\'') || (c.is_alphanumeric() && c.to_lowercase().eq([c]));
    let mut check = |at: String, value: Option<&Value>| {
        checks.required(&at, value, 32);
        if is_strict && value.and_then(Value::as_str).is_some_and(|name| !name.chars().all(is_of_name)) {
            checks.fault(&at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
        }
    };
    check(join(at, "name"), named.get("name"));
    let localised = named.get("name_localizations").and_then(Value::as_object);
    localised.into_iter().flatten().for_each(|(locale, name)| check(join(at, &format!("name_localizations.{locale}")), Some(name)));
    locales(checks, &join(at, "name_localizations"), localised);
}

fn descriptions(checks: &mut Checks, at: &str, described: &Value) {
    checks.required(&join(at, "description"), described.get("description"), 100);
    let localised = described.get("description_localizations").and_then(Value::as_object);
    localised.into_iter().flatten().for_each(|(locale, text)| checks.required(&join(at, &format!("description_localizations.{locale}")), Some(text), 100));
    locales(checks, &join(at, "description_localizations"), localised);
}

fn locales(checks: &mut Checks, at: &str, localised: Option<&Map<String, Value>>) {
    for locale in localised.into_iter().flat_map(Map::keys).filter(|locale| !LOCALES.contains(&locale.as_str())) {
        checks.fault(&join(at, locale), "BASE_TYPE_CHOICES", "Value must be a known locale.");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Checks, check};

    #[test]
    fn a_command_is_held_against_the_rules() {
        let ask = |key: &str, value: serde_json::Value| super::model::with(json!({"name": "ask", "description": "d"}), &[(key, value)]);
        let option = |name: &str, required: bool| json!({"type": 3, "name": name, "description": "d", "required": required});
        for (command, place) in [
            (ask("type", json!(1)), None),
            (ask("options", json!([option("question", true), option("more", false)])), None),
            (ask("name_localizations", json!({"es-ES": "preguntar", "es-419": "preguntar"})), None),
            (json!({"name": "Answer this", "type": 3}), None),
            (json!({"name": "preguntar-más", "description": "d"}), None),
            (ask("name", json!("Ask")), Some("name")),
            (ask("name", json!("ask it")), Some("name")),
            (ask("name", json!("a".repeat(33))), Some("name")),
            (ask("description", json!("")), Some("description")),
            (ask("description", json!("d".repeat(101))), Some("description")),
            (ask("description_localizations", json!({"es": "d"})), Some("description_localizations.es")),
            (ask("options", json!([option("more", false), option("question", true)])), Some("options.1")),
            (ask("options", json!(vec![option("o", false); 26])), Some("options")),
            (json!({"name": "Answer this", "type": 3, "description": "d"}), Some("description")),
        ] {
            let mut checks = Checks::default();
            check(&mut checks, "", &command);
            assert_eq!(checks.0.first().map(|fault| fault.path.as_str()), place, "{command}");
        }
    }
}
