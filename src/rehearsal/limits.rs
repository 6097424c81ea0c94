//! Discord's limits on what a bot sends, in characters (Unicode scalar values) and pieces. What breaks one is refused, as Discord does.
//!
//! Source: Discord, Create Message; Embed Limits; Component Reference; Application Command Naming.

use std::collections::BTreeSet;

use serde_json::Value;

use super::error::Fault;

const TOO_LONG: &str = "BASE_TYPE_MAX_LENGTH";
const BAD_LENGTH: &str = "BASE_TYPE_BAD_LENGTH";
const REQUIRED: &str = "BASE_TYPE_REQUIRED";
const BAD_CHOICE: &str = "BASE_TYPE_CHOICES";

/// Collects what is wrong with a body.
#[derive(Debug, Default)]
pub(super) struct Checks(pub Vec<Fault>);

impl Checks {
    /// A message's body, or that of an answer to an interaction.
    pub fn message(&mut self, at: &str, body: &Value) {
        self.text(&join(at, "content"), body.get("content"), 0, 2000);
        let embeds = list(body, "embeds");
        self.count(&join(at, "embeds"), embeds.len(), 0, 10);
        embeds.iter().enumerate().for_each(|(n, embed)| self.embed(&join(at, &format!("embeds.{n}")), embed));
        if embeds.iter().map(length_of_embed).sum::<usize>() > 6000 {
            self.fault(&join(at, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
        }
        self.components(&join(at, "components"), list(body, "components"));
        for (n, kind) in body.pointer("/allowed_mentions/parse").and_then(Value::as_array).into_iter().flatten().enumerate() {
            if !matches!(kind.as_str(), Some("roles" | "users" | "everyone")) {
                self.fault(&join(at, &format!("allowed_mentions.parse.{n}")), BAD_CHOICE, "Value must be one of ('users', 'roles', 'everyone').");
            }
        }
    }

    fn embed(&mut self, at: &str, embed: &Value) {
        self.text(&join(at, "title"), embed.get("title"), 0, 256);
        self.text(&join(at, "description"), embed.get("description"), 0, 4096);
        self.text(&join(at, "footer.text"), embed.pointer("/footer/text"), 0, 2048);
        self.text(&join(at, "author.name"), embed.pointer("/author/name"), 0, 256);
        if embed.get("color").and_then(Value::as_u64).is_some_and(|color| color > 0xFF_FFFF) {
            self.fault(&join(at, "color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.");
        }
        let fields = list(embed, "fields");
        self.count(&join(at, "fields"), fields.len(), 0, 25);
        for (n, field) in fields.iter().enumerate() {
            self.required(&join(at, &format!("fields.{n}.name")), field.get("name"), 256);
            self.required(&join(at, &format!("fields.{n}.value")), field.get("value"), 1024);
        }
        if length_of_embed(embed) == 0 && !["image", "thumbnail", "url"].iter().any(|key| embed.get(key).is_some_and(|value| !value.is_null())) {
            self.fault(&join(at, "description"), REQUIRED, "This field is required");
        }
    }

    fn components(&mut self, at: &str, rows: &[Value]) {
        self.count(at, rows.len(), 0, 5);
        let mut ids = BTreeSet::new();
        for (n, row) in rows.iter().enumerate() {
            let at = join(at, &n.to_string());
            if row.get("type").and_then(Value::as_u64) != Some(1) {
                self.fault(&join(&at, "type"), BAD_CHOICE, "Value of field \"type\" must be one of (1,).");
            }
            let inside = list(row, "components");
            self.count(&join(&at, "components"), inside.len(), 1, if is_of_types(inside, &[2]) { 5 } else { 1 });
            for (n, component) in inside.iter().enumerate() {
                let at = join(&at, &format!("components.{n}"));
                match component.get("type").and_then(Value::as_u64) {
                    Some(2) => self.button(&at, component),
                    Some(3) => self.select(&at, component),
                    Some(4..=8) => {}
                    _ => self.fault(&join(&at, "type"), BAD_CHOICE, "Value of field \"type\" must be one of (2, 3, 4, 5, 6, 7, 8)."),
                }
                if let Some(id) = component.get("custom_id").and_then(Value::as_str)
                    && !ids.insert(id)
                {
                    self.fault(&join(&at, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
                }
            }
        }
    }

    fn button(&mut self, at: &str, button: &Value) {
        self.text(&join(at, "label"), button.get("label"), 0, 80);
        match button.get("style").and_then(Value::as_u64) {
            Some(1..=4) => self.required(&join(at, "custom_id"), button.get("custom_id"), 100),
            Some(5) => self.required(&join(at, "url"), button.get("url"), 512),
            Some(6) => {}
            _ => self.fault(&join(at, "style"), BAD_CHOICE, "Value must be one of (1, 2, 3, 4, 5, 6)."),
        }
        let is_bare = button.get("emoji").is_none_or(Value::is_null) && characters(button.get("label")) == 0;
        if is_bare && button.get("style").and_then(Value::as_u64) != Some(6) {
            self.fault(&join(at, "label"), REQUIRED, "This field is required");
        }
    }

    fn select(&mut self, at: &str, select: &Value) {
        self.required(&join(at, "custom_id"), select.get("custom_id"), 100);
        self.text(&join(at, "placeholder"), select.get("placeholder"), 0, 150);
        let options = list(select, "options");
        self.count(&join(at, "options"), options.len(), 1, 25);
        let mut values = BTreeSet::new();
        for (n, option) in options.iter().enumerate() {
            let at = join(at, &format!("options.{n}"));
            self.required(&join(&at, "label"), option.get("label"), 100);
            self.required(&join(&at, "value"), option.get("value"), 100);
            self.text(&join(&at, "description"), option.get("description"), 0, 100);
            if let Some(value) = option.get("value").and_then(Value::as_str)
                && !values.insert(value)
            {
                self.fault(&join(&at, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
            }
        }
    }

    /// What is offered while someone is typing.
    pub fn choices(&mut self, at: &str, choices: &[Value]) {
        self.count(at, choices.len(), 0, 25);
        for (n, choice) in choices.iter().enumerate() {
            self.required(&join(at, &format!("{n}.name")), choice.get("name"), 100);
            match choice.get("value") {
                Some(Value::Number(_)) => {}
                value => self.required(&join(at, &format!("{n}.value")), value, 100),
            }
        }
    }

    /// A form that opens.
    pub fn modal(&mut self, at: &str, modal: &Value) {
        self.required(&join(at, "title"), modal.get("title"), 45);
        self.required(&join(at, "custom_id"), modal.get("custom_id"), 100);
        self.count(&join(at, "components"), list(modal, "components").len(), 1, 5);
    }

    /// Text that must be there.
    pub fn required(&mut self, at: &str, value: Option<&Value>, most: usize) {
        match value {
            None | Some(Value::Null) => self.fault(at, REQUIRED, "This field is required"),
            Some(_) => self.text(at, value, 1, most),
        }
    }

    fn text(&mut self, at: &str, value: Option<&Value>, least: usize, most: usize) {
        let length = characters(value);
        match value {
            Some(Value::String(_)) if length > most => self.fault(at, TOO_LONG, &format!("Must be {most} or fewer in length.")),
            Some(Value::String(_)) if length < least => self.fault(at, BAD_LENGTH, &format!("Must be between {least} and {most} in length.")),
            None | Some(Value::Null | Value::String(_)) => {}
            Some(_) => self.fault(at, "STRING_TYPE_CONVERT", "Could not interpret value as string."),
        }
    }

    pub fn count(&mut self, at: &str, count: usize, least: usize, most: usize) {
        if count < least || count > most {
            self.fault(at, BAD_LENGTH, &format!("Must be between {least} and {most} in length."));
        }
    }

    pub fn fault(&mut self, at: &str, code: &'static str, message: &str) {
        self.0.push(Fault::new(at, code, message));
    }
}

/// Whether a message would show nothing.
pub(super) fn is_empty(body: &Value) -> bool {
    characters(body.get("content")) == 0 && ["embeds", "components", "attachments", "sticker_ids"].iter().all(|key| list(body, key).is_empty())
}

/// The list in a field; empty where there is none.
pub(super) fn list<'a>(body: &'a Value, key: &str) -> &'a [Value] {
    body.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// How long a text is, without the white space around it, which Discord takes away.
fn characters(value: Option<&Value>) -> usize {
    value.and_then(Value::as_str).map_or(0, |text| text.trim().chars().count())
}

fn length_of_embed(embed: &Value) -> usize {
    let of_fields: usize = list(embed, "fields").iter().map(|field| characters(field.get("name")) + characters(field.get("value"))).sum();
    let of_rest = ["/title", "/description", "/footer/text", "/author/name"].iter().map(|at| characters(embed.pointer(at)));
    of_fields + of_rest.sum::<usize>()
}

fn is_of_types(components: &[Value], types: &[u64]) -> bool {
    components.iter().all(|component| component.get("type").and_then(Value::as_u64).is_some_and(|found| types.contains(&found)))
}

pub(super) fn join(at: &str, field: &str) -> String {
    if at.is_empty() { field.to_owned() } else { format!("{at}.{field}") }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Checks;

    fn faults(body: &Value) -> Vec<String> {
        let mut checks = Checks::default();
        checks.message("", body);
        checks.0.into_iter().map(|fault| fault.path).collect()
    }

    #[test]
    fn what_fits_is_let_through() {
        let button = |id: &str| json!({"type": 2, "style": 2, "label": "More", "custom_id": id});
        for body in [
            json!({"content": "é".repeat(2000)}),
            json!({"embeds": [{"description": "é".repeat(4096), "title": "t".repeat(256)}]}),
            json!({"content": "x", "components": [{"type": 1, "components": [button("a"), button("b")]}]}),
            json!({"content": "x", "components": [], "flags": 64, "allowed_mentions": {"parse": []}}),
        ] {
            assert_eq!(faults(&body), Vec::<String>::new(), "{body}");
        }
    }

    #[test]
    fn what_breaks_a_limit_is_named_by_its_place() {
        let row = |components: &[Value]| json!({"content": "x", "components": [{"type": 1, "components": components}]});
        let button = json!({"type": 2, "style": 2, "label": "More", "custom_id": "a"});
        for (body, place) in [
            (json!({"content": "x".repeat(2001)}), "content"),
            (json!({"embeds": vec![json!({"title": "t"}); 11]}), "embeds"),
            (json!({"embeds": [{"title": "t".repeat(257)}]}), "embeds.0.title"),
            (json!({"embeds": [{"description": "t".repeat(4097)}]}), "embeds.0.description"),
            (json!({"embeds": vec![json!({"description": "t".repeat(2001)}); 3]}), "embeds"),
            (json!({"embeds": [{"fields": [{"name": "", "value": "v"}]}]}), "embeds.0.fields.0.name"),
            (json!({"embeds": [{}]}), "embeds.0.description"),
            (
                json!({"content": "x", "components": vec![json!({"type": 1, "components": [{"type": 2, "style": 5, "label": "l", "url": "u"}]}); 6]}),
                "components",
            ),
            (row(&[button.clone(), button.clone()]), "components.0.components.1.custom_id"),
            (row(&[json!({"type": 2, "style": 2, "label": "More"})]), "components.0.components.0.custom_id"),
            (row(&[json!({"type": 2, "style": 1, "custom_id": "a"})]), "components.0.components.0.label"),
            (row(&[json!({"type": 2, "style": 1, "label": "l".repeat(81), "custom_id": "a"})]), "components.0.components.0.label"),
            (row(&[json!({"type": 3, "custom_id": "a", "options": []})]), "components.0.components.0.options"),
            (row(&[]), "components.0.components"),
            (json!({"content": "x", "allowed_mentions": {"parse": ["all"]}}), "allowed_mentions.parse.0"),
        ] {
            assert_eq!(faults(&body), [place], "{body}");
        }
    }
}
