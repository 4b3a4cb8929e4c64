//! The set-based questions that compare shadows with their records, a bounded page at a time.
//!
//! * [`shadows`]: every open shadow with the record it names (or that names it).
//! * [`records`]: records that should have a shadow and have none, and records still at work whose shadow has ended or
//!   whose link leads to somebody else's run.
//! * [`seen`]: what was seen, as values; `sql`: the words that the questions share.
//!
//! They only read. A page starts after the last key of the one before, so a pass visits every row once and holds no
//! more than a page in memory.

pub mod records;
pub mod seen;
pub mod shadows;
pub(super) mod sql;

pub use records::{ended_before, unshadowed};
pub use seen::{Area, Ended, Pair, Record, Shadow};
pub use shadows::{is_shadow, open_shadows};
