//! Which commands Discord should show, and whether it already does. They are written only when they differ: each writing makes
//! members' clients load them anew, and Discord allows two hundred a day.

use serde_json::{Map, Value, json};

use super::commands;

/// What each command and option says that we set; all else in Discord's description of it is Discord's own.
const OURS: [&str; 18] = [
    "autocomplete",
    "channel_types",
    "choices",
    "contexts",
    "default_member_permissions",
    "description",
    "description_localizations",
    "integration_types",
    "max_length",
    "max_value",
    "min_length",
    "min_value",
    "name",
    "name_localizations",
    "nsfw",
    "options",
    "required",
    "type",
];

/// What only commands for all of Discord have. Source: Discord, Application Command Object.
const GLOBAL_ONLY: [&str; 2] = ["contexts", "integration_types"];

/// The commands as they are sent.
#[must_use]
pub fn definitions() -> Value {
    json!(commands::all())
}

/// The same commands for one server, which knows no place but itself.
#[must_use]
pub fn for_one_server(mut commands: Value) -> Value {
    for command in commands.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        GLOBAL_ONLY.iter().for_each(|key| _ = command.remove(*key));
    }
    commands
}

/// Whether what Discord has is what we want, in any order and with whatever Discord adds.
#[must_use]
pub fn is_registered(wanted: &Value, had: &Value) -> bool {
    let (Some(wanted), Some(had)) = (wanted.as_array(), had.as_array()) else { return false };
    let same = |one: &Value, other: &Value| {
        // Where we leave the places open, Discord fills them in.
        let open = GLOBAL_ONLY.iter().filter(|key| one.get(**key).is_none());
        let mut other = other.clone();
        open.for_each(|key| _ = other.as_object_mut().map(|object| object.remove(*key)));
        plain(one, true) == plain(&other, true)
    };
    wanted.len() == had.len() && wanted.iter().all(|one| had.iter().any(|other| same(one, other)))
}

/// A command or option without what is Discord's own, and without what says the same as leaving it out.
fn plain(value: &Value, is_command: bool) -> Value {
    let Some(object) = value.as_object() else { return value.clone() };
    let mut kept = Map::new();
    for (key, value) in object.iter().filter(|(key, _)| OURS.contains(&key.as_str())) {
        let value = match (key.as_str(), value) {
            ("options" | "choices", Value::Array(inner)) => Value::Array(inner.iter().map(|inner| plain_inner(key, inner)).collect()),
            ("contexts" | "integration_types" | "channel_types", Value::Array(numbers)) => {
                let mut numbers: Vec<_> = numbers.iter().map(Value::as_u64).collect();
                numbers.sort_unstable();
                json!(numbers)
            }
            _ => value.clone(),
        };
        let says_nothing = match &value {
            Value::Null | Value::Bool(false) => true,
            Value::String(text) => text.is_empty(),
            Value::Array(inner) => inner.is_empty(),
            Value::Object(inner) => inner.is_empty(),
            Value::Number(number) => is_command && key == "type" && number.as_u64() == Some(1),
            Value::Bool(true) => false,
        };
        if !says_nothing {
            kept.insert(key.clone(), value);
        }
    }
    Value::Object(kept)
}

fn plain_inner(key: &str, value: &Value) -> Value {
    // A choice's own value is all that it is.
    if key == "choices" { value.clone() } else { plain(value, false) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{definitions, for_one_server, is_registered};

    /// As Discord gives a command back.
    fn given_back(mut commands: Value) -> Value {
        for command in commands.as_array_mut().unwrap().iter_mut().map(|command| command.as_object_mut().unwrap()) {
            for (key, value) in [
                ("id", json!("77")),
                ("application_id", json!("1")),
                ("version", json!("78")),
                ("default_member_permissions", Value::Null),
                ("dm_permission", json!(true)),
                ("nsfw", json!(false)),
                ("description", json!("")),
                ("description_localizations", Value::Null),
                ("name_localizations", Value::Null),
                ("contexts", Value::Null),
                ("integration_types", json!([0])),
            ] {
                command.entry(key).or_insert(value);
            }
        }
        commands.as_array_mut().unwrap().reverse();
        commands
    }

    #[test]
    fn what_discord_gives_back_is_what_was_sent() {
        assert!(is_registered(&definitions(), &given_back(definitions())));
        let one = for_one_server(definitions());
        assert!(is_registered(&one, &given_back(one.clone())));
    }

    #[test]
    fn every_change_that_members_see_is_noticed() {
        let wanted = json!([{"name": "ask", "type": 1, "description": "Ask", "name_localizations": {"es-ES": "preguntar"}, "contexts": [0, 1], "integration_types": [0, 1],
            "options": [{"name": "question", "type": 3, "description": "It", "required": true, "autocomplete": true}]}]);
        assert!(is_registered(&wanted, &given_back(wanted.clone())));
        for (pointer, value) in [
            ("/0/name", json!("demand")),
            ("/0/type", json!(3)),
            ("/0/description", json!("Ask!")),
            ("/0/name_localizations/es-ES", json!("pedir")),
            ("/0/name_localizations", Value::Null),
            ("/0/contexts", json!([0])),
            ("/0/integration_types", json!([1])),
            ("/0/options/0/required", json!(false)),
            ("/0/options/0/autocomplete", Value::Null),
            ("/0/options/0/description", json!("That")),
            ("/0/options", json!([])),
            ("/0/nsfw", json!(true)),
            ("", json!([])),
        ] {
            let mut had = given_back(wanted.clone());
            match had.pointer_mut(pointer) {
                Some(place) => *place = value,
                None => had[0][pointer.trim_start_matches("/0/")] = value,
            }
            assert!(!is_registered(&wanted, &had), "{pointer}");
        }
        let mut more = given_back(wanted.clone());
        more.as_array_mut().unwrap().push(json!({"name": "old", "type": 1, "description": "Old"}));
        assert!(!is_registered(&wanted, &more), "one too many");
    }

    #[test]
    fn the_order_of_places_does_not_matter_and_that_of_options_does() {
        let command = |contexts: Value, options: Value| json!([{"name": "a", "description": "b", "contexts": contexts, "options": options}]);
        let (x, y) = (json!({"name": "x", "type": 3}), json!({"name": "y", "type": 3}));
        let wanted = command(json!([0, 1, 2]), json!([x, y]));
        assert!(is_registered(&wanted, &command(json!([2, 1, 0]), json!([x, y]))));
        assert!(!is_registered(&wanted, &command(json!([0, 1, 2]), json!([y, x]))));
    }
}
