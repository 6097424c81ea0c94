//! The body of a request: JSON, or a form in which JSON stands beside files.
//!
//! Source: Discord, Uploading Files (`multipart/form-data` with `payload_json`).

use serde_json::Value;

/// Reads it; `null` where there is none, `None` where it can't be read. Files are passed over.
pub(super) fn read(content_type: &str, bytes: &[u8]) -> Option<Value> {
    if bytes.is_empty() {
        return Some(Value::Null);
    }
    let Some(parameters) = content_type.strip_prefix("multipart/form-data") else { return serde_json::from_slice(bytes).ok() };
    let boundary = parameters.split(';').find_map(|parameter| parameter.trim().strip_prefix("boundary="))?.trim_matches('"');
    let form = String::from_utf8_lossy(bytes);
    let between = format!("--{boundary}");
    let parts = form.split(&between).filter_map(|part| part.split_once("\r\n\r\n"));
    let mut payload = parts.filter(|(head, _)| head.split([';', '\r', '\n']).any(|field| field.trim() == "name=\"payload_json\""));
    serde_json::from_str(payload.next()?.1.trim()).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::read;

    #[test]
    fn json_is_read_by_itself_and_beside_files() {
        let form = "--xyz\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.txt\"\r\n\r\n{\"not\": \"this\"}\r\n\
                    --xyz\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n{\"content\": \"é\"}\r\n--xyz--\r\n";
        for (content_type, body, expected) in [
            ("application/json", "", Some(Value::Null)),
            ("application/json", "{\"content\": \"é\"}", Some(json!({"content": "é"}))),
            ("", "{}", Some(json!({}))),
            ("application/json", "{", None),
            ("multipart/form-data; boundary=xyz", form, Some(json!({"content": "é"}))),
            ("multipart/form-data; boundary=\"xyz\"", form, Some(json!({"content": "é"}))),
            ("multipart/form-data; boundary=other", form, None),
            ("multipart/form-data", form, None),
        ] {
            assert_eq!(read(content_type, body.as_bytes()), expected, "{content_type}: {body}");
        }
    }
}
