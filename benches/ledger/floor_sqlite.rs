//! The floor on SQLite: one bare connection that sends the ledger's own statements in the same transactions, in a
//! loop and with nobody beside it. There is one writer in any case, so this is the best that sixteen could do.

use std::str::FromStr;
use std::time::{Duration, Instant};

use anyhow::bail;
use opsledger::clock::{self, Clock};
use sea_orm::Value;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row, query};

use crate::Result;
use crate::capture::Captured;
use crate::load::Form;

pub struct Floor {
    steps: Vec<Vec<(&'static str, Vec<Bound>)>>,
    hash: String,
    form: Form,
}

/// A parameter, as it is made anew for each run.
enum Bound {
    Template(String),
    Int(i64),
    Text(String),
    Now,
    Null,
}

impl Floor {
    pub fn new(form: Form, captured: &Captured) -> Result<Self> {
        let mut steps = Vec::new();
        for step in &captured.steps {
            let mut statements = Vec::new();
            for sent in step {
                let values = sent.values.iter().map(|value| bound(captured, value)).collect::<Result<Vec<_>>>()?;
                // Kept for the whole life of the bench: the driver remembers a statement by its text.
                statements.push((&*sent.sql.clone().leak(), values));
            }
            steps.push(statements);
        }
        Ok(Self { steps, hash: captured.hash.clone(), form })
    }

    /// Runs for `time`; returns the turns a second.
    pub async fn drive(&self, url: &str, round: usize, time: Duration) -> Result<f64> {
        let mut connection = SqliteConnectOptions::from_str(url)?
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Full)
            .pragma("recursive_triggers", "on")
            .journal_mode(SqliteJournalMode::Wal)
            .disable_statement_logging()
            .connect()
            .await?;
        let clock = Clock::system();
        let began = Instant::now();
        let mut turns = 0_u64;
        while began.elapsed() < time {
            let hash = match self.form {
                Form::Hit => self.hash.clone(),
                // As random as a real one, for the index that it goes into.
                _ => format!(
                    "{:064x}",
                    u128::from(turns ^ (round as u64) << 40).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
                ),
            };
            let mut run = 0_i64;
            for step in &self.steps {
                query(if self.form == Form::Hit { "begin" } else { "begin immediate" })
                    .execute(&mut connection)
                    .await?;
                for (sql, values) in step {
                    run = self.send(&mut connection, sql, values, &hash, run, &clock).await?;
                }
                query("commit").execute(&mut connection).await?;
            }
            turns += 1;
        }
        let rate = turns as f64 / began.elapsed().as_secs_f64();
        connection.close().await?;
        Ok(rate)
    }

    /// Sends one statement; returns the run that it made or took, else `run`.
    async fn send(
        &self,
        connection: &mut SqliteConnection,
        sql: &'static str,
        values: &[Bound],
        hash: &str,
        run: i64,
        clock: &Clock,
    ) -> Result<i64> {
        let mut statement = query(AssertSqlSafe(sql));
        for value in values {
            statement = match value {
                Bound::Template(text) => statement.bind(text.replace("@hash", hash).replace("@run", &run.to_string())),
                Bound::Int(number) => statement.bind(*number),
                Bound::Text(text) => statement.bind(text.as_str()),
                Bound::Now => statement.bind(clock::text(clock.now())),
                Bound::Null => statement.bind(None::<String>),
            };
        }
        let rows = statement.fetch_all(connection).await?;
        let made = sql.contains(" returning id").then(|| rows.first()).flatten();
        Ok(made.map(|row| row.try_get(0)).transpose()?.unwrap_or(run))
    }
}

fn bound(captured: &Captured, value: &Value) -> Result<Bound> {
    Ok(match value {
        Value::BigInt(Some(number)) => Bound::Int(*number),
        Value::String(Some(text)) => match captured.template(text) {
            template if template == *text => Bound::Text(template),
            template => Bound::Template(template),
        },
        Value::ChronoDateTimeUtc(Some(_)) => Bound::Now,
        Value::ChronoDateTimeUtc(None) => Bound::Null,
        other => bail!("the bench does not know how to bind {other:?}"),
    })
}
