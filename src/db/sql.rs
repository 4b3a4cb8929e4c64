//! The words in which the engines differ, so that each statement is written once.
//!
//! Parameters are `$1`, `$2` … on both. A batch of rows travels as one JSON parameter and is unpacked by the
//! database: a statement then has the same text for one row and for five thousand, stays prepared, and has no
//! bind limit.

use sea_orm::{ConnectionTrait, DbErr, Statement, Value};
use serde::Serialize;

use super::address::Engine;
use super::connect::Db;

/// The type of a field of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// 64-bit integer.
    Int,
    /// Text.
    Text,
    /// An instant, as [`crate::clock::text`] writes it.
    Time,
    /// A JSON value, as the column stores it.
    Json,
    /// True or false.
    Bool,
}

/// A `FROM` item that unpacks the JSON array in parameter `parameter` into rows called `alias`.
#[must_use]
pub fn records(engine: Engine, parameter: usize, alias: &str, fields: &[(&str, Field)]) -> String {
    match engine {
        Engine::Postgres => {
            let columns: Vec<String> =
                fields.iter().map(|(name, kind)| format!("{name} {}", postgres(*kind))).collect();
            format!("jsonb_to_recordset(${parameter}::jsonb) as {alias}({})", columns.join(", "))
        }
        Engine::Sqlite => {
            let columns: Vec<String> = fields
                .iter()
                .map(|(name, kind)| {
                    // `->` keeps JSON as JSON but turns an absent value into the text null.
                    let value = match kind {
                        Field::Json => format!("nullif(value -> '{name}', 'null')"),
                        _ => format!("value ->> '{name}'"),
                    };
                    format!("{value} as {name}")
                })
                .collect();
            // Row by row once: read straight from json_each, each column would write the whole row as text again.
            format!(
                "(with each as materialized (select value from json_each(${parameter})) select {} from each) as {alias}",
                columns.join(", ")
            )
        }
    }
}

/// A `FROM` item that unpacks the JSON object in parameter `parameter`, from ids to texts, into rows called `alias`: for
/// very many rows of two fields, cheaper than [`records`], since nothing is read twice.
#[must_use]
pub fn pairs(engine: Engine, parameter: usize, alias: &str, [id, text]: [&str; 2]) -> String {
    match engine {
        Engine::Postgres => {
            format!(
                "(select key::bigint as {id}, value as {text} from jsonb_each_text(${parameter}::jsonb)) as {alias}"
            )
        }
        Engine::Sqlite => {
            format!("(select cast(key as integer) as {id}, value as {text} from json_each(${parameter})) as {alias}")
        }
    }
}

/// [`records`] for a batch of `count`. PostgreSQL takes every batch for a hundred rows and then reads whole indexes to
/// join them; that it is one row, which is what it is nearly always, must stand in the text.
#[must_use]
pub fn counted(engine: Engine, parameter: usize, alias: &str, fields: &[(&str, Field)], count: usize) -> String {
    let rows = records(engine, parameter, alias, fields);
    if engine == Engine::Postgres && count == 1 { format!("(select * from {rows} limit 1) as {alias}") } else { rows }
}

fn postgres(kind: Field) -> &'static str {
    match kind {
        Field::Int => "bigint",
        Field::Text => "text",
        Field::Time => "timestamptz",
        Field::Json => "jsonb",
        Field::Bool => "boolean",
    }
}

/// A list of integers in parameter `parameter`, for `in`.
#[must_use]
pub fn ints(engine: Engine, parameter: usize) -> String {
    match engine {
        Engine::Postgres => format!("(select value::bigint from jsonb_array_elements_text(${parameter}::jsonb))"),
        Engine::Sqlite => format!("(select value from json_each(${parameter}))"),
    }
}

