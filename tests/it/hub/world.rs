//! Two workspaces, three tenants, and a run of each kind for each of them. Everything of the second workspace is called
//! “Secretive”, so that a page of the first one can be searched for it.

use opsledger::clock::Clock;
use opsledger::domain::hub_tokens::Role;
use opsledger::domain::hub_tokens::issue::{Wanted, create};

use crate::support::TestDb;

/// The first of four runs (succeeded, failed, running, queued) of the first tenant, of the second tenant of the same
/// workspace, and of the other workspace.
pub const OURS: i64 = 11;
pub const SIBLINGS: i64 = 21;
pub const THEIRS: i64 = 31;
/// A run of the whole first workspace.
pub const WORKSPACES: i64 = 41;

/// Plants it; instants are those of `clock`.
pub async fn plant(t: &TestDb, clock: &Clock) {
    let at = |minutes: i64| format!("'{}'", opsledger::clock::text(clock.now() - chrono::TimeDelta::minutes(minutes)));
    let (long_ago, begun, ended) = (at(1000), at(10), at(9));
    t.sql(&format!(
        "insert into workspaces (id, external_id, slug, name, created_at, updated_at) values \
         (1, 'w1', 'acme', 'Acme', {long_ago}, {long_ago}), (2, 'w2', 'secretive', 'Secretive workspace', {long_ago}, {long_ago}); \
         insert into tenants (id, workspace_id, external_id, name, created_at, updated_at) values \
         (1, 1, 't1', 'Berlin', {long_ago}, {long_ago}), (2, 1, 't2', 'Sibling of Berlin', {long_ago}, {long_ago}), \
         (3, 2, 't3', 'Secretive tenant', {long_ago}, {long_ago}); \
         insert into users (id, name, email, created_at, updated_at) values (1, 'Ada', 'ada@acme.test', {long_ago}, {long_ago}), \
         (2, 'Secretive Sam', 'sam@secretive.test', {long_ago}, {long_ago}); \
         insert into workspace_memberships (workspace_id, user_id, role, created_at, updated_at) values \
         (1, 1, 'operator', {long_ago}, {long_ago}), (2, 2, 'owner', {long_ago}, {long_ago});"
    ))
    .await;
    for (first, workspace, tenant, user, name) in [
        (OURS, 1, "1", "1", "Ada"),
        (SIBLINGS, 1, "2", "null", "System"),
        (THEIRS, 2, "3", "2", "Secretive Sam"),
        (WORKSPACES, 1, "null", "null", "System"),
    ] {
        let failed =
            r#"[{"code":"policy.sync_failed","reason_code":"provider.throttled","message":"The provider is busy"}]"#;
        for (n, status, outcome, started, completed, failures) in [
            (0, "completed", "succeeded", &begun, &ended, "[]"),
            (1, "completed", "failed", &begun, &ended, failed),
            (2, "running", "pending", &begun, &"null".to_owned(), "[]"),
            (3, "queued", "pending", &"null".to_owned(), &"null".to_owned(), "[]"),
        ] {
            let id = first + n;
            t.sql(&format!(
                "insert into operation_runs (id, workspace_id, tenant_id, user_id, initiator_name, type, status, outcome, \
                 run_identity_hash, failure_summary, started_at, completed_at, created_at, updated_at) values \
                 ({id}, {workspace}, {tenant}, {user}, '{name}', 'policy.sync', '{status}', '{outcome}', 'hash-{id}', '{failures}', \
                 {started}, {completed}, {begun}, {begun})"
            ))
            .await;
        }
    }
}

/// A token of the first workspace, of one of its tenants, or of everything.
pub async fn token(t: &TestDb, workspace: Option<i64>, tenants: &[i64], role: Role) -> String {
    let wanted = Wanted { name: "test", role, workspace, tenants, user: None, expires_at: None, by: "the tests" };
    create(&t.db, wanted, Clock::system().now()).await.unwrap().token.reveal().to_owned()
}
