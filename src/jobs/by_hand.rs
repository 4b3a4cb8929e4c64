//! Work of one tenant that a person starts by hand: what it is about is looked up and belongs to the tenant, and it is
//! queued as a host would queue it, so it is the same work to the ledger whoever asked for it.
//!
//! Whether it may still be done is asked when it starts, as always. Deliberately not here: restores. A person confirms
//! those before they write to a tenant, in the platform that shows what would be written.

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::assignments::dispatch::{FETCH, Fetch, dispatch_fetch};
use super::generate_drift::{self, DRIFT, Drift};
use super::sync_role_definitions;
use crate::catalog;
use crate::db::sql::statement;
use crate::domain::tenants::Tenant;
use crate::ledger::{Cooled, Ensured, Initiator, Ledger, Request, Scope};
use crate::problem::{Problem, Result};

const BACKUP: &str = "backup_schedule.scheduled";
const ROLES: &str = "directory_role_definitions.sync";

/// The types that [`dispatch`] knows.
pub const DISPATCHABLE: &[&str] = &[FETCH, BACKUP, ROLES, DRIFT];

/// What the work is about, each by its row id; which of them a type needs is its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Subject {
    /// A backup item.
    pub item: Option<i64>,
    /// A backup schedule.
    pub schedule: Option<i64>,
    /// The backup set that says how the tenant is.
    pub set: Option<i64>,
    /// The backup set that says how it was; when it is not given, the one before.
    pub baseline: Option<i64>,
}

/// Queues work of type `operation` for `tenant`, or finds the run that does it or has just done it.
///
/// # Errors
/// `operation.unknown`, `operation.not_dispatchable`, `option.missing`, `option.not_for_this_type`,
/// `backup_item.unknown`, `backup_schedule.unknown`; else as asking for the work.
pub async fn dispatch(
    ledger: &Ledger,
    operation: &str,
    tenant: &Tenant,
    subject: Subject,
    by: Initiator,
) -> Result<Cooled> {
    let asked = asked(operation, subject)?;
    let (workspace_id, tenant_id) = (tenant.workspace_id, tenant.id);
    let scope = Scope::Tenant { workspace: workspace_id, tenant: tenant_id };
    let ensured = match asked {
        Asked::Fetch { item } => {
            let backup_set_id = set_of_item(ledger, tenant, item).await?;
            let initiator = by;
            let operation_run_id = None;
            let wanted =
                Fetch { workspace_id, tenant_id, backup_set_id, backup_item_id: item, initiator, operation_run_id };
            return dispatch_fetch(ledger, &wanted).await;
        }
        Asked::Backup { schedule } => {
            require_schedule(ledger, tenant, schedule).await?;
            let about = json!({ "backup_schedule_id": schedule });
            // Without a slot: the schedule's own slots still have their runs.
            let request = Request::new(scope, catalog::entry(BACKUP), about.clone());
            ledger.dispatch(Request { initiator: by, context: about, ..request }).await?
        }
        Asked::Roles => sync_role_definitions::dispatch(ledger, workspace_id, tenant_id, by).await?,
        Asked::Drift { set, baseline } => {
            let wanted = Drift { scope, current_set_id: set, baseline_set_id: baseline, initiator: by };
            generate_drift::dispatch(ledger, &wanted).await?
        }
    };
    Ok(match ensured {
        Ensured::Created(claim) => Cooled::Created(claim),
        Ensured::Existing(holder) => Cooled::Existing(holder),
    })
}

/// Whether all that the type needs was given and nothing else, which needs no database.
///
/// # Errors
/// The first four of [`dispatch`].
pub fn check(operation: &str, subject: Subject) -> Result<()> {
    asked(operation, subject).map(|_| ())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Fetch { item: i64 },
    Backup { schedule: i64 },
    Roles,
    Drift { set: i64, baseline: Option<i64> },
}

