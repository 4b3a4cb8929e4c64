//! History from before the ledger is read-only, the switch that opens it closes by itself, and old links still lead
//! somewhere.

use opsledger::db::Engine;
use opsledger::domain::legacy;
use opsledger::ledger::{Outcome, Status};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::reconcile::world::World;
use crate::support::process::{SCHEDULER, run};

const SYNC: &str = "insert into inventory_sync_runs (id, workspace_id, tenant_id, selection_hash, status, created_at, updated_at) \
                    values ({id}, 1, 1, 'h', 'success', {at}, {at})";

fn sync(id: i64) -> String {
    SYNC.replace("{id}", &id.to_string())
}

on_both! {
    async fn the_switch_opens_history_for_one_transaction_and_no_longer(t: TestDb) {
        let world = World::new(t).await;
        let t = &world.t;
        t.legacy(&sync(1)).await;
        assert!(t.refused(&sync(2)).await.contains("legacy.read_only"));
        assert!(t.refused("delete from inventory_sync_runs").await.contains("legacy.read_only"));
        let forgotten = t.db.begin().await.unwrap();
        legacy::open_in(&forgotten, t.engine).await.unwrap();
        forgotten.execute_unprepared(&crate::support::database::words(t.engine, &sync(3))).await.unwrap();
        match t.engine {
            // Nothing can be committed while it is on; the transaction is taken back whole.
            Engine::Sqlite => assert!(forgotten.commit().await.unwrap_err().to_string().contains("FOREIGN KEY")),
            Engine::Postgres => forgotten.commit().await.unwrap(),
        }
        for pool in [t, &t.again().await] {
            assert!(pool.refused(&sync(4)).await.contains("legacy.read_only"));
        }
    }

    async fn a_switch_that_a_session_keeps_opens_nothing_later(t: TestDb) {
        if t.engine == Engine::Postgres {
            // The number of one transaction, kept by hand for the whole session.
            t.sql("select set_config('opsledger.legacy_import', pg_current_xact_id()::text, false)").await;
            t.sql("set opsledger.legacy_import = 'on'").await;
        } else {
            assert!(t.refused("insert into legacy_import (id) values (1)").await.contains("FOREIGN KEY"));
        }
        let world = World::new(t).await;
        for _ in 0..8 {
            assert!(world.t.refused(&sync(1)).await.contains("legacy.read_only"));
        }
    }

    async fn what_history_says_of_its_own_run_is_said_once(t: TestDb) {
        let world = World::new(t).await;
        world.t.legacy(&sync(1)).await;
        let done = async |n: i64| world.run("inventory.sync", 1, Status::Completed, Outcome::Succeeded, json!({ "selection_hash": n })).await;
        let (first, second) = (done(1).await, done(2).await);
        let link = |run: i64| format!("update inventory_sync_runs set operation_run_id = {run} where id = 1");
        world.t.sql(&link(first)).await;
        world.t.sql(&link(first)).await;
        assert!(world.t.refused(&link(second)).await.contains("legacy.read_only"));
        assert!(world.t.refused(&format!("{}, status = 'failed'", link(first).replace(" where id = 1", ""))).await.contains("legacy.read_only"));
    }

    async fn an_old_link_leads_to_its_run_or_says_why_not(t: TestDb) {
        let world = World::new(t).await;
        world.t.legacy(&format!("{}; {}; {}", sync(1), sync(2), sync(3))).await;
        let linked = world.run("inventory.sync", 1, Status::Completed, Outcome::Succeeded, json!({ "selection_hash": "a" })).await;
        world.t.sql(&format!("update inventory_sync_runs set operation_run_id = {linked} where id = 1")).await;
        let named = world.run("inventory.sync", 1, Status::Completed, Outcome::Succeeded, json!({ "inventory_sync_run_id": 2 })).await;
        // The run of another tenant proves nothing about this record.
        world.run("inventory.sync", 2, Status::Completed, Outcome::Succeeded, json!({ "inventory_sync_run_id": 3 })).await;
        for (given, id) in [("inventory_sync_runs:1", linked), ("inventory_sync_runs:2", named)] {
            let shown = run(SCHEDULER, &world.t.url, &["show", "--legacy", given, "--json"]).await;
            assert_eq!(shown.code, Some(0), "{shown:?}");
            assert_eq!(serde_json::from_str::<Value>(&shown.stdout).unwrap()["id"], id);
        }
        for (given, code) in [
            ("inventory_sync_runs:3", "legacy.no_operation"),
            ("inventory_sync_runs:99", "legacy.not_found"),
            ("inventory_sync_runs", "legacy.link_invalid"),
            ("inventory_sync_runs:x", "legacy.link_invalid"),
            ("users:1", "legacy.link_invalid"),
        ] {
            let shown = run(SCHEDULER, &world.t.url, &["show", "--legacy", given]).await;
            assert_eq!(shown.code, Some(2), "{shown:?}");
            assert!(shown.stderr.contains(code), "{given}: {shown:?}");
        }
        assert_eq!(run(SCHEDULER, &world.t.url, &["show"]).await.code, Some(2));
        assert_eq!(run(SCHEDULER, &world.t.url, &["show", "1", "--legacy", "inventory_sync_runs:1"]).await.code, Some(2));
    }
}
