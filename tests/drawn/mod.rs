//! A Discord message as text: what stands where, for snapshots.

use std::fmt::Write;

use strikebot::discord::message::{Component, Message};
use strikebot::discord::{CustomId, Response};

/// The message from top to bottom.
pub fn drawn(message: &Message) -> String {
    let mut drawn = format!("{}{}\n", if message.flags == Message::EPHEMERAL { "(only for the asker)\n" } else { "" }, message.content);
    for embed in &message.embeds {
        let colour = embed.color.map(|colour| format!(" #{colour:06x}")).unwrap_or_default();
        writeln!(drawn, "  ┌──{colour}").unwrap();
        let mut line = |text: &str| text.lines().for_each(|text| writeln!(drawn, "  │ {text}").unwrap());
        embed.title.iter().for_each(|title| line(&format!("# {title}")));
        embed.description.iter().for_each(|text| line(text));
        for field in &embed.fields {
            line(&format!("## {}", field.name));
            line(&field.value);
        }
        embed.footer.iter().for_each(|footer| line(&format!("({})", footer.text)));
    }
    for row in &message.components {
        for component in &row.0 {
            match component {
                Component::Button(button) => {
                    assert!(CustomId::read(&button.custom_id).is_some(), "{}", button.custom_id);
                    writeln!(drawn, "  [{}] {}{}", button.label, button.custom_id, if button.style == 1 { " (primary)" } else { "" }).unwrap();
                }
                Component::Select(menu) => {
                    assert!(CustomId::read(&menu.custom_id).is_some(), "{}", menu.custom_id);
                    writeln!(drawn, "  [{} ▾] {}", menu.placeholder, menu.custom_id).unwrap();
                    for option in &menu.options {
                        let description = option.description.as_ref().map(|text| format!(" ({text})")).unwrap_or_default();
                        writeln!(drawn, "      {}{description} = {}", option.label, option.value).unwrap();
                    }
                }
            }
        }
    }
    drawn
}

/// The response, with what is done with it.
pub fn responded(response: &Response) -> String {
    match response {
        Response::Say(message) => drawn(message),
        Response::Replace(message) => format!("(in its place)\n{}", drawn(message)),
        Response::Share { copy, instead } => format!("(for everyone)\n{}(in its place)\n{}", drawn(copy), drawn(instead)),
        Response::Complete(choices) => choices.iter().fold(String::new(), |all, (name, value)| all + name + if name == value { "" } else { " = …" } + "\n"),
    }
}
