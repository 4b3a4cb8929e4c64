//! Finding one tenant by what an operator has at hand.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::db::Db;
use crate::db::sql::statement;
use crate::problem::{Problem, Result};

/// An environment that belongs to one workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tenant {
    /// Its id.
    pub id: i64,
    /// The workspace that it belongs to.
    pub workspace_id: i64,
    /// Its public id.
    pub external_id: String,
    /// Its name for people.
    pub name: String,
}

/// The tenant with this public id, or this row id.
///
/// # Errors
/// `tenant.unknown`.
pub async fn find(db: &Db, given: &str) -> Result<Tenant> {
    let sql = "select id, workspace_id, external_id, name from tenants where external_id = $1 or id = $2";
    let id: i64 = given.parse().unwrap_or(-1);
    let row = db.reader().query_one_raw(statement(db.engine(), sql, [given.into(), id.into()])).await?;
    let Some(row) = row else {
        return Err(Problem::request("tenant.unknown", format!("there is no tenant `{given}`"))
            .next("give the tenant's external_id (a UUID) or its row id"));
    };
    Ok(Tenant {
        id: row.try_get("", "id")?,
        workspace_id: row.try_get("", "workspace_id")?,
        external_id: row.try_get("", "external_id")?,
        name: row.try_get("", "name")?,
    })
}
