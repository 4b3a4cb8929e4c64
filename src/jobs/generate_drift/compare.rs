//! What differs in one policy between two backups: a pure function of both sides.
//!
//! A finding tells which fields differ and never what is in them: a policy may hold what nobody but its tenant should
//! read. Its fingerprint is made of both contents, so the same difference found again is the same finding, and
//! another change of the same policy is another.

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use crate::clock::{Instant, text};
use crate::sanitizer::scrub_json;

/// How many changed fields are named.
const NAMED: usize = 20;
/// The longest name of a field that is repeated.
const NAME_LENGTH: usize = 64;
/// Fields that change without a change: the provider's own times and counters.
const VOLATILE: [&str; 4] = ["createdDateTime", "lastModifiedDateTime", "modifiedDateTime", "version"];

/// A backup that is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The set.
    pub backup_set_id: i64,
    /// The run that made it.
    pub operation_run_id: Option<i64>,
    /// When it was complete.
    pub completed_at: Option<Instant>,
}

/// A policy as one backup holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The record.
    pub payload: Json,
    /// To whom it applied, when that was fetched.
    pub assignments: Option<Json>,
}

/// A policy that one of the backups holds, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Its kind.
    pub policy_type: String,
    /// Its id at the provider.
    pub external_id: String,
    /// As it was.
    pub baseline: Option<Content>,
    /// As it is.
    pub current: Option<Content>,
}

/// What is to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The kind of the policy.
    pub subject_type: String,
    /// Its id at the provider.
    pub subject_external_id: String,
    /// Stable over runs; one of a tenant.
    pub fingerprint: String,
    /// `low`, `medium` or `high`.
    pub severity: &'static str,
    /// Names and numbers only.
    pub evidence: Json,
}

/// What differs, if anything does that is worth a finding.
#[must_use]
pub fn compare(scope_key: &str, pair: &Pair, baseline: &Side, current: &Side) -> Option<Finding> {
    let (change, severity) = match (&pair.baseline, &pair.current) {
        (None, None) => return None,
        (None, Some(_)) => ("added", "medium"),
        (Some(_), None) => ("removed", "high"),
        (Some(_), Some(_)) => ("changed", "medium"),
    };
    let fields = changed_fields(pair.baseline.as_ref(), pair.current.as_ref());
    let (gained, lost) = changed_assignments(pair.baseline.as_ref(), pair.current.as_ref());
    if change == "changed" && fields.is_empty() && gained + lost == 0 {
        return None;
    }
    let named: Vec<String> = fields.iter().take(NAMED).map(|name| name.chars().take(NAME_LENGTH).collect()).collect();
    let evidence = scrub_json(&json!({
        "change_type": change,
        "changed_fields": named,
        "changed_fields_count": fields.len(),
        "assignments_added": gained,
        "assignments_removed": lost,
        "baseline": reference(baseline),
        "current": reference(current),
    }));
    Some(Finding {
        subject_type: pair.policy_type.clone(),
        subject_external_id: pair.external_id.clone(),
        fingerprint: fingerprint(scope_key, pair, change),
        severity,
        evidence,
    })
}

fn reference(side: &Side) -> Json {
    let Side { backup_set_id, operation_run_id, completed_at } = side;
    json!({ "backup_set_id": backup_set_id, "operation_run_id": operation_run_id, "completed_at": completed_at.map(text) })
}

/// The names of the fields that differ; none when one side is not there at all.
fn changed_fields(baseline: Option<&Content>, current: Option<&Content>) -> Vec<String> {
    let (Some(baseline), Some(current)) = (baseline, current) else { return Vec::new() };
    let (was, is) = (lasting(&baseline.payload), lasting(&current.payload));
    let mut names: Vec<String> =
        was.keys().chain(is.keys()).filter(|name| was.get(*name) != is.get(*name)).cloned().collect();
    names.sort();
    names.dedup();
    names
}

/// How many assignments were gained and lost; their order means nothing. Unknown on one side is no difference.
fn changed_assignments(baseline: Option<&Content>, current: Option<&Content>) -> (usize, usize) {
    let list =
        |content: Option<&Content>| content.and_then(|content| content.assignments.as_ref()?.as_array().cloned());
    let (Some(was), Some(is)) = (list(baseline), list(current)) else { return (0, 0) };
    let missing = |from: &[Json], of: &[Json]| of.iter().filter(|one| !from.contains(one)).count();
    (missing(&was, &is), missing(&is, &was))
}

