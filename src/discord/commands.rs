//! What members can do beside writing: the commands as Discord is told of them, and whether what it has been told still holds.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// A command as Discord is told of it. Source: Discord, Application Command Object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Command {
    /// How it is called up.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What it is called, in English.
    pub name: String,
    /// In other languages, by Discord's codes, and English again: Discord falls back to it elsewhere only.
    pub name_localizations: Localized,
    /// What it does. Commands on a message have none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// In other languages.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub description_localizations: Localized,
    /// What is typed behind it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Parameter>,
    /// Installed in a server, by a user.
    pub integration_types: [u8; 2],
    /// In servers, in the bot's direct messages, in other private channels.
    pub contexts: [u8; 3],
}

/// A text by Discord's code of a language.
pub type Localized = BTreeMap<&'static str, String>;

/// How a command is called up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Typed with a slash.
    Slash,
    /// From the menu of a message.
    Message,
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(match self {
            Self::Slash => 1,
            Self::Message => 3,
        })
    }
}

/// What is typed behind a command: a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Always 3: a text.
    pub r#type: u8,
    /// What it is called, in English.
    pub name: String,
    /// In other languages.
    pub name_localizations: Localized,
    /// What to type.
    pub description: String,
    /// In other languages.
    pub description_localizations: Localized,
    /// Whether it can't be left out.
    pub required: bool,
    /// Whether whole texts are offered while it is typed.
    pub autocomplete: bool,
}

/// The name of the command that asks.
pub const ASK: &str = "ask";
/// The name of the text behind it.
pub const QUESTION: &str = "question";
/// The name of the command that shows the board of services.
pub const SERVICES: &str = "services";
/// The name of the command to browse with.
pub const TOPICS: &str = "topics";
/// The name of the command that tells what the bot is.
pub const ABOUT: &str = "about";
/// The name of the command on a message.
pub const ANSWER_THIS: &str = "Answer this";

/// All commands of the bot.
#[must_use]
pub fn all() -> Vec<Command> {
    let question = Parameter {
        r#type: 3,
        name: QUESTION.to_owned(),
        name_localizations: localized(QUESTION, "pregunta"),
        description: "Your question, in your own words".to_owned(),
        description_localizations: localized("Your question, in your own words", "Su pregunta, con sus propias palabras"),
        required: true,
        autocomplete: true,
    };
    vec![
        Command {
            options: vec![question],
            ..slash((ASK, "Ask a question; only you see the answer"), ("preguntar", "Haga una pregunta; solo usted ve la respuesta"))
        },
        slash(
            (SERVICES, "Which services are open, limited, closed or moved"),
            ("servicios", "Qué servicios están abiertos, limitados, cerrados o reprogramados"),
        ),
        slash((TOPICS, "Browse all questions by topic"), ("temas", "Todas las preguntas por tema")),
        slash(
            (ABOUT, "What this bot is, where its answers come from, and your privacy"),
            ("acerca", "Qué es este bot, de dónde vienen sus respuestas, y su privacidad"),
        ),
        Command {
            kind: Kind::Message,
            name: ANSWER_THIS.to_owned(),
            name_localizations: localized(ANSWER_THIS, "Responder a esto"),
            description: String::new(),
            description_localizations: Localized::new(),
            ..slash(("", ""), ("", ""))
        },
    ]
}

/// Whether Discord has other commands than these. `fetched` is what `GET …/commands?with_localizations=true` gave: the same with
/// ids, versions and defaults added, with empty values where we left something out, and in any order.
#[must_use]
pub fn differs(commands: &[Command], fetched: &Value) -> bool {
    let Some(fetched) = fetched.as_array() else { return true };
    let canonical = |commands: Vec<Value>| {
        let mut commands: Vec<String> = commands.iter().map(|command| canonical(command, COMMAND_KEYS).to_string()).collect();
        commands.sort_unstable();
        commands
    };
    let ours = commands.iter().filter_map(|command| serde_json::to_value(command).ok()).collect();
    canonical(ours) != canonical(fetched.clone())
}

