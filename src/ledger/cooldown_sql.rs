//! The statements behind [`super::cooldown`].

use super::cooldown::ANSWERED_BY;
use super::ensure_sql::FIELDS;
use crate::catalog::OPERATIONS;
use crate::db::Engine;
use crate::db::sql::counted;

/// The types that have a cooldown, as a literal list: `operation_runs_cooldown_index` is about these and no others, and
/// a statement that should use it must say so in the same words.
pub(super) fn types() -> String {
    let cooled = OPERATIONS.iter().filter(|operation| operation.cooldown.is_some());
    let names: Vec<String> = cooled.map(|operation| format!("'{}'", operation.name)).collect();
    format!("({})", names.join(", "))
}

/// That run `r`, of type `$3`, did its work after `$2`.
fn did_it(engine: Engine) -> String {
    let stood_back = match engine {
        Engine::Postgres => format!("(r.context -> 'dispatch' ->> '{ANSWERED_BY}')"),
        // A context that a person spoilt says nothing.
        Engine::Sqlite => {
            format!("(case when json_valid(r.context) then r.context ->> '$.dispatch.{ANSWERED_BY}' end)")
        }
    };
    format!(
        "r.status = 'completed' and r.type in {} and r.type = $3 and r.completed_at > $2 \
         and r.outcome in ('succeeded', 'partially_succeeded') and {stood_back} is null",
        types()
    )
}

/// Which of the requests in `$1` have just been done; the newest last, so that it is the answer.
pub(super) fn recent_sql(engine: Engine, count: usize) -> String {
    format!(
        "select w.n as n, r.id as id, r.status as status, r.initiator_name as initiator_name from {} \
         join operation_runs r on r.run_identity_hash = w.hash where {} and r.workspace_id = w.workspace_id \
         order by r.completed_at, r.id",
        counted(engine, 1, "w", FIELDS, count),
        did_it(engine)
    )
}

/// The newest run but `$1` itself that has just done its work.
pub(super) fn answered_sql(engine: Engine) -> String {
    format!(
        "select r.id as id, r.status as status, r.initiator_name as initiator_name from operation_runs m \
         join operation_runs r on r.run_identity_hash = m.run_identity_hash and r.workspace_id = m.workspace_id \
         where m.id = $1 and r.id <> m.id and {} order by r.completed_at desc, r.id desc limit 1",
        did_it(engine)
    )
}

/// Takes back new runs of this very transaction.
pub(super) fn take_back_sql(ids: &str) -> String {
    format!("delete from operation_runs where id in {ids} and status = 'queued'")
}
