//! How much memory a pass takes, and that ten times the rows do not take ten times as much.
//!
//! Measured in a fresh process, for one that has already done something has memory left over that hides growth.

use std::process::Command;

use anyhow::Context;
use opsledger::db::{Access, Db};

use crate::Result;
use crate::arguments::Arguments;
use crate::drift::{self, Mix};
use crate::stage::Stage;

const DATABASE: &str = "memory";

pub async fn run(stage: &Stage<'_>, arguments: &Arguments) -> Result {
    println!("Memory of a reconcile pass · {} · a fresh process each", stage.engine.name());
    for drifted in [arguments.drifted_less(), arguments.drifted()] {
        let db = stage.prepare(DATABASE, arguments.history()).await?;
        drift::plant(&db, arguments.history(), drifted, Mix::All).await?;
        stage.settle(db).await?;
        let mut child = Command::new(std::env::current_exe()?);
        child.args(["--heal-child", &stage.url(DATABASE)]);
        let output = tokio::task::spawn_blocking(move || child.output()).await?.context("start a child")?;
        anyhow::ensure!(output.status.success(), "the child failed: {}", String::from_utf8_lossy(&output.stderr));
        println!("  {drifted:>7} rows: {}", String::from_utf8_lossy(&output.stdout).trim());
        stage.drop(DATABASE).await?;
    }
    println!();
    Ok(())
}

/// What the fresh process does.
pub async fn child(url: &str) -> Result {
    let db = Db::open(url, Access::Existing, 4).await?;
    let (before, _) = resident()?;
    crate::heal::heal(&db).await?;
    let (after, peak) = resident()?;
    db.close().await?;
    let mib = |kib: i64| kib as f64 / 1024.0;
    println!("{:.0} MiB before, {:.0} MiB after, peak {:.0} MiB", mib(before), mib(after), mib(peak));
    Ok(())
}

/// Present and highest resident size, in KiB.
fn resident() -> Result<(i64, i64)> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let field = |name: &str| -> Result<i64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).context("a field of /proc/self/status")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    };
    Ok((field("VmRSS:")?, field("VmHWM:")?))
}
