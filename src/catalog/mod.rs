//! The operation types: declared once, read by everyone.
//!
//! * [`operation`]: what is said about a type.
//! * [`list`]: the list itself; a test walks it.
//! * [`find`]: names to entries, older spellings included.

pub mod find;
pub mod list;
pub mod operation;

pub use find::{canonical, entry, find, label};
pub use list::OPERATIONS;
pub use operation::{OnLost, Operation, ScopeKind, StalePolicy};
