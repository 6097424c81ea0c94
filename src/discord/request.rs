//! What a member did, and what is done about it. The gateway turns events into one and sends the other.

use super::CustomId;
use super::message::Message;
use crate::text::Language;

/// What a member did. Text is as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Request {
    /// Asked: by `/ask`, a direct message, a mention, a reply to the bot, or "Answer this" on a message.
    Ask {
        /// Their own words, markup and all.
        question: String,
    },
    /// Replied to the bot in a channel without mentioning it: Discord hands on the words only where the bot is mentioned.
    Unread,
    /// Is typing a question for `/ask`.
    Complete {
        /// What they have typed so far; often nothing.
        typed: String,
    },
    /// `/services`.
    Services,
    /// `/topics`.
    Topics,
    /// `/about`.
    About,
    /// Pressed a button or chose from a menu.
    Press {
        /// What the button said of itself; `None` where no version of the bot ever made it.
        id: Option<CustomId>,
        /// What was chosen, of a menu.
        chosen: Option<String>,
        /// Whether the message that it stands on is seen by them alone, so that it may be replaced.
        ephemeral: bool,
    },
}

/// Who did it, as far as the reply depends on it. Nothing tells one person from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Asker {
    /// Of their Discord, where it is one that the bot speaks.
    pub language: Option<Language>,
    /// Where they did it.
    pub place: Place,
    /// Whether it is the first direct message since the bot was started, as far as it remembers.
    pub is_first: bool,
}

/// Where something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// By an interaction: the reply is seen by the asker alone, who may show it to those who are there.
    Interaction,
    /// By an interaction where nobody else is, or where the asker may not write.
    Alone,
    /// In a message to the bot: the reply is a message too.
    Message,
}

/// What is done about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Response {
    /// A new message.
    Say(Message),
    /// Takes the place of the message that was pressed on.
    Replace(Message),
    /// A copy for everyone, and what takes the place of the message that was pressed on.
    Share {
        /// For everyone.
        copy: Message,
        /// For the asker alone.
        instead: Message,
    },
    /// The questions offered while typing: name and value, each within 100 characters.
    Complete(Vec<(String, String)>),
}
