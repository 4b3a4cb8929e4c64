//! The schema of opsledger, as an ordered list of migrations for SQLite and PostgreSQL.
//!
//! Each migration is a pair of SQL texts in `sql/`, written once and rendered for the engine at hand by
//! `dialect`; what really differs between the engines (triggers) stands in a text of its own. The SQL
//! teaches the model: constraints carry names, and a comment says why each is there.
//!
//! Deliberately not here: rows. A migration seeds nothing and imports nothing from the toolkit, so an old
//! migration can never break when an entity moves on.

mod dialect;
mod list;
mod step;

pub use list::{Migrator, text};
