//! What is taken down while a table is loaded and put up again in the same transaction: read from the catalogue,
//! rebuilt word by word. Whatever ends the process in between, the database rolls back to what it was.
//!
//! * Indexes, and unique constraints that no foreign key leans on; primary keys stay.
//! * Foreign keys of the loaded tables; the database validates all rows when they come back.
//! * Triggers that guard history, where seeded history itself is to change; the rows of others are not touched.

use sea_orm::ConnectionTrait;

use crate::db::Engine;
use crate::db::owned::Owned;
use crate::db::sql::statement;
use crate::problem::Result;

/// What to take down.
#[derive(Debug, Clone, Copy, Default)]
pub struct Park {
    /// Indexes and unique constraints.
    pub indexes: bool,
    /// Foreign keys. On SQLite they are deferred to the commit instead.
    pub foreign_keys: bool,
    /// Triggers.
    pub guards: bool,
}

/// What was taken down.
#[derive(Debug)]
#[must_use = "what was taken down must be put up again"]
pub struct Parked {
    /// The statements that put it up again, in order.
    restore: Vec<String>,
}

/// Takes down what `what` says of `tables`.
///
/// # Errors
/// Any database problem; the caller then rolls back.
pub async fn park(tx: &Owned, tables: &[&str], what: Park) -> Result<Parked> {
    let mut parked = Parked { restore: Vec::new() };
    match tx.engine() {
        Engine::Postgres => {
            // Before indexes: a foreign key leans on the unique index of its target. Back up they go last.
            let mut keys = Parked { restore: Vec::new() };
            if what.foreign_keys {
                take_down(tx, FOREIGN_KEYS, tables, &mut keys).await?;
            }
            if what.indexes {
                tx.execute_unprepared(MEMORY).await?;
                take_down(tx, UNIQUE_CONSTRAINTS, tables, &mut parked).await?;
                take_down(tx, INDEXES, tables, &mut parked).await?;
            }
            if what.guards {
                take_down(tx, GUARDS, tables, &mut parked).await?;
            }
            parked.restore.append(&mut keys.restore);
        }
        Engine::Sqlite => {
            if what.foreign_keys {
                tx.execute_unprepared("pragma defer_foreign_keys = on").await?;
            }
            if what.indexes {
                take_down(tx, SQLITE_INDEXES, tables, &mut parked).await?;
            }
            if what.indexes || what.guards {
                take_down(tx, SQLITE_TRIGGERS, tables, &mut parked).await?;
            }
        }
    }
    Ok(parked)
}

impl Parked {
    /// The statements that put it up again, in order.
    #[must_use]
    pub fn statements(&self) -> &[String] {
        &self.restore
    }

    /// Puts everything up again; the database looks at every row while it does.
    ///
    /// # Errors
    /// `db.refused` when a row breaks what is put up; the caller then rolls back.
    pub async fn restore(self, tx: &Owned) -> Result<()> {
        for sql in self.restore {
            tx.execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}

/// Each query gives, for the tables of `$1`, a statement that takes something down and one that puts it up again.
async fn take_down(tx: &Owned, query: &str, tables: &[&str], parked: &mut Parked) -> Result<()> {
    let engine = tx.engine();
    let names = serde_json::json!(tables).to_string();
    for row in tx.query_all_raw(statement(engine, query, [names.into()])).await? {
        let (down, up): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        tx.execute_unprepared(&down).await?;
        parked.restore.push(up);
    }
    Ok(())
}

/// The stock 64 MB suffice one process that sorts; with this the two helpers that PostgreSQL allows by itself sort too,
/// and some million keys fit. For this transaction only; whoever has given more keeps it.
const MEMORY: &str = "\
    select set_config('maintenance_work_mem', '384MB', true) \
    where pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes('384MB')";

const FOREIGN_KEYS: &str = "\
    select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname), \
           format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) \
    from pg_constraint c join jsonb_array_elements_text($1::jsonb) t(name) on c.conrelid = t.name::regclass \
    where c.contype = 'f' and obj_description(c.oid, 'pg_constraint') is null order by c.conrelid::regclass::text, c.conname";

const UNIQUE_CONSTRAINTS: &str = "\
    select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname), \
           format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) \
    from pg_constraint c join jsonb_array_elements_text($1::jsonb) t(name) on c.conrelid = t.name::regclass \
    join pg_index i on i.indexrelid = c.conindid \
    where c.contype = 'u' and not i.indisclustered and not i.indisreplident \
      and obj_description(c.oid, 'pg_constraint') is null and obj_description(c.conindid, 'pg_class') is null \
      and not exists (select 1 from pg_constraint f where f.contype = 'f' and f.conindid = c.conindid) \
    order by c.conrelid::regclass::text, c.conname";

const INDEXES: &str = "\
    select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid) \
    from pg_index i join jsonb_array_elements_text($1::jsonb) t(name) on i.indrelid = t.name::regclass \
    where not i.indisclustered and not i.indisreplident and obj_description(i.indexrelid, 'pg_class') is null \
      and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid) \
    order by i.indexrelid::regclass::text";

const GUARDS: &str = "\
    select format('alter table %s disable trigger %I', g.tgrelid::regclass, g.tgname), \
           format('alter table %s enable %s trigger %I', g.tgrelid::regclass, \
               case g.tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, g.tgname) \
    from pg_trigger g join jsonb_array_elements_text($1::jsonb) t(name) on g.tgrelid = t.name::regclass \
    where not g.tgisinternal and g.tgenabled <> 'D' order by g.tgrelid::regclass::text, g.tgname";

const SQLITE_INDEXES: &str = "\
    select 'drop index \"' || m.name || '\"', m.sql from sqlite_master m \
    where m.type = 'index' and m.sql is not null and m.tbl_name in (select value from json_each($1)) order by m.name";

const SQLITE_TRIGGERS: &str = "\
    select 'drop trigger \"' || m.name || '\"', m.sql from sqlite_master m \
    where m.type = 'trigger' and m.tbl_name in (select value from json_each($1)) order by m.name";
