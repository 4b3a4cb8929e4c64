//! Slots that did not run: both tables as one list, each row with its reason.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use opsledger::clock::{Clock, Instant, text};
use opsledger::domain::hub_tokens::Role;
use opsledger::hub::Door;
use serde_json::Value as Json;

use super::served::{Served, Setting};
use super::world;
use crate::support::TestDb;

fn noon() -> Instant {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

/// Entries s1 … s6 of the house and b1 … b3 of tenants' own backups, several of one instant.
async fn planted(t: &TestDb) -> Served {
    world::plant(t, &Clock::fixed(noon())).await;
    let at = |hours: i64| format!("'{}'", text(noon() - TimeDelta::hours(hours)));
    t.sql(&format!(
        "insert into schedules (key, operation_type, cron, created_at, updated_at) values \
         ('ops.reconcile_stale_runs', 'ops.reconcile_stale_runs', '* * * * *', {0}, {0}); \
         insert into schedule_skips (id, schedule_key, workspace_id, tenant_id, slot, slot_through, reason, blocking_run_id, created_at) values \
         (1, 'ops.reconcile_stale_runs', 1, null, {1}, null, 'overlap', 43, {1}), \
         (2, 'ops.reconcile_stale_runs', 2, null, {1}, null, 'overlap', null, {1}), \
         (3, 'ops.reconcile_stale_runs', null, null, {2}, {1}, 'missed', null, {1}), \
         (4, 'ops.reconcile_stale_runs', 1, 1, {3}, null, 'blocked', null, {1}), \
         (5, 'ops.reconcile_stale_runs', 1, 2, {3}, null, 'paused', null, {1}), \
         (6, 'ops.reconcile_stale_runs', null, null, {4}, null, 'coalesced', null, {1}); \
         insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, created_at, updated_at) values \
         (1, 1, 1, 'Nightly of Berlin', 'daily', '03:00', {0}, {0}), (3, 2, 3, 'Secretive nightly', 'daily', '03:00', {0}, {0}); \
         insert into backup_schedule_skips (id, workspace_id, tenant_id, backup_schedule_id, slot, slot_through, reason, created_at) values \
         (1, 1, 1, 1, {1}, null, 'missed', {1}), (2, 1, 1, 1, {5}, {2}, 'missed', {1}), (3, 2, 3, 3, {3}, null, 'overlap', {1})",
        at(9000), at(1), at(30), at(3), at(900), at(60)
    ))
    .await;
    let setting = Setting {
        door: Door { open_locally: true, ..Door::default() },
        clock: Clock::fixed(noon()),
        ..Setting::default()
    };
    Served::start(t, setting).await
}

fn entries(page: &Json) -> Vec<String> {
    page["skips"].as_array().unwrap().iter().map(|skip| skip["entry"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn pages_partition_the_list_of_both_tables_by_the_last_slot_of_each_row(t: TestDb) {
        let hub = planted(&t).await;
        let whole = entries(&hub.json("/api/skips").await);
        assert_eq!(whole, ["s3", "s2", "s1", "b1", "s5", "s4", "b3", "b2"]);
        let (mut seen, mut next) = (Vec::new(), Some("/api/skips?limit=1".to_owned()));
        while let Some(path) = next {
            let page = hub.json(&path).await;
            seen.extend(entries(&page));
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(seen, whole);
    }

    async fn each_filter_shows_what_it_says(t: TestDb) {
        let hub = planted(&t).await;
        for (filter, expected) in [
            ("reason=missed", "s3 b1 b2"),
            ("workspace=1", "s1 b1 s5 s4 b2"),
            ("tenant=1", "b1 s4 b2"),
            ("whole=true", "s2 s1"),
            ("house=true", "s3"),
            ("house=true&since=2026-01-01", "s3 s6"),
            ("schedule=backup_schedule.scheduled", "b1 b3 b2"),
            ("schedule=ops.reconcile_stale_runs&reason=paused", "s5"),
            // A stretch is found by its last slot.
            ("since=2026-11-20T10:00:00Z", "s3 s2 s1 b1"),
            ("until=2026-11-20T10:00:00Z", "s5 s4 b3 b2"),
        ] {
            let expected: BTreeSet<&str> = expected.split(' ').collect();
            let found = entries(&hub.json(&format!("/api/skips?{filter}")).await);
            assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected, "{filter}");
            let html = hub.page(&format!("/skips?{filter}")).await;
            assert_eq!(html.matches("data-row").count(), expected.len(), "{filter}");
        }
    }

    async fn a_row_says_why_and_links_to_the_operation_that_was_in_the_way(t: TestDb) {
        let hub = planted(&t).await;
        let html = hub.page("/skips").await;
        for words in ["An earlier run of it was still active.", "href=\"/operations/43\"", "Nightly of Berlin", "every workspace", "whole workspace", "No scheduler was there when it was due"] {
            assert!(html.contains(words), "{words}");
        }
        let none = hub.page("/skips?tenant=999").await;
        assert!(none.contains("No slot that did not run matches") && none.contains("Show all"));
        for wrong in ["before=x", "reason=other", "limit=0"] {
            assert_eq!(hub.get(&format!("/skips?{wrong}"), &[]).await.status, 400, "{wrong}");
        }
    }

    async fn a_visitor_sees_what_is_of_all_and_what_is_its_own(t: TestDb) {
        let hub = planted(&t).await;
        let tenant = world::token(&t, Some(1), &[1], Role::Readonly).await;
        let got = hub.get_as(&tenant, "/api/skips").await;
        assert_eq!(entries(&serde_json::from_str(&got.body).unwrap()), ["s3", "b1", "s4", "b2"]);
        assert!(!got.body.contains("Secretive"));
        for foreign in ["s1", "s2", "s5", "b3", "s999"] {
            assert_eq!(hub.get_as(&tenant, &format!("/skips?before={foreign}")).await.status, 404, "{foreign}");
        }
    }

    async fn a_list_without_rows_says_what_would_fill_it(t: TestDb) {
        let hub = Served::open(&t).await;
        assert!(hub.page("/skips").await.contains("Every slot of the last 30 days ran, or none was due"));
    }
}
