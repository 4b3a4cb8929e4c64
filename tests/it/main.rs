//! The one integration binary: every behaviour that crosses rooms, on SQLite and on PostgreSQL.
//!
//! One file a behaviour. What the tests stand on is in [`support`], and [`harness`] holds that ground itself to
//! its word, since a harness that lets everything pass would make every test below it worthless.

#![allow(missing_docs, unreachable_pub, reason = "a test binary has no callers")]
#![allow(clippy::disallowed_methods, reason = "tests read the environment: there is no binary above them")]

#[macro_use]
mod support;

mod assignments;
mod backups;
mod bulk;
mod by_hand;
mod cadence;
mod canary;
mod drift;
mod due;
mod faults;
mod fixtures;
mod graph;
mod grants;
mod harness;
mod hub;
mod hub_tokens;
mod incident;
mod invariants;
mod layering;
mod ledger;
mod legacy;
mod prune;
mod reconcile;
mod restores;
mod roles;
mod sanitizer;
mod schema;
mod seeding;
mod stale;
mod tick;
mod workers;
