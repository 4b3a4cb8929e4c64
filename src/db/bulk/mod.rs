//! Loading very many rows in one transaction, as fast as the engine takes them, with every rule in force at the end.
//!
//! * [`cell`]: values on their way, and what takes them.
//! * [`target`]: the table and its columns.
//! * `copy`, `bound`: rows in the form of either engine.
//! * [`mod@load`]: sending them.
//! * [`mod@park`]: what is taken down meanwhile and put up again.
//! * [`stage`]: rows that are set right rather than added, and rows that go.

mod bound;
pub mod cell;
mod copy;
pub mod load;
pub mod park;
pub mod stage;
pub mod target;

pub use cell::{Cell, Cells, time_text};
pub use load::{Chunk, Encoder, load};
pub use park::{Indexes, Park, Parked, park};
pub use target::Target;
