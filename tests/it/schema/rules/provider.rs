//! A tenant's connection to its directory provider, and what was read from there.

use super::rule::{Rule, any_times, arrays, bools, not_empty, sets, tenant_in_workspace, unique, utc_times};

pub fn rules() -> Vec<Rule> {
    let connections = "provider_connections";
    let roles = "entra_role_definitions";
    let mut rules = vec![
        tenant_in_workspace(connections, "tenant_id = 12"),
        not_empty(connections, "provider", "provider"),
        not_empty(connections, "directory", "entra_tenant_id"),
        sets(connections, "provider_connections_status_known", "status = 'lost'", "status = 'revoked'"),
        sets(connections, "provider_connections_status_known", "status = ''", "status = 'consent_required'"),
        unique(connections, "tenant_id, provider", &connection(11, "entra"), &connection(12, "entra")),
        unique(connections, "tenant_id, provider", &connection(11, "entra"), &connection(11, "other")),
        tenant_in_workspace(roles, "tenant_id = 12"),
        not_empty(roles, "external_id", "external_id"),
        not_empty(roles, "seen_in", "seen_in"),
        unique(roles, "tenant_id, external_id", &role(11, "r"), &role(12, "r")),
        unique(roles, "tenant_id, external_id", &role(11, "r"), &role(11, "s")),
    ];
    rules.extend(any_times(connections, &["last_checked_at", "created_at", "updated_at"]));
    rules.extend(utc_times(roles, &["last_seen_at", "missing_since", "created_at", "updated_at"]));
    rules.extend(bools(roles, &["is_built_in", "is_enabled"]));
    rules.extend(arrays(roles, &["permissions"]));
    rules
}

fn connection(tenant: i64, provider: &str) -> String {
    format!(
        "insert into provider_connections (id, workspace_id, tenant_id, provider, entra_tenant_id, created_at, updated_at)
         values (900, 1, {tenant}, '{provider}', 'd', {{at}}, {{at}})"
    )
}

fn role(tenant: i64, external_id: &str) -> String {
    format!(
        "insert into entra_role_definitions (id, workspace_id, tenant_id, external_id, display_name, is_built_in,
             is_enabled, seen_in, last_seen_at, created_at, updated_at)
         values (900, 1, {tenant}, '{external_id}', 'R', {{true}}, {{true}}, '1/1', {{at}}, {{at}}, {{at}})"
    )
}
