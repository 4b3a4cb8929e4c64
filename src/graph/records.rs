//! From the provider's records to ours.

use serde_json::Value as Json;

use super::provider::{Policy, RoleDefinition};

/// What the provider sets on an assignment by itself and does not take back.
const PROVENANCE: [&str; 3] = ["id", "source", "sourceId"];

pub(super) fn as_policy(record: Json) -> Option<Policy> {
    let external_id = id(&record)?;
    Some(Policy { display_name: name(&record, &external_id), external_id, payload: record })
}

pub(super) fn as_role(mut record: Json) -> Option<RoleDefinition> {
    let external_id = id(&record)?;
    let flag = |key: &str| record.get(key).and_then(Json::as_bool);
    Some(RoleDefinition {
        display_name: name(&record, &external_id),
        external_id,
        description: text(&record, "description"),
        template_id: text(&record, "templateId"),
        is_built_in: flag("isBuiltIn").unwrap_or(false),
        is_enabled: flag("isEnabled").unwrap_or(true),
        permissions: match record.get_mut("rolePermissions").map(Json::take) {
            Some(permissions @ Json::Array(_)) => permissions,
            _ => Json::Array(Vec::new()),
        },
    })
}

/// An assignment as it is sent back.
pub(super) fn without_provenance(assignment: &Json) -> Json {
    let mut assignment = assignment.clone();
    if let Json::Object(fields) = &mut assignment {
        fields.retain(|key, _| !PROVENANCE.contains(&key.as_str()));
    }
    assignment
}

fn id(record: &Json) -> Option<String> {
    text(record, "id")
}

/// Some kinds of policies have a `name`, others a `displayName`.
fn name(record: &Json, id: &str) -> String {
    text(record, "displayName").or_else(|| text(record, "name")).unwrap_or_else(|| id.to_owned())
}

/// A text that says something.
fn text(record: &Json, key: &str) -> Option<String> {
    let text = record.get(key)?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_record_is_read_by_its_id_and_named_by_what_it_has() {
        let policy = as_policy(json!({ "id": "p", "name": "Firewall", "settings": [1] })).unwrap();
        assert_eq!((policy.external_id.as_str(), policy.display_name.as_str()), ("p", "Firewall"));
        assert_eq!(policy.payload["settings"], json!([1]));
        assert_eq!(as_policy(json!({ "id": "p" })).unwrap().display_name, "p");
        for nothing in [json!({}), json!({ "id": "" }), json!({ "id": 7 }), json!("p"), json!(null)] {
            assert_eq!(as_policy(nothing), None);
        }
    }

    #[test]
    fn a_role_that_says_little_is_enabled_and_the_customers_own() {
        let role = as_role(json!({ "id": "r", "displayName": "Reader", "rolePermissions": {} })).unwrap();
        assert_eq!((role.display_name.as_str(), role.is_built_in, role.is_enabled), ("Reader", false, true));
        assert_eq!((role.description, role.permissions), (None, json!([])));
    }

    #[test]
    fn an_assignment_is_sent_back_without_what_the_provider_sets() {
        let target = json!({ "groupId": "g" });
        let read = json!({ "id": "1", "source": "direct", "sourceId": "x", "intent": "apply", "target": target });
        assert_eq!(without_provenance(&read), json!({ "intent": "apply", "target": target }));
    }
}
