//! What the role that seeds may do besides adding rows. On PostgreSQL a program may seed under a role of its own, which
//! owns nothing (`scheduler grants`): it can do the ordinary thing, and is told what it cannot.

use sea_orm::ConnectionTrait;

use super::rows::TABLES;
use crate::db::Engine;
use crate::db::sql::statement;
use crate::problem::{Problem, Result};

/// A role's standing towards the seeded tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// Whether it owns all of them: only an owner takes indexes, keys and guards down, and locks out others.
    pub(super) owns: bool,
    /// Whether row level security judges it. COPY refuses such a table, so rows go in by way of a temporary one.
    pub(super) is_judged: bool,
}

impl Standing {
    /// Asks the database.
    pub(super) async fn of<C: ConnectionTrait>(connection: &C, engine: Engine) -> Result<Self> {
        if engine == Engine::Sqlite {
            return Ok(Self { owns: true, is_judged: false });
        }
        let names = serde_json::json!(TABLES.iter().map(|table| table.name).collect::<Vec<_>>()).to_string();
        let sql = "select bool_and(pg_has_role(c.relowner, 'usage')), bool_or(row_security_active(c.oid)) \
                   from pg_class c join jsonb_array_elements_text($1::jsonb) t(name) on c.oid = t.name::regclass";
        let row = connection.query_one_raw(statement(engine, sql, [names.into()])).await?;
        let row = row.ok_or_else(|| Problem::work("db.statement_failed", "the tables have no owner"))?;
        Ok(Self { owns: row.try_get_by_index(0)?, is_judged: row.try_get_by_index(1)? })
    }

    /// Refuses whoever does not own the tables.
    ///
    /// # Errors
    /// `seed.owner_needed`.
    pub(super) fn require_owner(self, what: &str) -> Result<()> {
        if self.owns {
            return Ok(());
        }
        let message = format!(
            "{what} changes and removes rows past the guards of history, which only the owner of the tables may"
        );
        Err(Problem::request("seed.owner_needed", message).next(
            "seed into a fresh database, which needs no more than to add rows; or connect as a member of the role that \
             owns the tables (ops_owner, if `scheduler grants` made the roles); nothing was changed",
        ))
    }
}
