//! What is planted is what the scenario says, counted in the database and not in the file.

use std::collections::BTreeMap;

use opsledger::db::Engine;

use super::{AS_OF, profile, seeded};
use crate::support::TestDb;

/// Table, context key, statuses that are over, statuses that run.
const ADAPTERS: [(&str, &str, &str); 5] = [
    (
        "restore_runs",
        "restore_run_id",
        "'completed', 'partial', 'completed_with_errors', 'failed', 'aborted', 'cancelled'",
    ),
    ("bulk_operation_runs", "bulk_operation_run_id", "'completed', 'completed_with_errors', 'failed', 'aborted'"),
    ("backup_schedule_runs", "backup_schedule_run_id", "'success', 'partial', 'failed', 'canceled', 'skipped'"),
    ("inventory_sync_runs", "inventory_sync_run_id", "'success', 'partial', 'failed', 'skipped'"),
    ("entra_group_sync_runs", "entra_group_sync_run_id", "'succeeded', 'failed'"),
];

on_both! {
    async fn what_is_planted_is_what_the_scenario_expects(t: TestDb) {
        for name in ["demo", "incident"] {
            let t = TestDb::new(t.engine).await;
            seeded(&t, name).await;
            let expected = profile(name).expected_reconcile().cloned().expect("it says what a pass must count");
            let found = mismatches(&t).await;
            assert_eq!(found, expected.mismatches, "{name}");
            let of = |kind: &str| found[&format!("reconcile.{kind}")];
            let changed = of("shadow_behind") + of("shadow_not_started") + of("domain_missing");
            assert_eq!(expected.updated, changed);
            assert_eq!(expected.succeeded, changed + of("shadow_missing"));
            assert_eq!((expected.failed, expected.skipped), (of("scope_mismatch"), of("domain_behind")));
            assert_eq!(expected.processed, expected.succeeded + expected.failed + expected.skipped);
            assert_eq!(expected.total, found.values().sum::<i64>());
        }
    }

    async fn an_incident_drifts_in_every_status_of_every_table(t: TestDb) {
        seeded(&t, "incident").await;
        for (table, key, over) in ADAPTERS {
            let behind = format!(
                "select count(distinct d.status || r.status) from operation_runs r join {table} d on {} \
                 where r.status <> 'completed' and d.operation_run_id = r.id and d.status in ({over})",
                names(&t, key)
            );
            let statuses = i64::try_from(over.split(", ").count()).unwrap();
            assert_eq!(t.count(&behind).await, 2 * statuses, "{table}: each ended status behind a waiting and a running shadow");
        }
    }

    async fn at_least_eight_old_restores_are_in_progress_and_agree(t: TestDb) {
        seeded(&t, "incident").await;
        let agree = format!(
            "select count(*) from restore_runs d join operation_runs r on r.id = d.operation_run_id and r.tenant_id = d.tenant_id \
             and {} where ((d.status in ('previewed', 'pending', 'queued') and r.status = 'queued') \
             or (d.status = 'running' and r.status = 'running')) and {} and {}",
            names(&t, "restore_run_id"),
            old(&t, "d.updated_at", 30),
            old(&t, "r.updated_at", 30)
        );
        assert!(t.count(&agree).await >= 8);
    }

    async fn what_is_too_recent_is_five_minutes_old_and_nothing_else_is_fresher_than_thirty(t: TestDb) {
        seeded(&t, "incident").await;
        let mut fresh = 0;
        for (table, key, over) in ADAPTERS {
            let fresh_rows = format!("select count(*) from {table} d where not {}", old(&t, "d.updated_at", 30));
            let fresh_drift = format!(
                "select count(*) from {table} d join operation_runs r on {} and r.status <> 'completed' \
                 where d.status in ({over}) and not {} and {}",
                names(&t, key),
                old(&t, "d.updated_at", 5),
                old(&t, "d.updated_at", 4)
            );
            let planted = t.count(&fresh_rows).await;
            assert!(t.count(&fresh_drift).await <= planted);
            fresh += planted;
        }
        assert_eq!(fresh, 4, "three restores and a sync");
        let shadows = format!("select count(*) from operation_runs r where r.status <> 'completed' and not {}", old(&t, "r.updated_at", 15));
        assert!(t.count(&shadows).await <= 4);
    }
}

/// Counted with the plainest SQL there is, so that it shares no thought with the reconcile job.
async fn mismatches(t: &TestDb) -> BTreeMap<String, i64> {
    let mut found = BTreeMap::new();
    for (table, key, over) in ADAPTERS {
        let link = names(t, key);
        let names_one = format!("r.context ->> '{key}' is not null");
        let own = "r.tenant_id = d.tenant_id and r.workspace_id = d.workspace_id and d.operation_run_id = r.id";
        let aged = format!("{} and {}", old(t, "r.updated_at", 30), old(t, "d.updated_at", 30));
        let both = format!("operation_runs r join {table} d on {link}");
        let queries = [
            (
                "shadow_behind",
                format!("{both} where r.status <> 'completed' and d.status in ({over}) and {own} and {aged}"),
            ),
            (
                "shadow_not_started",
                format!("{both} where r.status = 'queued' and d.status = 'running' and {own} and {aged}"),
            ),
            (
                "domain_behind",
                format!("{both} where r.status = 'completed' and d.status not in ({over}) and {own} and {aged}"),
            ),
            ("scope_mismatch", format!("{both} where r.status <> 'completed' and not ({own}) and {aged}")),
            (
                "domain_missing",
                format!(
                    "operation_runs r where r.status <> 'completed' and {names_one} and {} \
                     and not exists (select 1 from {table} d where {link})",
                    old(t, "r.updated_at", 30)
                ),
            ),
            (
                "shadow_missing",
                format!(
                    "{table} d where d.status not in ('draft', 'scoped', 'checked') and d.operation_run_id is null \
                     and {} and not exists (select 1 from operation_runs r where {link})",
                    old(t, "d.updated_at", 30)
                ),
            ),
        ];
        for (kind, from) in queries {
            *found.entry(format!("reconcile.{kind}")).or_default() +=
                t.count(&format!("select count(*) from {from}")).await;
        }
    }
    found
}

/// The run's context names the record.
fn names(t: &TestDb, key: &str) -> String {
    match t.engine {
        Engine::Postgres => format!("(r.context ->> '{key}')::bigint = d.id"),
        Engine::Sqlite => format!("(r.context ->> '{key}') = d.id"),
    }
}

/// Last changed so many minutes before the seed's instant, or longer ago.
fn old(t: &TestDb, column: &str, minutes: u32) -> String {
    match t.engine {
        Engine::Postgres => format!("({column} <= timestamptz '{AS_OF}' - interval '{minutes} minutes')"),
        Engine::Sqlite => format!("(julianday({column}) <= julianday('{AS_OF}', '-{minutes} minutes'))"),
    }
}
