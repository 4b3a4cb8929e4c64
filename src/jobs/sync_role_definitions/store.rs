//! What a walk writes: roles as they are met, and at its end what it did not meet. Each write asks first whether the run
//! is still ours.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde::Serialize;
use serde_json::Value as Json;

use crate::db::Engine;
use crate::db::sql::{Field, batch, records, statement};
use crate::engine::Attempt;
use crate::graph::RoleDefinition;
use crate::problem::Result;

/// One walk over the provider's list.
#[derive(Debug)]
pub struct Walk<'a> {
    attempt: &'a Attempt,
    mark: String,
}

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Roles on it.
    pub met: i64,
    /// Those that are new, different, or back again.
    pub changed: i64,
}

#[derive(Serialize)]
struct Row {
    external_id: String,
    template_id: Option<String>,
    display_name: String,
    description: Option<String>,
    is_built_in: bool,
    is_enabled: bool,
    permissions: Json,
}

const FIELDS: &[(&str, Field)] = &[
    ("external_id", Field::Text),
    ("template_id", Field::Text),
    ("display_name", Field::Text),
    ("description", Field::Text),
    ("is_built_in", Field::Bool),
    ("is_enabled", Field::Bool),
    ("permissions", Field::Json),
];

/// What is compared and overwritten; the rest of a row says who it is and when it was seen.
const CONTENT: [&str; 6] = ["template_id", "display_name", "description", "is_built_in", "is_enabled", "permissions"];

impl<'a> Walk<'a> {
    /// The walk of this attempt: another attempt, or another claim of the same run, is another walk.
    #[must_use]
    pub fn of(attempt: &'a Attempt) -> Self {
        let Attempt { claim, number, .. } = attempt;
        Self { attempt, mark: format!("{}/{}/{number}", claim.run_id, claim.token) }
    }

    /// Writes the roles of one page; nothing when the run is no longer ours.
    ///
    /// # Errors
    /// A database problem; then nothing of the page was written.
    pub async fn keep(&self, roles: Vec<RoleDefinition>) -> Result<Option<Page>> {
        // A role that stands on a page twice is written once: one statement cannot change a row twice.
        let rows: BTreeMap<String, Row> = roles.into_iter().map(|role| (role.external_id.clone(), row(role))).collect();
        let rows: Vec<Row> = rows.into_values().collect();
        let met = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let engine = self.engine();
        let Some(tx) = self.begin().await? else { return Ok(None) };
        if rows.is_empty() {
            return Ok(Some(Page { met: 0, changed: 0 }));
        }
        let rows = batch(&rows);
        let scope = self.attempt.claim.scope;
        let counted = statement(engine, &changed_sql(engine), [rows.clone(), scope.tenant().into()]);
        let changed = match tx.query_one_raw(counted).await? {
            Some(row) => row.try_get_by_index(0)?,
            None => 0,
        };
        let now = self.attempt.ledger.now();
        let values = [rows, scope.tenant().into(), scope.workspace().into(), self.mark.clone().into(), now.into()];
        tx.execute_raw(statement(engine, &keep_sql(engine), values)).await?;
        tx.commit().await?;
        Ok(Some(Page { met, changed }))
    }

    /// Marks what this whole walk did not meet; nothing when the run is no longer ours. How many are newly missing.
    ///
    /// # Errors
    /// A database problem; then nothing was marked.
    pub async fn mark_missing(&self) -> Result<Option<i64>> {
        let Some(tx) = self.begin().await? else { return Ok(None) };
        let sql = "update entra_role_definitions set missing_since = $1, updated_at = $1 \
                   where tenant_id = $2 and seen_in <> $3 and missing_since is null";
        let values =
            [self.attempt.ledger.now().into(), self.attempt.claim.scope.tenant().into(), self.mark.clone().into()];
        let done = tx.execute_raw(statement(self.engine(), sql, values)).await?;
        tx.commit().await?;
        Ok(Some(i64::try_from(done.rows_affected()).unwrap_or(i64::MAX)))
    }

    /// A transaction in which the run is ours until it ends.
    async fn begin(&self) -> Result<Option<DatabaseTransaction>> {
        let Attempt { ledger, claim, .. } = self.attempt;
        let tx = ledger.db().begin().await?;
        Ok(ledger.still_mine(&tx, claim).await?.then_some(tx))
    }

    fn engine(&self) -> Engine {
        self.attempt.ledger.db().engine()
    }
}

fn row(role: RoleDefinition) -> Row {
    let RoleDefinition { external_id, display_name, description, template_id, is_built_in, is_enabled, permissions } =
        role;
    Row { external_id, template_id, display_name, description, is_built_in, is_enabled, permissions }
}

/// How many of the roles in `$1` are new to the tenant `$2`, different, or back again.
fn changed_sql(engine: Engine) -> String {
    let differs: Vec<String> = CONTENT.iter().map(|column| format!("d.{column} is distinct from p.{column}")).collect();
    format!(
        "select count(*) from {} left join entra_role_definitions d on d.tenant_id = $2 and d.external_id = p.external_id \
         where d.id is null or d.missing_since is not null or {}",
        records(engine, 1, "p", FIELDS),
        differs.join(" or ")
    )
}

/// `$2` the tenant, `$3` the workspace, `$4` the mark of the walk, `$5` now. A role that is as it was keeps the time of
/// its last change.
fn keep_sql(engine: Engine) -> String {
    let columns = CONTENT.join(", ");
    let values: Vec<String> = CONTENT.iter().map(|column| format!("p.{column}")).collect();
    let sets: Vec<String> = CONTENT.iter().map(|column| format!("{column} = excluded.{column}")).collect();
    let differs: Vec<String> =
        CONTENT.iter().map(|column| format!("d.{column} is distinct from excluded.{column}")).collect();
    format!(
        "insert into entra_role_definitions as d (workspace_id, tenant_id, external_id, {columns}, seen_in, last_seen_at, \
         created_at, updated_at) select $3, $2, p.external_id, {}, $4, $5, $5, $5 from {} where true \
         on conflict (tenant_id, external_id) do update set {}, seen_in = excluded.seen_in, \
         last_seen_at = excluded.last_seen_at, missing_since = null, \
         updated_at = case when d.missing_since is not null or {} then excluded.updated_at else d.updated_at end",
        values.join(", "),
        records(engine, 1, "p", FIELDS),
        sets.join(", "),
        differs.join(" or ")
    )
}
