//! What may stand once only, asked of the rows themselves: an index that somebody has dropped promises nothing.

use sea_orm::ConnectionTrait;

use super::super::blocks::Blocks;
use super::report::Finding;
use crate::db::Db;
use crate::db::sql::statement;
use crate::problem::Result;

/// Table, columns that no two rows share, and for which rows.
const ONCE: &[(&str, &str, &str)] = &[
    ("workspaces", "external_id", "true"),
    ("workspaces", "slug", "true"),
    ("tenants", "external_id", "true"),
    ("users", "email", "true"),
    ("workspace_memberships", "workspace_id, user_id", "true"),
    ("policies", "tenant_id, policy_type, external_id", "true"),
    ("backup_sets", "operation_run_id", "operation_run_id is not null"),
    ("backup_items", "backup_set_id, policy_type, external_id", "true"),
    ("backup_schedule_runs", "backup_schedule_id, scheduled_for", "true"),
    ("restore_runs", "tenant_id, idempotency_key", "idempotency_key is not null and deleted_at is null"),
    ("findings", "tenant_id, fingerprint", "true"),
    ("notifications", "operation_run_id, user_id", "true"),
    ("operation_runs", "tenant_id, run_identity_hash", "tenant_id is not null and status in ('queued', 'running')"),
    ("operation_runs", "workspace_id, run_identity_hash", "tenant_id is null and status in ('queued', 'running')"),
    (
        "operation_runs",
        "tenant_id, run_identity_hash, scheduled_for",
        "tenant_id is not null and scheduled_for is not null",
    ),
];

/// Values that stand more than once among the rows of the scenario.
pub(super) async fn twice(db: &Db, blocks: &Blocks) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (table, columns, of) in ONCE {
        let block = blocks.get(table);
        let sql = format!(
            "select count(*) from (select 1 from {table} where id >= $1 and id < $2 and {of} \
             group by {columns} having count(*) > 1) as twice"
        );
        let range = [block.first.into(), block.end().into()];
        let row = db.reader().query_one_raw(statement(db.engine(), &sql, range)).await?;
        let rows: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        if rows > 0 {
            let message = format!("the same {columns} stands in several rows");
            findings.push(Finding { check: "uniqueness", table: (*table).to_owned(), rows, message });
        }
    }
    Ok(findings)
}
