//! What a restore will set: a pure function of what was asked for and what was captured.
//!
//! An item whose assignments were never captured is not restored: to set none would take the policy away from
//! everybody. A restore that asks for no items restores none.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::items::Item;
use crate::graph::PolicyRef;

/// What a restore run asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The backup set from which it restores.
    pub backup_set_id: i64,
    /// Whether it only shows what it would do.
    pub is_dry_run: bool,
    /// The items, in the order in which they are restored.
    pub requested_items: Vec<i64>,
    /// Groups of then, and the groups of now in their place; null for a group that gets nothing.
    pub group_mapping: Map<String, Json>,
}

/// One item of a restore.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Its policy gets these assignments.
    Set {
        /// The backup item.
        item: i64,
        /// The policy.
        policy: PolicyRef,
        /// In place of those that it has.
        assignments: Vec<Json>,
    },
    /// It would get them, but this is a dry run.
    WouldSet {
        /// The backup item.
        item: i64,
    },
    /// It cannot be restored.
    Cannot {
        /// The backup item.
        item: i64,
        /// Stable.
        reason_code: &'static str,
        /// For people.
        message: &'static str,
    },
}

/// The steps of a restore, one for each item that was asked for; an item that is named twice is restored once.
#[must_use]
pub fn plan(asked: &Asked, items: &[Item]) -> Vec<Step> {
    let known: HashMap<i64, &Item> = items.iter().map(|item| (item.id, item)).collect();
    let mut named = std::collections::HashSet::new();
    let ids = asked.requested_items.iter().filter(|id| named.insert(**id));
    ids.map(|id| step(asked, *id, known.get(id).copied())).collect()
}

fn step(asked: &Asked, id: i64, item: Option<&Item>) -> Step {
    let cannot = |reason_code, message| Step::Cannot { item: id, reason_code, message };
    let Some(item) = item.filter(|item| item.backup_set_id == asked.backup_set_id) else {
        return cannot("assignments.item_missing", "it is gone, or not of this backup");
    };
    let Some(assignments) = &item.assignments else {
        return cannot("assignments.not_captured", "its assignments were never captured");
    };
    if asked.is_dry_run {
        return Step::WouldSet { item: id };
    }
    let assignments = assignments.iter().filter_map(|one| mapped(one, &asked.group_mapping)).collect();
    Step::Set { item: id, policy: item.policy.clone(), assignments }
}

/// The assignment with its group of now; nothing when that group gets none.
fn mapped(assignment: &Json, mapping: &Map<String, Json>) -> Option<Json> {
    let mut assignment = assignment.clone();
    // As the provider writes it, and as older backups have it.
    for place in ["/target/groupId", "/group_id"] {
        let Some(group) = assignment.pointer_mut(place) else { continue };
        match group.as_str().and_then(|then| mapping.get(then)) {
            Some(Json::Null) => return None,
            Some(Json::String(now)) => *group = Json::String(now.clone()),
            _ => {}
        }
    }
    Some(assignment)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn item(id: i64, assignments: Option<Json>) -> Item {
        Item {
            id,
            backup_set_id: 1,
            policy: PolicyRef { policy_type: "t".into(), external_id: format!("p{id}") },
            assignments: assignments.and_then(|list| list.as_array().cloned()),
        }
    }

    fn asked(requested_items: &[i64]) -> Asked {
        Asked {
            backup_set_id: 1,
            is_dry_run: false,
            requested_items: requested_items.to_vec(),
            group_mapping: Map::new(),
        }
    }

    #[test]
    fn each_item_is_restored_once_in_the_order_in_which_it_was_asked_for() {
        let items = [item(1, Some(json!([]))), item(2, Some(json!([{ "a": 1 }])))];
        let steps = plan(&asked(&[2, 1, 2]), &items);
        let Step::Set { item: 2, assignments, policy } = &steps[0] else { panic!("{steps:?}") };
        assert_eq!((assignments.as_slice(), policy.external_id.as_str()), (&[json!({ "a": 1 })][..], "p2"));
        assert!(matches!(&steps[1], Step::Set { item: 1, assignments, .. } if assignments.is_empty()));
        assert_eq!((steps.len(), plan(&asked(&[]), &items).len()), (2, 0));
    }

    #[test]
    fn what_was_never_captured_or_is_of_another_backup_is_not_restored() {
        let foreign = Item { backup_set_id: 2, ..item(3, Some(json!([]))) };
        let steps = plan(&asked(&[1, 2, 3]), &[item(1, None), foreign]);
        let reasons: Vec<_> = steps
            .iter()
            .map(|step| match step {
                Step::Cannot { reason_code, .. } => *reason_code,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(reasons, ["assignments.not_captured", "assignments.item_missing", "assignments.item_missing"]);
    }

    #[test]
    fn a_dry_run_sets_nothing() {
        let dry = Asked { is_dry_run: true, ..asked(&[1, 2]) };
        let steps = plan(&dry, &[item(1, Some(json!([]))), item(2, None)]);
        assert!(matches!(steps[..], [Step::WouldSet { item: 1 }, Step::Cannot { item: 2, .. }]));
    }

    #[test]
    fn groups_are_exchanged_or_left_out_as_the_mapping_says() {
        let list = json!([
            { "target": { "groupId": "old" } }, { "target": { "groupId": "gone" } }, { "target": { "groupId": "same" } },
            { "group_id": "old", "target": "group" }, { "target": { "@odata.type": "#all" } },
        ]);
        let mapping = json!({ "old": "new", "gone": null }).as_object().unwrap().clone();
        let steps = plan(&Asked { group_mapping: mapping, ..asked(&[1]) }, &[item(1, Some(list))]);
        let Step::Set { assignments, .. } = &steps[0] else { panic!("{steps:?}") };
        assert_eq!(
            json!(assignments),
            json!([
                { "target": { "groupId": "new" } }, { "target": { "groupId": "same" } },
                { "group_id": "new", "target": "group" }, { "target": { "@odata.type": "#all" } },
            ])
        );
    }
}
