//! Key-name rules over JSON, and text rules over each string in it.
//!
//! Fields of one object are read together: a `value` belongs to the `name` beside it, and a `name` is a
//! person's when a mailbox, a birthday or a second name stands beside it.

use serde_json::{Map, Value};

use crate::sanitizer::fields::pairs;
use crate::sanitizer::redact::redact;
use crate::sanitizer::words::context::Words;

const NAMES: Words = Words::new(&["name", "key", "header", "variable", "parameter", "field"]);
const VALUES: Words = Words::new(&["value", "val", "values", "content", "defaultvalue", "default"]);

/// Keys that say of the object around them that it is a person.
const PERSONAL: Words = Words::new(&[
    "email",
    "mail",
    "emailaddress",
    "userprincipalname",
    "upn",
    "dob",
    "birthdate",
    "birthday",
    "dateofbirth",
    "phone",
    "mobile",
    "mobilephone",
    "surname",
    "givenname",
    "gender",
    "ssn",
    "pesel",
]);

/// Halves of a name, each telling only beside the other.
const HALVES: [(&str, &str); 3] = [("given", "family"), ("first", "last"), ("firstname", "lastname")];

/// The value with secret fields replaced and every string redacted; keys and numbers stay.
pub fn scrub_json(value: &Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        Value::String(text) => Value::String(redact(text).into_owned()),
        Value::Array(items) => header(items).unwrap_or_else(|| Value::Array(items.iter().map(scrub_json).collect())),
        Value::Object(fields) => scrub_object(fields),
    }
}

/// `["Authorization", "Bearer …"]`: a header as a pair, when its name makes the value secret.
fn header(items: &[Value]) -> Option<Value> {
    let [Value::String(name), Value::String(value)] = items else {
        return None;
    };
    let placeholder = pairs::placeholder_for(name, value)?;
    Some(Value::from(vec![redact(name).into_owned(), placeholder.to_owned()]))
}

fn scrub_object(fields: &Map<String, Value>) -> Value {
    let named_value = named_value(fields);
    let person = is_person(fields);
    let scrubbed = fields.iter().map(|(key, value)| {
        let owner = match &named_value {
            Some(name) if VALUES.has(&key.to_lowercase()) => name,
            _ => key,
        };
        let value = match value {
            Value::String(name) if person && names_person(fields, key) && !name.is_empty() => Value::from("[name]"),
            _ => scrub_field(owner, value),
        };
        (redact(key).into_owned(), value)
    });
    Value::Object(scrubbed.collect::<Map<_, _>>())
}

/// `{"name": "DB_PASSWORD", "value": "…"}`: the name of the value is itself a value.
fn named_value(fields: &Map<String, Value>) -> Option<String> {
    let name = fields.iter().find(|(key, _)| NAMES.has(&key.to_lowercase()))?;
    name.1.as_str().map(str::to_owned)
}

/// Whether the fields together tell about a person. Graph's `{"name", "address"}` does when the address is a mailbox.
fn is_person(fields: &Map<String, Value>) -> bool {
    let tells = |key: &str, value: &Value| {
        let key = plain(key);
        let filled = value.as_str().is_some_and(|text| !text.is_empty());
        let mailbox = key == "address" && value.as_str().is_some_and(|text| text.contains('@') || text == "[email]");
        mailbox || filled && PERSONAL.has(&key)
    };
    fields.iter().any(|(key, value)| tells(key, value)) || HALVES.iter().any(|(a, b)| has(fields, a) && has(fields, b))
}

/// Whether the field holds the name, or half of it, of the person that the object tells about.
fn names_person(fields: &Map<String, Value>, key: &str) -> bool {
    let key = plain(key);
    let half = |(a, b): &(&str, &str)| (key == *a || key == *b) && has(fields, a) && has(fields, b);
    key == "name" || HALVES.iter().any(half)
}

fn has(fields: &Map<String, Value>, name: &str) -> bool {
    fields.iter().any(|(key, value)| plain(key) == name && value.is_string())
}

/// A key in lower case and without joints.
fn plain(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '_' | '-' | '.' | ' ')).collect::<String>().to_lowercase()
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
        Value::Array(items) => {
            header(items).unwrap_or_else(|| Value::Array(items.iter().map(|item| scrub_field(key, item)).collect()))
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => scrub_json(value),
    }
}
