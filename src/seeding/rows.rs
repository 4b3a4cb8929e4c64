//! The rows of a plan, one type a table, with the columns that are written and read back.
//!
//! A row has no id of its own: it is the n-th of its table, and so are the rows that it points at. Declaring the
//! struct and its columns in one place keeps the writer, the digest and the verifier from disagreeing.

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use crate::clock::{Instant, text};

/// A row's place in its table, from 0.
pub(super) type Ordinal = i64;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number that is no id.
    Int,
    /// Text.
    Text,
    /// True or false.
    Bool,
    /// An instant.
    Time,
    /// JSON, whose known id keys are shifted.
    Json,
    /// A JSON array of ids of that table.
    Ids(&'static str),
    /// An id of that table.
    Ref(&'static str),
    /// An id of the table whose singular stands in `resource_type`.
    Resource,
    /// Text that covers real ids and so differs from one database to the next: written, and in no digest.
    Opaque,
}

/// A table and the columns that the seeder owns, without `id`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [(&'static str, Kind)],
}

/// A typed row.
pub(super) trait Row: Serialize {
    /// Where it goes.
    const TABLE: Table;
}

/// An instant as the database takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At(pub(super) Instant);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&text(self.0))
    }
}

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident in $table:literal { $($column:ident: $type:ty = $kind:expr,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize)]
        pub(super) struct $name { $(pub(super) $column: $type,)* }

        impl Row for $name {
            const TABLE: Table = Table { name: $table, columns: &[$((stringify!($column), $kind),)*] };
        }
    )*};
}

const WORKSPACE: Kind = Kind::Ref("workspaces");
const TENANT: Kind = Kind::Ref("tenants");
const USER: Kind = Kind::Ref("users");
const RUN: Kind = Kind::Ref("operation_runs");

