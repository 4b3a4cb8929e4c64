//! What the database itself says about its schema: each rule that refuses values, and each object there is.

use std::collections::BTreeMap;

use opsledger::db::Engine;
use opsledger::domain::legacy::TABLES as LEGACY;
use regex::Regex;

use crate::support::TestDb;

/// How a rule is called in the list of tested rules, and what the database says when it refuses.
///
/// A key names what both engines know: the constraint for a check, the columns for a unique or foreign key (which
/// SQLite does not name), the object for a unique index or a trigger.
pub type Rules = BTreeMap<String, String>;

/// Every rule of this database but `not null` and the primary keys called `id`.
pub async fn rules(t: &TestDb) -> Rules {
    let mut rules = match t.engine {
        Engine::Sqlite => sqlite_checks(t).await,
        Engine::Postgres => Rules::new(),
    };
    let sql = match t.engine {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    };
    let lines = t.texts(sql).await;
    let refusing = lines.iter().filter(|line| !SILENT.iter().any(|silent| line.starts_with(&format!("{silent}|"))));
    rules.extend(refusing.map(|line| {
        let (key, says) = line.split_once('|').expect("a key and what it says");
        (key.to_owned(), if key.starts_with("trigger ") { spoken_by(key).to_owned() } else { says.to_owned() })
    }));
    // A unique key that contains the primary key can be violated only together with it; it is there to be the
    // target of composite foreign keys.
    rules.retain(|key, _| !(key.starts_with("unique ") && key.contains("(id")));
    rules
}

/// Every column that must have a value, as table and column, primary keys aside.
pub async fn required_columns(t: &TestDb) -> Vec<(String, String)> {
    let sql = match t.engine {
        Engine::Sqlite => {
            "select m.name || '.' || c.name from sqlite_master m, pragma_table_info(m.name) c
             where m.type = 'table' and m.name not like 'sqlite_%' and m.name <> 'seaql_migrations'
               and c.\"notnull\" = 1 and c.pk = 0 order by 1"
        }
        Engine::Postgres => {
            "select a.attrelid::regclass::text || '.' || a.attname from pg_attribute a join pg_class r on r.oid = a.attrelid
             where r.relkind = 'r' and r.relnamespace = 'public'::regnamespace and r.relname <> 'seaql_migrations'
               and a.attnum > 0 and a.attnotnull and not exists (
                   select 1 from pg_constraint p where p.conrelid = r.oid and p.contype = 'p' and a.attnum = any (p.conkey))
             order by 1"
        }
    };
    let columns = t.texts(sql).await;
    columns.iter().map(|name| name.split_once('.').expect("table.column")).map(|(a, b)| (a.into(), b.into())).collect()
}

/// What a trigger answers is in its body, which no catalogue spells out.
fn spoken_by(key: &str) -> &'static str {
    match key {
        _ if key.starts_with("trigger operation_runs.") => "ledger.completed_run_is_history",
        _ if key.starts_with("trigger audit_logs.") => "audit.append_only",
        _ if LEGACY.iter().any(|table| key.starts_with(&format!("trigger {table}."))) => "legacy.read_only",
        _ => panic!("say here what this new trigger answers: {key}"),
    }
}

/// What refuses no single statement; each is proved by a test of its own.
const SILENT: [&str; 2] = [
    // Plans a changed schedule anew: `tests/it/backups`.
    "trigger backup_schedules.backup_schedules_replan",
    // Speaks at the commit only: `tests/it/legacy.rs`.
    "fk legacy_import(ends_before_commit)",
];

async fn sqlite_checks(t: &TestDb) -> Rules {
    let check = Regex::new(r"constraint\s+(\w+)\s+check").expect("a valid pattern");
    let mut rules = Rules::new();
    for table in t.texts("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").await {
        let sql = t.text(&format!("select sql from sqlite_master where name = '{table}'")).await;
        for found in check.captures_iter(&sql) {
            rules.insert(format!("check {table}.{}", &found[1]), format!("CHECK constraint failed: {}", &found[1]));
        }
    }
    rules
}

const SQLITE: &str = "
with tables as (
    select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> 'seaql_migrations'
), uniques as (
    select t.name as tab, i.name as idx, i.origin,
        (select group_concat(name, ', ') from (select name from pragma_index_info(i.name) order by seqno)) as cols,
        (select group_concat(t.name || '.' || name, ', ') from (select name from pragma_index_info(i.name) order by seqno)) as full
    from tables t, pragma_index_list(t.name) i where i.\"unique\" = 1
)
select case origin when 'c' then 'index ' || idx else 'unique ' || tab || '(' || cols || ')' end
    || '|UNIQUE constraint failed: ' || full from uniques
union all
-- An integer primary key is the row's own number and has no index of its own.
select 'unique ' || t.name || '(' || c.name || ')|UNIQUE constraint failed: ' || t.name || '.' || c.name
from tables t, pragma_table_info(t.name) c
where c.pk = 1 and c.type = 'INTEGER'
union all
select 'fk ' || t.name || '(' || (select group_concat(\"from\", ', ') from (
        select \"from\" from pragma_foreign_key_list(t.name) g where g.id = f.id order by g.seq)) || ')|FOREIGN KEY constraint failed'
from tables t, pragma_foreign_key_list(t.name) f where f.seq = 0
union all
select 'trigger ' || tbl_name || '.' || name || '|' from sqlite_master where type = 'trigger'";

const POSTGRES: &str = "
select case c.contype
        when 'c' then 'check ' || r.relname || '.' || c.conname
        when 'f' then 'fk ' || r.relname || '(' || k.cols || ')'
        else 'unique ' || r.relname || '(' || k.cols || ')' end
    || '|constraint \"' || c.conname || '\"'
from pg_constraint c join pg_class r on r.oid = c.conrelid,
lateral (select string_agg(a.attname, ', ' order by n.ord) as cols from unnest(c.conkey) with ordinality n(num, ord)
    join pg_attribute a on a.attrelid = r.oid and a.attnum = n.num) k
where c.connamespace = 'public'::regnamespace and c.contype in ('c', 'f', 'u', 'p') and r.relname <> 'seaql_migrations'
union all
select 'index ' || r.relname || '|constraint \"' || r.relname || '\"'
from pg_index i join pg_class r on r.oid = i.indexrelid
where r.relnamespace = 'public'::regnamespace and i.indisunique
  and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('u', 'p'))
union all
select 'trigger ' || r.relname || '.' || g.tgname || '|'
from pg_trigger g join pg_class r on r.oid = g.tgrelid
where r.relnamespace = 'public'::regnamespace and not g.tgisinternal";
