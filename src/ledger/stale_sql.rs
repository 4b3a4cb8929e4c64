//! Which rows are likely stale, as SQL: the same words as [`super::freshness`], for filters and for the sweep.
//!
//! Thresholds stand in the text as instants of our own; nothing of a row or of a person does.

use std::collections::BTreeMap;

use super::freshness::Freshness;
use crate::catalog::{self, Operation};
use crate::clock::{Instant, text};
use crate::db::Engine;
use crate::db::sql::later;

/// Whether the lease `l` has run out. PostgreSQL's own clock decides; beside a SQLite file, ours does.
pub(super) fn ran_out(engine: Engine, now: Instant) -> String {
    match engine {
        Engine::Postgres => "l.expires_at < clock_timestamp()".to_owned(),
        Engine::Sqlite => format!("l.expires_at < {}", given(engine, now)),
    }
}

/// An instant of ours in the text of a statement.
#[must_use]
pub fn given(engine: Engine, instant: Instant) -> String {
    match engine {
        Engine::Postgres => format!("'{}'::timestamptz", text(instant)),
        Engine::Sqlite => format!("'{}'", text(instant)),
    }
}

/// Whether the present claim of the run `run` has a lease.
#[must_use]
pub fn leased(run: &str) -> String {
    format!(
        "exists (select 1 from operation_run_leases l where l.run_id = {run}.id and l.claim_token = {run}.claim_token)"
    )
}

/// The runs called `run` of which this freshness holds at `now`.
#[must_use]
pub fn holds(engine: Engine, run: &str, freshness: Freshness, now: Instant) -> String {
    let failed = format!("{run}.reconciled_at is not null and {run}.outcome = 'failed'");
    match freshness {
        Freshness::LikelyStale => likely_stale(engine, run, now),
        Freshness::FreshActive => {
            format!("{run}.status in ('queued', 'running') and not ({})", likely_stale(engine, run, now))
        }
        Freshness::ReconciledFailed => format!("{run}.status = 'completed' and {failed}"),
        Freshness::TerminalNormal => format!("{run}.status = 'completed' and not ({failed})"),
    }
}

/// Open runs called `run` that are no longer believed at `now`.
#[must_use]
pub fn likely_stale(engine: Engine, run: &str, now: Instant) -> String {
    let at = |column: &str| format!("{run}.{column}");
    let moved = later(engine, &at("updated_at"), &at("created_at"));
    let waits = later(engine, &moved, &format!("coalesce({}, {})", at("available_at"), at("created_at")));
    let works = later(engine, &moved, &format!("coalesce({0}, {1})", at("started_at"), at("created_at")));
    format!(
        "{run}.status in ('queued', 'running') and case when {run}.status = 'queued' then {waits} < {} \
         when {} then exists (select 1 from operation_run_leases l where l.run_id = {run}.id and {}) \
         else {works} < {} end",
        before(engine, run, now, |operation| operation.stale.queued_after),
        leased(run),
        ran_out(engine, now),
        before(engine, run, now, |operation| operation.stale.running_after),
    )
}

/// Runs called `run` that have been at work for longer than their type is expected to take, at `now`.
#[must_use]
pub fn overlong(engine: Engine, run: &str, now: Instant) -> String {
    format!(
        "{run}.status = 'running' and {run}.started_at < {}",
        before(engine, run, now, |operation| operation.expected)
    )
}

/// `now` less what the type of the run allows, stored spellings and undeclared types included.
pub(super) fn before(
    engine: Engine,
    run: &str,
    now: Instant,
    allowed: impl Fn(&Operation) -> std::time::Duration,
) -> String {
    let otherwise = allowed(catalog::entry(""));
    let mut by_age: BTreeMap<std::time::Duration, Vec<String>> = BTreeMap::new();
    for operation in catalog::declared() {
        let spellings = operation.aliases.iter().chain([&operation.name]).map(|name| format!("'{name}'"));
        by_age.entry(allowed(operation)).or_default().extend(spellings);
    }
    by_age.remove(&otherwise);
    let cases: Vec<String> = by_age
        .into_iter()
        .map(|(age, names)| format!("when {run}.type in ({}) then {}", names.join(", "), given(engine, now - age)))
        .collect();
    let otherwise = given(engine, now - otherwise);
    if cases.is_empty() { otherwise } else { format!("case {} else {otherwise} end", cases.join(" ")) }
}
