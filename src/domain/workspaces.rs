//! Which workspaces there are, and which of them work is done for.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::db::Db;
use crate::db::sql::{batch, statement, texts};
use crate::problem::{Problem, Result};

/// A customer account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Workspace {
    /// Its id.
    pub id: i64,
    /// Its short name in addresses and on command lines.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Whether work is done for it.
    pub is_active: bool,
}

/// Every active workspace, oldest first.
///
/// # Errors
/// A database problem.
pub async fn active(db: &Db) -> Result<Vec<Workspace>> {
    let sql = "select id, slug, name, status from workspaces where status = 'active' order by id";
    read(db, sql, []).await
}

/// The oldest active workspace: the one that answers for what is nobody's.
///
/// # Errors
/// A database problem.
pub async fn first_active(db: &Db) -> Result<Option<i64>> {
    let sql = "select id from workspaces where status = 'active' order by id limit 1";
    let row = db.reader().query_one_raw(statement(db.engine(), sql, [])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Every workspace, archived ones too.
///
/// # Errors
/// A database problem.
pub async fn all(db: &Db) -> Result<Vec<Workspace>> {
    read(db, "select id, slug, name, status from workspaces order by id", []).await
}

/// The workspace with this slug, archived or not: its history is still there to be looked at.
///
/// # Errors
/// `workspace.unknown`.
pub async fn find(db: &Db, slug: &str) -> Result<Workspace> {
    let sql = "select id, slug, name, status from workspaces where slug = $1";
    match read(db, sql, [slug.into()]).await?.pop() {
        Some(workspace) => Ok(workspace),
        None => Err(unknown(db, slug).await?),
    }
}

/// The workspaces with these slugs, in the order of their ids.
///
/// # Errors
/// `workspace.unknown` or `workspace.archived`, naming the first such slug.
pub async fn named(db: &Db, slugs: &[String]) -> Result<Vec<Workspace>> {
    let sql =
        format!("select id, slug, name, status from workspaces where slug in {} order by id", texts(db.engine(), 1));
    let found = read(db, &sql, [batch(&slugs)]).await?;
    for slug in slugs {
        match found.iter().find(|workspace| workspace.slug == *slug) {
            None => return Err(unknown(db, slug).await?),
            Some(workspace) if !workspace.is_active => {
                return Err(Problem::request("workspace.archived", format!("the workspace `{slug}` is archived"))
                    .next("work is done for active workspaces only"));
            }
            Some(_) => {}
        }
    }
    Ok(found)
}

async fn unknown(db: &Db, slug: &str) -> Result<Problem> {
    let known: Vec<String> = active(db).await?.into_iter().take(10).map(|workspace| workspace.slug).collect();
    let known = if known.is_empty() { "none".into() } else { known.join(", ") };
    Ok(Problem::request("workspace.unknown", format!("there is no workspace `{slug}`"))
        .next(format!("active workspaces: {known}")))
}

async fn read(db: &Db, sql: &str, values: impl IntoIterator<Item = sea_orm::Value>) -> Result<Vec<Workspace>> {
    let rows = db.reader().query_all_raw(statement(db.engine(), sql, values)).await?;
    rows.iter()
        .map(|row| {
            let status: String = row.try_get("", "status")?;
            Ok(Workspace {
                id: row.try_get("", "id")?,
                slug: row.try_get("", "slug")?,
                name: row.try_get("", "name")?,
                is_active: status == "active",
            })
        })
        .collect()
}
