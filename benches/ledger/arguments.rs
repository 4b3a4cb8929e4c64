//! What can be asked of the bench, and how large it then is.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use opsledger::db::Engine;

#[derive(Debug, Parser)]
pub struct Arguments {
    /// A few seconds with small numbers: shows that the bench works, not how fast the ledger is.
    #[arg(long, env = "OPSLEDGER_BENCH_QUICK")]
    pub quick: bool,
    /// Write every row as JSON into this file too.
    #[arg(long, value_name = "FILE", env = "OPSLEDGER_BENCH_JSON")]
    pub json: Option<PathBuf>,
    /// Only this half.
    #[arg(long)]
    pub only: Option<Half>,
    /// Only this engine.
    #[arg(long)]
    pub engine: Option<EngineName>,
    /// Rounds of each pair, instead of the usual number.
    #[arg(long)]
    pub rounds: Option<usize>,
    /// `cargo bench` says this to every bench.
    #[arg(long, hide = true)]
    bench: bool,
    /// Internal: reconcile the database at this address once, and print what that took.
    #[arg(long, hide = true, value_name = "URL")]
    pub heal_child: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Half {
    /// The life of one run.
    Cycle,
    /// A reconcile pass.
    Heal,
    /// A slot for very many workspaces.
    Slot,
    /// Queued runs through the workers.
    Queue,
    /// The scheduler as a process: idle, and how soon a run starts.
    Service,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EngineName {
    Sqlite,
    Postgres,
}

impl Arguments {
    pub fn wants(&self, half: Half) -> bool {
        self.only.is_none_or(|only| only == half)
    }

    pub fn engines(&self) -> Vec<Engine> {
        match self.engine {
            None => vec![Engine::Postgres, Engine::Sqlite],
            Some(EngineName::Sqlite) => vec![Engine::Sqlite],
            Some(EngineName::Postgres) => vec![Engine::Postgres],
        }
    }

    /// Completed runs that are there before anything is measured.
    pub fn history(&self) -> i64 {
        if self.quick { 2_000 } else { 200_000 }
    }

    /// Drifted rows of a reconcile pass.
    pub fn drifted(&self) -> i64 {
        if self.quick { 1_000 } else { 100_000 }
    }

    /// Drifted rows of the smaller pass that the memory of the large one is compared with.
    pub fn drifted_less(&self) -> i64 {
        self.drifted() / 5
    }

    pub fn cycle_rounds(&self) -> usize {
        self.rounds.unwrap_or(if self.quick { 2 } else { 7 })
    }

    pub fn heal_rounds(&self) -> usize {
        self.rounds.unwrap_or(if self.quick { 1 } else { 3 })
    }

    /// How long each side of a round of the life cycle runs.
    pub fn slice(&self) -> Duration {
        Duration::from_secs(if self.quick { 1 } else { 4 })
    }
}
