//! The seeder: databases for development and tests whose rows obey every rule that production's obey.
//!
//! * [`scenario`]: what a database should hold, as a file of data says it.
//! * [`words`]: the statuses of the shadowed tables.
//! * `generators`, `names`: values from a seed.
//! * `rows`, `ids`: typed rows and the ids in them.
//! * `plan`: scenario, seed and instant to rows; pure.
//! * `blocks`, `write`: rows to a database, in one transaction.
//! * `digest`: what the database then holds, as one number that both engines agree on.
//! * [`guard`]: where nothing may be seeded.
//! * [`mod@apply`], [`mod@verify`], [`mod@applications`]: the three operations.
//!
//! Runs enter the ledger through its own door. Deliberately not here: changing or removing what was seeded.

pub mod applications;
pub mod apply;
mod blocks;
mod digest;
mod generators;
pub mod guard;
mod ids;
mod names;
mod plan;
mod rows;
pub mod scenario;
pub mod verify;
pub mod words;
mod write;

pub use applications::{Application, applications};
pub use apply::{Applied, Options, apply};
pub use guard::NotProduction;
pub use scenario::{ExpectedReconcile, Profile, Scenario, profiles};
pub use verify::{Verified, verify};
pub use write::Progress;
