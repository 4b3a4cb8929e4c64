//! Whether work may still be done, asked right before it starts: what was right when a run was queued may be wrong
//! by now. Looks at the database only; a refusal costs no word to another system.
//!
//! Asked by itself, or read by another statement that knows the workspace, the tenant and the person: [`COLUMNS`] and
//! [`joins`] are what it then reads besides, and [`Standing`] is what it found.

use sea_orm::{ConnectionTrait, QueryResult};
use serde::Serialize;

use super::provider_connections::{CONNECTED, PROVIDER};
use crate::db::Db;
use crate::db::sql::{Field, batch, counted, statement};
use crate::problem::Result;

/// Why work may not start; the reason codes are stable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Such as `tenant_not_operable`.
    pub reason_code: &'static str,
    /// For people, in one sentence.
    pub message: String,
}

/// For whom the work would be done, on whose word, and over what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intent {
    /// The workspace of the run.
    pub workspace: i64,
    /// Its tenant, when it has one.
    pub tenant: Option<i64>,
    /// The person who asked for it; nothing for the system.
    pub user: Option<i64>,
    /// Whether the tenant's directory provider will be spoken to.
    pub speaks_to_provider: bool,
}

/// An intent as a row of a batch; `n` is its place among the intents.
#[derive(Serialize)]
struct Row {
    n: usize,
    workspace_id: i64,
    tenant_id: Option<i64>,
    user_id: Option<i64>,
}

const FIELDS: &[(&str, Field)] =
    &[("n", Field::Int), ("workspace_id", Field::Int), ("tenant_id", Field::Int), ("user_id", Field::Int)];

/// What a statement selects to judge by, from the tables of [`joins`].
pub const COLUMNS: &str = "w.status as workspace, case when t.deleted_at is null then t.status else 'archived' end as tenant, \
     t.workspace_id as tenants_workspace, m.role as role, c.status as connection";

/// What the database says about an intent; nothing where there is no such row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    workspace: Option<String>,
    tenant: Option<String>,
    tenants_workspace: Option<i64>,
    role: Option<String>,
    connection: Option<String>,
}

/// The reason why each of these may not start, if there is one, in their order; one question for all of them.
///
/// # Errors
/// A database problem.
pub async fn refusals(db: &Db, intents: &[Intent]) -> Result<Vec<Option<Refusal>>> {
    let sql = format!(
        "select i.n as n, {COLUMNS} from {} {}",
        counted(db.engine(), 1, "i", FIELDS, intents.len()),
        joins("i")
    );
    let rows: Vec<Row> = intents.iter().enumerate().map(row).collect();
    let found = db.reader().query_all_raw(statement(db.engine(), &sql, [batch(&rows)])).await?;
    let mut standings = vec![Standing::default(); intents.len()];
    for row in &found {
        let n: i64 = row.try_get("", "n")?;
        if let Some(standing) = usize::try_from(n).ok().and_then(|n| standings.get_mut(n)) {
            *standing = Standing::read(row)?;
        }
    }
    Ok(intents.iter().zip(&standings).map(|(intent, standing)| judge(*intent, standing)).collect())
}

fn row((n, intent): (usize, &Intent)) -> Row {
    Row { n, workspace_id: intent.workspace, tenant_id: intent.tenant, user_id: intent.user }
}

/// What joins to `of`, which has `workspace_id`, `tenant_id` and `user_id`. Outer joins, so that what is missing shows as
/// nothing.
#[must_use]
pub fn joins(of: &str) -> String {
    format!(
        "left join workspaces w on w.id = {of}.workspace_id left join tenants t on t.id = {of}.tenant_id \
         left join workspace_memberships m on m.workspace_id = {of}.workspace_id and m.user_id = {of}.user_id \
         left join provider_connections c on c.tenant_id = {of}.tenant_id and c.provider = '{PROVIDER}'"
    )
}

