//! The rows of a plan, one type a table, with the columns that are written and read back.
//!
//! A row has no id of its own: it is the n-th of its table, and so are the rows that it points at. Declaring the
//! struct and its columns in one place keeps the writer, the digest and the verifier from disagreeing.
//!
//! * `tenancy`, `estate`, `shadowed`, `traces`: the rows.
//! * [`TABLES`]: all tables, each after those it points at.

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

/// A struct a table, with its columns.
macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident in $table:literal { $($column:ident: $type:ty = $kind:expr,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, serde::Serialize)]
        pub(in crate::seeding) struct $name { $(pub(in crate::seeding) $column: $type,)* }

        impl $crate::seeding::rows::Row for $name {
            const TABLE: $crate::seeding::rows::Table = $crate::seeding::rows::Table { name: $table, columns: &[$((stringify!($column), $kind),)*] };
        }
    )*};
}

mod estate;
mod shadowed;
mod tenancy;
mod traces;

pub(super) use estate::{BackupItem, BackupSchedule, BackupSet, Policy};
pub(super) use shadowed::{BulkRun, GroupSync, InventorySync, Restore, ScheduleRun};
pub(super) use tenancy::{Membership, Tenant, User, Workspace};
pub(super) use traces::{Audit, Finding, Notification};

const WORKSPACE: Kind = Kind::Ref("workspaces");
const TENANT: Kind = Kind::Ref("tenants");
const USER: Kind = Kind::Ref("users");
const RUN: Kind = Kind::Ref("operation_runs");

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
