//! Discord's limits, in one place, and a check of everything that is sent against them. Lengths are in UTF-16 code units, which is
//! never less than Discord counts.
//!
//! Sources, in Discord's developer documentation: *Message* (Create Message), *Embed* (Embed Limits), *Components* (Component
//! Reference), *Interactions* (Receiving and Responding, autocomplete) and *Commands* (Application Command Object).

pub use super::shorten::length;

use std::collections::HashSet;

use super::commands::{Command, Kind};
use super::message::{Component, Embed, Message, Row};

/// Longest content of a message, in UTF-16 code units. Source: Create Message.
pub const CONTENT: usize = 2000;
/// Most embeds of a message. Source: Create Message.
pub const EMBEDS: usize = 10;
/// Longest text of all embeds of a message together, in UTF-16 code units. Source: Embed Limits.
pub const EMBEDS_IN_ALL: usize = 6000;
/// Longest title of an embed, in UTF-16 code units. Source: Embed Limits.
pub const EMBED_TITLE: usize = 256;
/// Longest description of an embed, in UTF-16 code units. Source: Embed Limits.
pub const EMBED_DESCRIPTION: usize = 4096;
/// Most fields of an embed. Source: Embed Limits.
pub const FIELDS: usize = 25;
/// Longest name of a field, in UTF-16 code units; it must not be empty. Source: Embed Limits.
pub const FIELD_NAME: usize = 256;
/// Longest value of a field, in UTF-16 code units; it must not be empty. Source: Embed Limits.
pub const FIELD_VALUE: usize = 1024;
/// Longest footer of an embed, in UTF-16 code units. Source: Embed Limits.
pub const FOOTER: usize = 2048;
/// Most rows of components of a message. Source: Component Reference, Action Row.
pub const ROWS: usize = 5;
/// Most buttons of a row; a menu fills one alone. Source: Component Reference, Action Row.
pub const BUTTONS: usize = 5;
/// Longest `custom_id`, in UTF-16 code units; unique in a message. Source: Component Reference, Custom ID.
pub const CUSTOM_ID: usize = 100;
/// Longest label of a button, in UTF-16 code units. Source: Component Reference, Button.
pub const LABEL: usize = 80;
/// Longest address of a link, in UTF-16 code units. Source: Component Reference, Button.
pub const LINK: usize = 512;
/// Most options of a menu. Source: Component Reference, String Select.
pub const OPTIONS: usize = 25;
/// Longest label, value or description of an option, in UTF-16 code units. Source: Component Reference, Select Option Structure.
pub const OPTION: usize = 100;
/// Longest placeholder of a menu, in UTF-16 code units. Source: Component Reference, String Select.
pub const PLACEHOLDER: usize = 150;
/// Most choices while typing. Source: Receiving and Responding, autocomplete.
pub const CHOICES: usize = 25;
/// Longest name and longest value of a choice, in UTF-16 code units. Source: Application Command Option Choice.
pub const CHOICE: usize = 100;
/// Longest name of a command or an option, in UTF-16 code units. Source: Application Command Naming.
pub const COMMAND_NAME: usize = 32;
/// Longest description of a command or an option, in UTF-16 code units. Source: Application Command Object.
pub const COMMAND_DESCRIPTION: usize = 100;
/// Most options of a command. Source: Application Command Object.
pub const COMMAND_OPTIONS: usize = 25;
/// Most commands typed with a slash, global ones. Source: Application Commands, Registering.
pub const SLASH_COMMANDS: usize = 100;
/// Most commands of a message's menu, global ones. Source: Application Commands, Registering.
pub const MESSAGE_COMMANDS: usize = 15;

/// What is against a limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// Longer than Discord takes.
    #[error("{what} has {found} UTF-16 units, {most} are the most")]
    TooLong {
        /// What.
        what: &'static str,
        /// How long it may be.
        most: usize,
        /// How long it is.
        found: usize,
    },
    /// More than Discord takes.
    #[error("{found} {what}, {most} are the most")]
    TooMany {
        /// What.
        what: &'static str,
        /// How many there may be.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// Nothing where there must be something.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// Two where there must be one.
    #[error("{what} `{which}` stands there twice")]
    Twice {
        /// What.
        what: &'static str,
        /// The one that does.
        which: String,
    },
    /// A name that Discord does not take.
    #[error("`{0}` is no name of a command")]
    BadName(String),
}

/// Whether Discord takes a message.
///
/// # Errors
/// The first limit that it breaks.
pub fn check(message: &Message) -> Result<(), Breach> {
    at_most("the content", CONTENT, &message.content)?;
    if message.content.trim().is_empty() && message.embeds.is_empty() {
        return Err(Breach::Empty("the message"));
    }
    count("embeds", EMBEDS, message.embeds.len())?;
    let mut in_all = 0;
    for embed in &message.embeds {
        in_all += check_embed(embed)?;
    }
    if in_all > EMBEDS_IN_ALL {
        return Err(Breach::TooLong { what: "all embeds together", most: EMBEDS_IN_ALL, found: in_all });
    }
    count("rows of components", ROWS, message.components.len())?;
    let mut ids = HashSet::new();
    for id in message.components.iter().map(check_row).collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
        if !ids.insert(id) {
            return Err(Breach::Twice { what: "the custom_id", which: id.to_owned() });
        }
    }
    Ok(())
}

