//! Every rule of the schema, tried from both sides: the nearest value that it must refuse and the nearest that it
//! must accept. A rule that refuses everything fails here just as one that refuses nothing.
//!
//! The rows of the tables in the list stand in one file a room; [`list_is_complete`] holds the list against the
//! database's own catalogue, in both directions, so a new constraint without a row is a failure.

mod a_rule_can_fail;
mod audit;
mod history;
mod hub;
mod legacy;
mod list_is_complete;
mod operations;
mod provider;
mod rule;
mod schedules;
mod seeding;
mod tenancy;
mod tenant_records;
pub mod world;

use opsledger::db::Engine;

use super::catalogue;
use crate::support::TestDb;
use rule::Rule;

/// The whole list, for an engine.
fn all(engine: Engine) -> Vec<Rule> {
    let rooms = [
        tenancy::rules(),
        operations::rules(),
        history::rules(),
        schedules::rules(),
        audit::rules(),
        legacy::rules(),
        tenant_records::rules(),
        provider::rules(),
        seeding::rules(),
        hub::rules(),
    ];
    rooms.into_iter().flatten().filter(|rule| rule.holds_on(engine)).collect()
}

/// Tries every rule on its own copy of the same small world; names all that do not hold.
async fn try_all(t: &TestDb, rules: Vec<Rule>) {
    world::make(t).await;
    let says = catalogue::rules(t).await;
    let mut broken = Vec::new();
    let mut tried = 0;
    for rule in rules.iter().filter(|rule| rule.holds_on(t.engine)) {
        tried += 1;
        if let Err(complaint) = rule.hold(t, &says).await {
            broken.push(format!("{}: {complaint}", rule.key));
        }
    }
    assert!(tried > 0, "no rule was tried");
    assert!(broken.is_empty(), "on {}:\n{}", t.engine.name(), broken.join("\n"));
}

on_both! {
    async fn tenancy_refuses_nonsense_and_accepts_its_neighbour(t: TestDb) {
        try_all(&t, tenancy::rules()).await;
    }

    async fn the_ledger_refuses_nonsense_and_accepts_its_neighbour(t: TestDb) {
        try_all(&t, operations::rules()).await;
    }

    async fn a_completed_run_is_history_and_an_open_one_is_not(t: TestDb) {
        try_all(&t, history::rules()).await;
    }

    async fn schedules_and_leases_refuse_nonsense_and_accept_their_neighbour(t: TestDb) {
        try_all(&t, schedules::rules()).await;
    }

    async fn the_audit_log_only_grows_and_refuses_nonsense(t: TestDb) {
        try_all(&t, audit::rules()).await;
    }

    async fn legacy_history_refuses_nonsense_and_accepts_its_neighbour(t: TestDb) {
        try_all(&t, legacy::rules()).await;
    }

    async fn what_a_tenant_owns_refuses_nonsense_and_accepts_its_neighbour(t: TestDb) {
        try_all(&t, tenant_records::rules()).await;
    }

    async fn what_is_kept_of_the_provider_refuses_nonsense_and_accepts_its_neighbour(t: TestDb) {
        try_all(&t, provider::rules()).await;
    }

    async fn the_tokens_of_the_hub_refuse_nonsense_and_accept_their_neighbour(t: TestDb) {
        try_all(&t, hub::rules()).await;
    }

    async fn the_seeders_own_tables_refuse_nonsense_and_accept_their_neighbour(t: TestDb) {
        try_all(&t, seeding::rules()).await;
    }
}
