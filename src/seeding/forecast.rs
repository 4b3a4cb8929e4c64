//! How many rows there will be, before any is made: exact where a count decides, expected where a draw does.

use serde::Serialize;

use super::plan::Plan;
use super::population::Sizes;
use super::population::model::Population;
use super::rows::TABLES;

/// What is to come, table by table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forecast(pub Vec<TableForecast>);

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableForecast {
    /// Its name.
    pub table: &'static str,
    /// How many rows.
    pub rows: i64,
    /// Whether it will be exactly so many.
    pub exact: bool,
    /// About so many bytes, with indexes.
    pub bytes: i64,
}

impl Forecast {
    pub(super) fn new(plan: &Plan, population: Option<&Population>, sizes: Option<&Sizes>) -> Self {
        let counted = |table: &str| match (population, sizes) {
            (Some(population), Some(sizes)) => expected(table, population, sizes),
            _ => (0, true),
        };
        let lines = TABLES.iter().map(|table| {
            let (more, exact) = counted(table.name);
            let rows = plan.rows_of(table.name) + more;
            TableForecast { table: table.name, rows, exact, bytes: rows * bytes(table.name) }
        });
        Self(lines.collect())
    }

    /// All rows.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.0.iter().map(|line| line.rows).sum()
    }

    /// All bytes.
    #[must_use]
    pub fn bytes(&self) -> i64 {
        self.0.iter().map(|line| line.bytes).sum()
    }
}

fn expected(table: &str, population: &Population, sizes: &Sizes) -> (i64, bool) {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let of = |names: &[&str]| number(sizes.runs_at(|turn| names.contains(&population.cycle[turn].as_str())));
    let percent = |count: i64, share: i64| count * share / 100;
    let tenants = i64::from(sizes.tenants());
    match table {
        "workspaces" => (i64::from(sizes.workspaces()), true),
        "users" | "workspace_memberships" => (number(sizes.people()), true),
        "tenants" => (tenants, true),
        "policies" => (number(sizes.all_policies()), true),
        "backup_schedules" => (tenants * population.times_a_day.0, true),
        "operation_runs" => (number(sizes.all_runs()), true),
        "inventory_sync_runs" => (of(&["inventory.sync"]), true),
        "entra_group_sync_runs" => (of(&["directory_groups.sync"]), true),
        "restore_runs" => (of(&["restore.execute"]), true),
        "backup_sets" => (of(&["backup_schedule.scheduled"]) + tenants, true),
        "backup_items" => {
            let whole = percent(of(&["backup_schedule.scheduled"]), population.outcomes.succeeded) + tenants;
            (whole * population.items_per_backup.0, false)
        }
        "audit_logs" => {
            let audited =
                |turn: usize| crate::catalog::find(&population.cycle[turn]).is_ok_and(|operation| operation.audited);
            (number(sizes.runs_at(audited)), true)
        }
        "notifications" => {
            let asked = number(sizes.all_runs()) - of(&["backup_schedule.scheduled"]);
            (percent(asked, population.asked_for.0), population.asked_for.0 == 0)
        }
        "findings" => (percent(of(&["drift.generate"]), population.outcomes.succeeded), false),
        _ => (0, true),
    }
}

/// Measured on PostgreSQL, with indexes; SQLite takes about as much.
fn bytes(table: &str) -> i64 {
    match table {
        "operation_runs" => 900,
        "audit_logs" | "restore_runs" | "backup_items" | "notifications" => 600,
        "tenants" | "policies" | "findings" | "inventory_sync_runs" => 450,
        _ => 300,
    }
}
