//! Each limit: what reaches it passes, one more does not.

use super::*;
use crate::discord::message::{Button, Choice, Field, Footer, Select};

fn button(id: &str) -> Component {
    Component::Button(Button { r#type: 2, style: 1, label: "Press".to_owned(), custom_id: id.to_owned() })
}

fn menu(options: usize) -> Component {
    let options = (0..options).map(|at| Choice { label: "A".to_owned(), value: at.to_string(), description: None }).collect();
    Component::Select(Select { r#type: 3, custom_id: "menu".to_owned(), placeholder: String::new(), options })
}

fn buttons(rows: usize, of: usize) -> Message {
    let row = |row| Row((0..of).map(|at| button(&format!("{row}-{at}"))).collect());
    Message { components: (0..rows).map(row).collect(), ..content(1) }
}

fn content(units: usize) -> Message {
    Message { content: "x".repeat(units), ..Message::default() }
}

fn embed(embed: Embed) -> Message {
    Message { embeds: vec![embed], ..Message::default() }
}

fn titled(units: usize) -> Embed {
    Embed { title: Some("x".repeat(units)), ..Embed::default() }
}

fn described(units: usize) -> Embed {
    Embed { description: Some("x".repeat(units)), ..Embed::default() }
}

fn fields(count: usize, name: usize, value: usize) -> Message {
    embed(Embed { fields: vec![Field { name: "n".repeat(name), value: "v".repeat(value), inline: false }; count], ..Embed::default() })
}

fn one(component: Component) -> Message {
    Message { components: vec![Row(vec![component])], ..content(1) }
}

fn labelled(label: usize, id: usize) -> Message {
    one(Component::Button(Button { r#type: 2, style: 1, label: "x".repeat(label), custom_id: "x".repeat(id) }))
}

#[test]
fn what_reaches_a_limit_passes_and_one_more_does_not() {
    for (name, passes, fails) in [
        ("content", content(2000), content(2001)),
        ("empty", content(1), content(0)),
        ("surrogates", Message { content: "🥖".repeat(1000), ..Message::default() }, Message { content: "🥖".repeat(1001), ..Message::default() }),
        ("title", embed(titled(256)), embed(titled(257))),
        ("description", embed(described(4096)), embed(described(4097))),
        ("empty embed", embed(titled(1)), embed(Embed::default())),
        (
            "footer",
            embed(Embed { footer: Some(Footer { text: "x".repeat(2048) }), ..Embed::default() }),
            embed(Embed { footer: Some(Footer { text: "x".repeat(2049) }), ..Embed::default() }),
        ),
        ("fields", fields(25, 1, 1), fields(26, 1, 1)),
        ("a field's name", fields(1, 256, 1), fields(1, 257, 1)),
        ("no name", fields(1, 1, 1), fields(1, 0, 1)),
        ("a field's value", fields(1, 1, 1024), fields(1, 1, 1025)),
        ("no value", fields(1, 1, 1), fields(1, 1, 0)),
        ("embeds", Message { embeds: vec![titled(1); 10], ..content(1) }, Message { embeds: vec![titled(1); 11], ..content(1) }),
        (
            "embeds in all",
            Message { embeds: vec![described(3000), described(3000)], ..content(1) },
            Message { embeds: vec![described(3000), described(3001)], ..content(1) },
        ),
        ("rows", buttons(5, 1), buttons(6, 1)),
        ("buttons", buttons(1, 5), buttons(1, 6)),
        ("an empty row", buttons(1, 1), buttons(1, 0)),
        ("same id", buttons(2, 2), Message { components: vec![Row(vec![button("a")]), Row(vec![button("a")])], ..content(1) }),
        ("label", labelled(80, 1), labelled(81, 1)),
        ("no label", labelled(1, 1), labelled(0, 1)),
        ("id", labelled(1, 100), labelled(1, 101)),
        ("no id", labelled(1, 1), labelled(1, 0)),
        ("options", one(menu(25)), one(menu(26))),
        ("no options", one(menu(1)), one(menu(0))),
        ("a menu stands alone", one(menu(1)), Message { components: vec![Row(vec![menu(1), button("a")])], ..content(1) }),
    ] {
        assert_eq!(check(&passes), Ok(()), "{name}");
        assert!(check(&fails).is_err(), "{name}");
    }
}

#[test]
fn choices_have_limits_too() {
    let choices = |count: usize, name: usize, value: usize| vec![("n".repeat(name), "v".repeat(value)); count];
    assert_eq!(check_choices(&choices(25, 100, 100)), Ok(()));
    for (count, name, value) in [(26, 1, 1), (1, 101, 1), (1, 1, 101), (1, 0, 1), (1, 1, 0)] {
        assert!(check_choices(&choices(count, name, value)).is_err(), "{count} {name} {value}");
    }
}

#[test]
fn names_of_commands_follow_the_pattern() {
    for (kind, name, is_good) in [
        (Kind::Slash, "ask", true),
        (Kind::Slash, "acerca-de", true),
        (Kind::Slash, "pregunta_ñ'1", true),
        (Kind::Slash, "Ask", false),
        (Kind::Slash, "ask me", false),
        (Kind::Slash, "ask!", false),
        (Kind::Slash, "", false),
        (Kind::Message, "Answer this", true),
        (Kind::Message, "", false),
    ] {
        assert_eq!(check_name(kind, name).is_ok(), is_good, "{name}");
    }
    assert!(check_name(Kind::Slash, &"a".repeat(32)).is_ok());
    assert!(check_name(Kind::Slash, &"a".repeat(33)).is_err());
}
