//! What makes two requests "the same work" (L3).
//!
//! The hash is SHA-256, lower hex, over canonical JSON: keys sorted, arrays as given, no floats. It covers scope,
//! type and identity, never a payload or a secret. The golden vectors below must never change: a changed hash
//! would let the same work run twice across an upgrade.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::words::Scope;
use crate::problem::{Problem, Result};

/// The hash of the work `operation` on `scope` with these stable inputs.
///
/// # Errors
/// `ledger.identity_invalid` when `identity` is no object or holds a float, whose text form is not stable.
pub fn hash(scope: Scope, operation: &str, identity: &Value) -> Result<String> {
    if !identity.is_object() {
        return Err(Problem::request("ledger.identity_invalid", "an identity is an object of stable inputs"));
    }
    // Written out and not built first: a slot asks for as many of these as there are workspaces.
    let mut text = String::with_capacity(128);
    text.push_str("{\"identity\":");
    canonical(identity, &mut text)?;
    let _ = match scope {
        Scope::Workspace(workspace) => write!(text, ",\"scope\":{{\"workspace\":{workspace}}}"),
        Scope::Tenant { workspace, tenant } => {
            write!(text, ",\"scope\":{{\"tenant\":{tenant},\"workspace\":{workspace}}}")
        }
    };
    text.push_str(",\"type\":");
    canonical(&operation.into(), &mut text)?;
    text.push('}');
    Ok(hex(&Sha256::digest(text.as_bytes())))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The same for an identity that is canonical text already: a JSON object with sorted keys and no spaces.
pub(super) fn hash_of_text(scope: Scope, operation: &str, identity: &str, out: &mut String) {
    use std::fmt::Write;
    out.clear();
    // A string takes whatever is written to it.
    let _ = match scope {
        Scope::Workspace(workspace) => write!(out, "{{\"workspace\":{workspace}}}"),
        Scope::Tenant { workspace, tenant } => {
            write!(out, "{{\"tenant\":{tenant},\"workspace\":{workspace}}}")
        }
    };
    let mut hash = Sha256::new();
    for part in ["{\"identity\":", identity, ",\"scope\":", out, ",\"type\":\"", operation, "\"}"] {
        hash.update(part);
    }
    out.clear();
    for byte in hash.finalize() {
        for half in [byte >> 4, byte & 15] {
            out.push(char::from(b"0123456789abcdef"[usize::from(half)]));
        }
    }
}

fn canonical(value: &Value, out: &mut String) -> Result<()> {
    match value {
        Value::Object(map) => object(map, out),
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                canonical(item, out)?;
            }
            out.push(']');
            Ok(())
        }
        Value::Number(number) if number.is_f64() => {
            Err(Problem::request("ledger.identity_invalid", format!("an identity holds no float, but {number} is one")))
        }
        Value::Number(_) | Value::String(_) | Value::Bool(_) | Value::Null => {
            // Into a string nothing fails.
            let _ = write!(out, "{value}");
            Ok(())
        }
    }
}

fn object(map: &Map<String, Value>, out: &mut String) -> Result<()> {
    let mut keys: Vec<&String> = map.keys().collect();
    keys.sort();
    out.push('{');
    for (n, key) in keys.into_iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        out.push_str(&Value::String(key.clone()).to_string());
        out.push(':');
        canonical(&map[key], out)?;
    }
    out.push('}');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn l3_the_golden_vectors_hold() {
        let workspace = hash(Scope::Workspace(7), "ops.reconcile_adapter_runs", &json!({})).unwrap();
        let by_hand = r#"{"identity":{},"scope":{"workspace":7},"type":"ops.reconcile_adapter_runs"}"#;
        let expected: String = Sha256::digest(by_hand.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(workspace, expected);
        assert_eq!(workspace, "0fc02581c8ca65f98ee4f63ccf5bfea1934ce8839905ff6b55fb73ea4a70499e");
        let tenant = hash(
            Scope::Tenant { workspace: 7, tenant: 12 },
            "restore.execute",
            &json!({ "restore_run_id": 42, "b": ["x", 1], "a": "ü\"" }),
        );
        assert_eq!(tenant.unwrap(), "e31f64de6385f1c64566a4e49b31443940d5efa088413faf23d34e68415535f0");
    }

    #[test]
    fn l3_key_order_does_not_matter_and_array_order_does() {
        let scope = Scope::Workspace(1);
        let one = hash(scope, "t.x", &json!({ "a": 1, "b": { "c": 2, "d": 3 } })).unwrap();
        let other = hash(scope, "t.x", &serde_json::from_str(r#"{"b":{"d":3,"c":2},"a":1}"#).unwrap()).unwrap();
        assert_eq!(one, other);
        assert_ne!(
            hash(scope, "t.x", &json!({ "a": [1, 2] })).unwrap(),
            hash(scope, "t.x", &json!({ "a": [2, 1] })).unwrap()
        );
    }

    #[test]
    fn l3_scope_and_type_are_part_of_the_identity() {
        let identity = json!({ "id": 1 });
        let base = hash(Scope::Workspace(1), "t.x", &identity).unwrap();
        assert_ne!(base, hash(Scope::Workspace(2), "t.x", &identity).unwrap());
        assert_ne!(base, hash(Scope::Tenant { workspace: 1, tenant: 1 }, "t.x", &identity).unwrap());
        assert_ne!(base, hash(Scope::Workspace(1), "t.y", &identity).unwrap());
    }

    #[test]
    fn l3_floats_and_non_objects_are_refused() {
        assert_eq!(hash(Scope::Workspace(1), "t.x", &json!({ "a": 0.5 })).unwrap_err().code, "ledger.identity_invalid");
        assert_eq!(hash(Scope::Workspace(1), "t.x", &json!([1])).unwrap_err().code, "ledger.identity_invalid");
    }
}