/// A list of texts in parameter `parameter`, for `in`.
#[must_use]
pub fn texts(engine: Engine, parameter: usize) -> String {
    match engine {
        Engine::Postgres => format!("(select value from jsonb_array_elements_text(${parameter}::jsonb))"),
        Engine::Sqlite => format!("(select value from json_each(${parameter}))"),
    }
}

/// The text of one key of a context; matches the expression of `operation_runs_restore_index`.
#[must_use]
pub fn context_text(engine: Engine, alias: &str, key: &str) -> String {
    match engine {
        Engine::Postgres => format!("({alias}.context ->> '{key}')"),
        Engine::Sqlite => format!("cast({alias}.context ->> '{key}' as text)"),
    }
}

/// One key of a context as an id, or null when it is anything else: a row that a person spoilt stops no pass.
#[must_use]
pub fn context_id(engine: Engine, alias: &str, key: &str) -> String {
    let text = context_text(engine, alias, key);
    match engine {
        Engine::Postgres => format!("(case when {text} ~ '^[0-9]{{1,18}}$' then {text}::bigint end)"),
        Engine::Sqlite => format!(
            "(case when length({text}) between 1 and 18 and {text} not glob '*[^0-9]*' then cast({text} as integer) end)"
        ),
    }
}

/// A time of a table that the platform writes too, in a form that the driver reads: SQLite's own functions know more
/// forms, such as a date alone, and one such row must not stop a pass.
#[must_use]
pub fn readable_time(engine: Engine, column: &str) -> String {
    match engine {
        Engine::Postgres => column.to_owned(),
        Engine::Sqlite => format!(
            "(case when {column} glob '????-??-??T??:??:??*' and ({column} like '%+00:00' or {column} like '%Z') then {column} \
             else strftime('%Y-%m-%dT%H:%M:%f+00:00', {column}) end)"
        ),
    }
}

/// `left` merged with `right`, whose keys win; both are JSON objects.
#[must_use]
pub fn merged(engine: Engine, left: &str, right: &str) -> String {
    match engine {
        Engine::Postgres => format!("({left} || coalesce({right}, '{{}}'::jsonb))"),
        // Key by key, as PostgreSQL does it: json_patch merges deeply and drops keys that are set to null. Truth
        // values and nested JSON lose their type in json_each and get it back.
        Engine::Sqlite => format!(
            "(select json_group_object(key, case when type in ('object', 'array') then json(value) \
             when type in ('true', 'false') then json(type) else atom end) from \
             (select key, type, value, atom from json_each({left}) where key not in \
             (select key from json_each(coalesce({right}, '{{}}'))) \
             union all select key, type, value, atom from json_each(coalesce({right}, '{{}}'))))"
        ),
    }
}

/// How many bytes a JSON value takes as text.
#[must_use]
pub fn json_bytes(engine: Engine, value: &str) -> String {
    match engine {
        Engine::Postgres => format!("octet_length({value}::text)"),
        Engine::Sqlite => format!("length(cast({value} as blob))"),
    }
}

/// The greater of two instants, neither of them null.
#[must_use]
pub fn later(engine: Engine, left: &str, right: &str) -> String {
    match engine {
        Engine::Postgres => format!("greatest({left}, {right})"),
        Engine::Sqlite => format!("max({left}, {right})"),
    }
}

/// A statement with its values.
#[must_use]
pub fn statement(engine: Engine, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(engine.backend(), sql, values)
}

/// A batch as one JSON parameter, sent as text: a tree of values in between would cost more than the statement.
///
/// # Panics
/// Never for the plain records of this crate: they have string keys and no floats.
#[must_use]
pub fn batch<T: Serialize>(rows: &T) -> Value {
    Value::from(serde_json::to_string(rows).expect("plain records serialise"))
}

pub(super) async fn probe(db: &Db) -> Result<(), DbErr> {
    let sql = "select count(*) from sqlite_master";
    db.reader().query_one_raw(statement(Engine::Sqlite, sql, [])).await.map(|_| ())
}
