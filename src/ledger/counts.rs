//! What may stand in `summary_counts` (L6): a flat object of allowed keys and integers that are not negative.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;
use serde_json::Value;

use crate::catalog::Operation;
use crate::metrics;

/// Counts and context entries that were dropped since the process started, because their key is not allowed.
static DROPPED_KEYS: AtomicU64 = AtomicU64::new(0);

/// Counts that passed the door.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Counts(BTreeMap<String, i64>);

impl Counts {
    /// Keeps the keys that `operation` allows, drops and counts the others; a negative value counts as zero.
    pub fn new<'a>(operation: &Operation, values: impl IntoIterator<Item = (&'a str, i64)>) -> Self {
        let mut kept = BTreeMap::new();
        for (key, value) in values {
            if operation.allows_count(key) {
                kept.insert(key.to_owned(), value.max(0));
            } else {
                dropped(operation, key);
            }
        }
        Self(kept)
    }

    /// From whatever JSON somebody hands in: only allowed keys with whole numbers stay.
    #[must_use]
    pub fn from_json(operation: &Operation, value: &Value) -> Self {
        let entries = value.as_object().into_iter().flatten();
        Self::new(operation, entries.filter_map(|(key, value)| Some((key.as_str(), value.as_i64()?))))
    }

    /// One count; zero when it was not given.
    #[must_use]
    pub fn get(&self, key: &str) -> i64 {
        self.0.get(key).copied().unwrap_or(0)
    }

    /// As the column stores it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        self.0.iter().map(|(key, value)| (key.clone(), Value::from(*value))).collect()
    }
}

/// Notes that `key` was dropped at the door of `operation`.
pub(super) fn dropped(operation: &Operation, key: &str) {
    DROPPED_KEYS.fetch_add(1, Ordering::Relaxed);
    metrics::key_dropped(operation.name);
    tracing::debug!(operation = operation.name, key, "dropped a key that {} does not allow", operation.name);
}

/// How many keys were dropped since the process started.
#[must_use]
pub fn dropped_keys() -> u64 {
    DROPPED_KEYS.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::find;
    use serde_json::json;

    #[test]
    fn l6_unknown_keys_are_dropped_and_counted_and_values_are_whole_and_not_negative() {
        let operation = find("policy.sync").unwrap();
        let before = dropped_keys();
        let given =
            json!({ "total": 3, "failed": -1, "secret": 9, "processed": 1.5, "skipped": "2", "nested": { "a": 1 } });
        assert_eq!(Counts::from_json(operation, &given).to_json(), json!({ "failed": 0, "total": 3 }));
        assert!(dropped_keys() > before);
    }
}
