//! One row of the list: a rule, what it must refuse, and the neighbour that it must accept.

use opsledger::db::Engine;
use opsledger::domain::legacy::{self, TABLES as LEGACY};
use sea_orm::ConnectionTrait;

use super::world::row_of;
use crate::schema::catalogue::Rules;
use crate::support::TestDb;
use crate::support::database::words;

/// A rule and both sides of its border.
pub struct Rule {
    /// Its name in the catalogue.
    pub key: String,
    only: Option<Engine>,
    bad: String,
    good: String,
}

impl Rule {
    fn new(key: String, bad: impl Into<String>, good: impl Into<String>) -> Self {
        Self { key, only: None, bad: bad.into(), good: good.into() }
    }

    pub fn only(self, engine: Engine) -> Self {
        Self { only: Some(engine), ..self }
    }

    pub fn holds_on(&self, engine: Engine) -> bool {
        self.only.is_none_or(|only| only == engine)
    }

    /// Tries both sides, each in a transaction that is rolled back, so that all rules see the same world.
    pub async fn hold(&self, t: &TestDb, says: &Rules) -> Result<(), String> {
        let says = says.get(&self.key).ok_or("the database has no such rule")?;
        // History is read-only: what else is said of its values is only heard by whoever may write it.
        let imports = !self.key.starts_with("trigger ");
        match attempt(t, &self.bad, imports).await {
            Ok(()) => return Err(format!("accepted {}", self.bad)),
            // The whole word: one unique key may begin with the columns of another.
            Err(words) if t.engine == Engine::Sqlite && !words.ends_with(says.as_str()) => {
                return Err(format!("`{}` was refused by another rule: {words}", self.bad));
            }
            Err(words) if !words.contains(says.as_str()) => {
                return Err(format!("`{}` was refused by another rule: {words}", self.bad));
            }
            Err(_) => {}
        }
        attempt(t, &self.good, imports).await.map_err(|words| format!("refused the neighbour `{}`: {words}", self.good))
    }
}

async fn attempt(t: &TestDb, sql: &str, imports: bool) -> Result<(), String> {
    let tx = t.db.begin().await.expect("begin");
    if imports && LEGACY.iter().any(|table| sql.contains(table)) {
        legacy::open_in(&tx, t.engine).await.expect("open the switch");
    }
    let answer = tx.execute_unprepared(&words(t.engine, sql)).await;
    tx.rollback().await.expect("roll back");
    answer.map(|_| ()).map_err(|error| error.to_string())
}

/// A check, tried with two statements.
pub fn check(table: &str, name: &str, bad: &str, good: &str) -> Rule {
    Rule::new(format!("check {table}.{name}"), bad, good)
}

/// A check, tried with two assignments to the table's first row in the world.
pub fn sets(table: &str, name: &str, bad: &str, good: &str) -> Rule {
    check(table, name, &assign(table, bad), &assign(table, good))
}

/// Checks that a text is not empty, as `{table}_{word}_set` on `column`.
pub fn not_empty(table: &str, word: &str, column: &str) -> Rule {
    sets(table, &format!("{table}_{word}_set"), &format!("{column} = ''"), &format!("{column} = 'x'"))
}

/// A unique key of the table itself.
pub fn unique(table: &str, columns: &str, bad: &str, good: &str) -> Rule {
    Rule::new(format!("unique {table}({columns})"), bad, good)
}

/// A unique index, usually a partial one.
pub fn index(name: &str, bad: &str, good: &str) -> Rule {
    Rule::new(format!("index {name}"), bad, good)
}

/// A foreign key, tried with two assignments to the table's first row in the world.
pub fn foreign(table: &str, columns: &str, bad: &str, good: &str) -> Rule {
    Rule::new(format!("fk {table}({columns})"), assign(table, bad), assign(table, good))
}

/// A foreign key, tried with two statements.
pub fn foreign_sql(table: &str, columns: &str, bad: &str, good: &str) -> Rule {
    Rule::new(format!("fk {table}({columns})"), bad, good)
}

/// The rule of every tenant-owned table: the world's tenant 11 is not of workspace 2.
pub fn tenant_in_workspace(table: &str, good: &str) -> Rule {
    foreign(table, "tenant_id, workspace_id", "workspace_id = 2", good)
}

/// A trigger, tried with two statements.
pub fn trigger(table: &str, name: &str, bad: &str, good: &str) -> Rule {
    Rule::new(format!("trigger {table}.{name}"), bad, good)
}

/// JSON columns that hold an object.
pub fn objects(table: &str, columns: &[&str]) -> Vec<Rule> {
    json(table, columns, "object", "'[]'", "'{\"a\": [1]}'")
}

/// JSON columns that hold an array.
pub fn arrays(table: &str, columns: &[&str]) -> Vec<Rule> {
    json(table, columns, "array", "'{}'", "'[{\"a\": 1}]'")
}

fn json(table: &str, columns: &[&str], kind: &str, bad: &str, good: &str) -> Vec<Rule> {
    columns
        .iter()
        .map(|column| {
            let name = format!("{column}_is_{kind}");
            sets(table, &name, &format!("{column} = {bad}"), &format!("{column} = {good}"))
        })
        .collect()
}

/// Times of the ledger: SQLite keeps text, so it must be the text that sorts as time.
pub fn utc_times(table: &str, columns: &[&str]) -> Vec<Rule> {
    let good = "'2026-01-01T00:00:00.123456+00:00'";
    let bad = [
        "'soon'",
        "'2026-01-01 00:00:00'",
        "'2026-01-01T00:00:00'",
        "'2026-01-01T00:00:00+02:00'",
        "'2026-01-01T00:00:00 about +00:00'",
        "'2026-01-01T00:00:00z'",
        "'2026-13-01T00:00:00+00:00'",
    ];
    on_sqlite(table, columns, "utc", &bad, good)
}

/// Slots: compared for equality, so one instant has one text on SQLite, and no engine keeps parts of a second.
pub fn slot_times(table: &str, columns: &[&str], good: &str) -> Vec<Rule> {
    let spellings = ["'2026-01-01 00:00:00'", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:00.0+00:00'", "'soon'"];
    let finer = columns.iter().map(|column| {
        let name = format!("{column}_is_slot");
        sets(table, &name, &format!("{column} = '2026-01-01T00:00:00.5+00:00'"), &format!("{column} = {good}"))
    });
    on_sqlite(table, columns, "slot", &spellings, good).into_iter().chain(finer).collect()
}

/// Times that the platform writes too: any form that SQLite reads as one.
pub fn any_times(table: &str, columns: &[&str]) -> Vec<Rule> {
    on_sqlite(table, columns, "time", &["'soon'", "''"], "'2026-01-01 00:00:00'")
}

/// Booleans: SQLite keeps integers.
pub fn bools(table: &str, columns: &[&str]) -> Vec<Rule> {
    on_sqlite(table, columns, "bool", &["2"], "{false}")
}

fn on_sqlite(table: &str, columns: &[&str], kind: &str, bad: &[&str], good: &str) -> Vec<Rule> {
    let pairs = columns.iter().flat_map(|column| bad.iter().map(move |bad| (column, bad)));
    pairs
        .map(|(column, bad)| {
            let name = format!("{column}_is_{kind}");
            let rule = sets(table, &name, &format!("{column} = {bad}"), &format!("{column} = {good}"));
            rule.only(Engine::Sqlite)
        })
        .collect()
}

fn assign(table: &str, assignment: &str) -> String {
    format!("update {table} set {assignment} where {}", row_of(table))
}
