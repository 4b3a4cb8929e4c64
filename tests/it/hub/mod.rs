//! The monitoring hub, asked over real HTTP.
//!
//! * [`browser`]: the same in a real browser.
//! * [`served`]: a hub over the database of a test, and a client that sends exactly what it is told to.
//! * [`explain`]: how the database would answer what a page asks.
//! * [`world`]: two workspaces with tenants and runs, told apart by their names.

mod access;
mod browser;
mod chance;
mod codes;
mod csv;
mod door;
pub mod explain;
mod failures;
mod headers;
mod limits;
mod notifications;
mod now;
mod operations;
mod schedules;
pub mod served;
mod skips;
mod slots;
mod tenants;
pub mod world;
