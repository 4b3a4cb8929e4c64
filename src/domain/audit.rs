//! A line in the audit log, in the transaction of what it tells of. The ends of runs are written by the ledger itself.

use sea_orm::ConnectionTrait;

use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::statement;
use crate::problem::Result;
use crate::sanitizer::SafeText;

/// What happened.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The workspace that it happened to; nothing for what concerns all of them.
    pub workspace_id: Option<i64>,
    /// The tenant.
    pub tenant_id: Option<i64>,
    /// Who did it, when the platform knows them.
    pub user_id: Option<i64>,
    /// Whether a person did it, as opposed to the system.
    pub is_person: bool,
    /// Their name at that time.
    pub actor: &'a str,
    /// A stable dotted name, such as `restore_run.confirmed`.
    pub action: &'static str,
    /// What it happened to: a table in the singular, and the row.
    pub resource: (&'static str, i64),
    /// For people.
    pub summary: &'a str,
}

/// Writes it.
///
/// # Errors
/// A database problem; the caller then rolls back.
pub async fn write_in<C: ConnectionTrait>(tx: &C, engine: Engine, line: Line<'_>, at: Instant) -> Result<()> {
    let Line { workspace_id, tenant_id, user_id, is_person, actor, action, resource, summary } = line;
    let sql = "insert into audit_logs (workspace_id, tenant_id, actor_type, actor_id, actor_name, action, resource_type, resource_id, \
               outcome, summary, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 'info', $9, $10)";
    let values = [
        workspace_id.into(),
        tenant_id.into(),
        if is_person { "human" } else { "system" }.into(),
        user_id.into(),
        SafeText::message(actor).into_string().into(),
        action.into(),
        resource.0.into(),
        resource.1.into(),
        SafeText::message(summary).into_string().into(),
        at.into(),
    ];
    tx.execute_raw(statement(engine, sql, values)).await?;
    Ok(())
}
