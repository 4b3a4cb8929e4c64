//! Each table: what the scheduler and the seeder may do to it, what the hub may read of it, and whose rows those are.
//!
//! A test compares the list with the schema, so a new table without a line here is a failure. Every role may read what
//! it may change. Nobody but the owner may truncate anything, refer to it, or put triggers on it.

/// Whose rows the hub sees, by what it says of itself (see [`crate::db::rls`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// No rows of anybody: no policies.
    Open,
    /// `id` is the workspace.
    Workspaces,
    /// `workspace_id`, and `id` is the tenant.
    Tenants,
    /// `workspace_id` only.
    Workspace,
    /// `workspace_id` and `tenant_id`.
    Tenant,
    /// The same, and a row without a workspace is about the whole house, as schedules are: everybody sees it who sees
    /// anything.
    House,
    /// Belongs to the run `run_id`, and is seen with it.
    Run,
    /// A person, who is seen with any of their memberships.
    Member,
    /// Read before it is known who reads, to find out: all rows.
    Key,
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Whose rows these are.
    pub scope: Scope,
    /// The columns that the hub reads: `*` for all, nothing for none.
    pub hub: &'static str,
    /// What the scheduler may do.
    pub jobs: Rights,
    /// What the seeder may do.
    pub seed: Rights,
}

/// What a role may do to a table.
#[derive(Debug, Clone, Copy)]
pub struct Rights {
    /// The columns that it reads: `*` for all, nothing for none.
    pub select: &'static str,
    /// Whether it adds rows.
    pub insert: bool,
    /// The columns that it sets: `*` for all, nothing for none.
    pub update: &'static str,
    /// The rows that it may delete: a condition, or nothing for none.
    pub delete: &'static str,
}

const NONE: Rights = Rights { select: "", insert: false, update: "", delete: "" };
const READ: Rights = Rights { select: "*", ..NONE };
const ADD: Rights = Rights { insert: true, ..READ };

const fn sets(update: &'static str) -> Rights {
    Rights { update, ..READ }
}

const fn adds_and_sets(update: &'static str) -> Rights {
    Rights { update, ..ADD }
}

const fn table(name: &'static str, scope: Scope, hub: &'static str, jobs: Rights, seed: Rights) -> Table {
    Table { name, scope, hub, jobs, seed }
}

/// A run table from before the ledger: the one thing that may be said of it is which run it became.
const fn legacy(name: &'static str) -> Table {
    let hub = "id, workspace_id, tenant_id, status, operation_run_id, created_at, updated_at";
    table(name, Scope::Tenant, hub, sets("operation_run_id"), ADD)
}

