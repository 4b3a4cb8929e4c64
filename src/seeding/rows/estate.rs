//! What a tenant owns: policies, and the backups of them.

use super::{At, Json, Kind, Ordinal, RUN, TENANT, WORKSPACE};

rows! {
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
}
