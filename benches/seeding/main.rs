//! How fast the seeder is, as ratios to the same rows loaded by hand, in one run.
//!
//! Ours is a whole `seeder apply` of a population that is nearly all `operation_runs`: planning, guards, making every
//! row, its digest, the load, every index and constraint in force at the start and at the end, the commit. The floor
//! loads the very same rows, made and encoded before its clock starts, into the same table with its indexes and
//! foreign keys parked by hand: binary COPY on PostgreSQL, prepared multi-row inserts on SQLite. `insert_many` of
//! sea-orm, a thousand rows a statement with everything in place, shows what the obvious program does: it makes the same
//! rows by the same generators, as models and one after the other, because generation is inside our clock as well. How
//! fast it would be if somebody gave it the models is said, too.
//!
//! Before that: what a database of its own costs each of many tests ([`isolation`]).
//!
//! `cargo bench --bench seeding -- --rows 1000000`; `--quick` sees in a few seconds that the bench itself still works.
#![allow(missing_docs, unreachable_pub, reason = "a program; what matters is said where it is done")]
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

#[path = "../ledger/disk.rs"]
mod disk;
mod floor;
mod isolation;
mod ours;
mod postgres;
#[path = "../ledger/server.rs"]
#[allow(dead_code, reason = "another bench runs pgbench")]
mod server;
mod sqlite;

use clap::Parser;

type Result<T = ()> = anyhow::Result<T>;

/// What may be said.
#[derive(Parser)]
pub struct Arguments {
    /// How many runs
    #[arg(long, default_value_t = 1_000_000)]
    rows: i64,
    /// How often; the median counts
    #[arg(long, default_value_t = 1)]
    rounds: usize,
    /// How many tests that each need a database
    #[arg(long, default_value_t = 200)]
    tests: u32,
    /// Only the loads, or only the databases of tests
    #[arg(long)]
    part: Option<Part>,
    /// A few rows, to see that everything works
    #[arg(long)]
    quick: bool,
    /// Only this engine
    #[arg(long)]
    only: Option<String>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    Load,
    Isolation,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result {
    let mut arguments = Arguments::parse();
    if arguments.quick {
        arguments.rows = arguments.rows.min(25_000);
        arguments.tests = arguments.tests.min(10);
    }
    let wants = |engine: &str| arguments.only.as_deref().is_none_or(|only| only == engine);
    let disk = disk::directory()?;
    if arguments.part != Some(Part::Load) {
        isolation::run(&disk, arguments.tests, wants).await?;
    }
    if arguments.part == Some(Part::Isolation) {
        return Ok(());
    }
    println!("{} runs, files under a directory on {}, {} round(s)\n", arguments.rows, disk.kind, arguments.rounds);
    if wants("postgres") {
        report("PostgreSQL", arguments.rows, postgres::run(&disk, &arguments).await?);
    }
    if wants("sqlite") {
        report("SQLite", arguments.rows, sqlite::run(&disk, &arguments).await?);
    }
    println!("peak resident memory of this process: {} MiB", peak()? / 1_024);
    Ok(())
}

/// Seconds of one round.
pub struct Round {
    /// The floor without what it puts up again: what no loader into this table can be faster than.
    pub bare: f64,
    pub ours: f64,
    pub floor: f64,
    pub many: floor::Many,
}

fn report(engine: &str, rows: i64, rounds: Vec<Round>) {
    let rate = |rows: i64, seconds: f64| rows as f64 / seconds;
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let each = |of: &dyn Fn(&Round) -> f64| median(rounds.iter().map(of).collect());
    println!("{engine}");
    println!("  seeder apply            {:>10.0} rows/s", each(&|round| rate(rows, round.ours)));
    println!("  parked floor, by hand   {:>10.0} rows/s", each(&|round| rate(rows, round.floor)));
    println!("  the rows alone          {:>10.0} rows/s, nothing put up again", each(&|round| rate(rows, round.bare)));
    let program = |round: &Round| rate(round.many.count, round.many.inserting + round.many.making);
    let ready = |round: &Round| rate(round.many.count, round.many.inserting);
    println!("  insert_many of sea-orm  {:>10.0} rows/s, which it makes", each(&program));
    println!("    of ready-made models  {:>10.0} rows/s", each(&ready));
    let spread = |of: &dyn Fn(&Round) -> f64| {
        let (low, high) =
            rounds.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        format!("{:>10.2} ({low:.2}–{high:.2})", each(of))
    };
    println!("  ratio to the floor      {}   goal 0.80", spread(&|round| round.floor / round.ours));
    // What a program must send row by row anyway, and wait for, is dearer on a server: there the goal stands.
    let goal = if engine == "PostgreSQL" { "   goal 4.00" } else { "" };
    println!("  ratio to insert_many    {}{goal}", spread(&|round| rate(rows, round.ours) / program(round)));
    let most = |seconds: f64, round: &Round| rate(rows, seconds) / ready(round);
    println!("    if its rows were made {:>10.2}", each(&|round| most(round.ours, round)));
    println!("    the floor to that     {:>10.2}", each(&|round| most(round.floor, round)));
    println!("    the rows alone to it  {:>10.2}\n", each(&|round| most(round.bare, round)));
}

fn peak() -> Result<i64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