rows! {
    /// A customer account.
    Workspace in "workspaces" {
        external_id: String = Kind::Text,
        slug: String = Kind::Text,
        name: String = Kind::Text,
        status: &'static str = Kind::Text,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }

    /// An environment of a workspace.
    Tenant in "tenants" {
        workspace_id: Ordinal = WORKSPACE,
        external_id: String = Kind::Text,
        entra_tenant_id: String = Kind::Text,
        name: String = Kind::Text,
        domain: String = Kind::Text,
        environment: String = Kind::Text,
        status: &'static str = Kind::Text,
        metadata: Json = Kind::Json,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
        deleted_at: Option<At> = Kind::Time,
    }

    /// A person.
    User in "users" {
        name: String = Kind::Text,
        email: String = Kind::Text,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }

    /// What a person may do in a workspace.
    Membership in "workspace_memberships" {
        workspace_id: Ordinal = WORKSPACE,
        user_id: Ordinal = USER,
        role: &'static str = Kind::Text,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }

    /// A line of the audit log.
    Audit in "audit_logs" {
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Option<Ordinal> = TENANT,
        actor_type: &'static str = Kind::Text,
        actor_id: Option<Ordinal> = USER,
        actor_name: String = Kind::Text,
        action: &'static str = Kind::Text,
        resource_type: &'static str = Kind::Text,
        resource_id: Ordinal = Kind::Resource,
        outcome: &'static str = Kind::Text,
        summary: String = Kind::Text,
        metadata: Json = Kind::Json,
        recorded_at: At = Kind::Time,
    }

    /// What a person was told.
    Notification in "notifications" {
        user_id: Ordinal = USER,
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Option<Ordinal> = TENANT,
        operation_run_id: Ordinal = RUN,
        data: Json = Kind::Json,
        read_at: Option<At> = Kind::Time,
        created_at: At = Kind::Time,
    }

    /// A policy of a tenant.
    Policy in "policies" {
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Ordinal = TENANT,
        external_id: String = Kind::Text,
        policy_type: &'static str = Kind::Text,
        display_name: String = Kind::Text,
        platform: &'static str = Kind::Text,
        metadata: Json = Kind::Json,
        last_synced_at: At = Kind::Time,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
        deleted_at: Option<At> = Kind::Time,
    }

    /// When a tenant is backed up.
    BackupSchedule in "backup_schedules" {
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Ordinal = TENANT,
        name: String = Kind::Text,
        is_enabled: bool = Kind::Bool,
        timezone: &'static str = Kind::Text,
        frequency: &'static str = Kind::Text,
        time_of_day: String = Kind::Text,
        days_of_week: Json = Kind::Json,
        policy_types: Json = Kind::Json,
        include_foundations: bool = Kind::Bool,
        retention_keep_last: i64 = Kind::Int,
        last_run_at: Option<At> = Kind::Time,
        last_run_status: Option<&'static str> = Kind::Text,
        next_run_at: Option<At> = Kind::Time,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }

    /// A backup.
    BackupSet in "backup_sets" {
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Ordinal = TENANT,
        backup_schedule_id: Option<Ordinal> = Kind::Ref("backup_schedules"),
        operation_run_id: Option<Ordinal> = RUN,
        name: String = Kind::Text,
        status: &'static str = Kind::Text,
        item_count: i64 = Kind::Int,
        metadata: Json = Kind::Json,
        completed_at: Option<At> = Kind::Time,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }

    /// A policy as it stands in a backup.
    BackupItem in "backup_items" {
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Ordinal = TENANT,
        backup_set_id: Ordinal = Kind::Ref("backup_sets"),
        policy_id: Ordinal = Kind::Ref("policies"),
        policy_type: &'static str = Kind::Text,
        external_id: String = Kind::Text,
        display_name: String = Kind::Text,
        payload: Json = Kind::Json,
        assignments: Option<Json> = Kind::Json,
        assignments_status: &'static str = Kind::Text,
        captured_at: At = Kind::Time,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }

    /// History: an inventory sync.
    InventorySync in "inventory_sync_runs" {
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Ordinal = TENANT,
        selection_hash: String = Kind::Text,
        selection_payload: Json = Kind::Json,
        status: &'static str = Kind::Text,
        items_observed_count: i64 = Kind::Int,
        items_upserted_count: i64 = Kind::Int,
        errors_count: i64 = Kind::Int,
        error_message: Option<String> = Kind::Text,
        operation_run_id: Option<Ordinal> = RUN,
        started_at: Option<At> = Kind::Time,
        finished_at: Option<At> = Kind::Time,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }

    /// History: a sync of directory groups.
    GroupSync in "entra_group_sync_runs" {
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Ordinal = TENANT,
        selection_key: String = Kind::Text,
        slot_key: Option<String> = Kind::Text,
        status: &'static str = Kind::Text,
        pages_fetched: i64 = Kind::Int,
        items_observed_count: i64 = Kind::Int,
        items_upserted_count: i64 = Kind::Int,
        error_count: i64 = Kind::Int,
        error_code: Option<&'static str> = Kind::Text,
        error_message: Option<String> = Kind::Text,
        operation_run_id: Option<Ordinal> = RUN,
        started_at: Option<At> = Kind::Time,
        finished_at: Option<At> = Kind::Time,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }

    /// History: work on many items.
    BulkRun in "bulk_operation_runs" {
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Ordinal = TENANT,
        user_id: Option<Ordinal> = USER,
        resource: &'static str = Kind::Text,
        action: &'static str = Kind::Text,
        idempotency_key: String = Kind::Text,
        status: &'static str = Kind::Text,
        total_items: i64 = Kind::Int,
        processed_items: i64 = Kind::Int,
        succeeded: i64 = Kind::Int,
        failed: i64 = Kind::Int,
        skipped: i64 = Kind::Int,
        item_ids: Json = Kind::Ids("policies"),
        failures: Option<Json> = Kind::Json,
        operation_run_id: Option<Ordinal> = RUN,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }

    /// History: a slot of a backup schedule.
    ScheduleRun in "backup_schedule_runs" {
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Ordinal = TENANT,
        backup_schedule_id: Ordinal = Kind::Ref("backup_schedules"),
        backup_set_id: Option<Ordinal> = Kind::Ref("backup_sets"),
        scheduled_for: At = Kind::Time,
        status: &'static str = Kind::Text,
        summary: Json = Kind::Json,
        error_code: Option<&'static str> = Kind::Text,
        error_message: Option<String> = Kind::Text,
        operation_run_id: Option<Ordinal> = RUN,
        started_at: Option<At> = Kind::Time,
        finished_at: Option<At> = Kind::Time,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }

    /// A restore.
    Restore in "restore_runs" {
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Ordinal = TENANT,
        backup_set_id: Ordinal = Kind::Ref("backup_sets"),
        requested_by: Option<Ordinal> = USER,
        is_dry_run: bool = Kind::Bool,
        status: &'static str = Kind::Text,
        requested_items: Json = Kind::Ids("backup_items"),
        preview: Option<Json> = Kind::Json,
        results: Option<Json> = Kind::Json,
        metadata: Json = Kind::Json,
        group_mapping: Json = Kind::Json,
        failure_reason: Option<String> = Kind::Text,
        idempotency_key: String = Kind::Text,
        operation_run_id: Option<Ordinal> = RUN,
        started_at: Option<At> = Kind::Time,
        completed_at: Option<At> = Kind::Time,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }

    /// Drift that was found.
    Finding in "findings" {
        workspace_id: Ordinal = WORKSPACE,
        tenant_id: Ordinal = TENANT,
        scope_key: String = Kind::Text,
        baseline_run_id: Option<Ordinal> = Kind::Ref("inventory_sync_runs"),
        current_run_id: Option<Ordinal> = Kind::Ref("inventory_sync_runs"),
        fingerprint: String = Kind::Text,
        subject_type: &'static str = Kind::Text,
        subject_external_id: String = Kind::Text,
        severity: &'static str = Kind::Text,
        status: &'static str = Kind::Text,
        acknowledged_at: Option<At> = Kind::Time,
        acknowledged_by: Option<Ordinal> = USER,
        evidence_jsonb: Json = Kind::Json,
        created_at: At = Kind::Time,
        updated_at: At = Kind::Time,
    }
}

/// The ledger's own table: its rows come through its door, which holds the same columns in the same order.
pub(super) const OPERATION_RUNS: Table = Table {
    name: "operation_runs",
    columns: &[
        ("workspace_id", WORKSPACE),
        ("tenant_id", TENANT),
        ("user_id", USER),
        ("initiator_name", Kind::Text),
        ("type", Kind::Text),
        ("status", Kind::Text),
        ("outcome", Kind::Text),
        ("run_identity_hash", Kind::Opaque),
        ("summary_counts", Kind::Json),
        ("failure_summary", Kind::Json),
        ("context", Kind::Json),
        ("scheduled_for", Kind::Time),
        ("attempt", Kind::Int),
        ("claim_token", Kind::Int),
        ("available_at", Kind::Time),
        ("reconciled_at", Kind::Time),
        ("started_at", Kind::Time),
        ("completed_at", Kind::Time),
        ("created_at", Kind::Time),
        ("updated_at", Kind::Time),
    ],
};

/// Every table that a plan fills, each after those it points at.
pub(super) const TABLES: &[Table] = &[
    Workspace::TABLE,
    Tenant::TABLE,
    User::TABLE,
    Membership::TABLE,
    OPERATION_RUNS,
    Audit::TABLE,
    Notification::TABLE,
    Policy::TABLE,
    BackupSchedule::TABLE,
    BackupSet::TABLE,
    BackupItem::TABLE,
    InventorySync::TABLE,
    GroupSync::TABLE,
    BulkRun::TABLE,
    ScheduleRun::TABLE,
    Restore::TABLE,
    Finding::TABLE,
];

/// The table that `audit_logs.resource_type` names.
pub(super) fn resource_table(resource_type: &str) -> Option<&'static str> {
    Some(match resource_type {
        "workspace" => "workspaces",
        "tenant" => "tenants",
        "user" => "users",
        "operation_run" => "operation_runs",
        "backup_schedule" => "backup_schedules",
        "restore_run" => "restore_runs",
        _ => return None,
    })
}
