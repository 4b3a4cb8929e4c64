//! A table that is loaded: which columns, and of which types the database says they are.

use sea_orm::ConnectionTrait;

use crate::db::Engine;
use crate::db::owned::Owned;
use crate::db::sql::statement;
use crate::problem::{Problem, Result};

/// A table and the columns that a load brings, the id first.
#[derive(Debug, Clone)]
pub struct Target {
    pub(super) table: String,
    pub(super) columns: Vec<&'static str>,
    pub(super) types: Vec<ColumnType>,
    pub(super) engine: Engine,
}

/// As far as the binary format cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnType {
    Int4,
    Int8,
    Text,
    Bool,
    Time,
    Json,
}

impl Target {
    /// Looks the columns up.
    ///
    /// # Errors
    /// `db.statement_failed` when a column is not there or has a type that nothing here encodes.
    pub async fn find(
        tx: &Owned,
        table: &'static str,
        columns: impl IntoIterator<Item = &'static str>,
    ) -> Result<Self> {
        let columns: Vec<&'static str> = std::iter::once("id").chain(columns).collect();
        let engine = tx.engine();
        let mut target = Self { table: table.to_owned(), columns, types: Vec::new(), engine };
        if engine == Engine::Postgres {
            let sql = "select attname::text, format_type(atttypid, null) from pg_attribute \
                       where attrelid = $1::regclass and attnum > 0 and not attisdropped";
            let rows = tx.query_all_raw(statement(engine, sql, [table.into()])).await?;
            let mut known = std::collections::HashMap::new();
            for row in rows {
                known.insert(row.try_get_by_index::<String>(0)?, row.try_get_by_index::<String>(1)?);
            }
            for column in &target.columns {
                let Some(kind) = known.get(*column).and_then(|name| column_type(name)) else {
                    let message = format!("{table}.{column} is no column that can be loaded");
                    return Err(Problem::work("db.statement_failed", message));
                };
                target.types.push(kind);
            }
        }
        Ok(target)
    }

    /// The table's name.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }
}

fn column_type(name: &str) -> Option<ColumnType> {
    Some(match name {
        "integer" => ColumnType::Int4,
        "bigint" => ColumnType::Int8,
        "text" => ColumnType::Text,
        "boolean" => ColumnType::Bool,
        "timestamp with time zone" => ColumnType::Time,
        "jsonb" => ColumnType::Json,
        _ => return None,
    })
}
