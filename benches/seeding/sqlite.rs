//! The floor on SQLite: the same rows, read before the clock runs, in prepared inserts of two hundred.

use std::time::{Duration, Instant};

use opsledger::db::bulk::{Indexes, Park, park};
use opsledger::db::{Access, Db};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sea_orm::sqlx::{AssertSqlSafe, ConnectOptions, Executor, Row, SqliteConnection, ValueRef, query};

use crate::disk::Disk;
use crate::floor::{COLUMNS, insert_many};
use crate::{Arguments, Result, Round, ours};

const ROWS: usize = 200;
const WIDTH: usize = 21;

pub async fn run(disk: &Disk, arguments: &Arguments) -> Result<Vec<Round>> {
    let mut rounds = Vec::new();
    for round in 0..arguments.rounds {
        let file = |name: &str| disk.path(&format!("{name}{round}.db"));
        let url = |name: &str| format!("sqlite://{}?mode=rwc", file(name).display());
        let ours = ours::apply(&url("ours"), arguments.rows).await?;
        ours::apply(&url("floor"), 0).await?;
        ours::apply(&url("many"), 0).await?;
        let (floor, bare) = floor(&file("ours"), &file("floor"), &url("floor")).await?;
        let many = insert_many(&url("many"), arguments.rows).await?;
        rounds.push(Round { bare, ours, floor, many });
        for name in ["ours", "floor", "many"] {
            std::fs::remove_file(file(name))?;
        }
    }
    Ok(rounds)
}

async fn connect(file: &std::path::Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(file).journal_mode(SqliteJournalMode::Wal);
    Ok(options.synchronous(SqliteSynchronous::Full).disable_statement_logging().connect().await?)
}

/// Seconds of all of it, and of the rows alone.
async fn floor(from: &std::path::Path, to: &std::path::Path, url: &str) -> Result<(f64, f64)> {
    let db = Db::open(url, Access::Existing, 1).await?;
    let tx = db.begin_owned().await?;
    let down = Park { indexes: Indexes::Go, foreign_keys: false, guards: false };
    let parked = park(&tx, &["operation_runs"], down).await?;
    let up = parked.statements().map(str::to_owned).collect::<Vec<_>>();
    drop((tx, parked));
    db.close().await?;
    let (mut source, mut target) = (connect(from).await?, connect(to).await?);
    let row = format!("({})", vec!["?"; WIDTH].join(", "));
    let begun = Instant::now();
    target.execute("begin immediate").await?;
    for sql in &up {
        let is_kind = |word: &str| ["index", "trigger"].iter().any(|kind| kind.eq_ignore_ascii_case(word));
        let mut words = sql.split_whitespace().skip_while(|word| !is_kind(word));
        let (kind, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        target.execute(AssertSqlSafe(format!("drop {kind} {name}"))).await?;
    }
    let mut took: Duration = begun.elapsed();
    let mut after = 0_i64;
    loop {
        let sql = format!(
            "select {COLUMNS} from operation_runs where type = 'policy.sync' and id > ? order by id limit {ROWS}"
        );
        let rows: Vec<SqliteRow> = query(AssertSqlSafe(sql)).bind(after).fetch_all(&mut source).await?;
        let Some(last) = rows.last() else { break };
        after = last.get(0);
        let values: Vec<Value> = rows.iter().flat_map(|row| (0..WIDTH).map(move |column| value(row, column))).collect();
        let part = Instant::now();
        let sql =
            format!("insert into operation_runs ({COLUMNS}) values {}", vec![row.as_str(); rows.len()].join(", "));
        let mut insert = query(AssertSqlSafe(sql));
        for value in values {
            insert = match value {
                Value::Null => insert.bind(None::<String>),
                Value::Int(value) => insert.bind(value),
                Value::Text(value) => insert.bind(value),
            };
        }
        insert.execute(&mut target).await?;
        took += part.elapsed();
    }
    let rest = Instant::now();
    for sql in &up {
        target.execute(AssertSqlSafe(sql.clone())).await?;
    }
    target.execute("analyze operation_runs").await?;
    target.execute("commit").await?;
    Ok(((took + rest.elapsed()).as_secs_f64(), took.as_secs_f64()))
}

enum Value {
    Null,
    Int(i64),
    Text(String),
}

fn value(row: &SqliteRow, column: usize) -> Value {
    if row.try_get_raw(column).is_ok_and(|raw| raw.is_null()) {
        return Value::Null;
    }
    row.try_get::<i64, _>(column).map_or_else(|_| Value::Text(row.get(column)), Value::Int)
}