/// All of them, in the order of the migrations.
pub const TABLES: &[Table] = &[
    table("workspaces", Scope::Workspaces, "*", READ, ADD),
    table(
        "tenants",
        Scope::Tenants,
        "id, workspace_id, external_id, name, domain, environment, status, created_at, updated_at, deleted_at",
        READ,
        ADD,
    ),
    // By their addresses a proxy tells the hub who somebody is; the scheduler has no business with those.
    table("users", Scope::Member, "id, name, email", Rights { select: "id, name", ..NONE }, ADD),
    table("workspace_memberships", Scope::Workspace, "id, workspace_id, user_id, role", READ, ADD),
    // What a run is and whose it is was said when it was made; only how it goes is said later.
    table(
        "operation_runs",
        Scope::Tenant,
        "*",
        adds_and_sets(
            "status, outcome, summary_counts, failure_summary, context, attempt, claim_token, available_at, \
             reconciled_at, started_at, completed_at, updated_at",
        ),
        ADD,
    ),
    table(
        "operation_run_leases",
        Scope::Run,
        "*",
        Rights { delete: "true", ..adds_and_sets("worker, claim_token, expires_at, seat") },
        NONE,
    ),
    // Locked as a whole by whoever declares them, which takes the right to change all of it.
    table("schedules", Scope::Open, "*", adds_and_sets("*"), NONE),
    // A slot that overlapped and is made good has not been skipped.
    table(
        "schedule_skips",
        Scope::House,
        "*",
        Rights { delete: "reason = 'overlap' and workspace_id is not null", ..adds_and_sets("slot_through") },
        NONE,
    ),
    table(
        "audit_logs",
        Scope::Tenant,
        "id, workspace_id, tenant_id, actor_type, actor_id, actor_name, action, resource_type, resource_id, outcome, \
         summary, recorded_at",
        ADD,
        ADD,
    ),
    table("notifications", Scope::Tenant, "*", ADD, ADD),
    legacy("inventory_sync_runs"),
    legacy("entra_group_sync_runs"),
    legacy("bulk_operation_runs"),
    table("policies", Scope::Tenant, "id, workspace_id, tenant_id, policy_type, display_name", READ, ADD),
    table(
        "backup_schedules",
        Scope::Tenant,
        "id, workspace_id, tenant_id, name, is_enabled, timezone, frequency, time_of_day, days_of_week, last_run_at, \
         last_run_status, next_run_at, created_at, updated_at, deleted_at",
        sets("next_run_at, last_run_at, last_run_status"),
        ADD,
    ),
    table(
        "backup_sets",
        Scope::Tenant,
        "id, workspace_id, tenant_id, backup_schedule_id, operation_run_id, name, status, item_count, completed_at, \
         created_at, updated_at, deleted_at",
        adds_and_sets("status, item_count, metadata, completed_at, updated_at, deleted_at"),
        ADD,
    ),
    // Without what was backed up.
    table(
        "backup_items",
        Scope::Tenant,
        "id, workspace_id, tenant_id, backup_set_id, policy_type, display_name, assignments_status, captured_at, \
         created_at, updated_at, deleted_at",
        adds_and_sets(
            "policy_id, display_name, payload, assignments, assignments_status, captured_at, updated_at, deleted_at",
        ),
        ADD,
    ),
    legacy("backup_schedule_runs"),
    table(
        "restore_runs",
        Scope::Tenant,
        "id, workspace_id, tenant_id, backup_set_id, requested_by, is_dry_run, status, operation_run_id, started_at, \
         completed_at, created_at, updated_at, deleted_at",
        sets("status, results, metadata, failure_reason, operation_run_id, started_at, completed_at, updated_at"),
        ADD,
    ),
    table(
        "findings",
        Scope::Tenant,
        "id, workspace_id, tenant_id, finding_type, subject_type, severity, status, baseline_operation_run_id, \
         current_operation_run_id, created_at, updated_at",
        adds_and_sets("baseline_operation_run_id, current_operation_run_id, evidence_jsonb, updated_at"),
        ADD,
    ),
    // One row a scenario, in place of the one before; locked by whoever seeds.
    table("seed_applications", Scope::Open, "", NONE, Rights { delete: "true", ..adds_and_sets("*") }),
    table("seed_blocks", Scope::Open, "", NONE, adds_and_sets("*")),
    table(
        "provider_connections",
        Scope::Tenant,
        "id, workspace_id, tenant_id, provider, status, last_checked_at",
        READ,
        ADD,
    ),
    table(
        "entra_role_definitions",
        Scope::Tenant,
        "",
        adds_and_sets(
            "template_id, display_name, description, is_built_in, is_enabled, permissions, seen_in, last_seen_at, \
             missing_since, updated_at",
        ),
        ADD,
    ),
    table("backup_schedule_skips", Scope::Tenant, "*", ADD, NONE),
    // Hashes only, and of no use without what was hashed.
    table(
        "hub_tokens",
        Scope::Key,
        "id, name, token_hash, role, workspace_id, user_id, created_at, expires_at, revoked_at",
        NONE,
        NONE,
    ),
    table("hub_token_tenants", Scope::Key, "*", READ, NONE),
    // Each program asks whether the schema is the one that it knows.
    table("seaql_migrations", Scope::Open, "*", READ, READ),
];

impl Table {
    /// Whether policies judge its rows.
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        self.scope != Scope::Open
    }
}

impl Rights {
    /// Whether there are any.
    #[must_use]
    pub fn any(&self) -> bool {
        !self.select.is_empty()
    }
}
