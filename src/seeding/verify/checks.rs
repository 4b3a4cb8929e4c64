//! The rules that seeded rows obey, each as the condition that a bad row `t` meets.

use super::super::applications::Application;
use super::super::rows::{Kind, TABLES, Table};
use super::report::CheckedTable;
use crate::catalog::OPERATIONS;
use crate::clock::text;
use crate::db::Engine;

/// One rule for one table.
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) table: &'static str,
    /// SQL that is true for a row that breaks the rule.
    pub(super) bad: String,
    pub(super) message: String,
}

pub(super) fn all(engine: Engine, application: &Application, tables: &[CheckedTable]) -> Vec<Check> {
    let mut checks = Vec::new();
    for table in TABLES {
        references(table, &mut checks);
        timeline(engine, table, &mut checks);
        // Later work happens after the instant of the seed; so only untouched tables are held to it.
        if tables.iter().any(|checked| checked.table == table.name && !checked.changed) {
            not_after(engine, table, application, &mut checks);
        }
    }
    runs(engine, &mut checks);
    restores(engine, &mut checks);
    checks
}

/// Every id points at a row, and at one of the same tenant where both have one.
fn references(table: &Table, checks: &mut Vec<Check>) {
    let has = |column: &str| table.columns.iter().any(|(name, _)| *name == column);
    for (column, kind) in table.columns {
        let Kind::Ref(target) = kind else { continue };
        checks.push(Check {
            name: "orphan",
            table: table.name,
            bad: format!("t.{column} is not null and not exists (select 1 from {target} r where r.id = t.{column})"),
            message: format!("{column} names no row of {target}"),
        });
        let of_a_tenant = TABLES
            .iter()
            .any(|other| other.name == *target && other.columns.iter().any(|(name, _)| *name == "tenant_id"));
        // A link to a run may lead elsewhere: that is what reconciling must be able to find.
        if of_a_tenant && *target != "operation_runs" && has("tenant_id") {
            checks.push(Check {
                name: "tenancy",
                table: table.name,
                bad: format!(
                    "exists (select 1 from {target} r where r.id = t.{column} and r.tenant_id <> t.tenant_id)"
                ),
                message: format!("{column} names a row of another tenant"),
            });
        }
    }
    if has("tenant_id") && has("workspace_id") {
        checks.push(Check {
            name: "tenancy",
            table: table.name,
            bad: "exists (select 1 from tenants r where r.id = t.tenant_id and r.workspace_id <> t.workspace_id)"
                .into(),
            message: "the workspace is not the tenant's".into(),
        });
    }
}

/// Nothing happens before what it follows.
fn timeline(engine: Engine, table: &Table, checks: &mut Vec<Check>) {
    const ORDER: &[(&str, &str)] = &[
        ("created_at", "updated_at"),
        ("created_at", "started_at"),
        ("started_at", "completed_at"),
        ("started_at", "finished_at"),
        ("created_at", "completed_at"),
        ("created_at", "finished_at"),
        ("created_at", "deleted_at"),
        ("created_at", "last_synced_at"),
        ("created_at", "read_at"),
        ("created_at", "acknowledged_at"),
        ("scheduled_for", "created_at"),
    ];
    let has = |column: &str| table.columns.iter().any(|(name, _)| *name == column);
    for (before, after) in ORDER.iter().filter(|(before, after)| has(before) && has(after)) {
        checks.push(Check {
            name: "timeline",
            table: table.name,
            bad: format!("{} > {}", moment(engine, &format!("t.{before}")), moment(engine, &format!("t.{after}"))),
            message: format!("{after} lies before {before}"),
        });
    }
    for (column, parent) in
        [("tenant_id", "tenants"), ("workspace_id", "workspaces"), ("backup_schedule_id", "backup_schedules")]
    {
        if has(column) && has("created_at") {
            checks.push(Check {
                name: "timeline",
                table: table.name,
                bad: format!(
                    "exists (select 1 from {parent} r where r.id = t.{column} and {} > {})",
                    moment(engine, "r.created_at"),
                    moment(engine, "t.created_at")
                ),
                message: format!("it is older than its row of {parent}"),
            });
        }
    }
}

