//! The statements behind [`super::take`].
//!
//! `$1` is the list of seats (type, seat), `$2` now, `$3` the limit, `$4` the worker and `$5` the workspace after which to
//! begin.
//!
//! On PostgreSQL there are two claims. While no more waits than the claim may take, whose turn it is needs no asking: all
//! of it is taken that has a seat ([`quick_sql`]). Only a longer queue is walked from workspace to workspace
//! ([`fair_sql`]), which costs as much again. Both say whether the queue was longer than the limit (`crowded`), for the
//! next claim.

use crate::db::Engine;
use crate::db::sql::{Field, ints, later, records};

/// Workspaces that one claim visits. The next claim begins after the last that was served, so all get their turn.
const VISITS: u32 = 500;

const SEATS: &[(&str, Field)] = &[("type", Field::Text), ("seat", Field::Int)];

/// What waits: in the words of `operation_runs_workspace_queue_index`, which say "queued" without its name.
const WAITS: &str = "r.tenant_id is not null and r.started_at is null and r.completed_at is null";
const COLUMNS: &str = "r.id, r.claim_token, r.workspace_id, r.tenant_id, r.type, r.attempt, r.user_id, r.initiator_name, r.context, r.scheduled_for";

/// The seats that are taken are read once, all of them: there are as many as runs at work, and a look at each for each run
/// that waits would cost more than the claim.
const TAKEN: &str = "taken as materialized (select seat from operation_run_leases where seat is not null)";

/// Whether anything may wait at all.
pub(super) fn waits_sql(engine: Engine) -> String {
    format!(
        "select 1 from operation_runs r where {WAITS} and r.type in (select type from {}) \
         and (r.available_at is null or r.available_at <= $2) limit 1",
        records(engine, 1, "s", SEATS)
    )
}

/// The whole claim: choose, lock, lease, run. `columns` of `joins` to `run` are read besides.
pub(super) fn fair_sql(lease_end: &str, columns: &str, joins: &str) -> String {
    let engine = Engine::Postgres;
    format!(
        "with recursive {}, {}, few as (select 1 from operation_runs r where {WAITS} limit $3 + 1) \
         select run.*, q.*{columns} from (select ({}) as more, (select count(*) from few) > $3 as crowded) q \
         left join run on true {joins}",
        chosen_sql(engine),
        taken_sql(engine, lease_end),
        more_sql(),
    )
}

/// The same while no more than the limit waits; else it takes nothing.
pub(super) fn quick_sql(lease_end: &str, columns: &str, joins: &str) -> String {
    let engine = Engine::Postgres;
    format!(
        "with seats as materialized (select type, seat from {seats}), {TAKEN}, \
         few as materialized (select r.id, r.workspace_id, r.tenant_id, r.type, r.available_at is null or r.available_at <= $2 as is_due \
         from operation_runs r where {WAITS} order by r.workspace_id, r.id limit $3 + 1), \
         waiting as materialized (select * from few where is_due and (select count(*) from few) <= $3), \
         chosen as materialized ({seated}), {taken} \
         select run.*, q.*{columns} from (select exists (select 1 from few where is_due and type in (select type from seats) \
         and id not in (select id from next)) as more, (select count(*) from few) > $3 as crowded) q \
         left join run on true {joins}",
        seats = records(engine, 1, "s", SEATS),
        seated = seated_sql("id, own"),
        taken = taken_sql(engine, lease_end),
    )
}

/// Locks, leases and starts what was chosen. Seats are taken in one order: two claims that met in different orders would
/// wait for each other. That a run still waits is asked in other words than the queue's index has: read by that index, the
/// whole queue would be gone through for each run that was chosen.
fn taken_sql(engine: Engine, lease_end: &str) -> String {
    format!(
        "next as materialized (select r.id, r.claim_token, c.own from chosen c join operation_runs r on r.id = c.id \
         where coalesce(r.started_at, r.completed_at) is null order by r.id for update of r skip locked), \
         leased as (insert into operation_run_leases (run_id, worker, claim_token, expires_at, seat) \
         select id, $4, claim_token + 1, {lease_end}, own from next order by own on conflict do nothing returning run_id), \
         run as (update operation_runs r set {} from leased l where r.id = l.run_id returning {COLUMNS})",
        started(engine),
    )
}

/// Whether anything that could start now was left behind. The statement does not see its own claims as such.
fn more_sql() -> String {
    format!(
        "select exists (select 1 from operation_runs r where {WAITS} and r.type in (select type from seats) \
         and (r.available_at is null or r.available_at <= $2) and r.id not in (select id from next))"
    )
}

/// The first half on SQLite: who gets which seat. Whose seat is taken, or whose earlier lease is still there, is left out.
pub(super) fn leased_sql(engine: Engine, lease_end: &str) -> String {
    format!(
        "with recursive {} insert into operation_run_leases (run_id, worker, claim_token, expires_at, seat) \
         select r.id, $4, r.claim_token + 1, {lease_end}, c.own from chosen c join operation_runs r on r.id = c.id \
         where true on conflict do nothing returning run_id",
        chosen_sql(engine)
    )
}

