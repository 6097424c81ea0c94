//! Discord's own description of its API (`tests/data/discord`), to hold bodies against.

use jsonschema::Validator;
use serde_json::{Value, json};

/// The schema of a name in it.
pub fn schema(name: &str) -> Validator {
    let mut description: Value = serde_json::from_str(include_str!("../data/discord/openapi.json")).unwrap();
    description["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    description["$ref"] = json!(format!("#/components/schemas/{name}"));
    jsonschema::validator_for(&description).unwrap()
}

/// Fails where the body is not what the schema says.
pub fn hold(schema: &Validator, body: &Value, what: &str) {
    let faults: Vec<String> = schema.iter_errors(body).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{what}: {faults:#?}\n{body:#}");
}
