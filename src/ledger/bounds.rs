//! How large a JSON column may become, and how large a value is once it is stored.

use std::borrow::Cow;

use serde_json::Value;

/// At most so many bytes in `failure_summary` and in `context`, as the database shows them.
pub(super) const BYTE_LIMIT: usize = 16 * 1024;

/// The bytes of `value` as PostgreSQL shows it: a space after each `:` and `,`, and numbers without an exponent.
pub(super) fn stored_bytes(value: &Value) -> usize {
    let separated = |entries: usize| entries.saturating_sub(1) * 2;
    match value {
        Value::Object(fields) => {
            let text = |key: &String| stored_bytes(&Value::String(key.clone()));
            2 + separated(fields.len()) + fields.iter().map(|(k, v)| text(k) + 2 + stored_bytes(v)).sum::<usize>()
        }
        Value::Array(items) => 2 + separated(items.len()) + items.iter().map(stored_bytes).sum::<usize>(),
        // An f64 has at most 309 digits before the point and 324 zeros and 17 digits after it.
        Value::Number(number) if number.is_f64() => 350,
        Value::Number(_) | Value::String(_) | Value::Bool(_) | Value::Null => value.to_string().len(),
    }
}

/// The text without NUL, the one character that PostgreSQL cannot store.
pub(super) fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { Cow::Borrowed(text) }
}

/// The same for every key and string of a JSON value.
pub(super) fn storable_json(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(storable(&text).into_owned()),
        Value::Array(items) => items.into_iter().map(storable_json).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(key, value)| (storable(&key).into_owned(), storable_json(value))).collect()
        }
        Value::Number(_) | Value::Bool(_) | Value::Null => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_bytes_of_a_value_are_those_that_postgresql_shows() {
        let shown = r#"{"a": [1, 2, {"ü\"": null}], "b": {}, "c": "x", "d": []}"#;
        assert_eq!(stored_bytes(&serde_json::from_str(shown).unwrap()), shown.len());
    }

    #[test]
    fn a_character_that_one_engine_cannot_store_is_replaced_for_both() {
        assert_eq!(storable_json(json!({ "a\0": ["\0b", 1] })), json!({ "a\u{fffd}": ["\u{fffd}b", 1] }));
    }
}
