//! The one door to `operation_runs`.
//!
//! * [`words`]: the vocabulary: scope, status, outcome, initiator, claim.
//! * [`identity`]: what makes two requests the same work.
//! * [`counts`], [`failures`], [`context`]: what may be written into the three JSON columns, normalised here.
//! * [`entity`]: the row as it is read.
//! * [`door`]: the [`Ledger`] handle; its verbs are in [`ensure`], [`claim`], [`amend`] and [`close`].
//! * [`take`]: queued work of tenants for workers, fair to all workspaces.
//! * [`dispatch`]: a run that is handed over, or ended at once; [`hint`]: the word that something is queued.
//! * [`read`]: by id, and by filter with keyset paging.
//! * [`freshness`]: whether a run is still believed; [`stale_sql`] says the same to the database.
//! * [`recover`] and [`grace`]: what the sweep does to runs that are not; [`prune`]: history that goes;
//!   [`retention`]: the database's own way to let it go.
//! * [`recovery`]: why somebody else than its worker ended or made a run.
//! * [`import`] and [`mirror`]: rows that come from elsewhere, and shadows of domain records; [`load`]: by the million.
//! * [`schedules`] and [`fan_out`]: how far schedules have come, what did not run, and the runs of a slot.
//! * [`slots`]: the runs of the slots of many schedules of tenants.
//! * [`invariants`]: what must be true of all of it, as SQL.
//!
//! Every verb that moves a run takes a batch and is one statement on PostgreSQL (one immediate transaction on
//! SQLite). Nothing else in the toolkit writes the table; a test looks for it.

pub mod amend;
mod bounds;
pub mod cancel;
pub mod claim;
pub mod close;
mod close_sql;
pub mod context;
pub mod cooldown;
mod cooldown_sql;
pub mod counts;
pub mod dispatch;
pub mod door;
pub mod ending;
pub mod ensure;
mod ensure_row;
mod ensure_sql;
pub mod entity;
pub mod failures;
pub mod fan_out;
pub mod freshness;
pub mod grace;
pub mod hint;
pub mod identity;
pub mod import;
pub mod invariants;
pub mod load;
pub mod mirror;
pub mod prune;
pub mod read;
pub mod recover;
pub mod recovery;
pub mod retention;
pub mod schedules;
pub mod slots;
pub mod stale_sql;
pub mod take;
mod take_sql;
pub mod words;

pub use claim::Claim;
pub use close::Closed;
pub use context::Context;
pub use cooldown::Cooled;
pub use counts::Counts;
pub use door::Ledger;
pub use ending::{Closing, Ending};
pub use ensure::{Ensured, Holder, Request, Start};
pub use failures::{Failure, Failures};
pub use fan_out::FannedOut;
pub use freshness::{Freshness, Lease, Seen};
pub use hint::Hints;
pub use import::Imported;
pub use mirror::Starting;
pub use read::{Filter, Run};
pub use recover::Requeue;
pub use recovery::{Evidence, Recovery};
pub use schedules::{Declaration, Skip, SkipRow, StoredSchedule};
pub use slots::Slotted;
pub use take::{Beside, Haul, Taken};
pub use words::{Initiator, Outcome, Scope, Status};
