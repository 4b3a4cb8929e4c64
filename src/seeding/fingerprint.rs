//! A schema as one number: a plan is made for one, and carried out only on the same.

use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};

use crate::db::sql::statement;
use crate::db::{Db, Engine};
use crate::problem::{Problem, Result};

/// Tables, columns, constraints, indexes and triggers, in an order of their own.
const POSTGRES: &str = "\
    select format('%s %s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, \
        pg_get_expr(d.adbin, d.adrelid)) as line \
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema() \
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped \
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where c.relkind = 'r' \
    union all select format('%s %s %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) \
    from pg_constraint k join pg_namespace n on n.oid = k.connamespace and n.nspname = current_schema() \
    union all select indexdef from pg_indexes where schemaname = current_schema() \
    union all select pg_get_triggerdef(g.oid) from pg_trigger g join pg_class c on c.oid = g.tgrelid \
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema() where not g.tgisinternal \
    order by 1";

const SQLITE: &str = "select sql from sqlite_master where sql is not null order by type, name";

/// The fingerprint of a database's schema; of an empty one too.
pub(super) async fn of(db: &Db) -> Result<String> {
    let sql = match db.engine() {
        Engine::Postgres => POSTGRES,
        Engine::Sqlite => SQLITE,
    };
    let mut hash = Sha256::new();
    for row in db.reader().query_all_raw(statement(db.engine(), sql, [])).await? {
        hash.update(row.try_get_by_index::<String>(0)?);
        hash.update([0]);
    }
    Ok(hex(hash))
}

/// That of a database which is not there yet.
pub(super) fn of_nothing() -> String {
    hex(Sha256::new())
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Refuses any other schema than the planned one.
///
/// # Errors
/// `seed.plan_outdated`.
pub(super) async fn require(db: &Db, planned: &str) -> Result<()> {
    if of(db).await? == planned {
        return Ok(());
    }
    Err(Problem::request("seed.plan_outdated", "the schema has changed since the plan was made")
        .next("look at a new plan with `seeder plan`; nothing was written"))
}
