//! What the tests stand on: a database of one's own, a server for it, and the real binaries.
//!
//! * [`account`]: what became of each slot of a schedule.
//! * [`browser`]: chromium, driven as a hand would.
//! * [`database`]: `TestDb`, one fresh database a test, and `on_both!`, which runs a behaviour on either engine.
//! * [`postgres`]: the server, which lives exactly as long as this test process.
//! * [`process`]: runs the binaries as an operator would.
//! * [`provider`]: a server that plays the directory provider.
//! * [`proxy`]: a wire to PostgreSQL that can be cut, deafened and counted.
//! * [`running`]: a process that lives beside the test.
//! * [`scratch`]: where files go.
//! * [`webdriver`]: what a browser's driver understands.
//! * [`staff`]: the roles of PostgreSQL that programs work under.

#![allow(dead_code, reason = "a helper stays when the last test that used it goes")]

pub mod account;
pub mod browser;
#[macro_use]
pub mod database;
pub mod postgres;
pub mod process;
pub mod provider;
pub mod proxy;
pub mod running;
pub mod scratch;
pub mod webdriver;
pub mod staff;

pub use database::TestDb;
