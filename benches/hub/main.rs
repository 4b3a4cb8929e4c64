//! How long the hub takes over a large ledger: `just bench-hub`, or
//! `cargo bench --bench hub -- --url sqlite://big.db --url postgres://…` for databases that are there already.
//!
//! Each address is asked a hundred times over a fresh connection, from the same machine, in a process of its own work: what is
//! measured is the server with everything around its handler. The database is one of `seeder apply load --scale 10` (a million
//! runs) or whatever is named. Addresses are of the pages that operators open, the deep ones included: the hundredth page of a
//! list must cost what the first does.

#![allow(clippy::print_stdout, missing_docs, reason = "a benchmark prints, and nobody calls it")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use opsledger::clock::Clock;
use opsledger::db::Db;
use opsledger::hub::rate::Rate;
use opsledger::hub::serve::{CONNECTIONS, STATEMENT_LIMIT};
use opsledger::hub::{Door, Start, listen};
use sea_orm::{ConnectionTrait, Statement};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

#[derive(Parser)]
struct Arguments {
    /// A database that holds a seed; may be given several times
    #[arg(long = "url", required = true)]
    urls: Vec<String>,
    /// How often each address is asked
    #[arg(long, default_value_t = 100)]
    times: usize,
    /// Only addresses with this in them
    #[arg(long)]
    only: Option<String>,
    /// What cargo says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() {
    let Arguments { urls, times, only, bench: _ } = Arguments::parse();
    for url in urls {
        measure(&url, times, only.as_deref()).await;
    }
}

async fn measure(url: &str, times: usize, only: Option<&str>) {
    let db = Db::open_reading(url, CONNECTIONS, STATEMENT_LIMIT).await.expect("open the database");
    let (runs, newest) = (one(&db, "select count(*) from operation_runs").await, newest(&db).await);
    let [workspace, tenant, id] = [
        "select min(workspace_id) from operation_runs",
        "select min(tenant_id) from operation_runs",
        "select min(id) from operation_runs where outcome = 'failed'",
    ];
    let (workspace, tenant, id) = (one(&db, workspace).await, one(&db, tenant).await, one(&db, id).await);
    println!("\n{}: {runs} runs, {times} requests each; milliseconds", db.engine().name());
    println!("{:<72} {:>8} {:>8} {:>8} {:>7}", "address", "p50", "p95", "p99", "status");
    let hub = start(db, newest).await;
    let deep = deep(hub).await;
    let addresses = [
        "/operations".to_owned(),
        format!("/operations?before={deep}"),
        format!("/operations?workspace={workspace}"),
        format!("/operations?tenant={tenant}"),
        "/operations?outcome=failed".to_owned(),
        "/operations?type=restore.execute".to_owned(),
        format!("/operations?type=restore.execute&outcome=failed&workspace={workspace}"),
        "/operations?status=running".to_owned(),
        "/operations?freshness=likely_stale".to_owned(),
        "/operations?reconciled=true".to_owned(),
        "/operations?initiator=people".to_owned(),
        "/operations?code=restore.failed".to_owned(),
        "/api/operations?limit=200".to_owned(),
        format!("/operations/{id}"),
        format!("/api/operations/{id}"),
        "/".to_owned(),
        "/slots".to_owned(),
        "/schedules".to_owned(),
        "/failures".to_owned(),
        "/tenants".to_owned(),
        "/skips".to_owned(),
    ];
    for address in addresses.iter().filter(|address| only.is_none_or(|only| address.contains(only))) {
        let mut spent = Vec::with_capacity(times);
        let mut status = String::new();
        // The first is for the statements that are prepared.
        for n in 0..=times {
            let began = Instant::now();
            let answer = get(hub, address).await;
            if n > 0 {
                spent.push(began.elapsed());
            }
            status = answer.get(9..12).unwrap_or("-").to_owned();
        }
        spent.sort_unstable();
        let at = |share: usize| spent[(spent.len() * share).div_ceil(100).max(1) - 1].as_secs_f64() * 1_000.0;
        println!("{address:<72} {:>8.1} {:>8.1} {:>8.1} {status:>7}", at(50), at(95), at(99));
    }
}

/// A seed ends at an instant of its own; "the last 30 days" are counted from there.
async fn start(db: Db, newest: opsledger::clock::Instant) -> SocketAddr {
    let plenty = std::num::NonZeroU32::new(1_000_000).expect("it is not zero");
    let start = Start {
        address: "127.0.0.1:0".parse().expect("an address"),
        hosts: Vec::new(),
        door: Door { open_locally: true, ..Door::default() },
        rate: Rate { steady: plenty, burst: plenty },
        behind_tls: false,
        db,
        clock: Clock::fixed(newest),
        legacy: Arc::new(|_, _, _| Box::pin(async { Ok(0) })),
    };
    let listening = listen(start, CancellationToken::new()).await.expect("listen");
    let address = listening.address().expect("an address");
    tokio::spawn(listening.serve());
    address
}

/// A run behind which the hundredth page begins or so.
async fn deep(hub: SocketAddr) -> String {
    let mut next = "/api/operations?limit=200".to_owned();
    let mut before = "1".to_owned();
    for _ in 0..25 {
        let answer = get(hub, &next).await;
        let Some((_, rest)) = answer.split_once("\"before\":") else { break };
        before = rest.chars().take_while(char::is_ascii_digit).collect();
        if before.is_empty() {
            break;
        }
        next = format!("/api/operations?limit=200&before={before}");
    }
    before
}

async fn get(hub: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(hub).await.expect("connect");
    let head = format!("GET {path} HTTP/1.1\r\nHost: {hub}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("ask");
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut answer))
        .await
        .expect("in time")
        .expect("read");
    String::from_utf8_lossy(&answer).into_owned()
}

async fn one(db: &Db, sql: &str) -> i64 {
    let row = db.reader().query_one_raw(Statement::from_string(db.engine().backend(), sql)).await.expect("ask");
    row.and_then(|row| row.try_get_by_index(0).ok()).unwrap_or(1)
}

async fn newest(db: &Db) -> opsledger::clock::Instant {
    let sql = "select created_at from operation_runs where type <> 'seed.apply' order by created_at desc limit 1";
    let row = db.reader().query_one_raw(Statement::from_string(db.engine().backend(), sql)).await.expect("ask");
    row.expect("the database holds runs").try_get_by_index(0).expect("an instant")
}
