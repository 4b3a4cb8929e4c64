//! The floor on PostgreSQL: the bytes that the server itself wrote in binary COPY format, sent back by hand.

use std::time::Instant;

use anyhow::Context;
use opsledger::db::bulk::{Indexes, Park, park};
use opsledger::db::{Access, Db};
use sea_orm::ConnectionTrait;
use sea_orm::sqlx::{Connection, PgConnection};
use tokio::io::BufReader;

use crate::disk::Disk;
use crate::floor::{COLUMNS, insert_many};
use crate::server::Server;
use crate::{Arguments, Result, Round, ours};

pub async fn run(disk: &Disk, arguments: &Arguments) -> Result<Vec<Round>> {
    let server = Server::start(disk)?;
    let mut rounds = Vec::new();
    // A fresh server makes the files of its log while the first load waits; after this they are there for everybody.
    admin(&server, "create database warm").await?;
    ours::apply(&server.url("warm"), arguments.rows).await?;
    admin(&server, "drop database warm").await?;
    for round in 0..arguments.rounds {
        let (ours_in, floor_in, many_in) = (format!("ours{round}"), format!("floor{round}"), format!("many{round}"));
        for name in [&ours_in, &floor_in, &many_in] {
            admin(&server, &format!("create database {name}")).await?;
        }
        admin(&server, "checkpoint").await?;
        let ours = ours::apply(&server.url(&ours_in), arguments.rows).await?;
        // The same parents, and not one run.
        ours::apply(&server.url(&floor_in), 0).await?;
        ours::apply(&server.url(&many_in), 0).await?;
        let file = server.socket.join("rows.bin");
        let db = Db::open(&server.url(&ours_in), Access::Existing, 1).await?;
        let sql = format!(
            "copy (select {COLUMNS} from operation_runs where type = 'policy.sync' order by id) to '{}' (format binary)",
            file.display()
        );
        db.writer().execute_unprepared(&sql).await?;
        db.close().await?;
        admin(&server, "checkpoint").await?;
        let (floor, bare) = floor(&server.url(&floor_in), &file).await?;
        admin(&server, "checkpoint").await?;
        let many = insert_many(&server.url(&many_in), arguments.rows).await?;
        rounds.push(Round { bare, ours, floor, many });
        for name in [ours_in, floor_in, many_in] {
            admin(&server, &format!("drop database {name} with (force)")).await?;
        }
    }
    Ok(rounds)
}

async fn admin(server: &Server, sql: &str) -> Result {
    let db = Db::open(&server.url("postgres"), Access::Existing, 1).await?;
    db.writer().execute_unprepared(sql).await?;
    Ok(db.close().await?)
}

/// Seconds of all of it, and of the rows alone.
async fn floor(url: &str, file: &std::path::Path) -> Result<(f64, f64)> {
    let db = Db::open(url, Access::Existing, 2).await?;
    // Which statements take down and put up what is not what is measured here; that it is done is.
    let tx = db.begin_owned().await?;
    let down = Park { indexes: Indexes::Go, foreign_keys: true, guards: false };
    let parked = park(&tx, &["operation_runs"], down).await?;
    let up = parked.statements().map(str::to_owned).collect::<Vec<_>>();
    drop((tx, parked));
    let mut connection = PgConnection::connect(url).await?;
    let begun = Instant::now();
    execute(&mut connection, "begin").await?;
    for sql in down_again(&up) {
        execute(&mut connection, &sql).await?;
    }
    let rows = BufReader::with_capacity(1 << 20, tokio::fs::File::open(file).await?);
    let mut copy =
        connection.copy_in_raw(&format!("copy operation_runs ({COLUMNS}) from stdin (format binary)")).await?;
    copy.read_from(rows).await?;
    copy.finish().await?;
    let bare = begun.elapsed().as_secs_f64();
    for sql in &up {
        execute(&mut connection, sql).await?;
    }
    execute(&mut connection, "analyze operation_runs").await?;
    execute(&mut connection, "commit").await?;
    let seconds = begun.elapsed().as_secs_f64();
    connection.close().await.context("leave the server")?;
    db.close().await?;
    Ok((seconds, bare))
}

/// The opposite of each statement, foreign keys first.
fn down_again(up: &[String]) -> Vec<String> {
    up.iter()
        .rev()
        .map(|sql| match sql.split_once(" add constraint ") {
            Some((table, rest)) => format!("{table} drop constraint {}", rest.split(' ').next().unwrap_or_default()),
            None => {
                let name = sql.split(" INDEX ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
                format!("drop index {name}")
            }
        })
        .collect()
}

async fn execute(connection: &mut PgConnection, sql: &str) -> Result {
    use sea_orm::sqlx::{AssertSqlSafe, Executor};
    connection.execute(AssertSqlSafe(sql.to_owned())).await.with_context(|| sql.to_owned())?;
    Ok(())
}
