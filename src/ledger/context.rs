//! What may stand in `context` (L8): allowed keys per type, strings through the sanitizer, at most 16 KiB.

use serde::Serialize;
use serde_json::{Map, Value};

use super::bounds::{BYTE_LIMIT, storable_json, stored_bytes};
use super::counts::dropped;
use crate::catalog::Operation;
use crate::sanitizer::scrub_json;

/// A context that passed the door.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Context(Map<String, Value>);

impl Context {
    /// Keeps the keys that `operation` allows, drops and counts the others, scrubs every string; entries that
    /// would pass the size limit are dropped too, last ones first.
    #[must_use]
    pub fn new(operation: &Operation, value: &Value) -> Self {
        let mut kept = Map::new();
        let mut bytes = 2;
        for (key, value) in value.as_object().into_iter().flatten() {
            if !operation.allows_context(key) {
                dropped(operation, key);
                continue;
            }
            // Together with its key, so that a rule about key names sees it.
            let clean = storable_json(scrub_json(&Value::Object(Map::from_iter([(key.clone(), value.clone())]))));
            // The braces of this object make up for the comma between two entries.
            let size = stored_bytes(&clean);
            if bytes + size > BYTE_LIMIT {
                dropped(operation, key);
                continue;
            }
            bytes += size;
            if let Value::Object(clean) = clean {
                kept.extend(clean);
            }
        }
        Self(kept)
    }

    /// As the column stores it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// Without this key.
    pub(super) fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::find;
    use serde_json::json;

    #[test]
    fn l8_only_allowed_keys_stay() {
        let operation = find("restore.execute").unwrap();
        let context = Context::new(
            operation,
            &json!({ "restore_run_id": 4, "payload": { "a": 1 }, "target_scope": { "entra_tenant_id": "t" } }),
        );
        assert_eq!(context.to_json(), json!({ "restore_run_id": 4, "target_scope": { "entra_tenant_id": "t" } }));
    }

    #[test]
    fn l8_strings_pass_the_sanitizer() {
        let operation = find("restore.execute").unwrap();
        let context = Context::new(operation, &json!({ "selection": "postgres://app:hunter2@db/app" }));
        assert!(!context.to_json().to_string().contains("hunter2"));
    }

    #[test]
    fn l8_a_context_never_grows_beyond_its_limit() {
        let operation = find("restore.execute").unwrap();
        let words = "word ".repeat(4_000);
        let context = Context::new(operation, &json!({ "restore_run_id": 4, "selection": words }));
        assert_eq!(context.to_json(), json!({ "restore_run_id": 4 }));
    }

    #[test]
    fn l8_the_limit_counts_what_the_database_shows() {
        let operation = find("restore.execute").unwrap();
        let context = Context::new(operation, &json!({ "restore_run_id": 4, "selection": vec![1; 7_000] }));
        assert_eq!(context.to_json(), json!({ "restore_run_id": 4 }), "14,001 bytes here, 21,000 there");
    }
}
