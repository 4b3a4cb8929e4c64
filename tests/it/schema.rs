//! The schema on both engines: it migrates safely, it is what it was, and it refuses nonsense.

mod catalogue;
pub mod golden;
mod migrations;
pub mod rules;
