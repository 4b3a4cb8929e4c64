//! How the database would answer what a page asks: no statement of the hub may walk the ledger from end to end.

use std::collections::BTreeSet;

use opsledger::db::Engine;
use opsledger::hub::View;
use regex::Regex;
use sea_orm::Statement;
use serde_json::Value as Json;

use crate::support::TestDb;

/// Indexes of what is open, which is little: these may be walked whole.
const LITTLE: [&str; 3] =
    ["operation_runs_active_index", "operation_runs_queue_index", "operation_runs_workspace_queue_index"];

/// A ledger in which walking it would be felt by the planner: 30 000 runs over 300 days, of three tenants, one in ten
/// with trouble, a few open, in the small world of [`super::world`].
pub async fn plant_history(t: &TestDb) {
    let (numbers, at) = match t.engine {
        Engine::Postgres => ("generate_series(1, 30000) as n(i)", "now() - i * interval '14 minutes'"),
        Engine::Sqlite => (
            "(with recursive n(i) as (select 1 union all select i + 1 from n where i < 30000) select i from n)",
            "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-' || (i * 14) || ' minutes')",
        ),
    };
    t.sql(&format!(
        "insert into operation_runs (id, workspace_id, tenant_id, initiator_name, type, status, outcome, run_identity_hash, \
         failure_summary, started_at, completed_at, created_at, updated_at) \
         select 100000 + i, case when i % 3 = 2 then 2 else 1 end, i % 3 + 1, 'System', \
         case i % 4 when 0 then 'policy.sync' when 1 then 'inventory.sync' when 2 then 'restore.execute' else 'drift.generate' end, \
         'completed', case i % 20 when 0 then 'failed' when 1 then 'blocked' when 2 then 'partially_succeeded' else 'succeeded' end, \
         'history-' || i, case when i % 20 = 0 then '[{{\"code\":\"restore.failed\",\"message\":\"x\"}}]' else '[]' end{}, \
         {at}, {at}, {at}, {at} from {numbers}",
        if t.engine == Engine::Postgres { "::jsonb" } else { "" }
    ))
    .await;
}

/// Lets the planner count.
pub async fn analyze(t: &TestDb) {
    t.sql("analyze").await;
}

/// Asserts that none of the questions that `view` remembers walks the ledger; there must be some.
pub async fn assert_no_walk(view: &View, what: &str) {
    let asked = view.remembered();
    let about_runs: Vec<&Statement> = asked.iter().filter(|one| one.sql.contains("operation_runs")).collect();
    assert!(!about_runs.is_empty(), "{what} asked nothing of the ledger");
    for statement in about_runs {
        let walks = match view.engine() {
            Engine::Sqlite => sqlite(view, statement).await,
            Engine::Postgres => postgres(view, statement).await,
        };
        assert!(walks.is_empty(), "{what} walks the ledger: {walks:#?}\n{}", statement.sql);
    }
}

fn values(statement: &Statement) -> Vec<sea_orm::Value> {
    statement.values.as_ref().map(|values| values.0.clone()).unwrap_or_default()
}

async fn sqlite(view: &View, statement: &Statement) -> Vec<String> {
    let alias = Regex::new(r"\boperation_runs (\w+)").unwrap();
    let aliases: BTreeSet<&str> =
        alias.captures_iter(&statement.sql).map(|found| found.get(1).unwrap().as_str()).collect();
    let rows = view.all(&format!("explain query plan {}", statement.sql), values(statement)).await.expect("a plan");
    let lines: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
    // A part of the statement may be called like a table in it; reading what that part has found is no walk.
    let mut parts: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("CO-ROUTINE ").or(line.strip_prefix("MATERIALIZE ")))
        .collect();
    let mut walks = Vec::new();
    for line in &lines {
        let Some(walked) = line.strip_prefix("SCAN ") else { continue };
        let name = walked.split(' ').next().unwrap_or_default();
        let is_ledger = name == "operation_runs" || aliases.contains(name);
        if !is_ledger || LITTLE.iter().any(|index| walked.contains(index)) {
            continue;
        }
        match parts.iter().position(|part| walked == *part) {
            Some(at) => {
                parts.remove(at);
            }
            None => walks.push(line.clone()),
        }
    }
    walks
}

async fn postgres(view: &View, statement: &Statement) -> Vec<String> {
    let sql = format!("explain (format json) {}", statement.sql);
    let row = view.one(&sql, values(statement)).await.expect("a plan").expect("a row");
    let plan: Json = row.try_get_by_index(0).expect("JSON");
    let mut walks = Vec::new();
    collect(&plan[0]["Plan"], &mut walks);
    walks
}

fn collect(node: &Json, walks: &mut Vec<String>) {
    let text = |key: &str| node[key].as_str().unwrap_or_default();
    if text("Relation Name") == "operation_runs" {
        let is_led = node.get("Index Cond").is_some() || text("Node Type") == "Bitmap Heap Scan";
        if !is_led && !LITTLE.contains(&text("Index Name")) {
            walks.push(format!("{} {} {}", text("Node Type"), text("Index Name"), node["Filter"]));
        }
    }
    for child in node["Plans"].as_array().into_iter().flatten() {
        collect(child, walks);
    }
}
