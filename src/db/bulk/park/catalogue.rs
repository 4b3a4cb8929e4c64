//! What either engine is asked for: a statement that takes something down, and one that puts it up again.

use sea_orm::ConnectionTrait;

use crate::db::Engine;
use crate::db::owned::Owned;
use crate::db::sql::statement;
use crate::problem::Result;

/// An index that may go.
pub(super) struct Index {
    pub(super) down: String,
    pub(super) up: String,
    /// Which rows are in it; all, if there is none.
    pub(super) condition: Option<String>,
}

/// The indexes of `tables` that may go, by name.
pub(super) async fn indexes(tx: &Owned, tables: &[&str]) -> Result<Vec<Index>> {
    let query = if tx.engine() == Engine::Postgres { INDEXES } else { SQLITE_INDEXES };
    let names = serde_json::json!(tables).to_string();
    let mut indexes = Vec::new();
    for row in tx.query_all_raw(statement(tx.engine(), query, [names.into()])).await? {
        let (down, up): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let condition = match tx.engine() {
            Engine::Postgres => row.try_get_by_index(2)?,
            // It keeps no more than the text of the statement.
            Engine::Sqlite => condition(&up).map(str::to_owned),
        };
        indexes.push(Index { down, up, condition });
    }
    Ok(indexes)
}

/// What follows the first WHERE of a `create index`.
fn condition(sql: &str) -> Option<&str> {
    let found =
        sql.char_indices().filter(|(at, _)| sql[*at..].get(..5).is_some_and(|word| word.eq_ignore_ascii_case("where")));
    let alone = |at: &usize| {
        let (before, after) = (&sql[..*at], &sql[*at + 5..]);
        before.ends_with([' ', '\n', '\t', '\r', ')']) && after.starts_with([' ', '\n', '\t', '\r', '('])
    };
    found.map(|(at, _)| at).find(alone).map(|at| &sql[at + 5..])
}

/// What `query` gives for `tables`: how to take something down, and how to put it up.
pub(super) async fn pairs(tx: &Owned, query: &str, tables: &[&str]) -> Result<Vec<(String, String)>> {
    let names = serde_json::json!(tables).to_string();
    let rows = tx.query_all_raw(statement(tx.engine(), query, [names.into()])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

pub(super) const FOREIGN_KEYS: &str = "\
    select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname), \
           format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) \
    from pg_constraint c join jsonb_array_elements_text($1::jsonb) t(name) on c.conrelid = t.name::regclass \
    where c.contype = 'f' and obj_description(c.oid, 'pg_constraint') is null order by c.conrelid::regclass::text, c.conname";

pub(super) const UNIQUE_CONSTRAINTS: &str = "\
    select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname), \
           format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) \
    from pg_constraint c join jsonb_array_elements_text($1::jsonb) t(name) on c.conrelid = t.name::regclass \
    join pg_index i on i.indexrelid = c.conindid \
    where c.contype = 'u' and not i.indisclustered and not i.indisreplident \
      and obj_description(c.oid, 'pg_constraint') is null and obj_description(c.conindid, 'pg_class') is null \
      and not exists (select 1 from pg_constraint f where f.contype = 'f' and f.conindid = c.conindid) \
    order by c.conrelid::regclass::text, c.conname";

const INDEXES: &str = "\
    select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid), \
           pg_get_expr(i.indpred, i.indrelid) \
    from pg_index i join jsonb_array_elements_text($1::jsonb) t(name) on i.indrelid = t.name::regclass \
    where not i.indisclustered and not i.indisreplident and obj_description(i.indexrelid, 'pg_class') is null \
      and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid) \
    order by i.indexrelid::regclass::text";

pub(super) const GUARDS: &str = "\
    select format('alter table %s disable trigger %I', g.tgrelid::regclass, g.tgname), \
           format('alter table %s enable %s trigger %I', g.tgrelid::regclass, \
               case g.tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, g.tgname) \
    from pg_trigger g join jsonb_array_elements_text($1::jsonb) t(name) on g.tgrelid = t.name::regclass \
    where not g.tgisinternal and g.tgenabled <> 'D' order by g.tgrelid::regclass::text, g.tgname";

const SQLITE_INDEXES: &str = "\
    select 'drop index \"' || m.name || '\"', m.sql from sqlite_master m \
    where m.type = 'index' and m.sql is not null and m.tbl_name in (select value from json_each($1)) order by m.name";

pub(super) const SQLITE_TRIGGERS: &str = "\
    select 'drop trigger \"' || m.name || '\"', m.sql from sqlite_master m \
    where m.type = 'trigger' and m.tbl_name in (select value from json_each($1)) order by m.name";

#[cfg(test)]
mod tests {
    use super::condition;

    #[test]
    fn the_condition_of_an_index_is_read_from_its_statement_however_it_is_laid_out() {
        assert_eq!(condition("create index a on t (b) where c = 1"), Some(" c = 1"));
        assert_eq!(condition("CREATE UNIQUE INDEX a ON t (b)\n    WHERE c"), Some(" c"));
        assert_eq!(condition("create index a on t (b)where(c)"), Some("(c)"));
        assert_eq!(condition("create index whereabouts on t (where_it_was, nowhere)"), None);
    }
}