fn not_after(engine: Engine, table: &Table, application: &Application, checks: &mut Vec<Check>) {
    let as_of = match engine {
        Engine::Postgres => format!("timestamptz '{}'", text(application.as_of)),
        Engine::Sqlite => format!("julianday('{}')", text(application.as_of)),
    };
    for (column, _) in table.columns.iter().filter(|(name, kind)| *kind == Kind::Time && *name != "next_run_at") {
        checks.push(Check {
            name: "timeline",
            table: table.name,
            bad: format!("{} > {as_of}", moment(engine, &format!("t.{column}"))),
            message: format!("{column} lies after the instant of the seed"),
        });
    }
}

/// The ledger's rows, and what each left behind.
fn runs(engine: Engine, checks: &mut Vec<Check>) {
    let mut add = |name, table, bad: String, message: &str| {
        checks.push(Check { name, table, bad, message: message.to_owned() });
    };
    let length = match engine {
        Engine::Postgres => "jsonb_array_length(t.failure_summary)",
        Engine::Sqlite => "json_array_length(t.failure_summary)",
    };
    let count = |key: &str| match engine {
        Engine::Postgres => format!("coalesce((t.summary_counts ->> '{key}')::bigint, 0)"),
        Engine::Sqlite => format!("coalesce(t.summary_counts ->> '{key}', 0)"),
    };
    let runs = "operation_runs";
    add("status", runs, format!("t.outcome = 'succeeded' and {length} > 0"), "it succeeded and has failures");
    add(
        "status",
        runs,
        format!("t.outcome in ('failed', 'partially_succeeded') and {length} = 0"),
        "it did not succeed and has no failures",
    );
    add(
        "counts",
        runs,
        format!("{} <> {} + {} + {}", count("processed"), count("succeeded"), count("failed"), count("skipped")),
        "its counts do not add up",
    );
    let audited: Vec<String> = OPERATIONS
        .iter()
        .filter(|operation| operation.audited)
        .map(|operation| format!("'{}'", operation.name))
        .collect();
    add(
        "audit",
        runs,
        format!(
            "(case when t.status = 'completed' and t.type in ({}) then 1 else 0 end) <> (select count(*) from audit_logs a \
             where a.resource_type = 'operation_run' and a.action = 'operation_run.completed' and a.resource_id = t.id)",
            audited.join(", ")
        ),
        "the audit log does not say exactly once that it ended",
    );
    add(
        "notification",
        runs,
        "(case when t.status = 'completed' and t.user_id is not null then 1 else 0 end) <> \
         (select count(*) from notifications n where n.operation_run_id = t.id and n.user_id = t.user_id)"
            .into(),
        "its initiator was not told exactly once that it ended",
    );
    add(
        "notification",
        "notifications",
        "not exists (select 1 from operation_runs r where r.id = t.operation_run_id and r.user_id = t.user_id \
         and r.workspace_id = t.workspace_id)"
            .into(),
        "it tells somebody of a run that is not theirs",
    );
}

fn restores(engine: Engine, checks: &mut Vec<Check>) {
    checks.push(Check {
        name: "timeline",
        table: "restore_runs",
        bad: format!(
            "not exists (select 1 from backup_sets s where s.id = t.backup_set_id and s.status = 'completed' and {} <= {})",
            moment(engine, "s.completed_at"),
            moment(engine, "t.created_at")
        ),
        message: "it does not restore from an earlier backup that succeeded".into(),
    });
}

/// As something that compares as time: on SQLite rows of other writers may spell it differently.
fn moment(engine: Engine, column: &str) -> String {
    match engine {
        Engine::Postgres => column.to_owned(),
        Engine::Sqlite => format!("julianday({column})"),
    }
}
