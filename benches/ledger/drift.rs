//! Drift: records that ended long ago while the runs that shadow them are still open, linked both ways.
//!
//! Mixed drift spreads over the five tables as an estate might have it: two fifths restores, the rest the four
//! older tables alike. Most ended well, some did not and say why in words that the sanitizer has to read.

use opsledger::db::Db;
use opsledger::domain::legacy;
use sea_orm::ConnectionTrait;

use crate::Result;
use crate::stage::{EPOCH, TENANTS, WORKSPACES, hash, instant, run, series};

/// Which tables have drifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mix {
    All,
    Restores,
}

/// A table, the share of twenty rows that it gets, and how its rows are written.
struct Table {
    name: &'static str,
    operation: &'static str,
    key: &'static str,
    share: std::ops::Range<i64>,
    /// Of ten records: six, two, one and one end so.
    ends: [&'static str; 4],
    columns: &'static str,
    values: &'static str,
}

const TABLES: [Table; 5] = [
    Table {
        name: "restore_runs",
        operation: "restore.execute",
        key: "restore_run_id",
        share: 0..8,
        ends: ["completed", "failed", "partial", "cancelled"],
        columns: "backup_set_id, failure_reason, started_at, completed_at",
        values: "{tenant}, {said}, {at}, {at}",
    },
    Table {
        name: "backup_schedule_runs",
        operation: "backup_schedule.scheduled",
        key: "backup_schedule_run_id",
        share: 8..11,
        ends: ["success", "failed", "partial", "canceled"],
        columns: "backup_schedule_id, scheduled_for, error_message, started_at, finished_at",
        values: "{tenant}, {slot}, {said}, {at}, {at}",
    },
    Table {
        name: "inventory_sync_runs",
        operation: "inventory.sync",
        key: "inventory_sync_run_id",
        share: 11..14,
        ends: ["success", "failed", "partial", "skipped"],
        columns: "selection_hash, error_message, started_at, finished_at",
        values: "'all', {said}, {at}, {at}",
    },
    Table {
        name: "entra_group_sync_runs",
        operation: "directory_groups.sync",
        key: "entra_group_sync_run_id",
        share: 14..17,
        ends: ["succeeded", "failed", "succeeded", "failed"],
        columns: "selection_key, error_message, started_at, finished_at",
        values: "'all', {said}, {at}, {at}",
    },
    Table {
        name: "bulk_operation_runs",
        operation: "backup_set.add_policies",
        key: "bulk_operation_run_id",
        share: 17..20,
        ends: ["completed", "failed", "completed_with_errors", "aborted"],
        columns: "resource, action",
        values: "'backup_set', 'add_policies'",
    },
];

/// Plants `count` drifted rows after `history` runs.
pub async fn plant(db: &Db, history: i64, count: i64, mix: Mix) -> Result {
    let engine = db.engine();
    let at = instant(engine, &EPOCH.to_string());
    let slot = instant(engine, &format!("({EPOCH} + n * 60)"));
    let of = |table: &Table| match (mix, table.name) {
        (Mix::All, _) => Some(format!("n % 20 >= {} and n % 20 < {}", table.share.start, table.share.end)),
        (Mix::Restores, "restore_runs") => Some("true".to_owned()),
        (Mix::Restores, _) => None,
    };
    for table in &TABLES {
        let Some(of) = of(table) else { continue };
        let Table { name, operation, key, ends, columns, .. } = table;
        let tenant = format!("((n - 1) % {TENANTS} + 1)");
        let workspace = format!("(((n - 1) % {TENANTS}) % {WORKSPACES} + 1)");
        let ended = format!(
            "case n % 10 when 7 then '{1}' when 8 then '{1}' when 9 then '{2}' when 0 then '{3}' else '{0}' end",
            ends[0], ends[1], ends[2], ends[3]
        );
        let said = "case when n % 10 in (7, 8) then \
                    'The provider answered 503 Service Unavailable for policy ' || n || ' after 4 attempts (request 8c2f-' || n || ')' end";
        let values = table
            .values
            .replace("{tenant}", &tenant)
            .replace("{said}", said)
            .replace("{slot}", &slot)
            .replace("{at}", &at);
        let context = match engine {
            opsledger::db::Engine::Postgres => {
                format!("jsonb_build_object('{key}', n, 'target_scope', jsonb_build_object('tenant', {tenant}))")
            }
            opsledger::db::Engine::Sqlite => {
                format!("json_object('{key}', n, 'target_scope', json_object('tenant', {tenant}))")
            }
        };
        // Concatenated: the table has one door, and this is a stage and no second one.
        let sql = format!(
            "insert into operation{}runs (id, workspace_id, tenant_id, initiator_name, type, status, run_identity_hash, \
             context, attempt, claim_token, started_at, created_at, updated_at) \
             select {history} + n, {workspace}, {tenant}, 'System', '{operation}', \
             case when n % 5 = 0 then 'queued' else 'running' end, {}, {context}, \
             case when n % 5 = 0 then 0 else 1 end, case when n % 5 = 0 then 0 else 1 end, \
             case when n % 5 <> 0 then {at} end, {at}, {at} from {} where {of};\n\
             insert into {name} (id, workspace_id, tenant_id, status, operation_run_id, created_at, updated_at, {columns}) \
             select n, {workspace}, {tenant}, {ended}, {history} + n, {at}, {at}, {values} from {} where {of}",
            "_",
            hash(engine),
            series(engine, count),
            series(engine, count),
        );
        let tx = db.begin().await?;
        legacy::open_in(&tx, engine).await?;
        tx.execute_unprepared(&sql).await?;
        legacy::close_in(&tx, engine).await?;
        tx.commit().await?;
    }
    if engine == opsledger::db::Engine::Postgres {
        run(db, &format!("select setval(pg_get_serial_sequence('operation_runs', 'id'), {})", history + count)).await?;
    }
    Ok(())
}
