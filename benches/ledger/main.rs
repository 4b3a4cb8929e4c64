//! How fast the ledger is, as a ratio to the same work in plain SQL in the same run.
//!
//! Absolute numbers say more about a disk than about a program, so each row is measured beside its floor, in
//! alternating rounds, and the median of the ratios is what counts. Five parts: [`cycle`] is the life of one run
//! at 16 concurrent tasks, against `pgbench` (or a bare connection) with the very statements that the ledger
//! sends; [`heal`] is a reconcile pass over drifted rows, against one `UPDATE … FROM` that does the same;
//! [`fan_out`] is a slot for very many workspaces, against the bare statements; [`queue`] is runs that are queued,
//! claimed and ended by the workers, against two commits a run; [`service`] is the scheduler as a process, against
//! its goals: idle, and how soon a run starts.
//!
//! `cargo bench --bench ledger`, or with `-- --quick` to see in a few seconds that the bench itself still works.
#![allow(missing_docs, unreachable_pub, reason = "a program; what matters is said where it is done")]
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

mod arguments;
mod bare;
mod capture;
mod counters;
mod cycle;
mod disk;
mod drift;
mod fan_out;
mod floor_postgres;
mod floor_sqlite;
mod heal;
mod load;
mod memory;
mod queue;
mod report;
mod server;
mod service;
mod stage;

use clap::Parser;

use arguments::{Arguments, Half};
use report::Report;

type Result<T = ()> = anyhow::Result<T>;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result {
    let arguments = Arguments::parse();
    if let Some(url) = &arguments.heal_child {
        return memory::child(url).await;
    }
    let mut report = Report::new(&arguments);
    let disk = disk::directory()?;
    println!("Files under a directory on {}; {} rows of history.\n", disk.kind, arguments.history());
    for engine in arguments.engines() {
        let stage = stage::Stage::new(engine, &disk)?;
        if arguments.wants(Half::Cycle) {
            cycle::run(&stage, &arguments, &mut report).await?;
        }
        if arguments.wants(Half::Heal) {
            heal::run(&stage, &arguments, &mut report).await?;
        }
        if arguments.wants(Half::Slot) {
            fan_out::run(&stage, &arguments, &mut report).await?;
        }
        if arguments.wants(Half::Queue) {
            queue::run(&stage, &arguments, &mut report).await?;
        }
        if arguments.wants(Half::Service) {
            service::run(&stage, &arguments, &mut report).await?;
        }
    }
    report.finish(arguments.json.as_deref())
}
