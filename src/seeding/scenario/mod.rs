//! A scenario: what a database should hold, as a file of data says it.
//!
//! * [`model`]: the file's shape, typed.
//! * [`amount`]: numbers and instants with sane bounds.
//! * [`placed`]: a value that remembers where it stood.
//! * [`parse`]: text to scenario, with the line and column of whatever is wrong.
//! * `check`, `crowd`: what the types cannot say, of rows described one by one and of a population.
//! * [`mod@profiles`]: the scenarios that the program brings along.

pub mod amount;
pub(super) mod check;
mod crowd;
pub mod model;
pub mod parse;
pub mod placed;
pub mod profiles;

pub use model::{ExpectedReconcile, Scenario};
pub use parse::load;
pub use profiles::{Profile, profiles};
