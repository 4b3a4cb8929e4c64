//! `ops.reconcile_adapter_runs`, rule by rule (R1–R6), on rows written by hand.

mod batches;
mod dry_run;
mod mismatches;
mod overlap;
mod proof;
pub mod world;

pub use world::{World, counts, ended, run_pass};
