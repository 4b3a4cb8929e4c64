//! `directory_role_definitions.sync`: the roles of a directory as the provider lists them.

use opsledger::jobs::sync_role_definitions::{dispatch, store::Walk};
use opsledger::ledger::{Initiator, Run};
use serde_json::{Value, json};

use crate::assignments::{Site, fetch_attempt, reasons, summary};
use crate::support::provider::Mishap;

const SYNC: &str = "directory_role_definitions.sync";
const FAILED: &str = "directory_role_definitions.sync_failed";

fn role(id: &str, name: &str) -> Value {
    json!({ "id": id, "displayName": name, "isBuiltIn": true, "isEnabled": true,
        "rolePermissions": [{ "allowedResourceActions": ["read"] }] })
}

async fn synced(site: &Site) -> Run {
    site.lab.pass(60);
    dispatch(&site.lab.ledger, 1, 1, Initiator::system()).await.unwrap();
    site.works_off().await.1
}

/// `id name` of each role, `gone` when it is missing.
async fn roles(site: &Site) -> Vec<String> {
    let sql = "select external_id || ' ' || display_name || case when missing_since is null then '' else ' gone' end \
               from entra_role_definitions order by tenant_id, external_id";
    site.lab.t.texts(sql).await
}

on_both! {
    async fn roles_are_kept_over_all_pages_and_only_what_changed_is_counted_as_updated(t: TestDb) {
        let site = Site::new(t).await;
        site.server.world().page_size = 2;
        site.server.world().roles = ["a", "b", "c", "d", "e"].map(|id| role(id, "Role")).to_vec();
        let run = synced(&site).await;
        assert_eq!((summary(&run).as_str(), &run.summary_counts["updated"]), ("succeeded 5/5/5/0/0", &json!(5)));
        assert_eq!(run.context["target_scope"], json!({ "entra_tenant_id": "contoso.example" }));
        let again = synced(&site).await;
        assert_eq!((summary(&again).as_str(), &again.summary_counts["updated"]), ("succeeded 5/5/5/0/0", &json!(0)));
        site.server.world().roles[1]["displayName"] = json!("Other");
        site.server.world().roles[2]["rolePermissions"] = json!([]);
        assert_eq!(synced(&site).await.summary_counts["updated"], 2);
        assert_eq!(roles(&site).await, ["a Role", "b Other", "c Role", "d Role", "e Role"]);
        let untouched = "select count(*) from entra_role_definitions where updated_at = created_at and last_seen_at > updated_at";
        assert_eq!(site.lab.t.count(untouched).await, 3);
    }

    async fn what_is_no_longer_listed_is_marked_once_and_comes_back_as_itself(t: TestDb) {
        let site = Site::new(t).await;
        site.server.world().roles = vec![role("a", "A"), role("b", "B")];
        synced(&site).await;
        // Another tenant's roles are its own.
        site.lab.t.sql(
            "insert into entra_role_definitions (workspace_id, tenant_id, external_id, display_name, is_built_in, is_enabled, \
             seen_in, last_seen_at, created_at, updated_at) values (1, 2, 'z', 'Z', {true}, {true}, 'x', {at}, {at}, {at})",
        ).await;
        site.server.world().roles.pop();
        assert_eq!(synced(&site).await.summary_counts["updated"], 1);
        assert_eq!(roles(&site).await, ["a A", "b B gone", "z Z"]);
        let since = "select cast(missing_since as text) from entra_role_definitions where external_id = 'b'";
        let first = site.lab.t.text(since).await;
        assert_eq!(synced(&site).await.summary_counts["updated"], 0);
        assert_eq!(site.lab.t.text(since).await, first, "it has been missing since then");
        site.server.world().roles.push(role("b", "B"));
        assert_eq!(synced(&site).await.summary_counts["updated"], 1);
        assert_eq!(roles(&site).await, ["a A", "b B", "z Z"]);
    }

    async fn a_walk_that_breaks_off_marks_nothing_and_the_next_counts_from_nothing(t: TestDb) {
        let site = Site::new(t).await;
        site.server.world().page_size = 1;
        site.server.world().roles = ["a", "b", "c"].map(|id| role(id, "R")).to_vec();
        synced(&site).await;
        site.server.world().roles.remove(0);
        site.server.goes_wrong("skip=1", Mishap::Status(500, None));
        let run = synced(&site).await;
        assert_eq!((summary(&run).as_str(), run.attempt), ("succeeded 2/2/2/0/0", 2));
        assert_eq!(roles(&site).await, ["a R gone", "b R", "c R"]);
        for _ in 0..3 {
            site.server.goes_wrong("skip=1", Mishap::Half);
        }
        site.server.world().roles.remove(0);
        site.server.world().roles.push(role("d", "R"));
        let run = synced(&site).await;
        assert_eq!((run.outcome.as_str(), reasons(&run, FAILED)), ("failed", vec!["provider.unreachable".to_owned()]));
        assert_eq!(roles(&site).await, ["a R gone", "b R", "c R"], "b is not missed by a walk without an end");
    }

    async fn a_list_without_any_role_is_not_believed(t: TestDb) {
        let site = Site::new(t).await;
        site.server.world().roles = vec![role("a", "A")];
        synced(&site).await;
        site.server.world().roles.clear();
        let run = synced(&site).await;
        assert_eq!((run.attempt, reasons(&run, FAILED)), (1, vec!["provider.invalid_response".to_owned()]));
        assert_eq!(roles(&site).await, ["a A"]);
    }

    async fn a_role_that_is_listed_twice_is_kept_once(t: TestDb) {
        let site = Site::new(t).await;
        site.server.world().roles = vec![role("a", "A"), role("a", "A2")];
        let run = synced(&site).await;
        assert_eq!(summary(&run), "succeeded 1/1/1/0/0");
        assert_eq!(roles(&site).await, ["a A2"]);
    }

    async fn l5_a_walk_that_was_overtaken_writes_nothing_more(t: TestDb) {
        let site = Site::new(t).await;
        let attempt = fetch_attempt(&site.lab, SYNC, json!({})).await;
        let walk = Walk::of(&attempt);
        let role = |id: &str| opsledger::graph::RoleDefinition {
            external_id: id.into(),
            display_name: "R".into(),
            description: None,
            template_id: None,
            is_built_in: true,
            is_enabled: true,
            permissions: json!([]),
        };
        assert!(walk.keep(vec![role("a")]).await.unwrap().is_some());
        site.lab.take_over(attempt.claim.run_id).await;
        assert!(walk.keep(vec![role("b")]).await.unwrap().is_none());
        assert!(walk.mark_missing().await.unwrap().is_none());
        assert_eq!(roles(&site).await, ["a R"]);
    }
}
