//! A message as it is sent. Built by pure functions, serialised as Discord's API wants it; it never pings anyone.
//!
//! Source of all shapes: Discord, Message Object, Embed Object, Component Object.

use serde::Serialize;

/// A message's body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Message {
    /// Plain text, which makes sense where embeds are off.
    pub content: String,
    /// What is shown below it in boxes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub embeds: Vec<Embed>,
    /// Rows of buttons, or of one select menu. Sent even when empty: an edit must take away the buttons that were there.
    pub components: Vec<Row>,
    /// Bits; [`Message::EPHEMERAL`] or none.
    pub flags: u64,
    /// Nobody.
    pub allowed_mentions: Nobody,
}

impl Message {
    /// Only who asked sees it. Source: Discord, Message Flags.
    pub const EPHEMERAL: u64 = 1 << 6;
}

/// `{"parse": []}`: no mention in the text calls anyone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Nobody {
    parse: [(); 0],
}

/// A box below the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Embed {
    /// Above its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its text, with Discord's Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The bar at its left, 0xRRGGBB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<u32>,
    /// Named paragraphs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Small print.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<Footer>,
}

/// A named paragraph of an embed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Field {
    /// Its heading.
    pub name: String,
    /// Its text.
    pub value: String,
    /// Whether others may stand beside it.
    pub inline: bool,
}

/// Small print of an embed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Footer {
    /// Its text.
    pub text: String,
}

/// A row of components.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "RowForm")]
pub struct Row(pub Vec<Component>);

#[derive(Serialize)]
struct RowForm {
    r#type: u8,
    components: Vec<Component>,
}

impl From<Row> for RowForm {
    fn from(Row(components): Row) -> Self {
        Self { r#type: 1, components }
    }
}

/// Something to press or choose from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
pub enum Component {
    /// Pressed.
    Button(Button),
    /// Chosen from.
    Select(Select),
}

impl Component {
    /// A button; `is_primary` where it is what most will want to press.
    #[must_use]
    pub fn button(label: &str, custom_id: String, is_primary: bool) -> Self {
        Self::Button(Button { r#type: 2, style: if is_primary { 1 } else { 2 }, label: label.to_owned(), custom_id })
    }

    /// A menu.
    #[must_use]
    pub fn menu(placeholder: &str, custom_id: String, options: Vec<Choice>) -> Self {
        Self::Select(Select { r#type: 3, custom_id, placeholder: placeholder.to_owned(), options })
    }
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Button {
    /// Always 2.
    pub r#type: u8,
    /// 1 primary, 2 secondary. Source: Discord, Button Styles.
    pub style: u8,
    /// What stands on it.
    pub label: String,
    /// What comes back when it is pressed.
    pub custom_id: String,
}

/// A menu of which one option is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Select {
    /// Always 3: a menu of texts.
    pub r#type: u8,
    /// What comes back with the choice.
    pub custom_id: String,
    /// Shown before anything is chosen.
    pub placeholder: String,
    /// What can be chosen.
    pub options: Vec<Choice>,
}

/// A choice of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Choice {
    /// Shown.
    pub label: String,
    /// Comes back.
    pub value: String,
    /// Shown smaller below the label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
