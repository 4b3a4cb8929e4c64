//! The end of retention on a server where the scheduler may not delete: one function of the database that does, with
//! rights of its own (L1: what writes `operation_runs` stands in this room, also when the database is what runs it).
//!
//! The function takes ids, deletes those runs, and writes a line in the audit log for each workspace. It refuses all of
//! them when one is open, or ended too short a while ago; its owner has no other right than this one, and row level
//! security holds the owner to the same border. So whoever gets hold of the scheduler's credentials cannot make the
//! last days disappear, nor anything else without a trace.

use std::time::Duration;

/// What the function is called.
pub const FUNCTION: &str = "opsledger_prune_runs";

/// What ended so recently stays, whoever asks: a day less than the shortest retention of the catalog, so that clocks
/// that disagree refuse nothing.
pub const SHORTEST: Duration = Duration::from_secs(6 * 24 * 3600);

/// The condition that a run may go, as SQL over its columns.
#[must_use]
pub fn may_go() -> String {
    format!("status = 'completed' and completed_at < now() - interval '{} seconds'", SHORTEST.as_secs())
}

/// Makes the function in `schema`. Whose rights it has is said by who owns it.
#[must_use]
pub fn function(schema: &str) -> String {
    let may_go = may_go();
    format!(
        "create or replace function {schema}.{FUNCTION}(run_ids bigint[]) returns setof bigint
language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if exists (select from {schema}.operation_runs where id = any (run_ids) and not coalesce({may_go}, false)) then
        raise exception 'ledger.run_is_kept' using errcode = 'integrity_constraint_violation',
            detail = 'a run that is open, or ended within the last days, is not deleted';
    end if;
    return query
        with gone as (
            delete from {schema}.operation_runs where id = any (run_ids) and {may_go} returning id, workspace_id
        ), told as (
            insert into {schema}.audit_logs (workspace_id, actor_type, actor_name, action, resource_type, resource_id,
                outcome, summary, metadata, recorded_at)
            select workspace_id, 'scheduled', session_user, 'operation_runs.pruned', 'workspace', workspace_id, 'info',
                count(*) || ' operations were deleted at the end of their retention',
                jsonb_build_object('count', count(*), 'first_id', min(id), 'last_id', max(id)), now()
            from gone group by workspace_id
        )
        select id from gone;
end $$;
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::OPERATIONS;

    #[test]
    fn the_function_keeps_nothing_that_the_catalog_lets_go() {
        let shortest = OPERATIONS.iter().map(|operation| operation.idle_retention.min(operation.retention)).min();
        assert!(SHORTEST < shortest.expect("there are types"));
    }
}
