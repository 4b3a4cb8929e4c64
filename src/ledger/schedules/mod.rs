//! The stored side of schedules.
//!
//! * [`rows`]: schedules and skipped slots, as rows.
//! * [`declare`]: what is declared against what is stored.
//! * [`progress`]: how far they have come, and what did not run.
//! * [`pause`]: who holds them, and why.

pub mod declare;
pub mod pause;
pub mod progress;
pub mod rows;

pub use rows::{Declaration, Skip, SkipRow, StoredSchedule};
