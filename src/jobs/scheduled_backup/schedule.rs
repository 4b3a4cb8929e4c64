//! The schedule of a backup, as it is when the backup starts.

use sea_orm::ConnectionTrait;
use serde_json::Value as Json;

use crate::db::sql::statement;
use crate::db::{Db, Engine};
use crate::ledger::Scope;
use crate::problem::Result;

/// What a backup needs to know of its schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Its id.
    pub id: i64,
    /// Its name, of which the set's is made.
    pub name: String,
    /// The kinds of policies that are captured.
    pub policy_types: Vec<String>,
    /// How many sets are kept.
    pub keeps: i64,
    /// Whether it may run, or why not.
    pub obstacle: Option<&'static str>,
}

/// The schedule with this id, if it is there and of this tenant.
///
/// # Errors
/// A database problem.
pub async fn find(db: &Db, scope: Scope, id: i64) -> Result<Option<Schedule>> {
    let flag = |condition: &str| format!("case when {condition} then 1 else 0 end");
    let is_on = if db.engine() == Engine::Postgres { "is_enabled" } else { "is_enabled = 1" };
    let sql = format!(
        "select name, policy_types, retention_keep_last, {} as is_on, {} as is_archived from backup_schedules \
         where id = $1 and tenant_id = $2 and workspace_id = $3",
        flag(is_on),
        flag("deleted_at is not null")
    );
    let values = [id.into(), scope.tenant().into(), scope.workspace().into()];
    let Some(row) = db.reader().query_one_raw(statement(db.engine(), &sql, values)).await? else { return Ok(None) };
    let types: Json = row.try_get("", "policy_types")?;
    let mut policy_types: Vec<String> =
        types.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect();
    policy_types.sort();
    policy_types.dedup();
    let is = |name| row.try_get::<i32>("", name).or_else(|_| row.try_get::<i64>("", name).map(|flag| flag as i32));
    let (is_on, is_archived) = (is("is_on")? == 1, is("is_archived")? == 1);
    let obstacle = match (is_archived, is_on) {
        (true, _) => Some("The backup schedule is archived"),
        (false, false) => Some("The backup schedule is disabled"),
        (false, true) if policy_types.is_empty() => Some("The backup schedule names no kind of policy"),
        (false, true) => None,
    };
    let keeps = row.try_get::<i32>("", "retention_keep_last").map(i64::from);
    let keeps = keeps.or_else(|_| row.try_get("", "retention_keep_last"))?;
    Ok(Some(Schedule { id, name: row.try_get("", "name")?, policy_types, keeps, obstacle }))
}
