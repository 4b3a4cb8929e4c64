//! The database: one connection shape for both engines, its schema, and the SQL words that differ.
//!
//! * [`address`]: which engine an address names, and how it is shown.
//! * [`connect`]: pools and transactions; `sqlite` and `postgres` open them.
//! * `gather`: callers at the same time share a statement and its commit.
//! * [`owned`]: a transaction of the driver's own, in which rows can be copied.
//! * [`reading`]: connections that cannot write, for what shows the ledger to people.
//! * [`bulk`]: very many rows at once.
//! * [`rls`]: what a reader says about itself, for row level security to judge.
//! * [`schema`]: migrating, and refusing to work on a schema that this program does not know.
//! * [`sql`]: the few places where the engines spell the same thing differently.
//!
//! Deliberately not here: any statement about a table of the model. Those live in the room that owns the table.

pub mod address;
pub mod bulk;
pub mod connect;
pub(crate) mod gather;
pub mod owned;
pub mod patience;
mod postgres;
pub mod reading;
pub mod rls;
pub mod schema;
pub mod sql;
mod sqlite;

pub use address::Engine;
pub use connect::{Access, Db};
pub use owned::Owned;
