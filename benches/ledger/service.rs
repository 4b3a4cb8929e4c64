//! The long-running scheduler as a process: what it costs when nothing is due, and how soon a run starts after its slot.
//!
//! These are absolute figures and have no floor beside them; each has a goal of its own.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use opsledger::db::Engine;

use crate::Result;
use crate::arguments::Arguments;
use crate::report::{Report, Row};
use crate::stage::{Stage, one};

const TEMPLATE: &str = "service";
const COPY: &str = "served";
const SCHEDULER: &str = env!("CARGO_BIN_EXE_scheduler");
/// Of one core.
const IDLE_CPU: f64 = 0.005;
/// Bytes that are resident.
const IDLE_MEMORY: f64 = 40.0 * 1024.0 * 1024.0;
/// Seconds behind the slot at which 99 of 100 runs have started.
const LATENESS: f64 = 1.2;
/// Once a year, and not now.
const NEVER_NOW: &str = "17 3 29 2 *";

pub async fn run(stage: &Stage<'_>, arguments: &Arguments, report: &mut Report) -> Result {
    let db = stage.prepare(TEMPLATE, arguments.history()).await?;
    let durability = stage.durability(&db).await?;
    stage.settle(db).await?;
    let time = Duration::from_secs(if arguments.quick { 5 } else { 60 });
    for (schedules, name) in [(1, "idle, 1 schedule"), (1_000, "idle, 1,000 schedules")] {
        let (cpu, memory) = idle(stage, schedules, time).await?;
        let unit = "% of a core";
        let mut row = Row { name, unit, goal: Some(1.0), durability: durability.clone(), ..Row::new(stage.engine) };
        (row.ours, row.floor) = (cpu * 100.0, IDLE_CPU * 100.0);
        // Both must be met: the worse of the two is what counts.
        row.ratios = vec![(IDLE_CPU / cpu.max(f64::MIN_POSITIVE)).min(IDLE_MEMORY / memory)];
        row.note("resident MiB", memory / 1024.0 / 1024.0);
        report.add("Service", row);
    }
    let late = lateness(stage, time).await?;
    let (name, unit) = ("start of a run after its slot, p99", "seconds");
    let mut row = Row { name, unit, goal: Some(1.0), durability, ..Row::new(stage.engine) };
    (row.ours, row.floor) = (late.p99, LATENESS);
    row.ratios = vec![LATENESS / late.p99];
    row.note("p50", late.p50);
    row.note("most", late.most);
    row.note("runs", late.runs as f64);
    report.add("Service", row);
    stage.drop(TEMPLATE).await
}

/// The program over a copy of the database; ended when the value is.
struct Served(Child);

impl Served {
    fn start(stage: &Stage<'_>, configuration: &str) -> Result<Self> {
        let file = stage.disk().path("service.toml");
        std::fs::write(&file, configuration)?;
        let mut command = Command::new(SCHEDULER);
        command.arg("run").arg("--config").arg(file).env_clear().env("DATABASE_URL", stage.url(COPY));
        Ok(Self(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?))
    }

    /// Processor time so far in seconds, and resident bytes.
    fn spent(&self) -> Result<(f64, f64)> {
        let of = |file: &str| std::fs::read_to_string(format!("/proc/{}/{file}", self.0.id()));
        let stat = of("stat")?;
        // Behind the name, which may hold anything.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks: f64 = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
        let status = of("status")?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
        let kib: f64 = resident.trim().trim_end_matches(" kB").trim().parse()?;
        // Linux counts in hundredths of a second.
        Ok((ticks / 100.0, kib * 1024.0))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Schedules of which none is due, and no others.
fn none_due(schedules: usize) -> String {
    let off = ["ops.dispatch_backup_schedules", "ops.reconcile_adapter_runs", "ops.reconcile_stale_runs"];
    let mut text: String = off.iter().map(|key| format!("[schedules.\"{key}\"]\nenabled = false\n")).collect();
    text += &format!("[schedules.\"ops.prune_operation_runs\"]\ncron = '{NEVER_NOW}'\n");
    for n in 1..schedules {
        text += &format!("[schedules.\"ops.prune_operation_runs#n{n}\"]\ncron = '{} 3 29 2 *'\n", n % 60);
    }
    text
}

async fn idle(stage: &Stage<'_>, schedules: usize, time: Duration) -> Result<(f64, f64)> {
    stage.copy(TEMPLATE, COPY).await?;
    let served = Served::start(stage, &none_due(schedules))?;
    // Its start is not what it costs to wait.
    tokio::time::sleep(Duration::from_secs(4)).await;
    let (before, began) = (served.spent()?.0, Instant::now());
    tokio::time::sleep(time).await;
    let (after, resident) = served.spent()?;
    let cpu = (after - before) / began.elapsed().as_secs_f64();
    drop(served);
    stage.drop(COPY).await?;
    Ok((cpu, resident))
}

struct Lateness {
    p50: f64,
    p99: f64,
    most: f64,
    runs: usize,
}

/// A slot each second, for the workspaces of the stage.
async fn lateness(stage: &Stage<'_>, time: Duration) -> Result<Lateness> {
    stage.copy(TEMPLATE, COPY).await?;
    let each_second = "[schedules.\"ops.reconcile_adapter_runs\"]\ncron = '* * * * * *'\n";
    let served = Served::start(stage, each_second)?;
    tokio::time::sleep(time).await;
    drop(served);
    let db = stage.open(COPY, 1).await?;
    let late = match stage.engine {
        Engine::Postgres => "extract(epoch from started_at - scheduled_for)::float8",
        Engine::Sqlite => "(julianday(started_at) - julianday(scheduled_for)) * 86400.0",
    };
    // The runs of one slot for all workspaces start together; the first slot is the one that was due at the start.
    let from = "from operation_runs where scheduled_for is not null and started_at is not null \
                and scheduled_for > (select min(scheduled_for) from operation_runs)";
    let runs: i64 = one(&db, &format!("select count(*) {from}")).await?;
    anyhow::ensure!(runs > 0, "no run was started");
    let at = async |share: f64| -> Result<f64> {
        let offset = ((runs as f64 * share) as i64).min(runs - 1);
        one(&db, &format!("select {late} as late {from} order by late limit 1 offset {offset}")).await
    };
    let answer = Lateness { p50: at(0.5).await?, p99: at(0.99).await?, most: at(1.0).await?, runs: runs as usize };
    db.close().await?;
    stage.drop(COPY).await?;
    Ok(answer)
}
