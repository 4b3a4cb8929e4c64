//! Seeded runs against what they stand for: the record that each shadows, and the work that it says it was.

use opsledger::db::Engine;
use opsledger::ledger::{Scope, identity};
use serde_json::json;

use super::population::loaded;
use super::seeded;
use crate::support::TestDb;

type Mapping = &'static [(&'static str, &'static str, &'static str)];

/// Design §7, word for word.
const MAPPING: [(&str, Mapping); 5] = [
    (
        "restore_runs",
        &[
            ("previewed", "queued", "pending"),
            ("pending", "queued", "pending"),
            ("queued", "queued", "pending"),
            ("running", "running", "pending"),
            ("completed", "completed", "succeeded"),
            ("partial", "completed", "partially_succeeded"),
            ("completed_with_errors", "completed", "partially_succeeded"),
            ("failed", "completed", "failed"),
            ("aborted", "completed", "failed"),
            ("cancelled", "completed", "failed"),
        ],
    ),
    (
        "bulk_operation_runs",
        &[
            ("pending", "queued", "pending"),
            ("running", "running", "pending"),
            ("completed", "completed", "succeeded"),
            ("completed_with_errors", "completed", "partially_succeeded"),
            ("failed", "completed", "failed"),
            ("aborted", "completed", "failed"),
        ],
    ),
    (
        "backup_schedule_runs",
        &[
            ("running", "running", "pending"),
            ("success", "completed", "succeeded"),
            ("partial", "completed", "partially_succeeded"),
            ("failed", "completed", "failed"),
            ("canceled", "completed", "failed"),
            ("skipped", "completed", "blocked"),
        ],
    ),
    (
        "inventory_sync_runs",
        &[
            ("running", "running", "pending"),
            ("success", "completed", "succeeded"),
            ("partial", "completed", "partially_succeeded"),
            ("failed", "completed", "failed"),
            ("skipped", "completed", "blocked"),
        ],
    ),
    (
        "entra_group_sync_runs",
        &[
            ("pending", "queued", "pending"),
            ("running", "running", "pending"),
            ("succeeded", "completed", "succeeded"),
            ("failed", "completed", "failed"),
        ],
    ),
];

on_both! {
    async fn in_dev_every_shadow_agrees_with_its_record(t: TestDb) {
        seeded(&t, "dev").await;
        for (table, pairs) in MAPPING {
            let agreed: Vec<String> = pairs
                .iter()
                .map(|(status, run, outcome)| format!("(d.status = '{status}' and r.status = '{run}' and r.outcome = '{outcome}')"))
                .collect();
            let apart = format!(
                "select count(*) from {table} d left join operation_runs r on r.id = d.operation_run_id and r.tenant_id = d.tenant_id \
                 where d.status not in ('draft', 'scoped', 'checked') and not coalesce({}, false)",
                agreed.join(" or ")
            );
            let apart = if t.engine == Engine::Sqlite { apart.replace(", false)", ", 0)") } else { apart };
            assert_eq!(t.count(&apart).await, 0, "{table}");
        }
        let unasked = "select count(*) from restore_runs where status in ('draft', 'scoped', 'checked') and operation_run_id is not null";
        assert_eq!(t.count(unasked).await, 0);
        let cancelled = "select count(*) from restore_runs d join operation_runs r on r.id = d.operation_run_id \
            where d.status = 'cancelled' and cast(r.failure_summary as text) not like '%restore.cancelled%'";
        assert_eq!(t.count(cancelled).await, 0);
    }

    async fn a_seeded_backup_is_the_work_that_its_schedule_asks_for(t: TestDb) {
        for name in ["demo", "load"] {
            let t = TestDb::new(t.engine).await;
            if name == "load" { loaded(&t, "0.01").await } else { seeded(&t, name).await };
            let runs = t
                .texts(
                    "select cast(r.workspace_id as text) || ' ' || cast(r.tenant_id as text) || ' ' || \
                     cast(s.backup_schedule_id as text) || ' ' || r.run_identity_hash \
                     from operation_runs r join backup_sets s on s.operation_run_id = r.id \
                     where r.type = 'backup_schedule.scheduled'",
                )
                .await;
            assert!(!runs.is_empty(), "{name} has backups");
            for run in runs {
                let words: Vec<&str> = run.split(' ').collect();
                let [workspace, tenant, schedule] = [0, 1, 2].map(|n| words[n].parse::<i64>().expect("an id"));
                let scope = Scope::Tenant { workspace, tenant };
                let asked = json!({ "backup_schedule_id": schedule });
                assert_eq!(words[3], identity::hash(scope, "backup_schedule.scheduled", &asked).unwrap(), "{name}: {run}");
            }
        }
    }
}
