//! The five tables whose rows have shadows in the ledger.

use super::{At, Json, Kind, Ordinal, RUN, TENANT, USER, WORKSPACE};

rows! {
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
}
