//! What the REST API answers, in Discord's forms.

use serde_json::{Map, Value, json};

/// An answer to a request.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub status: u16,
    pub body: Option<Value>,
    pub headers: Vec<(&'static str, String)>,
}

impl Answer {
    pub fn ok(body: Value) -> Self {
        Self { status: 200, body: Some(body), headers: Vec::new() }
    }

    pub fn nothing() -> Self {
        Self { status: 204, body: None, headers: Vec::new() }
    }

    /// An error with one of Discord's codes. Source: Discord, JSON Error Codes.
    pub fn error(status: u16, code: u64, message: &str) -> Self {
        Self { status, body: Some(json!({"message": message, "code": code})), headers: Vec::new() }
    }

    /// An error without a code of its own, as Discord words it: `404: Not Found`.
    pub fn status(status: u16) -> Self {
        let name = match status {
            400 => "Bad Request",
            401 => "Unauthorized",
            404 => "Not Found",
            405 => "Method Not Allowed",
            500 => "Internal Server Error",
            502 => "Bad Gateway",
            503 => "Service Unavailable",
            _ => "Error",
        };
        Self::error(status, 0, &format!("{status}: {name}"))
    }

    /// The body breaks rules, each named by the path of the field. Source: Discord, Error Messages.
    pub fn invalid_form(faults: &[Fault]) -> Self {
        let mut errors = Value::Object(Map::new());
        faults.iter().for_each(|fault| fault.write(&mut errors));
        Self { status: 400, body: Some(json!({"message": "Invalid Form Body", "code": 50035, "errors": errors})), headers: Vec::new() }
    }

    /// Discord's own code of an error, if it is one.
    pub fn code(&self) -> Option<u64> {
        self.body.as_ref().filter(|_| self.status >= 400)?.get("code")?.as_u64()
    }
}

/// A rule that a body breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The field: `embeds.0.title`.
    pub path: String,
    pub code: &'static str,
    pub message: String,
}

impl Fault {
    pub fn new(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into() }
    }

    fn write(&self, errors: &mut Value) {
        let mut at = errors;
        for step in self.path.split('.').filter(|step| !step.is_empty()) {
            let Some(object) = at.as_object_mut() else { return };
            at = object.entry(step).or_insert_with(|| Value::Object(Map::new()));
        }
        let Some(object) = at.as_object_mut() else { return };
        if let Some(list) = object.entry("_errors").or_insert_with(|| Value::Array(Vec::new())).as_array_mut() {
            list.push(json!({"code": self.code, "message": self.message}));
        }
    }
}
