//! Tenants × jobs: the worst first, cells that lead to their list, and no question per tenant.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use opsledger::clock::{Clock, Instant, text};
use opsledger::db::Engine;
use opsledger::domain::hub_tokens::Role;
use opsledger::hub::pages::tenants::{Asked, read};
use opsledger::hub::{Door, Scope, View};
use serde_json::Value as Json;

use super::explain;
use super::served::{Served, Setting};
use super::world;
use crate::support::TestDb;

fn noon() -> Instant {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

async fn run(t: &TestDb, id: i64, tenant: i64, kind: &str, outcome: &str, hours: i64) {
    let at = text(noon() - TimeDelta::hours(hours));
    let (status, completed) = match outcome {
        "pending" => ("running", "null".to_owned()),
        _ => ("completed", format!("'{at}'")),
    };
    t.sql(&format!(
        "insert into operation_runs (id, workspace_id, tenant_id, initiator_name, type, status, outcome, run_identity_hash, \
         failure_summary, started_at, completed_at, created_at, updated_at) \
         select {id}, workspace_id, id, 'System', '{kind}', '{status}', '{outcome}', 'm-{id}', \
         '[{{\"code\":\"run.timed_out\",\"message\":\"m\"}}]', '{at}', {completed}, '{at}', '{at}' from tenants where id = {tenant}"
    ))
    .await;
}

/// Eight more tenants beside the three of the small world, and what became of their work.
async fn planted(t: &TestDb) -> Served {
    world::plant(t, &Clock::fixed("2020-01-01T00:00:00Z".parse().unwrap())).await;
    for id in 11..19 {
        t.sql(&format!("insert into tenants (id, workspace_id, external_id, name, status, created_at, updated_at) values ({id}, 1, 'ext-{id}', 'Tenant {id}', '{}', {{at}}, {{at}})", if id == 18 { "archived" } else { "active" })).await;
    }
    // 15: two kinds failed. 13: one. 12: refused. 14: partly done. 11: failed, and succeeded since under an older spelling.
    for (id, tenant, kind, outcome, hours) in [
        (201, 15, "policy.sync", "failed", 5),
        (202, 15, "inventory.sync", "failed", 6),
        (203, 13, "policy.sync", "failed", 4),
        (204, 13, "policy.sync", "failed", 40),
        (205, 13, "inventory.sync", "succeeded", 1),
        (206, 12, "policy.sync", "blocked", 3),
        (207, 14, "policy.sync", "partially_succeeded", 2),
        (208, 11, "policy_sync", "failed", 9),
        (209, 11, "policy.sync", "succeeded", 8),
        (210, 16, "drift.generate", "failed", 24 * 60),
        (211, 17, "policy.sync", "pending", 0),
        (212, 13, "policy.sync", "pending", 0),
    ] {
        run(t, id, tenant, kind, outcome, hours).await;
    }
    let setting = Setting {
        door: Door { open_locally: true, ..Door::default() },
        clock: Clock::fixed(noon()),
        ..Setting::default()
    };
    Served::start(t, setting).await
}

fn ids(page: &Json) -> Vec<i64> {
    page["tenants"].as_array().unwrap().iter().map(|row| row["tenant"]["id"].as_i64().unwrap()).collect()
}

on_both! {
    async fn the_worst_come_first_and_pages_partition_the_tenants(t: TestDb) {
        let hub = planted(&t).await;
        let (mut seen, mut next) = (Vec::new(), Some("/api/tenants?limit=3".to_owned()));
        while let Some(path) = next {
            let page = hub.json(&path).await;
            seen.extend(ids(&page));
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(seen[..4], [15, 13, 12, 14], "failed twice, failed, refused, partly done");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 11, "none twice and none left out: {seen:?}");
        assert_eq!(seen.len(), 11);
    }

    async fn a_cell_says_how_the_last_one_ended_and_leads_to_its_list(t: TestDb) {
        let hub = planted(&t).await;
        let page = hub.json("/api/tenants").await;
        let row = |id: i64| page["tenants"].as_array().unwrap().iter().find(|row| row["tenant"]["id"] == id).unwrap().clone();
        let failed = &row(13)["cells"]["policy.sync"];
        assert_eq!((failed["id"].as_i64(), failed["outcome"].as_str(), failed["is_active"].as_bool()), (Some(203), Some("failed"), Some(true)));
        assert_eq!(failed["failure_code"], "run.timed_out");
        // Two spellings are one cell, and the newer run is in it.
        assert_eq!(row(11)["cells"]["policy.sync"]["id"], 209);
        assert_eq!(row(11)["in_trouble"], false);
        let never = &row(17)["cells"]["policy.sync"];
        assert_eq!((never["outcome"].as_str(), never["is_active"].as_bool()), (None, Some(true)));
        for id in 11..18 {
            for (kind, cell) in row(id)["cells"].as_object().unwrap() {
                let list = hub.json(&format!("/api{}", cell["link"].as_str().unwrap())).await;
                let operations = list["operations"].as_array().unwrap();
                assert!(!operations.is_empty(), "{kind} of {id}, however old: {cell}");
                assert!(operations.iter().all(|run| run["tenant"]["id"] == id && run["type"] == kind.as_str()), "{list:#}");
                if let Some(run) = cell["id"].as_i64() {
                    assert!(operations.iter().any(|one| one["id"] == run));
                }
            }
        }
        let html = hub.page("/tenants").await;
        for words in ["in trouble", "archived", "never ended", "Work of workspaces as a whole"] {
            assert!(html.contains(words), "{words}");
        }
    }

    async fn a_tenant_is_found_by_name_and_by_external_id_and_signs_are_only_signs(t: TestDb) {
        let hub = planted(&t).await;
        for (words, expected) in [("tenant+14", vec![14]), ("EXT-15", vec![15]), ("%25", vec![]), ("_", vec![]), ("%5C", vec![]), ("berlin", vec![1, 2])] {
            assert_eq!(ids(&hub.json(&format!("/api/tenants?q={words}")).await), expected, "{words}");
        }
        assert_eq!(ids(&hub.json("/api/tenants?workspace=2").await), [3]);
        let none = hub.page("/tenants?q=nobody").await;
        assert!(none.contains("No tenant matches these filters") && none.contains("Show all"));
        assert_eq!(hub.get("/tenants?after=999", &[]).await.status, 404);
        assert_eq!(hub.get("/tenants?limit=101", &[]).await.status, 400);
    }

    async fn a_visitor_of_a_workspace_sees_no_tenant_of_another_and_begins_behind_none(t: TestDb) {
        let hub = planted(&t).await;
        let token = world::token(&t, Some(1), &[1], Role::Readonly).await;
        let page: Json = serde_json::from_str(&hub.get_as(&token, "/api/tenants").await.body).unwrap();
        assert_eq!(ids(&page), [1]);
        for foreign in [2, 3] {
            assert_eq!(hub.get_as(&token, &format!("/tenants?after={foreign}")).await.status, 404);
        }
    }

    async fn no_tenants_at_all_is_said(t: TestDb) {
        let hub = Served::open(&t).await;
        assert!(hub.page("/tenants").await.contains("There is no tenant that you may see"));
    }

    async fn the_page_asks_a_few_questions_however_many_tenants_and_none_walks_the_ledger(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        explain::plant_history(&t).await;
        for is_counted in [false, true] {
            if is_counted {
                explain::analyze(&t).await;
            } else if t.engine == Engine::Postgres {
                continue;
            }
            for scope in [Scope::Everything, Scope::Workspaces(vec![1]), Scope::Tenants { workspace: 1, tenants: vec![1] }] {
                let view = View::open(&t.db, &scope, Clock::system().now()).await.unwrap();
                view.remember();
                let asked = Asked { q: None, workspace: None, after: None, limit: 100 };
                let matrix = read::read(&view, &asked).await.unwrap();
                assert!(!matrix.tenants.is_empty() && matrix.tenants[0].cells.len() >= 4);
                let questions = view.remembered();
                assert_eq!(questions.len(), 3, "{questions:#?}");
                view.remember();
                read::read(&view, &asked).await.unwrap();
                explain::assert_no_walk(&view, &format!("tenants, {scope:?}, counted: {is_counted}")).await;
            }
        }
    }
}
