//! opsledger: an operations ledger, a scheduler and a seeder for multi-tenant platforms.
//!
//! A map of the house, from the ground up. Arrows point down only; a test reads the `use` lines and holds it.

pub mod adapters;
pub mod catalog;
pub mod cli;
pub mod clock;
pub mod db;
pub mod engine;
pub mod jobs;
pub mod ledger;
pub mod problem;
pub mod sanitizer;
