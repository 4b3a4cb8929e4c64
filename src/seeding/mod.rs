//! The seeder: databases for development and tests whose rows obey every rule that production's obey.
//!
//! * [`scenario`]: what a database should hold, as a file of data says it.
//! * [`words`]: the statuses of the shadowed tables.
//! * `generators`, `names`: values from a seed.
//! * `fields`, `versions`: values by address, and a golden digest of every generator.
//! * `rows`, `ids`: typed rows and the ids in them.
//! * `plan`: the rows that a scenario describes one by one, from seed and instant; pure.
//! * `population`: those that it only counts, each a function of its address; pure.
//! * `supply`, `cast`: both, in stretches that any thread can make; `forecast`: how many there will be.
//! * `blocks`: whose ids are whose; `path`, `write`: rows to a database, in one transaction.
//! * `digest`, `read`: what the database then holds, as one number that both engines agree on.
//! * [`guard`]: where nothing may be seeded.
//! * [`mod@apply`], [`converge`], [`mod@reset`]: what is done; `run`: the ledger's own record of it.
//! * [`mod@outlook`], [`export`], [`identity()`]: what would be there, the same as text, and as one number.
//! * [`mod@verify`], [`mod@applications`], [`mod@manifest`]: what is there.
//!
//! Runs enter the ledger through its own door.

pub mod applications;
pub mod apply;
mod blocks;
mod cast;
pub mod converge;
mod digest;
pub mod export;
mod fields;
mod fingerprint;
pub mod forecast;
mod generators;
pub mod guard;
mod identity;
mod ids;
pub mod manifest;
mod names;
pub mod outlook;
pub mod path;
mod plan;
pub mod population;
mod read;
pub mod reset;
mod rows;
mod run;
mod scale;
pub mod scenario;
mod standing;
mod supply;
pub mod verify;
mod versions;
pub mod words;
mod write;

pub use applications::{Application, applications};
pub use apply::{Applied, Mode, Options, apply};
pub use guard::NotProduction;
pub use identity::identity;
pub use manifest::{Manifest, manifest};
pub use outlook::{Outlook, outlook};
pub use path::{Path, Way};
pub use reset::{Removed, reset};
pub use scale::Scale;
pub use scenario::model::{Persona, Role};
pub use scenario::{ExpectedReconcile, Profile, Scenario, profiles};
pub use verify::{Verified, verify};
pub use write::Progress;
