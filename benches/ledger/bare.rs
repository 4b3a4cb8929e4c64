//! The floor of a reconcile pass: one statement that a person who knows the schema would type.
//!
//! It trusts every link, cleans no text, checks no claim, plans nothing, and holds all rows in one transaction.
//! The mapping is that of the adapters, so that both sides come to the same outcomes.

use opsledger::adapters::{ADAPTERS, Expected};
use opsledger::catalog::OPERATIONS;
use opsledger::db::Engine;

/// `UPDATE … FROM` over all five tables.
pub fn update_sql(engine: Engine, now: &str) -> String {
    let (empty, failure, reconciliation, greatest, least) = match engine {
        Engine::Postgres => (
            "'[]'::jsonb",
            "jsonb_build_array(jsonb_build_object('code', m.code, 'message', m.message))",
            "r.context || jsonb_build_object('reconciliation', jsonb_build_object('reason', 'reconcile.shadow_behind', \
             'evidence', jsonb_build_object('table', m.source, 'id', m.id, 'status', m.status), \
             'reconciled_at', {now}, 'by_run_id', 1))",
            "greatest",
            "least",
        ),
        Engine::Sqlite => (
            "'[]'",
            "json_array(json_object('code', m.code, 'message', m.message))",
            "json_set(r.context, '$.reconciliation', json_object('reason', 'reconcile.shadow_behind', \
             'evidence', json_object('table', m.source, 'id', m.id, 'status', m.status), \
             'reconciled_at', {now}, 'by_run_id', 1))",
            "max",
            "min",
        ),
    };
    let (now, context) = match engine {
        Engine::Postgres => {
            (format!("'{now}'::timestamptz"), reconciliation.replace("{now}", &format!("'{now}'::text")))
        }
        Engine::Sqlite => (format!("'{now}'"), reconciliation.replace("{now}", &format!("'{now}'"))),
    };
    format!(
        "update operation{}runs as r set status = 'completed', outcome = m.outcome, \
         failure_summary = case when m.code = '' then {empty} else {failure} end, \
         completed_at = {greatest}({least}(coalesce(m.finished, m.changed), {now}), coalesce(r.started_at, r.created_at)), \
         reconciled_at = {now}, updated_at = {greatest}({now}, r.updated_at), context = {context} \
         from ({}) m where r.id = m.run_id and r.workspace_id = m.workspace_id and r.tenant_id = m.tenant_id \
         and r.status in ('queued', 'running')",
        "_",
        records(),
    )
}

/// The audit rows that go with it, for the types that the catalog marks.
pub fn audit_sql(engine: Engine, now: &str) -> String {
    let audited: Vec<String> =
        OPERATIONS.iter().filter(|entry| entry.audited).map(|entry| format!("'{}'", entry.name)).collect();
    let (metadata, now) = match engine {
        Engine::Postgres => (
            "jsonb_build_object('type', r.type, 'outcome', r.outcome, 'attempt', r.attempt, 'counts', r.summary_counts, 'reconciled', true)",
            format!("'{now}'::timestamptz"),
        ),
        Engine::Sqlite => (
            "json_object('type', r.type, 'outcome', r.outcome, 'attempt', r.attempt, 'counts', json(r.summary_counts), 'reconciled', json('true'))",
            format!("'{now}'"),
        ),
    };
    format!(
        "insert into audit_logs (workspace_id, tenant_id, actor_type, actor_id, actor_name, action, resource_type, \
         resource_id, outcome, summary, metadata, recorded_at) \
         select r.workspace_id, r.tenant_id, 'system', r.user_id, r.initiator_name, 'operation_run.completed', \
         'operation_run', r.id, case r.outcome when 'succeeded' then 'success' when 'partially_succeeded' then 'partial' \
         when 'blocked' then 'blocked' else 'failure' end, r.type || ' ended: ' || replace(r.outcome, '_', ' '), {metadata}, \
         {now} from operation_runs r where r.reconciled_at = {now} and r.type in ({})",
        audited.join(", ")
    )
}

/// Every record that has ended and names a run, with what its status means.
fn records() -> String {
    let tables: Vec<String> = ADAPTERS
        .iter()
        .map(|adapter| {
            let ends: Vec<(&str, &str, &str)> = adapter
                .mapping
                .iter()
                .filter_map(|(status, expected)| match expected {
                    Expected::Ended(outcome, code) => Some((*status, outcome.as_str(), *code)),
                    _ => None,
                })
                .collect();
            let case = |pick: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
                ends.iter().map(|end| format!("when '{}' then '{}'", end.0, pick(end))).collect::<Vec<_>>().join(" ")
            };
            let statuses: Vec<String> = ends.iter().map(|end| format!("'{}'", end.0)).collect();
            format!(
                "select d.id as id, d.workspace_id as workspace_id, d.tenant_id as tenant_id, d.operation_run_id as run_id, \
                 d.status as status, '{}' as source, case d.status {} end as outcome, case d.status {} end as code, \
                 '{} ' || d.id || ' ended as ' || d.status || coalesce(': ' || {}, '') as message, {} as finished, \
                 d.updated_at as changed from {} d where d.status in ({})",
                adapter.table,
                case(|end| end.1),
                case(|end| end.2),
                adapter.noun,
                adapter.reason,
                adapter.finished_at,
                adapter.table,
                statuses.join(", "),
            )
        })
        .collect();
    tables.join(" union all ")
}
