//! Failures: the groups, their counts against the lists that they link to, and what is said about them.

use chrono::TimeDelta;
use opsledger::clock::{Clock, Instant, text};
use opsledger::db::Engine;
use opsledger::hub::pages::failures::read::{self, Asked};
use opsledger::hub::{Door, Scope, View};
use serde_json::Value as Json;

use super::explain;
use super::served::{Served, Setting};
use super::world;
use crate::support::TestDb;

fn noon() -> Instant {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

/// A run of tenant 1 or 2 or of the whole workspace that ended `outcome`, begun so many hours before noon.
async fn run(t: &TestDb, id: i64, tenant: &str, kind: &str, outcome: &str, hours: i64, failures: &str) {
    let at = text(noon() - TimeDelta::hours(hours));
    t.sql(&format!(
        "insert into operation_runs (id, workspace_id, tenant_id, initiator_name, type, status, outcome, run_identity_hash, \
         failure_summary, started_at, completed_at, created_at, updated_at) values ({id}, 1, {tenant}, 'System', '{kind}', \
         'completed', '{outcome}', 'f-{id}', '{failures}', '{at}', '{at}', '{at}', '{at}')"
    ))
    .await;
}

async fn planted(t: &TestDb) -> Served {
    // Its own rows are of 2020, out of every window.
    world::plant(t, &Clock::fixed("2020-01-01T00:00:00Z".parse().unwrap())).await;
    let throttled = r#"[{"code":"backup.failed","reason_code":"provider.throttled","message":"m"}]"#;
    let twice = r#"[{"code":"backup.failed","reason_code":"provider.unavailable","message":"m"},{"code":"backup.failed","message":"m"},{"code":"item.conflict","message":"m"}]"#;
    run(t, 101, "1", "backup_schedule.scheduled", "failed", 30, throttled).await;
    // An older spelling of the same type.
    run(t, 102, "2", "backup.schedule.execute", "failed", 50, throttled).await;
    run(t, 103, "1", "scheduled_backup", "partially_succeeded", 2, twice).await;
    run(
        t,
        104,
        "1",
        "inventory.sync",
        "blocked",
        3,
        r#"[{"code":"execution.refused","reason_code":"tenant_not_operable","message":"m"}]"#,
    )
    .await;
    run(t, 105, "null", "ops.reconcile_adapter_runs", "failed", 100, r#"[{"code":"db.unreachable","message":"m"}]"#)
        .await;
    // Of before the week, and what is no item.
    run(t, 106, "1", "inventory.sync", "failed", 24 * 20, r#"[{"code":"old.code","message":"m"}]"#).await;
    run(t, 107, "1", "inventory.sync", "failed", 4, r#"["text",{"message":"no code"},{"code":7}]"#).await;
    run(t, 108, "1", "inventory.sync", "failed", 4, r#"[{"code":"somebody.elses","message":"m"}]"#).await;
    let setting = Setting {
        door: Door { open_locally: true, ..Door::default() },
        clock: Clock::fixed(noon()),
        ..Setting::default()
    };
    Served::start(t, setting).await
}

fn group<'a>(page: &'a Json, code: &str) -> &'a Json {
    page["groups"]
        .as_array()
        .unwrap()
        .iter()
        .find(|group| group["code"] == code)
        .unwrap_or_else(|| panic!("no {code}: {page:#}"))
}

on_both! {
    async fn failures_are_grouped_by_code_and_type_whatever_the_spelling(t: TestDb) {
        let hub = planted(&t).await;
        let page = hub.json("/api/failures").await;
        let backup = group(&page, "backup.failed");
        assert_eq!((backup["operations"].as_i64(), backup["tenants"].as_i64()), (Some(3), Some(2)), "a run counts once: {backup:#}");
        assert_eq!(backup["type"], "backup_schedule.scheduled");
        assert_eq!(backup["is_new"], false);
        assert_eq!(backup["trend"], serde_json::json!([0, 0, 0, 0, 1, 1, 1]));
        assert_eq!(backup["reasons"][0]["code"], "provider.throttled");
        assert_eq!(backup["reasons"][0]["operations"], 2);
        assert_eq!(group(&page, "execution.refused")["is_new"], true);
        assert_eq!(group(&page, "db.unreachable")["tenants"], 0);
        let codes: Vec<&str> = page["groups"].as_array().unwrap().iter().map(|group| group["code"].as_str().unwrap()).collect();
        assert_eq!((codes.len(), codes[0]), (5, "backup.failed"), "the most frequent first: {codes:?}");
        assert!(group(&hub.json("/api/failures?days=30").await, "old.code")["operations"] == 1);
    }

    async fn the_count_of_a_group_is_that_of_the_list_behind_its_link(t: TestDb) {
        let hub = planted(&t).await;
        for query in ["", "?days=30", "?days=1", "?tenant=1", "?type=backup.schedule.execute", "?workspace=1"] {
            let page = hub.json(&format!("/api/failures{query}")).await;
            let groups = page["groups"].as_array().unwrap();
            assert!(!groups.is_empty(), "{query}");
            for group in groups {
                let link = group["link"].as_str().unwrap();
                let list = hub.json(&format!("/api{link}&limit=200")).await;
                let rows = list["operations"].as_array().unwrap().len();
                assert_eq!(i64::try_from(rows).unwrap(), group["operations"].as_i64().unwrap(), "{link}");
                let bars: i64 = group["trend"].as_array().unwrap().iter().filter_map(Json::as_i64).sum();
                assert_eq!(bars, group["operations"].as_i64().unwrap(), "the days add up: {group:#}");
            }
        }
    }

    async fn the_page_tells_what_each_code_means_and_what_to_do(t: TestDb) {
        let hub = planted(&t).await;
        let page = hub.page("/failures").await;
        for words in [
            "Nothing could be backed up, so there is no set of this slot.",
            "The tenant is not active.",
            "new since yesterday",
            "Operations a day over 7 days, the oldest first: 0, 0, 0, 0, 1, 1, 1",
            "Not a code of this toolkit",
            "href=\"/operations?type=backup_schedule.scheduled&amp;code=backup.failed&amp;since=2026-11-14T00%3A00%3A00Z\"",
        ] {
            assert!(page.contains(words), "{words}\n{page}");
        }
    }

    async fn empty_filtered_empty_and_refused_are_told_apart(t: TestDb) {
        let hub = Served::open(&t).await;
        assert!(hub.page("/failures").await.contains("Nothing went wrong in the last 7 days"));
        let narrowed = hub.page("/failures?type=drift.generate").await;
        assert!(narrowed.contains("No failure matches these filters") && narrowed.contains("href=\"/failures\""));
        for wrong in ["days=0", "days=91", "days=x", "tenant=x"] {
            let got = hub.get(&format!("/failures?{wrong}"), &[]).await;
            assert_eq!(got.status, 400, "{wrong}");
        }
    }

    async fn nothing_that_the_page_asks_walks_the_ledger(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        explain::plant_history(&t).await;
        for is_counted in [false, true] {
            if is_counted {
                explain::analyze(&t).await;
            } else if t.engine == Engine::Postgres {
                continue;
            }
            for (days, tenant) in [(7, None), (90, None), (7, Some(1))] {
                for scope in [Scope::Everything, Scope::Workspaces(vec![1]), Scope::Tenants { workspace: 1, tenants: vec![1] }] {
                    let view = View::open(&t.db, &scope, Clock::system().now()).await.unwrap();
                    view.remember();
                    read::read(&view, &Asked { days, operation: None, workspace: None, tenant }).await.unwrap();
                    explain::assert_no_walk(&view, &format!("failures of {days} days, {scope:?}, counted: {is_counted}")).await;
                }
            }
        }
    }
}
