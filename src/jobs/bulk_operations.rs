//! The door for hosts that do something to many records at once: one run, whose type is `resource.action`.
//!
//! Asked twice with one idempotency key while the run is active, a host gets the same run; the key is honoured per
//! tenant and type, and no longer than the run is open, as the table `bulk_operation_runs` did before the ledger.
//! Without a key, the same selection is the same work.

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::catalog::{self, Operation};
use crate::ledger::{Ensured, Initiator, Ledger, Request, Scope};
use crate::problem::{Problem, Result};

/// The longest idempotency key, in bytes.
const KEY_LENGTH: usize = 255;

/// A wish for a bulk operation.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkOperation {
    /// The tenant whose records they are.
    pub scope: Scope,
    /// What kind of records, such as `backup_set`.
    pub resource: String,
    /// What is done to them, such as `add_policies`.
    pub action: String,
    /// Which of them.
    pub selection: Selection,
    /// What makes two requests the same, as the host sees it; neither a secret nor about a person.
    pub idempotency_key: Option<String>,
    /// Who asks.
    pub initiator: Initiator,
    /// What else the run remembers; keys that its type allows.
    pub context: Json,
}

/// Which records.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// These, in any order.
    Ids(Vec<i64>),
    /// All that a filter finds when the work begins, so the filter is what is the same.
    Filter(Json),
}

/// Queues the operation, or finds the active run that is the same work.
///
/// # Errors
/// `operation.unknown` for a type that is not declared, `bulk.not_a_bulk_type`, `bulk.key_invalid`,
/// `bulk.selection_empty`; else as `Ledger::dispatch`.
pub async fn enqueue(ledger: &Ledger, wanted: &BulkOperation) -> Result<Ensured> {
    let BulkOperation { scope, resource, action, selection, idempotency_key, initiator, context } = wanted;
    let operation = declared(resource, action)?;
    let (hash, count) = selection.fingerprint()?;
    let identity = match idempotency_key {
        Some(key) if key.trim().is_empty() || key.len() > KEY_LENGTH => {
            return Err(Problem::request("bulk.key_invalid", "an idempotency key has 1 to 255 bytes")
                .next("give a shorter one, or none: the selection then tells what is the same"));
        }
        Some(key) => json!({ "idempotency": key }),
        None => json!({ "selection": hash }),
    };
    let mut remembered = context.as_object().cloned().unwrap_or_default();
    remembered.insert("selection".into(), json!({ "hash": hash, "count": count }));
    if let Some(key) = idempotency_key {
        remembered.insert("idempotency".into(), json!(key));
    }
    let request = Request {
        initiator: initiator.clone(),
        context: Json::Object(remembered),
        ..Request::new(*scope, operation, identity)
    };
    ledger.dispatch(request).await
}

fn declared(resource: &str, action: &str) -> Result<&'static Operation> {
    let operation = catalog::find(&format!("{resource}.{action}"))?;
    if operation.allows_context("idempotency") {
        return Ok(operation);
    }
    Err(Problem::request("bulk.not_a_bulk_type", format!("`{}` is not done to many records at once", operation.name))
        .next("ask for it as its own host function does; a bulk type allows `idempotency` in its catalog entry"))
}

impl Selection {
    /// SHA-256 over what is selected, and how many when that is known. The order of ids does not matter.
    fn fingerprint(&self) -> Result<(String, Option<usize>)> {
        let (canonical, count) = match self {
            Self::Ids(ids) if ids.is_empty() => {
                return Err(Problem::request("bulk.selection_empty", "nothing is selected").next("select a record"));
            }
            Self::Ids(ids) => {
                let mut ids = ids.clone();
                ids.sort_unstable();
                ids.dedup();
                (json!({ "ids": ids }), Some(ids.len()))
            }
            Self::Filter(filter) => (json!({ "filter": filter }), None),
        };
        let digest = Sha256::digest(canonical.to_string().as_bytes());
        Ok((digest.iter().map(|byte| format!("{byte:02x}")).collect(), count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_ids_does_not_matter_and_a_filter_is_no_list() {
        let hash = |selection: Selection| selection.fingerprint().unwrap();
        assert_eq!(hash(Selection::Ids(vec![2, 1, 2])), hash(Selection::Ids(vec![1, 2])));
        assert_ne!(hash(Selection::Ids(vec![1])).0, hash(Selection::Filter(json!([1]))).0);
        assert_eq!(
            hash(Selection::Filter(json!({ "a": 1, "b": 2 }))),
            hash(Selection::Filter(serde_json::from_str(r#"{"b":2,"a":1}"#).unwrap()))
        );
        assert_eq!(Selection::Ids(Vec::new()).fingerprint().unwrap_err().code, "bulk.selection_empty");
    }

    #[test]
    fn only_types_that_are_done_to_many_records_come_through_this_door() {
        assert_eq!(declared("backup_set", "add_policies").unwrap().name, "backup_set.add_policies");
        assert_eq!(declared("policy", "sync").unwrap_err().code, "bulk.not_a_bulk_type");
        assert_eq!(declared("policy", "explode").unwrap_err().code, "operation.unknown");
    }
}
