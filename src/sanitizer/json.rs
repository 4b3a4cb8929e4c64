//! Key-name rules over JSON, and text rules over each string in it.

use serde_json::{Map, Value};

use super::pairs;
use super::redact::redact;

/// The value with secret fields replaced and every string redacted; keys and numbers stay.
pub fn scrub_json(value: &Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        Value::String(text) => Value::String(redact(text).into_owned()),
        Value::Array(items) => Value::Array(items.iter().map(scrub_json).collect()),
        Value::Object(fields) => {
            let named_value = named_value(fields);
            let scrubbed = fields.iter().map(|(key, value)| {
                let owner = match &named_value {
                    Some(name) if key.eq_ignore_ascii_case("value") => name,
                    _ => key,
                };
                (redact(key).into_owned(), scrub_field(owner, value))
            });
            Value::Object(scrubbed.collect::<Map<_, _>>())
        }
    }
}

/// `{"name": "DB_PASSWORD", "value": "…"}`: the name of the value is itself a value.
fn named_value(fields: &Map<String, Value>) -> Option<String> {
    let name = fields.iter().find(|(key, _)| ["name", "key"].iter().any(|word| key.eq_ignore_ascii_case(word)))?;
    name.1.as_str().map(str::to_owned)
}

fn scrub_field(key: &str, value: &Value) -> Value {
    match value {
        Value::String(text) => match pairs::placeholder_for(key, text) {
            Some(placeholder) => Value::from(placeholder),
            None => scrub_json(value),
        },
        Value::Number(number) => match pairs::placeholder_for(key, &number.to_string()) {
            Some(placeholder) => Value::from(placeholder),
            None => value.clone(),
        },
        // Lists and objects inherit the name: `"passwords": ["…", "…"]`.
        Value::Array(items) => Value::Array(items.iter().map(|item| scrub_field(key, item)).collect()),
        Value::Null | Value::Bool(_) | Value::Object(_) => scrub_json(value),
    }
}