/// The second half on SQLite: `$1` is the list of runs, `$2` now.
pub(super) fn run_sql(engine: Engine) -> String {
    format!(
        "update operation_runs as r set {} where r.id in {} returning {}",
        started(engine),
        ints(engine, 1),
        COLUMNS.replace("r.", "")
    )
}

fn started(engine: Engine) -> String {
    format!(
        "status = 'running', attempt = r.attempt + 1, claim_token = r.claim_token + 1, started_at = {}, updated_at = {}",
        later(engine, "$2", "r.created_at"),
        later(engine, "$2", "r.updated_at"),
    )
}

/// `chosen (id, own)`: the runs to claim, and the seat of each.
fn chosen_sql(engine: Engine) -> String {
    let waiting = waiting_sql(engine);
    format!(
        "seats as materialized (select type, seat from {seats}), {TAKEN}, {hungry}, quota as materialized ({quota}), waiting as materialized ({waiting}), \
         fit as ({seated}), \
         chosen as materialized (select id, own from fit order by turn, workspace_id <= $5, workspace_id, id limit $3)",
        seats = records(engine, 1, "s", SEATS),
        hungry = hungry_sql(engine),
        quota = quota_sql(engine),
        seated = seated_sql("id, workspace_id, own, row_number() over (partition by workspace_id order by id) as turn"),
    )
}

/// Who of `waiting` gets which of the seats that are not `taken`: of a tenant and type the oldest the first, and so on. Both
/// are counted over their pairs; a join of two counts was done anew for each row where the planner believed in one.
fn seated_sql(columns: &str) -> String {
    let own = seat("w");
    format!(
        "select {columns} from (select w.*, {own} as own, \
         dense_rank() over (partition by w.tenant_id, w.type order by w.id) as place, \
         dense_rank() over (partition by w.tenant_id, w.type order by s.seat) as nth \
         from waiting w join seats s on s.type = w.type where {own} not in (select seat from taken)) p where place = nth"
    )
}

/// From workspace to workspace by the index, never through all that one of them has queued: those `after`, then the
/// others, as two walks.
fn walk_sql(engine: Engine, name: &str, after: &str, up_to: &str) -> String {
    let next = |after: &str| {
        format!(
            "select r.workspace_id from operation_runs r where {WAITS} and r.workspace_id > {after}{up_to} \
             order by r.workspace_id limit 1"
        )
    };
    let (first, step) = (next(after), next("h.workspace_id"));
    let limit = if engine == Engine::Sqlite { format!(" limit {VISITS}") } else { String::new() };
    format!(
        "{name}(workspace_id) as (select * from ({first}) f union all select ({step}) from {name} h \
         where h.workspace_id is not null{limit})"
    )
}

fn hungry_sql(engine: Engine) -> String {
    format!(
        "{}, {}, hungry as (select * from (select workspace_id from ahead where workspace_id is not null limit {VISITS}) a \
         union all select * from (select workspace_id from behind where workspace_id is not null limit {VISITS}) b)",
        walk_sql(engine, "ahead", "$5", ""),
        walk_sql(engine, "behind", "0", " and r.workspace_id <= $5"),
    )
}

/// How many of one workspace are looked at: its share of the claim and as much again, for some have less than theirs. Who
/// has more than that gets it with the next claim, which follows at once.
fn quota_sql(engine: Engine) -> String {
    let (least, greatest) = if engine == Engine::Postgres { ("least", "greatest") } else { ("min", "max") };
    format!("select {least}($3, 2 * $3 / {greatest}(count(*), 1) + 1) as most from hungry")
}

/// The oldest of each workspace that could have a seat. The free seats are counted and not joined: a join would first
/// read all that the workspace has queued.
fn waiting_sql(engine: Engine) -> String {
    let oldest = |columns: &str| {
        format!(
            "select {columns} from operation_runs r where {WAITS} and r.workspace_id = h.workspace_id \
             and (r.available_at is null or r.available_at <= $2) and (select count(*) from seats s where s.type = r.type \
             and {} not in (select seat from taken)) > 0 order by r.id limit (select most from quota)",
            seat("r")
        )
    };
    match engine {
        Engine::Postgres => format!(
            "select q.* from hungry h cross join lateral ({}) q",
            oldest("r.id, r.workspace_id, r.tenant_id, r.type")
        ),
        Engine::Sqlite => format!(
            "select q.id, q.workspace_id, q.tenant_id, q.type from hungry h \
             join operation_runs q on q.id in ({})",
            oldest("r.id")
        ),
    }
}

fn seat(of: &str) -> String {
    format!("{of}.type || '/' || {of}.tenant_id || '/' || s.seat")
}