/// Whether Discord takes the choices offered while typing, each a name and a value.
///
/// # Errors
/// The first limit that they break.
pub fn check_choices(choices: &[(String, String)]) -> Result<(), Breach> {
    count("choices", CHOICES, choices.len())?;
    choices.iter().try_for_each(|(name, value)| {
        within("a choice's name", CHOICE, name)?;
        within("a choice's value", CHOICE, value)
    })
}

/// Whether Discord takes the definitions of all commands.
///
/// # Errors
/// The first limit that they break.
pub fn check_commands(commands: &[Command]) -> Result<(), Breach> {
    let of_kind = |kind| commands.iter().filter(|command| command.kind == kind).count();
    count("slash commands", SLASH_COMMANDS, of_kind(Kind::Slash))?;
    count("message commands", MESSAGE_COMMANDS, of_kind(Kind::Message))?;
    let mut names = HashSet::new();
    for command in commands {
        for name in command.name_localizations.values().chain([&command.name]) {
            check_name(command.kind, name)?;
        }
        if !names.insert((command.kind, &command.name)) {
            return Err(Breach::Twice { what: "the command", which: command.name.clone() });
        }
        if command.kind == Kind::Slash {
            command.description_localizations.values().chain([&command.description]).try_for_each(|text| check_description(text))?;
        } else if !command.description.is_empty() || !command.options.is_empty() {
            return Err(Breach::TooMany { what: "descriptions or options of a message command", most: 0, found: 1 });
        }
        count("options of a command", COMMAND_OPTIONS, command.options.len())?;
        for option in &command.options {
            option.name_localizations.values().chain([&option.name]).try_for_each(|name| check_name(Kind::Slash, name))?;
            option.description_localizations.values().chain([&option.description]).try_for_each(|text| check_description(text))?;
        }
    }
    Ok(())
}

fn check_description(text: &str) -> Result<(), Breach> {
    within("a description", COMMAND_DESCRIPTION, text)
}

/// `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$` in lower case; a message command's name may have spaces and capitals.
fn check_name(kind: Kind, name: &str) -> Result<(), Breach> {
    within("a command's name", COMMAND_NAME, name)?;
    let is_mark = |c| matches!(c, '-' | '_' | '\'');
    let is_plain = name.chars().all(|c| (c.is_alphanumeric() || is_mark(c)) && c.to_lowercase().eq([c]));
    if kind == Kind::Slash && !is_plain { Err(Breach::BadName(name.to_owned())) } else { Ok(()) }
}

/// How long an embed is in all.
fn check_embed(embed: &Embed) -> Result<usize, Breach> {
    let footer = embed.footer.as_ref().map(|footer| footer.text.as_str());
    let texts = [
        ("an embed's title", EMBED_TITLE, embed.title.as_deref()),
        ("an embed's description", EMBED_DESCRIPTION, embed.description.as_deref()),
        ("an embed's footer", FOOTER, footer),
    ];
    count("fields of an embed", FIELDS, embed.fields.len())?;
    let fields = embed
        .fields
        .iter()
        .flat_map(|field| [("a field's name", FIELD_NAME, Some(field.name.as_str())), ("a field's value", FIELD_VALUE, Some(field.value.as_str()))]);
    let mut in_all = 0;
    for (what, most, text) in texts.into_iter().chain(fields) {
        let Some(text) = text else { continue };
        within(what, most, text)?;
        in_all += length(text);
    }
    if in_all == 0 { Err(Breach::Empty("an embed")) } else { Ok(in_all) }
}

/// The ids in a row.
fn check_row(Row(components): &Row) -> Result<Vec<&str>, Breach> {
    if components.is_empty() {
        return Err(Breach::Empty("a row"));
    }
    let has_menu = components.iter().any(|component| matches!(component, Component::Select(_)));
    count("components in a row", if has_menu { 1 } else { BUTTONS }, components.len())?;
    components.iter().map(check_component).collect()
}

fn check_component(component: &Component) -> Result<&str, Breach> {
    match component {
        Component::Button(button) => {
            within("a button's label", LABEL, &button.label)?;
            within("a custom_id", CUSTOM_ID, &button.custom_id)?;
            Ok(&button.custom_id)
        }
        Component::Select(menu) => {
            within("a custom_id", CUSTOM_ID, &menu.custom_id)?;
            at_most("a menu's placeholder", PLACEHOLDER, &menu.placeholder)?;
            count("options of a menu", OPTIONS, menu.options.len())?;
            if menu.options.is_empty() {
                return Err(Breach::Empty("a menu"));
            }
            let mut values = HashSet::new();
            for option in &menu.options {
                within("an option's label", OPTION, &option.label)?;
                within("an option's value", OPTION, &option.value)?;
                option.description.iter().try_for_each(|text| within("an option's description", OPTION, text))?;
                if !values.insert(&option.value) {
                    return Err(Breach::Twice { what: "the option", which: option.value.clone() });
                }
            }
            Ok(&menu.custom_id)
        }
    }
}

fn count(what: &'static str, most: usize, found: usize) -> Result<(), Breach> {
    if found > most { Err(Breach::TooMany { what, most, found }) } else { Ok(()) }
}

fn at_most(what: &'static str, most: usize, text: &str) -> Result<(), Breach> {
    let found = length(text);
    if found > most { Err(Breach::TooLong { what, most, found }) } else { Ok(()) }
}

/// Not empty, and not too long.
fn within(what: &'static str, most: usize, text: &str) -> Result<(), Breach> {
    if text.trim().is_empty() { Err(Breach::Empty(what)) } else { at_most(what, most, text) }
}

#[cfg(test)]
mod tests;
