//! Who may look at the hub, and how much of it.

use super::rule::{Rule, check, foreign, foreign_sql, not_empty, sets, unique, utc_times};

pub fn rules() -> Vec<Rule> {
    let (tokens, tenants) = ("hub_tokens", "hub_token_tenants");
    let hash = |text: &str| format!("token_hash = '{text}'");
    let good = hash(&"0a".repeat(32));
    let mut rules = vec![
        not_empty(tokens, "name", "name"),
        not_empty(tokens, "author", "created_by"),
        sets(tokens, "hub_tokens_hash_form", &hash(&"a".repeat(63)), &good),
        sets(tokens, "hub_tokens_hash_form", &hash(&"a".repeat(65)), &good),
        sets(tokens, "hub_tokens_hash_form", &hash(&"0A".repeat(32)), &good),
        sets(tokens, "hub_tokens_hash_form", &hash(&format!("{}g", "a".repeat(63))), &good),
        sets(tokens, "hub_tokens_role_known", "role = 'admin'", "role = 'manager'"),
        unique(tokens, "token_hash", &token("2", "1"), &token("9", "1")),
        foreign(tokens, "workspace_id", "workspace_id = 99", "workspace_id = 2"),
        foreign(tokens, "user_id", "user_id = 99", "user_id = 2"),
        sets(tokens, "hub_tokens_time_goes_forward", "expires_at = created_at", "expires_at = {later}"),
        check(
            tokens,
            "hub_tokens_time_goes_forward",
            "update hub_tokens set created_at = {later}, revoked_at = {at} where id = 1",
            "update hub_tokens set revoked_at = created_at where id = 1",
        ),
        unique(tenants, "token_id, tenant_id", &tenant(2, 1, 11), &tenant(2, 1, 12)),
        unique(tenants, "token_id, tenant_id", &tenant(2, 1, 11), &tenant(1, 1, 11)),
        // A tenant of another workspace, whichever workspace the row claims.
        foreign(tenants, "tenant_id, workspace_id", "tenant_id = 21", "tenant_id = 12"),
        foreign_sql(tenants, "token_id, workspace_id", &tenant(1, 2, 21), &tenant(4, 2, 21)),
        // A token of every workspace has no tenants, and one that has some does not become one.
        foreign_sql(tenants, "token_id, workspace_id", &tenant(3, 1, 11), &tenant(1, 1, 11)),
        foreign_sql(
            tenants,
            "token_id, workspace_id",
            "update hub_tokens set workspace_id = null where id = 2",
            "update hub_tokens set workspace_id = null where id = 1",
        ),
    ];
    rules.extend(utc_times(tokens, &["created_at", "expires_at", "revoked_at"]));
    rules
}

fn token(last_digit: &str, workspace: &str) -> String {
    format!(
        "insert into hub_tokens (id, name, token_hash, role, workspace_id, created_at, created_by)
         values (900, 'x', '{}{last_digit}', 'owner', {workspace}, {{at}}, 'ops')",
        "0".repeat(63)
    )
}

fn tenant(token: i64, workspace: i64, tenant: i64) -> String {
    format!("insert into hub_token_tenants (token_id, workspace_id, tenant_id) values ({token}, {workspace}, {tenant})")
}
