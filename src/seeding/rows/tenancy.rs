//! Workspaces, tenants, and the people in them.

use super::{At, Json, Kind, Ordinal, USER, WORKSPACE};

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
}