/// The fields in which a change is one.
fn lasting(payload: &Json) -> Map<String, Json> {
    let fields = payload.as_object().into_iter().flatten();
    let lasting = fields.filter(|(name, _)| !name.starts_with('@') && !VOLATILE.contains(&name.as_str()));
    lasting.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn fingerprint(scope_key: &str, pair: &Pair, change: &str) -> String {
    let content = |content: Option<&Content>| {
        content.map(|content| {
            let mut assignments: Vec<String> =
                content.assignments.as_ref().and_then(Json::as_array).into_iter().flatten().map(sorted).collect();
            assignments.sort();
            json!([sorted(&Json::Object(lasting(&content.payload))), assignments])
        })
    };
    let whole = json!([
        scope_key,
        pair.policy_type,
        pair.external_id,
        change,
        content(pair.baseline.as_ref()),
        content(pair.current.as_ref())
    ]);
    Sha256::digest(whole.to_string().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A value as text with sorted keys, whatever the order in which they came.
fn sorted(value: &Json) -> String {
    match value {
        Json::Object(fields) => {
            let mut fields: Vec<(&String, &Json)> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            let fields: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{}:{}", Json::String((*name).clone()), sorted(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Json::Array(items) => format!("[{}]", items.iter().map(sorted).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(payload: Json, assignments: Option<Json>) -> Option<Content> {
        Some(Content { payload, assignments })
    }

    fn found(baseline: Option<Content>, current: Option<Content>) -> Option<Finding> {
        let side = |id| Side { backup_set_id: id, operation_run_id: Some(id), completed_at: None };
        let pair = Pair { policy_type: "t".into(), external_id: "p".into(), baseline, current };
        compare("s", &pair, &side(1), &side(2))
    }

    #[test]
    fn names_of_fields_are_told_and_values_never() {
        let finding = found(
            content(json!({ "a": "old-secret-value", "b": 1, "c": [1] }), None),
            content(json!({ "a": "new-secret-value", "b": 1, "d": {} }), None),
        );
        let finding = finding.unwrap();
        assert_eq!(finding.evidence["changed_fields"], json!(["a", "c", "d"]));
        assert_eq!((finding.evidence["change_type"].as_str(), finding.severity), (Some("changed"), "medium"));
        assert!(!finding.evidence.to_string().contains("secret-value"));
    }

    #[test]
    fn what_the_provider_counts_and_the_order_of_assignments_are_no_drift() {
        let was =
            content(json!({ "a": 1, "version": 1, "@odata.context": "x" }), Some(json!([{ "g": 1 }, { "g": 2 }])));
        let is = content(
            json!({ "a": 1, "version": 2, "lastModifiedDateTime": "y" }),
            Some(json!([{ "g": 2 }, { "g": 1 }])),
        );
        assert_eq!(found(was.clone(), is), None);
        // What was never fetched cannot have changed.
        assert_eq!(found(was.clone(), content(json!({ "a": 1 }), None)), None);
        let changed = found(was, content(json!({ "a": 1 }), Some(json!([{ "g": 3 }])))).unwrap();
        assert_eq!(
            (&changed.evidence["assignments_added"], &changed.evidence["assignments_removed"]),
            (&json!(1), &json!(2))
        );
    }

    #[test]
    fn the_same_difference_is_the_same_finding_and_another_one_is_another() {
        let was = || content(json!({ "a": { "x": 1, "y": 2 } }), None);
        let now = |value: i64| found(was(), content(json!({ "a": value }), None)).unwrap().fingerprint;
        assert_eq!(now(1), now(1));
        assert_ne!(now(1), now(2));
        let kinds = [found(None, was()).unwrap(), found(was(), None).unwrap()];
        assert_eq!(kinds.each_ref().map(|finding| finding.severity), ["medium", "high"]);
        assert_ne!(kinds[0].fingerprint, kinds[1].fingerprint);
        assert_eq!(sorted(&json!({ "b": 1, "a": [{ "d": null, "c": "x" }] })), r#"{"a":[{"c":"x","d":null}],"b":1}"#);
    }
}
