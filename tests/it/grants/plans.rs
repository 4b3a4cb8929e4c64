//! The hub's lists walk an index, also when row level security looks over their shoulder.

use opsledger::db::Engine;
use opsledger::db::rls;
use opsledger::grants::roles::Role;

use super::*;

/// Enough that the planner would rather walk an index than everything.
const MANY: &str = "
    insert into workspaces (id, external_id, slug, name, created_at, updated_at)
    select n, 'w' || n, 'w' || n, 'W', {at}, {at} from generate_series(1, 20) n;
    insert into tenants (id, workspace_id, external_id, name, created_at, updated_at)
    select n, (n + 1) / 2, 't' || n, 'T', {at}, {at} from generate_series(1, 40) n;
    insert into operation_runs (workspace_id, tenant_id, initiator_name, type, status, outcome, run_identity_hash, started_at,
        completed_at, created_at, updated_at)
    select (t + 1) / 2, t, 'ops', 'type.' || n % 10, 'completed',
        case when n % 50 = 0 then 'failed' else 'succeeded' end, 'h' || n, at, at, at, at
    from generate_series(1, 40000) n, lateral (select n % 40 + 1 as t, timestamptz {at} + n * interval '1 minute' as at) x;
    analyze workspaces; analyze tenants; analyze operation_runs;";

/// The workspaces and the tenants that are named, the question, and how its plan says that it walks an index.
type Case = (Option<&'static [i64]>, &'static [i64], String, &'static str);

async fn plan(db: &opsledger::db::Db, workspaces: Option<&[i64]>, tenants: &[i64], query: &str) -> String {
    let tx = db.begin().await.unwrap();
    rls::enter(&tx, Engine::Postgres, workspaces, tenants).await.unwrap();
    let lines = rows(&tx, &format!("explain (analyze, costs off, timing off, summary off) {query}")).await;
    lines.iter().map(|line| line.try_get_by_index::<String>(0).expect("a line")).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scoped_lists_walk_their_index_as_the_role_of_the_hub() {
    let t = postgres().await;
    t.sql(MANY).await;
    let roles = t.staff().await;
    let hub = t.open_as(&roles, Role::Hub, 1).await;
    let list = |filter: &str| {
        format!(
            "select id, type, outcome, created_at from operation_runs where {filter} order by created_at desc, id desc limit 50"
        )
    };
    let cases: [Case; 6] = [
        (Some(&[3]), &[], list("workspace_id = 3"), "operation_runs_workspace_index"),
        (Some(&[3]), &[], list("workspace_id = 3 and type = 'type.4'"), "operation_runs_workspace_type_index"),
        (Some(&[3]), &[5], list("workspace_id = 3 and tenant_id = 5"), "operation_runs_tenant_index"),
        (None, &[], list("true"), "operation_runs_created_index"),
        (None, &[], list("type = 'type.4'"), "operation_runs_type_created_index"),
        (
            None,
            &[],
            list("outcome in ('failed') and outcome in ('failed', 'partially_succeeded', 'blocked')"),
            // More than one index knows outcomes.
            "Index Cond: (outcome",
        ),
    ];
    for (workspaces, tenants, query, index) in cases {
        let plan = plan(&hub, workspaces, tenants, &query).await;
        assert!(plan.contains(index), "{query}\n{plan}");
        assert!(!plan.contains("Seq Scan on operation_runs"), "{query}\n{plan}");
        assert!(plan.contains("InitPlan"), "the scope is worked out once and not for each row:\n{plan}");
    }
    // One row by its number, which is what a page about a run asks.
    let one = plan(&hub, Some(&[3]), &[], "select id from operation_runs where id = 4").await;
    assert!(one.contains("operation_runs_pkey"), "{one}");
}
