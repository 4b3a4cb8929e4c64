//! The monitoring hub, asked over real HTTP.
//!
//! * [`browser`]: the same in a real browser.
//! * [`served`]: a hub over the database of a test, and a client that sends exactly what it is told to.
//! * [`world`]: two workspaces with tenants and runs, told apart by their names.

mod access;
mod browser;
mod door;
mod headers;
mod limits;
mod operations;
pub mod served;
pub mod world;
