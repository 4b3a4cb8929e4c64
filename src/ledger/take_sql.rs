//! The statements behind [`super::take`].
//!
//! `$1` is the list of seats (type, seat), `$2` now, `$3` the limit, `$4` the workspace after which to begin and `$5`
//! the worker.

use crate::db::Engine;
use crate::db::sql::{Field, ints, later, records};

/// Workspaces that one claim visits. The next claim begins after the last that was served, so all get their turn.
const VISITS: u32 = 500;

const SEATS: &[(&str, Field)] = &[("type", Field::Text), ("seat", Field::Int)];

/// What waits: in the words of `operation_runs_workspace_queue_index`, which say "queued" without its name.
const WAITS: &str = "r.tenant_id is not null and r.started_at is null and r.completed_at is null";
const COLUMNS: &str = "r.id, r.claim_token, r.workspace_id, r.tenant_id, r.type, r.attempt, r.user_id, r.initiator_name, r.context, r.scheduled_for";

/// Whether anything may wait at all.
pub(super) fn waits_sql(engine: Engine) -> String {
    format!(
        "select 1 from operation_runs r where {WAITS} and r.type in (select type from {}) \
         and (r.available_at is null or r.available_at <= $2) limit 1",
        records(engine, 1, "s", SEATS)
    )
}

/// The whole claim: choose, lock, lease, run. Seats are taken in one order: two claims that met in different orders would
/// wait for each other.
pub(super) fn postgres_sql(lease_end: &str) -> String {
    let engine = Engine::Postgres;
    format!(
        "with recursive {}, next as materialized (select r.id, r.claim_token, c.own from chosen c \
         join operation_runs r on r.id = c.id where {WAITS} order by r.id for update of r skip locked), \
         leased as (insert into operation_run_leases (run_id, worker, claim_token, expires_at, seat) \
         select id, $5, claim_token + 1, {lease_end}, own from next order by own on conflict do nothing returning run_id), \
         run as (update operation_runs r set {} from leased l where r.id = l.run_id returning {COLUMNS}) \
         select run.*, m.more from ({}) m left join run on true",
        chosen_sql(engine),
        started(engine),
        more_sql(),
    )
}

/// Whether anything that could start now was left behind. The statement does not see its own claims as such.
fn more_sql() -> String {
    format!(
        "select exists (select 1 from operation_runs r where {WAITS} and r.type in (select type from seats) \
         and (r.available_at is null or r.available_at <= $2) and r.id not in (select id from next)) as more"
    )
}

/// The first half on SQLite: who gets which seat. Whose seat is taken, or whose earlier lease is still there, is left out.
pub(super) fn leased_sql(engine: Engine, lease_end: &str) -> String {
    format!(
        "with recursive {} insert into operation_run_leases (run_id, worker, claim_token, expires_at, seat) \
         select r.id, $5, r.claim_token + 1, {lease_end}, c.own from chosen c join operation_runs r on r.id = c.id \
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

/// `chosen (id, own)`: the runs to claim, and the seat of each. The seats that are taken are read once, all of them:
/// there are as many as runs at work, and a look at each for each run that waits would cost more than the claim.
fn chosen_sql(engine: Engine) -> String {
    let waiting = waiting_sql(engine);
    format!(
        "seats as materialized (select type, seat from {seats}), \
         taken as materialized (select seat from operation_run_leases where seat is not null), {hungry}, quota as materialized ({quota}), waiting as materialized ({waiting}), \
         nth as (select w.*, row_number() over (partition by tenant_id, type order by id) as place from waiting w), \
         free as (select t.tenant_id, t.type, {seat} as own, row_number() over (partition by t.tenant_id, t.type order by s.seat) as place \
         from (select distinct tenant_id, type from waiting) t join seats s on s.type = t.type \
         where {seat} not in (select seat from taken)), \
         fit as (select n.id, n.workspace_id, f.own, row_number() over (partition by n.workspace_id order by n.id) as turn \
         from nth n join free f on f.tenant_id = n.tenant_id and f.type = n.type and f.place = n.place), \
         chosen as materialized (select id, own from fit order by turn, workspace_id <= $4, workspace_id, id limit $3)",
        seats = records(engine, 1, "s", SEATS),
        hungry = hungry_sql(engine),
        quota = quota_sql(engine),
        seat = seat("t"),
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
        walk_sql(engine, "ahead", "$4", ""),
        walk_sql(engine, "behind", "0", " and r.workspace_id <= $4"),
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
