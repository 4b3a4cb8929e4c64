//! Runs the binaries as an operator would: an empty environment but for the database address, and a working
//! directory in which nothing lies about.

use std::ffi::OsStr;
use std::process::{Command, ExitStatus, Stdio};

use tempfile::TempDir;

use super::scratch;

/// The scheduler that was built with these tests.
pub const SCHEDULER: &str = env!("CARGO_BIN_EXE_scheduler");
/// The seeder that was built with these tests.
pub const SEEDER: &str = env!("CARGO_BIN_EXE_seeder");

/// What a process left behind.
#[derive(Debug)]
pub struct Finished {
    /// Nothing when a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `program` to its end.
pub async fn run<A: AsRef<OsStr>>(program: &str, database_url: &str, args: &[A]) -> Finished {
    let dir = scratch::directory("process");
    let mut command = command(program, database_url, args, &dir);
    command.stdin(Stdio::null());
    wait_for(command.spawn().expect("start the program"), dir).await
}

/// Runs `count` processes of `program`, each in a directory of its own, released at the same moment.
pub async fn run_together<A: AsRef<OsStr>>(
    count: usize,
    program: &str,
    database_url: &str,
    args: &[A],
) -> Vec<Finished> {
    // All wait at the end of one pipe; closing our end opens the gate for all of them at once.
    let (gate, opener) = std::io::pipe().expect("make a pipe");
    let mut waiting = Vec::with_capacity(count);
    for _ in 0..count {
        let dir = scratch::directory("process");
        let mut shell_args = vec![OsStr::new("-c"), OsStr::new("read go; exec \"$0\" \"$@\" </dev/null")];
        shell_args.push(OsStr::new(program));
        shell_args.extend(args.iter().map(AsRef::as_ref));
        let mut command = command("/bin/sh", database_url, &shell_args, &dir);
        command.stdin(gate.try_clone().expect("share the pipe"));
        let child = command.spawn().expect("start the program");
        // Read at the same time as the others: one that fills its pipe while it holds a lock would stop them all.
        waiting.push(tokio::spawn(wait_for(child, dir)));
    }
    drop((gate, opener));
    let mut finished = Vec::with_capacity(count);
    for process in waiting {
        finished.push(process.await.expect("wait for a process"));
    }
    finished
}

fn command<A: AsRef<OsStr>>(program: &str, database_url: &str, args: &[A], dir: &TempDir) -> Command {
    let mut command = Command::new(program);
    command
        .args(args)
        .env_clear()
        .env("DATABASE_URL", database_url)
        .current_dir(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

async fn wait_for(child: std::process::Child, dir: TempDir) -> Finished {
    let output = tokio::task::spawn_blocking(move || child.wait_with_output().expect("wait for the program"));
    let output = output.await.expect("wait for the program");
    drop(dir);
    Finished {
        code: ExitStatus::code(&output.status),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// How often a test asks again.
pub const POLL: std::time::Duration = std::time::Duration::from_millis(20);

/// Asks again and again until `what` is true; there is no event to wait for in another process's rows.
pub async fn eventually(what: &str, mut is_true: impl AsyncFnMut() -> bool) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !is_true().await {
        assert!(std::time::Instant::now() < deadline, "it never happened: {what}");
        tokio::time::sleep(POLL).await;
    }
}
