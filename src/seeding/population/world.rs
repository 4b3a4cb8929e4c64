//! Where the values of a population come from: its fields, its lists of names, and the texts that rows share.

use std::collections::HashMap;

use fake::locales::{Data, EN};

use super::model::Population;
use super::sizes::Sizes;
use crate::catalog::{self, Operation};
use crate::clock::Instant;
use crate::ledger::{Failure, Failures};
use crate::problem::Result;
use crate::seeding::blocks::Blocks;
use crate::seeding::fields::Field;
use crate::seeding::names;
use crate::seeding::plan::life::message;

/// Everything that a row may look at besides its address.
#[derive(Debug)]
pub(in crate::seeding) struct World {
    pub(super) seed: i64,
    pub(super) scenario: String,
    pub(super) population: Population,
    pub(super) sizes: Sizes,
    pub(super) blocks: Blocks,
    /// The day on which the newest slots lie, in seconds since 1970; some days before the instant of the seed, so that
    /// everything that follows from a slot lies before it, too.
    pub(super) newest: i64,
    /// The instant of the seed.
    pub(super) as_of: i64,
    /// When tenants were created, give or take some hours.
    pub(super) born: i64,
    /// The types of the cycle.
    pub(super) cycle: Vec<&'static Operation>,
    pub(super) fields: Fields,
    pub(super) first_names: Vec<&'static str>,
    pub(super) last_names: Vec<&'static str>,
    failures: HashMap<(&'static str, &'static str), String>,
}

macro_rules! fields {
    ($($name:ident = $table:literal $column:literal,)*) => {
        /// One for each column that is drawn.
        #[derive(Debug)]
        pub(super) struct Fields { $(pub(super) $name: Field,)* }

        impl Fields {
            fn new(seed: i64, scenario: &str) -> Self {
                Self { $($name: Field::new(seed, scenario, $table, $column),)* }
            }
        }
    };
}

fields! {
    workspace_uuid = "workspaces" "external_id",
    workspace_name = "workspaces" "name",
    workspace_slug = "workspaces" "slug",
    workspace_created = "workspaces" "created_at",
    tenant_uuid = "tenants" "external_id",
    tenant_directory = "tenants" "entra_tenant_id",
    tenant_created = "tenants" "created_at",
    tenant_region = "tenants" "region",
    user_name = "users" "name",
    user_created = "users" "created_at",
    policy_uuid = "policies" "external_id",
    policy_kind = "policies" "policy_type",
    policy_title = "policies" "display_name",
    policy_audience = "policies" "audience",
    policy_version = "policies" "version",
    policy_created = "policies" "created_at",
    schedule_minute = "backup_schedules" "time_of_day",
    schedule_keep = "backup_schedules" "retention_keep_last",
    item_grace = "backup_items" "grace_days",
    item_group = "backup_items" "group",
    run_ending = "operation_runs" "outcome",
    run_active = "operation_runs" "status",
    run_waited = "operation_runs" "seconds_waited",
    run_worked = "operation_runs" "seconds_worked",
    run_asked = "operation_runs" "is_started_by_a_person",
    run_person = "operation_runs" "initiator",
    run_total = "operation_runs" "total",
    run_lost = "operation_runs" "failed",
    run_reason = "operation_runs" "reason",
    run_policy = "operation_runs" "policy",
    sync_hash = "inventory_sync_runs" "selection_hash",
    restore_key = "restore_runs" "idempotency_key",
    restore_reason = "restore_runs" "reason",
    finding_print = "findings" "fingerprint",
    finding_severity = "findings" "severity",
    finding_change = "findings" "change",
    finding_policy = "findings" "policy",
    note_read = "notifications" "read_at",
}

/// Why work fails, besides its own code.
pub(super) const REASONS: [&str; 4] =
    ["provider.throttled", "provider.unavailable", "provider.permission_denied", "item.conflict"];

/// Every code that work of a population may fail with.
const CODES: [&str; 14] = [
    "backup.partial",
    "backup.failed",
    "restore.partial",
    "restore.failed",
    "inventory.partial",
    "inventory.skipped",
    "provider.throttled",
    "provider.permission_denied",
    "assignments.fetch_failed",
    "assignments.restore_failed",
    "items.failed",
    "provider.unavailable",
    "provider.consent_missing",
    "backup.skipped",
];

const DAY: i64 = 86_400;

impl World {
    /// # Errors
    /// A type of the cycle that the catalog does not know; the check of the file has found it before.
    pub(in crate::seeding) fn new(
        (seed, scenario, as_of): (i64, &str, Instant),
        population: &Population,
        sizes: Sizes,
        blocks: Blocks,
    ) -> Result<Self> {
        let newest = as_of.timestamp().div_euclid(DAY) * DAY - 4 * DAY;
        let cycle = population.cycle.iter().map(|name| catalog::find(name)).collect::<Result<_>>()?;
        let mut failures = HashMap::new();
        for code in CODES {
            for reason in REASONS {
                let failure = Failure::new(code, message(code));
                let plain = code.starts_with("provider.") || code.ends_with(".skipped");
                let failure = if plain { failure } else { failure.because(reason) };
                failures.insert((code, reason), Failures::new([failure]).to_json().to_string());
            }
        }
        Ok(Self {
            seed,
            scenario: scenario.to_owned(),
            population: population.clone(),
            sizes,
            blocks,
            newest,
            as_of: as_of.timestamp(),
            born: newest - population.age_days.0 * DAY,
            cycle,
            fields: Fields::new(seed, scenario),
            first_names: distinct(EN::NAME_FIRST_NAME),
            last_names: distinct(EN::NAME_LAST_NAME),
            failures,
        })
    }

    pub(in crate::seeding) fn sizes(&self) -> &Sizes {
        &self.sizes
    }

    /// The id of the row of `table` that lives at `address`.
    pub(super) fn id(&self, table: &str, address: u64) -> i64 {
        self.blocks.first(table) + super::address::place(address)
    }

    /// `failure_summary` of work that failed with `code`.
    pub(super) fn failure(&self, code: &'static str, reason: &'static str) -> &str {
        self.failures.get(&(code, reason)).map_or("[]", String::as_str)
    }
}

/// The names that make an address of their own, in the order of the list.
pub(in crate::seeding) fn distinct(names: &[&'static str]) -> Vec<&'static str> {
    let mut seen = std::collections::HashSet::new();
    names.iter().copied().filter(|name| seen.insert(names::slug(name))).collect()
}
