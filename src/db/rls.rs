//! What a reader of the database says about itself, for row level security on PostgreSQL to judge.
//!
//! Two settings, for one transaction each (`set_config(…, true)`); `scheduler grants` sets up policies that read them
//! and nothing else:
//!
//! | setting | value | sees |
//! |---|---|---|
//! | `opsledger.workspaces` | `*` | every workspace |
//! | | ids with commas between, such as `3` or `3,17` | these |
//! | | unset, empty, or anything else | nothing at all |
//! | `opsledger.tenants` | unset or empty | all tenants of these workspaces, and what has no tenant |
//! | | ids with commas between | these tenants only, and nothing without a tenant |
//! | | anything else | nothing that belongs to a tenant or could |
//!
//! A setting for a session would stay with its connection and leak to whoever gets it next from the pool; one for a
//! transaction reads as an empty text afterwards, which is nothing. On SQLite there is no such backstop, and the two
//! are not said.

use sea_orm::ConnectionTrait;

use super::address::Engine;
use super::sql::statement;
use crate::problem::Result;

/// The setting that names the workspaces.
pub const WORKSPACES: &str = "opsledger.workspaces";

/// The setting that names the tenants.
pub const TENANTS: &str = "opsledger.tenants";

/// Every workspace.
pub const ALL: &str = "*";

/// The value that means these ids; nothing when there are none.
#[must_use]
pub fn ids(of: &[i64]) -> String {
    of.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
}

/// Says at the beginning of a transaction who reads: these workspaces (every one for `None`), and of them these tenants
/// (all for none). Does nothing on SQLite.
///
/// # Errors
/// A database problem.
pub async fn enter(
    tx: &impl ConnectionTrait,
    engine: Engine,
    workspaces: Option<&[i64]>,
    tenants: &[i64],
) -> Result<()> {
    if engine == Engine::Sqlite {
        return Ok(());
    }
    let workspaces = workspaces.map_or_else(|| ALL.to_owned(), ids);
    let sql = "select set_config('opsledger.workspaces', $1, true), set_config('opsledger.tenants', $2, true)";
    tx.query_one_raw(statement(engine, sql, [workspaces.into(), ids(tenants).into()])).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_ids_has_one_spelling_and_an_empty_one_means_nobody() {
        assert_eq!((ids(&[3, 17]).as_str(), ids(&[]).as_str()), ("3,17", ""));
    }
}