/// What we decide about a command and about its options; all else is Discord's own.
const COMMAND_KEYS: &[&str] = &[
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "integration_types",
    "contexts",
    "default_member_permissions",
    "nsfw",
];
const OPTION_KEYS: &[&str] = &[
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "required",
    "autocomplete",
    "choices",
    "options",
    "min_length",
    "max_length",
];

/// The value without what is Discord's own or says nothing; sets of numbers in order.
fn canonical(value: &Value, keys: &[&str]) -> Value {
    let mut kept = Map::new();
    for key in keys {
        let value = match value.get(key) {
            Some(Value::Array(items)) if *key == "options" => Value::Array(items.iter().map(|item| canonical(item, OPTION_KEYS)).collect()),
            Some(Value::Array(items)) => {
                let mut items = items.clone();
                items.sort_unstable_by_key(Value::to_string);
                Value::Array(items)
            }
            Some(value) => value.clone(),
            None => continue,
        };
        if !says_nothing(&value) {
            kept.insert((*key).to_owned(), value);
        }
    }
    Value::Object(kept)
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(items) => items.is_empty(),
        Value::Number(_) => false,
    }
}

fn slash((name, description): (&str, &str), (spanish_name, spanish_description): (&str, &str)) -> Command {
    Command {
        kind: Kind::Slash,
        name: name.to_owned(),
        name_localizations: localized(name, spanish_name),
        description: description.to_owned(),
        description_localizations: localized(description, spanish_description),
        options: Vec::new(),
        integration_types: [0, 1],
        contexts: [0, 1, 2],
    }
}

fn localized(english: &str, spanish: &str) -> Localized {
    [("en-US", english), ("en-GB", english), ("es-ES", spanish), ("es-419", spanish)].into_iter().map(|(code, text)| (code, text.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{all, differs};
    use crate::discord::limits::check_commands;

    #[test]
    fn all_commands_keep_discords_limits() {
        assert_eq!(check_commands(&all()), Ok(()));
    }

    #[test]
    fn what_discord_is_told_looks_like_this() {
        insta::assert_snapshot!(serde_json::to_string_pretty(&all()).unwrap());
    }

    /// What Discord gives back: more keys, empty values, another order.
    fn fetched() -> Value {
        let mut fetched = serde_json::to_value(all()).unwrap();
        for (id, command) in fetched.as_array_mut().unwrap().iter_mut().enumerate() {
            let added =
                json!({"id": id.to_string(), "application_id": "1", "version": "7", "default_member_permissions": null, "nsfw": false, "dm_permission": true});
            command.as_object_mut().unwrap().extend(added.as_object().unwrap().clone());
            if command["type"] == 3 {
                command["description"] = json!("");
                command["description_localizations"] = json!(null);
            }
            command["contexts"] = json!([2, 0, 1]);
        }
        fetched.as_array_mut().unwrap().reverse();
        fetched
    }

    #[test]
    fn what_discord_adds_is_no_difference() {
        assert!(!differs(&all(), &fetched()));
    }

    #[test]
    fn every_change_is_a_difference() {
        let change = |place: &str, value: Value| {
            let mut fetched = fetched();
            *fetched.pointer_mut(place).unwrap() = value;
            fetched
        };
        for (what, changed) in [
            ("a name", change("/1/name", json!("info"))),
            ("a description", change("/1/description", json!("Old."))),
            ("a translation", change("/1/name_localizations/es-ES", json!("otro"))),
            ("contexts", change("/1/contexts", json!([0]))),
            ("permissions", change("/1/default_member_permissions", json!("0"))),
            ("an option's translation", change("/4/options/0/name_localizations", json!(null))),
            ("an option", change("/4/options", json!([]))),
            ("autocomplete", change("/4/options/0/autocomplete", json!(false))),
            ("a command more", {
                let mut all = fetched();
                let one = all[1].clone();
                all.as_array_mut().unwrap().push(one);
                all
            }),
            ("a command fewer", {
                let mut all = fetched();
                all.as_array_mut().unwrap().pop();
                all
            }),
            ("nothing", json!([])),
            ("no list", json!({"message": "401"})),
        ] {
            assert!(differs(&all(), &changed), "{what}");
        }
    }
}
