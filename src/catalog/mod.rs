//! The operation types and when they run: declared once, read by everyone.
//!
//! * [`operation`]: what is said about a type.
//! * [`list`]: the list itself; a test walks it.
//! * [`mod@find`]: names to entries, older spellings included, and the types that a host declares besides.
//! * [`codes`]: what the stable codes of failures mean, and what to do.
//! * [`cadence`]: when something is due: cron in a named zone.
//! * [`schedules`]: what runs by the clock.

pub mod cadence;
pub mod codes;
pub mod find;
pub mod list;
pub mod operation;
pub mod schedules;

pub use cadence::Cadence;
pub use find::{canonical, declare, declared, entry, find, label};
pub use list::{HOUSEKEEPING, OPERATIONS, TENANT_WORK};
pub use operation::{OnLost, Operation, ScopeKind, StalePolicy};
