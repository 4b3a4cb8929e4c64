//! opsledger: an operations ledger, a scheduler and a seeder for multi-tenant platforms.
//!
//! A map of the house, from the ground up. Arrows point down only; a test reads the `use` lines and holds it.

pub mod problem;
pub mod clock;
pub mod sanitizer;
pub mod db;
pub mod config;
pub mod telemetry;
pub mod metrics;
pub mod catalog;
pub mod ledger;
pub mod domain;
pub mod graph;
pub mod adapters;
pub mod seeding;
pub mod hub;
pub mod grants;
pub mod engine;
pub mod jobs;
pub mod fixtures;
pub mod cli;