impl Standing {
    /// From a row with [`COLUMNS`].
    ///
    /// # Errors
    /// A column is missing.
    pub fn read(row: &QueryResult) -> Result<Self> {
        Ok(Self {
            workspace: row.try_get("", "workspace")?,
            tenant: row.try_get("", "tenant")?,
            tenants_workspace: row.try_get("", "tenants_workspace")?,
            role: row.try_get("", "role")?,
            connection: row.try_get("", "connection")?,
        })
    }
}

/// The first of the reasons why an intent that stands so may not start, from the widest to the narrowest.
#[must_use]
pub fn judge(intent: Intent, standing: &Standing) -> Option<Refusal> {
    let no = |reason_code, message: String| Some(Refusal { reason_code, message });
    match standing.workspace.as_deref() {
        Some("active") => {}
        Some(status) => return no("workspace_not_operable", format!("The workspace is {status}")),
        None => return no("workspace_missing", "The workspace is gone".into()),
    }
    if intent.tenant.is_some() {
        match standing.tenant.as_deref() {
            None => return no("tenant_missing", "The tenant is gone".into()),
            Some(_) if standing.tenants_workspace != Some(intent.workspace) => {
                return no("workspace_mismatch", "The tenant belongs to another workspace".into());
            }
            Some("active") => {}
            Some(status) => return no("tenant_not_operable", format!("The tenant is {status}")),
        }
    }
    if intent.user.is_some() {
        match standing.role.as_deref() {
            None => {
                return no("initiator_not_entitled", "Who asked for it is no longer a member of the workspace".into());
            }
            Some("readonly") => {
                return no("missing_capability", "Who asked for it may only look by now".into());
            }
            Some(_) => {}
        }
    }
    if intent.speaks_to_provider {
        match standing.connection.as_deref() {
            Some(CONNECTED) => {}
            Some(status) => {
                let status = status.replace('_', " ");
                return no("provider_connection_invalid", format!("The connection to the provider is {status}"));
            }
            None => {
                return no("provider_connection_invalid", "The tenant is not connected to the provider".into());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Intent = Intent { workspace: 1, tenant: Some(7), user: Some(3), speaks_to_provider: true };

    fn fine() -> Standing {
        let some = |text: &str| Some(text.to_owned());
        Standing {
            workspace: some("active"),
            tenant: some("active"),
            tenants_workspace: Some(1),
            role: some("operator"),
            connection: some("connected"),
        }
    }

    fn reason(intent: Intent, standing: &Standing) -> Option<&'static str> {
        judge(intent, standing).map(|refusal| refusal.reason_code)
    }

    #[test]
    fn work_that_is_still_legitimate_is_not_refused() {
        assert_eq!(judge(ALL, &fine()), None);
        let system = Intent { tenant: None, user: None, speaks_to_provider: false, ..ALL };
        assert_eq!(judge(system, &Standing { workspace: Some("active".into()), ..Standing::default() }), None);
    }

    #[test]
    fn each_thing_that_changed_meanwhile_has_its_reason() {
        let change = |change: fn(&mut Standing)| {
            let mut standing = fine();
            change(&mut standing);
            reason(ALL, &standing)
        };
        assert_eq!(change(|s| s.workspace = None), Some("workspace_missing"));
        assert_eq!(change(|s| s.workspace = Some("archived".into())), Some("workspace_not_operable"));
        assert_eq!(change(|s| s.tenant = None), Some("tenant_missing"));
        assert_eq!(change(|s| s.tenant = Some("archived".into())), Some("tenant_not_operable"));
        assert_eq!(change(|s| s.tenants_workspace = Some(2)), Some("workspace_mismatch"));
        assert_eq!(change(|s| s.role = None), Some("initiator_not_entitled"));
        assert_eq!(change(|s| s.role = Some("readonly".into())), Some("missing_capability"));
        assert_eq!(change(|s| s.connection = None), Some("provider_connection_invalid"));
        assert_eq!(change(|s| s.connection = Some("revoked".into())), Some("provider_connection_invalid"));
    }
}
