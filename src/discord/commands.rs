//! What members can do beside writing: the commands as Discord is told of them.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

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
    use super::all;
    use crate::discord::limits::check_commands;

    #[test]
    fn all_commands_keep_discords_limits() {
        assert_eq!(check_commands(&all()), Ok(()));
    }

    #[test]
    fn what_discord_is_told_looks_like_this() {
        insta::assert_snapshot!(serde_json::to_string_pretty(&all()).unwrap());
    }
}