/// What is asked for, when all that the type needs was given and nothing else.
fn asked(operation: &str, subject: Subject) -> Result<Asked> {
    let name = catalog::find(operation)?.name;
    let Subject { item, schedule, set, baseline } = subject;
    let given = [("--item", item), ("--schedule", schedule), ("--set", set), ("--baseline", baseline)];
    let takes: &[&str] = match name {
        FETCH => &["--item"],
        BACKUP => &["--schedule"],
        ROLES => &[],
        DRIFT => &["--set", "--baseline"],
        other => {
            return Err(Problem::request("operation.not_dispatchable", format!("`{other}` is not started from here"))
                .next(format!("these are: {}", DISPATCHABLE.join(", "))));
        }
    };
    if let Some((flag, _)) = given.iter().find(|(flag, value)| value.is_some() && !takes.contains(flag)) {
        let understood = if takes.is_empty() { "none of them".into() } else { takes.join(", ") };
        return Err(Problem::request("option.not_for_this_type", format!("`{name}` does not take {flag}"))
            .next(format!("leave it out; it takes {understood}")));
    }
    let need = |flag: &str, value: Option<i64>| {
        value.ok_or_else(|| {
            Problem::request("option.missing", format!("`{name}` needs {flag}")).next(format!("add {flag} ID"))
        })
    };
    Ok(match name {
        FETCH => Asked::Fetch { item: need("--item", item)? },
        BACKUP => Asked::Backup { schedule: need("--schedule", schedule)? },
        DRIFT => Asked::Drift { set: need("--set", set)?, baseline },
        _ => Asked::Roles,
    })
}

async fn set_of_item(ledger: &Ledger, tenant: &Tenant, item: i64) -> Result<i64> {
    let sql = "select backup_set_id from backup_items where id = $1 and tenant_id = $2 and deleted_at is null";
    let found = one(ledger, sql, tenant, item).await?;
    found.ok_or_else(|| {
        Problem::request("backup_item.unknown", format!("the tenant `{}` has no backup item {item}", tenant.name))
            .next("it may have been deleted, or belong to another tenant")
    })
}

async fn require_schedule(ledger: &Ledger, tenant: &Tenant, schedule: i64) -> Result<()> {
    let sql = "select id from backup_schedules where id = $1 and tenant_id = $2";
    match one(ledger, sql, tenant, schedule).await? {
        Some(_) => Ok(()),
        None => {
            let message = format!("the tenant `{}` has no backup schedule {schedule}", tenant.name);
            Err(Problem::request("backup_schedule.unknown", message).next("it may belong to another tenant"))
        }
    }
}

async fn one(ledger: &Ledger, sql: &str, tenant: &Tenant, id: i64) -> Result<Option<i64>> {
    let db = ledger.db();
    let row = db.reader().query_one_raw(statement(db.engine(), sql, [id.into(), tenant.id.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_takes_what_it_needs_and_nothing_else() {
        let code = |operation, subject| asked(operation, subject).unwrap_err().code;
        let item = Subject { item: Some(7), ..Subject::default() };
        assert_eq!(asked(FETCH, item).unwrap(), Asked::Fetch { item: 7 });
        assert_eq!(asked(ROLES, Subject::default()).unwrap(), Asked::Roles);
        assert_eq!(code(FETCH, Subject::default()), "option.missing");
        assert_eq!(code(ROLES, item), "option.not_for_this_type");
        assert_eq!(code(DRIFT, Subject { baseline: Some(1), ..Subject::default() }), "option.missing");
        assert_eq!(code("assignments.restore", Subject::default()), "operation.not_dispatchable");
        assert_eq!(code("no.such_type", Subject::default()), "operation.unknown");
    }

    #[test]
    fn every_type_that_is_offered_is_known() {
        for operation in DISPATCHABLE {
            let code = check(operation, Subject::default()).err().map(|problem| problem.code);
            assert!(matches!(code, None | Some("option.missing")), "{operation}: {code:?}");
        }
    }
}
