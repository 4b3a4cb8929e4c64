//! Rows that the rules of the database allow, and a way past those rules for the others.

use opsledger::db::Engine;

use crate::support::TestDb;

/// A database with two workspaces and six tenants: 1 to 3 of the first, 4 to 6 of the second.
pub struct Planted(TestDb);

impl std::ops::Deref for Planted {
    type Target = TestDb;

    fn deref(&self) -> &TestDb {
        &self.0
    }
}

impl Planted {
    pub async fn new(t: TestDb) -> Self {
        let uuid = |n: usize| format!("18000000-0000-4000-8000-{n:012}");
        t.sql(&format!(
            "insert into workspaces (id, external_id, slug, name, created_at, updated_at) values \
             (1, '{}', 'acme', 'Acme', {{at}}, {{at}}), (2, '{}', 'globex', 'Globex', {{at}}, {{at}}); \
             insert into users (id, name, email, created_at, updated_at) values \
             (1, 'Ada', 'ada@example.com', {{at}}, {{at}}), (2, 'Bob', 'bob@example.com', {{at}}, {{at}})",
            uuid(1),
            uuid(2),
        ))
        .await;
        for tenant in 1..=6 {
            let workspace = if tenant <= 3 { 1 } else { 2 };
            t.sql(&format!(
                "insert into tenants (id, workspace_id, external_id, name, created_at, updated_at) \
                 values ({tenant}, {workspace}, '{}', 'T', {{at}}, {{at}})",
                uuid(10 + tenant)
            ))
            .await;
        }
        Self(t)
    }

    /// Runs in every state, an audit row, a notification, a linked record and a shadow: all as they should be.
    pub async fn healthy(&self) {
        self.run(1, "status = 'queued', started_at = null").await;
        self.run(2, "workspace_id = 1").await;
        self.lease(2, "9999-01-01T00:00:00+00:00").await;
        self.ended(
            3,
            "policy.sync",
            "outcome = 'succeeded', summary_counts = '{\"total\": 2, \"processed\": 2, \"skipped\": 2}'",
        )
        .await;
        self.ended(
            4,
            "policy.sync",
            "outcome = 'failed', failure_summary = '[{\"code\": \"a.b_1\", \"message\": \"x\"}]'",
        )
        .await;
        self.ended(5, "restore.execute", "user_id = 1").await;
        self.audit(5).await;
        self.notification(5, 1).await;
        // Nobody here works on a run that shadows a record, so it has no lease.
        self.run(6, "type = 'restore.execute'").await;
        self.run(7, "type = 'inventory.sync'").await;
        self.legacy(
            "insert into inventory_sync_runs (id, workspace_id, tenant_id, selection_hash, status, operation_run_id, created_at, updated_at) \
             values (1, 1, 1, 'h', 'running', 7, {at}, {at})",
        )
        .await;
        // An old line of the log outlives its run, which was pruned.
        self.sql(
            "insert into audit_logs (id, workspace_id, tenant_id, actor_name, action, resource_type, resource_id, recorded_at) \
             values (900, 1, 1, 'System', 'operation_run.completed', 'operation_run', 900, {at})",
        )
        .await;
    }

    /// A running run of tenant 1, then changed as `changes` say.
    pub async fn run(&self, id: i64, changes: &str) {
        self.sql(&format!(
            "insert into operation_runs (id, workspace_id, tenant_id, initiator_name, type, run_identity_hash, status, \
             attempt, claim_token, started_at, created_at, updated_at) \
             values ({id}, 1, 1, 'System', 'policy.sync', 'hash-{id}', 'running', 1, 1, {{at}}, {{at}}, {{at}}); \
             update operation_runs set {changes} where id = {id}"
        ))
        .await;
    }

    /// A run of tenant 1 that succeeded, but for `changes`.
    pub async fn ended(&self, id: i64, operation: &str, changes: &str) {
        let outcome = if changes.contains("outcome") { "" } else { "outcome = 'succeeded', " };
        self.run(
            id,
            &format!("type = '{operation}', status = 'completed', completed_at = {{later}}, {outcome}{changes}"),
        )
        .await;
    }

    pub async fn lease(&self, run_id: i64, until: &str) {
        self.sql(&format!(
            "insert into operation_run_leases (run_id, worker, claim_token, expires_at) values ({run_id}, 'w', 1, '{until}')"
        ))
        .await;
    }

    pub async fn audit(&self, run_id: i64) {
        self.sql(&format!(
            "insert into audit_logs (id, workspace_id, tenant_id, actor_name, action, resource_type, resource_id, recorded_at) \
             values ({run_id}, 1, 1, 'System', 'operation_run.completed', 'operation_run', {run_id}, '2026-11-20T09:00:00+00:00')"
        ))
        .await;
    }

    pub async fn notification(&self, run_id: i64, user_id: i64) {
        self.sql(&format!(
            "insert into notifications (id, user_id, workspace_id, tenant_id, operation_run_id, created_at) \
             values ({run_id}, {user_id}, 1, 1, {run_id}, {{at}})"
        ))
        .await;
    }

    /// Executes what no rule of the database would let pass: neither index, nor check, nor key, nor trigger.
    pub async fn without_rules(&self, statements: &[&str]) {
        let work = statements.join(";\n");
        match self.engine {
            // Constraints that forbid; NOT NULL and the types stay.
            Engine::Postgres => {
                let constraints = "select format('alter table %s drop constraint %I cascade', conrelid::regclass, conname) \
                    from pg_constraint where contype in ('c', 'u', 'f') and connamespace = 'public'::regnamespace \
                    order by contype = 'u'";
                let indexes = "select format('drop index %I', indexrelid::regclass) from pg_index i join pg_class c on c.oid = i.indrelid \
                    where i.indisunique and not i.indisprimary and c.relnamespace = 'public'::regnamespace";
                for list in [constraints, indexes] {
                    for drop in self.texts(list).await {
                        self.sql(&drop).await;
                    }
                }
                // Triggers do not fire for a replica.
                self.sql(&format!(
                    "set session_replication_role = replica;\n{work};\nset session_replication_role = origin"
                ))
                .await;
            }
            Engine::Sqlite => {
                let indexes = "select name from sqlite_master where type = 'index' and sql like 'create unique%'";
                for index in self.texts(indexes).await {
                    self.sql(&format!("drop index {index}")).await;
                }
                for trigger in self.texts("select name from sqlite_master where type = 'trigger'").await {
                    self.sql(&format!("drop trigger {trigger}")).await;
                }
                self.sql(&format!(
                    "pragma foreign_keys = off; pragma ignore_check_constraints = on;\n{work};\n\
                     pragma ignore_check_constraints = off; pragma foreign_keys = on"
                ))
                .await;
            }
        }
    }
}
