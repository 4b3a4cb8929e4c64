//! What a database holds of a scenario, as one number.
//!
//! SHA-256 over the rows as they are read back, table by table and in order of their place, every column in one
//! canonical text form. Ids count from the first of their block, so the number is the same on either engine and
//! beside any other rows. Left out: the identity hash of a run, which covers real ids.

use sea_orm::{ConnectionTrait, QueryResult};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::blocks::Blocks;
use super::ids;
use super::rows::{Kind, TABLES, Table, resource_table};
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::statement;
use crate::problem::Result;

const CHUNK: i64 = 5_000;

/// One table's share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableDigest {
    pub(super) name: String,
    /// Rows found within the block.
    pub(super) rows: i64,
    pub(super) digest: String,
}

/// The digest of each table, in the order of a plan.
pub(super) async fn tables<C: ConnectionTrait>(
    connection: &C,
    engine: Engine,
    blocks: &Blocks,
) -> Result<Vec<TableDigest>> {
    let mut digests = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        digests.push(digest_table(connection, engine, blocks, table).await?);
    }
    Ok(digests)
}

/// All of them as one.
pub(super) fn whole(tables: &[TableDigest]) -> String {
    let mut hash = Sha256::new();
    for table in tables {
        hash.update(format!("{} {} {}\n", table.name, table.rows, table.digest));
    }
    hex(hash)
}

async fn digest_table<C: ConnectionTrait>(
    connection: &C,
    engine: Engine,
    blocks: &Blocks,
    table: &Table,
) -> Result<TableDigest> {
    let block = blocks.get(table.name);
    let columns: Vec<String> = table.columns.iter().map(|(name, kind)| as_text(engine, name, *kind)).collect();
    let sql = format!(
        "select cast(t.id as text), {} from {} t where t.id >= $1 and t.id < $2 order by t.id",
        columns.join(", "),
        table.name
    );
    let (mut hash, mut rows, end) = (Sha256::new(), 0, block.first + block.rows);
    let mut from = block.first;
    while from < end {
        let until = (from + CHUNK).min(end);
        for row in connection.query_all_raw(statement(engine, &sql, [from.into(), until.into()])).await? {
            digest_row(&mut hash, &row, table, blocks)?;
            rows += 1;
        }
        from = until;
    }
    Ok(TableDigest { name: table.name.to_owned(), rows, digest: hex(hash) })
}

fn as_text(engine: Engine, column: &str, kind: Kind) -> String {
    match (kind, engine) {
        (Kind::Bool, _) => format!("case when {column} then 'true' when not {column} then 'false' end"),
        (Kind::Time, Engine::Postgres) => {
            format!("to_char({column} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
        }
        _ => format!("cast({column} as text)"),
    }
}

fn digest_row(hash: &mut Sha256, row: &QueryResult, table: &Table, blocks: &Blocks) -> Result<()> {
    let id: String = row.try_get_by_index(0)?;
    part(hash, Some(&place(&id, blocks.first(table.name))));
    let mut resource = None;
    for (n, (name, kind)) in table.columns.iter().enumerate() {
        let text: Option<String> = row.try_get_by_index(n + 1)?;
        if *name == "resource_type" {
            resource = text.as_deref().and_then(resource_table);
        }
        let text = text.map(|text| match kind {
            Kind::Int | Kind::Text | Kind::Bool => text,
            Kind::Time => time(&text),
            Kind::Ref(target) => place(&text, blocks.first(target)),
            Kind::Resource => place(&text, resource.map_or(0, |target| blocks.first(target))),
            Kind::Json => json(&text, |json| ids::shift(json, &|table, id| id - blocks.first(table))),
            Kind::Ids(target) => json(&text, |json| ids::shift_all(json, |id| id - blocks.first(target))),
        });
        part(hash, text.as_deref());
    }
    Ok(())
}

/// A null and an empty text differ, and so do two columns whose texts run together.
fn part(hash: &mut Sha256, text: Option<&str>) {
    match text {
        None => hash.update([0]),
        Some(text) => {
            hash.update([1]);
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
    }
}

fn place(id: &str, first: i64) -> String {
    id.parse::<i64>().map_or_else(|_| id.to_owned(), |id| format!("#{}", id - first))
}

/// What is no time stays as it is, and so changes the digest.
fn time(text: &str) -> String {
    text.parse::<Instant>().map_or_else(|_| text.to_owned(), |at| at.timestamp_micros().to_string())
}

fn json(text: &str, normalise: impl FnOnce(&mut Json)) -> String {
    let Ok(mut value) = serde_json::from_str::<Json>(text) else { return text.to_owned() };
    normalise(&mut value);
    let mut out = String::with_capacity(text.len());
    canonical(&value, &mut out);
    out
}

/// Keys in order: PostgreSQL sorts them its own way, SQLite keeps the text.
fn canonical(value: &Json, out: &mut String) {
    match value {
        Json::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            out.push('{');
            for (key, value) in fields {
                out.push_str(&Json::from(key.as_str()).to_string());
                out.push(':');
                canonical(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Json::Array(items) => {
            out.push('[');
            for item in items {
                canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_one_text_whatever_the_engine_writes() {
        assert_eq!(time("2026-01-15T12:00:00+00:00"), time("2026-01-15T12:00:00.000000Z"));
        assert_eq!(time("2026-01-15T12:00:00.5+00:00"), time("2026-01-15T12:00:00.500000Z"));
        assert_eq!(json("{\"bb\": 1, \"a\": [1, 2]}", |_| ()), json("{\"a\":[1,2],\"bb\":1}", |_| ()));
        assert_eq!(place("107", 100), "#7");
    }
}
