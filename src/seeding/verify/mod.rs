//! Looks at what was seeded and says what is wrong with it; writes nothing.
//!
//! * [`report`]: the answer.
//! * `checks`: the rules, as SQL conditions that a bad row meets.
//! * `unique`: what may stand once only.
//! * `frame`: what surrounds the rows.
//!
//! A table that later work has changed is named and is no fault by itself; a row that breaks a rule is.

mod checks;
mod frame;
pub mod report;
mod unique;

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;
use uuid::{Uuid, Variant};

use super::applications::{Application, applications};
use super::blocks::{self, Blocks};
use super::digest::{self, TableDigest};
use super::read;
use crate::db::sql::statement;
use crate::db::{Db, schema};
use crate::problem::{Problem, Result};
pub use report::{CheckedScenario, CheckedTable, Finding, Verified};

/// Checks every scenario that was applied.
///
/// # Errors
/// `seed.nothing_applied`, a schema that is not current, or any database problem.
pub async fn verify(db: &Db) -> Result<Verified> {
    schema::require_current(db).await?;
    let mut scenarios = Vec::new();
    for application in applications(db).await? {
        scenarios.push(check_scenario(db, application).await?);
    }
    if scenarios.is_empty() {
        return Err(Problem::request("seed.nothing_applied", "no scenario was applied to this database")
            .next("apply one with `seeder apply`, or name another database with --database-url"));
    }
    Ok(Verified { digest: report::whole(&scenarios), scenarios })
}

async fn check_scenario(db: &Db, application: Application) -> Result<CheckedScenario> {
    let (connection, engine) = (db.reader(), db.engine());
    let (blocks, recorded) = blocks::recorded(connection, engine, &application.scenario).await?;
    let digests = read::digests(connection, engine, &blocks).await?;
    let tables: Vec<CheckedTable> = digests.iter().map(|table| checked(table, &blocks, &recorded)).collect();
    let mut findings = Vec::new();
    for check in checks::all(engine, &application, &tables) {
        let block = blocks.get(check.table);
        let sql = format!(
            "select count(*) from {} t where t.id >= {} and t.id < {} and ({})",
            check.table,
            block.first,
            block.end(),
            check.bad
        );
        let row = connection.query_one_raw(statement(engine, &sql, [])).await?;
        let rows: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        if rows > 0 {
            findings.push(Finding { check: check.name, table: check.table.to_owned(), rows, message: check.message });
        }
    }
    for table in ["workspaces", "tenants"] {
        findings.extend(malformed_ids(db, table, &blocks).await?);
    }
    findings.extend(unique::twice(db, &blocks).await?);
    findings.extend(frame::sequences(db, &blocks).await?);
    findings.extend(frame::in_force(db).await?);
    findings.extend(frame::mix(db, &application, &blocks).await?);
    Ok(CheckedScenario {
        digest: digest::whole(&digests),
        recorded_digest: application.content_digest,
        scenario: application.scenario,
        seed: application.seed,
        as_of: application.as_of,
        tables,
        findings,
    })
}

fn checked(table: &TableDigest, blocks: &Blocks, recorded: &BTreeMap<String, String>) -> CheckedTable {
    CheckedTable {
        table: table.name.clone(),
        seeded: blocks.get(&table.name).rows,
        rows: table.rows,
        changed: recorded.get(&table.name) != Some(&table.digest),
    }
}

/// SQL cannot tell a version 4 from its look alone on both engines, so these few are read.
async fn malformed_ids(db: &Db, table: &'static str, blocks: &Blocks) -> Result<Option<Finding>> {
    let block = blocks.get(table);
    let sql = format!("select external_id from {table} where id >= $1 and id < $2");
    let range = [block.first.into(), block.end().into()];
    let mut rows = 0;
    for row in db.reader().query_all_raw(statement(db.engine(), &sql, range)).await? {
        let id: String = row.try_get_by_index(0)?;
        let well_formed =
            Uuid::try_parse(&id).is_ok_and(|id| id.get_version_num() == 4 && id.get_variant() == Variant::RFC4122);
        rows += i64::from(!well_formed);
    }
    let message = "external_id is no well-formed UUID v4".to_owned();
    Ok((rows > 0).then(|| Finding { check: "uuid_v4", table: table.to_owned(), rows, message }))
}
