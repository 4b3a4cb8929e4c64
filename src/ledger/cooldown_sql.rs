//! The statements behind [`super::cooldown`].

use super::cooldown::ANSWERED_BY;
use super::ensure_sql::FIELDS;
use crate::catalog::{OPERATIONS, Operation};
use crate::db::Engine;
use crate::db::sql::counted;

/// That run `r`, of type `$3`, did its work after `$2`.
fn did_it(engine: Engine, operation: &Operation) -> String {
    let stood_back = match engine {
        Engine::Postgres => format!("(r.context -> 'dispatch' ->> '{ANSWERED_BY}')"),
        // A context that a person spoilt says nothing.
        Engine::Sqlite => {
            format!("(case when json_valid(r.context) then r.context ->> '$.dispatch.{ANSWERED_BY}' end)")
        }
    };
    format!(
        "r.status = 'completed' and {}r.type = $3 and r.completed_at > $2 \
         and r.outcome in ('succeeded', 'partially_succeeded') and {stood_back} is null",
        indexed(operation)
    )
}

/// In the very words of `operation_runs_cooldown_index`, which is about the types of the catalog that have a cooldown. A
/// host's own type is looked for among the runs of its type.
fn indexed(operation: &Operation) -> String {
    let names: Vec<&str> = OPERATIONS.iter().filter(|entry| entry.cooldown.is_some()).map(|entry| entry.name).collect();
    if names.contains(&operation.name) { format!("r.type in ('{}') and ", names.join("', '")) } else { String::new() }
}

/// Which of the requests in `$1` have just been done; the newest last, so that it is the answer.
pub(super) fn recent_sql(engine: Engine, operation: &Operation, count: usize) -> String {
    format!(
        "select w.n as n, r.id as id, r.status as status, r.initiator_name as initiator_name from {} \
         join operation_runs r on r.run_identity_hash = w.hash where {} and r.workspace_id = w.workspace_id \
         order by r.completed_at, r.id",
        counted(engine, 1, "w", FIELDS, count),
        did_it(engine, operation)
    )
}

/// The newest run but `$1` itself that has just done its work.
pub(super) fn answered_sql(engine: Engine, operation: &Operation) -> String {
    format!(
        "select r.id as id, r.status as status, r.initiator_name as initiator_name from operation_runs m \
         join operation_runs r on r.run_identity_hash = m.run_identity_hash and r.workspace_id = m.workspace_id \
         where m.id = $1 and r.id <> m.id and {} order by r.completed_at desc, r.id desc limit 1",
        did_it(engine, operation)
    )
}
