//! What work leaves behind: audit lines, messages and findings.

use super::{At, Json, Kind, Ordinal, RUN, TENANT, USER, WORKSPACE};

rows! {
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
