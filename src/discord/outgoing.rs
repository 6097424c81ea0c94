//! The bodies in which responses go out. Source: Discord, Interaction Response Object, Create Message.

use serde::Serialize;
use serenity::all::MessageId;

use super::{Message, Response};

/// A first reply to an interaction.
#[derive(Debug, Serialize)]
pub struct Callback<'r> {
    r#type: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Content<'r>>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Content<'r> {
    Message(&'r Message),
    Flags { flags: u64 },
    Choices { choices: Vec<Choice<'r>> },
}

#[derive(Debug, Serialize)]
struct Choice<'r> {
    name: &'r str,
    value: &'r str,
}

impl<'r> Callback<'r> {
    /// With what is said.
    #[must_use]
    pub fn with(response: &'r Response) -> Self {
        let (kind, content) = match response {
            Response::Say(message) => (4, Content::Message(message)),
            Response::Replace(message) | Response::Share { instead: message, .. } => (7, Content::Message(message)),
            Response::Complete(choices) => (8, Content::Choices { choices: choices.iter().map(|(name, value)| Choice { name, value }).collect() }),
        };
        Self { r#type: kind, data: Some(content) }
    }

    /// That something will be said, to who asked alone.
    #[must_use]
    pub const fn thinking() -> Self {
        Self { r#type: 5, data: Some(Content::Flags { flags: Message::EPHEMERAL }) }
    }

    /// That the message pressed on may change, or something else be said; which, is not known yet.
    #[must_use]
    pub const fn pressed() -> Self {
        Self { r#type: 6, data: None }
    }
}

/// A reply in place of "thinking". Who sees it was settled then.
#[must_use]
pub fn edit(message: &Message) -> Message {
    Message { flags: message.flags & !Message::EPHEMERAL, ..message.clone() }
}

/// A reply to a message.
#[derive(Debug, Serialize)]
pub struct Reply<'r> {
    #[serde(flatten)]
    message: &'r Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_reference: Option<Reference>,
    /// Sent again, it is the same message.
    nonce: &'r str,
    enforce_nonce: bool,
}

#[derive(Debug, Serialize)]
struct Reference {
    message_id: MessageId,
    fail_if_not_exists: bool,
}

impl<'r> Reply<'r> {
    /// To a message, under a word that no other reply has, of at most 25 characters.
    #[must_use]
    pub const fn to(to: MessageId, message: &'r Message, nonce: &'r str) -> Self {
        Self { message, message_reference: Some(Reference { message_id: to, fail_if_not_exists: false }), nonce, enforce_nonce: true }
    }

    /// The same, pointing at no message: for where the bot may not read what was said before.
    #[must_use]
    pub const fn plain(self) -> Self {
        Self { message_reference: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};
    use serenity::all::MessageId;

    use super::{Callback, Reply, edit};
    use crate::discord::{Message, Response};

    fn message(flags: u64) -> Message {
        Message { content: "hello".to_owned(), flags, ..Message::default() }
    }

    #[test]
    fn each_response_has_its_form() {
        let said = json!({"content": "hello", "components": [], "flags": 64, "allowed_mentions": {"parse": []}});
        let (say, replace) = (Response::Say(message(64)), Response::Replace(message(64)));
        let complete = Response::Complete(vec![("Are they open?".to_owned(), "pharmacies".to_owned())]);
        for (callback, expected) in [
            (Callback::with(&say), json!({"type": 4, "data": said})),
            (Callback::with(&replace), json!({"type": 7, "data": said})),
            (Callback::with(&complete), json!({"type": 8, "data": {"choices": [{"name": "Are they open?", "value": "pharmacies"}]}})),
            (Callback::thinking(), json!({"type": 5, "data": {"flags": 64}})),
            (Callback::pressed(), json!({"type": 6})),
        ] {
            assert_eq!(to_value(&callback).unwrap(), expected);
        }
    }

    #[test]
    fn an_edit_does_not_say_again_who_sees_it() {
        assert_eq!(edit(&message(64)), message(0));
    }

    #[test]
    fn a_reply_points_at_its_message_and_pings_nobody() {
        let reply = to_value(Reply::to(MessageId::new(9), &message(0), "abc")).unwrap();
        assert_eq!(
            reply,
            json!({"content": "hello", "components": [], "flags": 0, "allowed_mentions": {"parse": []},
                "message_reference": {"message_id": "9", "fail_if_not_exists": false}, "nonce": "abc", "enforce_nonce": true})
        );
        let plain = to_value(Reply::to(MessageId::new(9), &message(0), "abc").plain()).unwrap();
        assert_eq!((plain.get("message_reference"), &plain["nonce"]), (None, &json!("abc")));
    }
}
