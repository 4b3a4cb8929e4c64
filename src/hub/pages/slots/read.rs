//! What was found of the jobs in a stretch of time. Every question is bounded: by an index over time, by the rows that it
//! may read, and by the visitor's scope.

use chrono::TimeDelta;
use sea_orm::QueryResult;

use super::jobs::{BACKUP, Job, Source};
use super::plan::{Crowd, Facts, Left, Ran, Stretch};
use crate::catalog;
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::{context_id, readable_time};
use crate::hub::view::{Answer, View};

/// The most rows that a board reads of one type, the newest first.
pub const MOST_ROWS: i64 = 100_000;

/// How long after its slot a run may be begun, for what is caught up.
const AFTER: TimeDelta = TimeDelta::hours(25);
/// A run is never begun before its slot; the list of operations allows clocks as much.
const BEFORE: TimeDelta = TimeDelta::minutes(1);

/// The answers of `question` to each spelling of a type, which it is given as a text for `=`, one after the other. Not `in`:
/// with several values and an order both engines may walk all types by time, which is long for a type that is seldom.
#[must_use]
pub fn each_spelling(operation: &str, question: impl Fn(&str) -> String) -> String {
    let one = |name: &str| format!("select * from ({}) as one", question(&format!("'{name}'")));
    match catalog::find(operation) {
        Ok(entry) => {
            entry.aliases.iter().chain([&entry.name]).map(|name| one(name)).collect::<Vec<_>>().join(" union all ")
        }
        // Of a schedule that an older program left behind. The name stands in the text, so it must be plain.
        Err(_) => {
            let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
            one(&operation.chars().filter(plain).collect::<String>())
        }
    }
}

/// The runs of a type by slot, and from where on they are all there.
///
/// # Errors
/// A database problem.
pub async fn runs(
    view: &View,
    operation: &str,
    (from, until): (Instant, Instant),
) -> Answer<(Vec<(Option<i64>, Ran)>, Option<Instant>)> {
    let sql = runs_sql(view, operation);
    let values = [(from - BEFORE).into(), (until + AFTER).into(), from.into(), until.into()];
    let rows = view.all(&sql, values).await?;
    let ran: Vec<(Option<i64>, Ran)> = rows.iter().map(ran).collect::<Answer<_>>()?;
    let is_cut = ran.iter().map(|(_, ran)| ran.runs).sum::<i64>() >= MOST_ROWS;
    let oldest = || rows.iter().filter_map(|row| row.try_get::<Instant>("", "oldest").ok()).min();
    Ok((ran, if is_cut { oldest() } else { None }))
}

/// The question of [`runs`]; a test asks the engines how they go about it.
#[must_use]
pub fn runs_sql(view: &View, operation: &str) -> String {
    let schedule =
        if operation == BACKUP { context_id(view.engine(), "r", "backup_schedule_id") } else { "null".to_owned() };
    let mine = view.scope().rows("r");
    let rows = each_spelling(operation, |name| {
        format!(
            "select r.id, r.workspace_id, r.scheduled_for, r.status, r.outcome, r.created_at, cast({schedule} as bigint) as schedule \
             from operation_runs r where r.type = {name} and r.created_at >= $1 and r.created_at < $2 \
             and r.scheduled_for >= $3 and r.scheduled_for < $4 and {mine} order by r.created_at desc limit {MOST_ROWS}"
        )
    });
    format!(
        "select g.schedule, g.scheduled_for, g.status, g.outcome, count(*) as runs, min(g.id) as one, min(g.created_at) as oldest, \
         count(*) filter (where g.workspace_id in (select w.id from workspaces w where w.status <> 'active')) as gone \
         from ({rows}) g group by g.schedule, g.scheduled_for, g.status, g.outcome"
    )
}

fn ran(row: &QueryResult) -> Answer<(Option<i64>, Ran)> {
    let ran = Ran {
        slot: row.try_get("", "scheduled_for")?,
        status: row.try_get("", "status")?,
        outcome: row.try_get("", "outcome")?,
        runs: row.try_get("", "runs")?,
        gone: row.try_get("", "gone")?,
        one: row.try_get("", "one")?,
    };
    Ok((row.try_get("", "schedule")?, ran))
}

/// The workspaces that slots of the platform's schedules left out: by key of the schedule.
///
/// # Errors
/// A database problem.
pub async fn left(view: &View, from: Instant, until: Instant) -> Answer<Vec<(String, Left)>> {
    let sql = format!(
        "select s.schedule_key, s.slot, s.reason, count(*) as left_out, max(s.blocking_run_id) as blocking, \
         count(*) filter (where s.workspace_id in (select w.id from workspaces w where w.status <> 'active')) as gone \
         from (select s.* from schedule_skips s where s.workspace_id is not null and s.slot >= $1 and s.slot < $2 and {} \
         order by s.slot desc limit {MOST_ROWS}) s group by s.schedule_key, s.slot, s.reason",
        view.scope().rows("s")
    );
    let rows = view.all(&sql, [from.into(), until.into()]).await?;
    rows.iter().map(|row| Ok((row.try_get("", "schedule_key")?, left_out(row)?))).collect()
}

fn left_out(row: &QueryResult) -> Answer<Left> {
    Ok(Left {
        slot: row.try_get("", "slot")?,
        reason: row.try_get("", "reason")?,
        count: row.try_get("", "left_out")?,
        gone: row.try_get("", "gone")?,
        blocking: row.try_get("", "blocking")?,
    })
}

/// The stretches of a platform's schedule that did not run at all.
///
/// # Errors
/// A database problem.
pub async fn stretches(view: &View, key: &str, (from, until): (Instant, Instant)) -> Answer<Vec<Stretch>> {
    // They follow each other, so those of the stretch are the last that begin before its end.
    let sql = "select s.slot, coalesce(s.slot_through, s.slot) as through, s.reason from schedule_skips s \
               where s.schedule_key = $1 and s.workspace_id is null and s.slot < $2 order by s.slot desc limit 2000";
    let rows = view.all(sql, [key.to_owned().into(), until.into()]).await?;
    let all: Vec<Stretch> = rows.iter().map(stretch).collect::<Answer<_>>()?;
    Ok(all.into_iter().filter(|stretch| stretch.through >= from).collect())
}

fn stretch(row: &QueryResult) -> Answer<Stretch> {
    Ok(Stretch {
        from: row.try_get("", "slot")?,
        through: row.try_get("", "through")?,
        reason: row.try_get("", "reason")?,
    })
}

/// The slots of backup schedules that did not run, by schedule.
///
/// # Errors
/// A database problem.
pub async fn backup_skips(view: &View, (from, until): (Instant, Instant)) -> Answer<Vec<(i64, Option<i64>, Stretch)>> {
    // The newest are read, whatever their slot: rows are written as time goes.
    let sql = format!(
        "select k.backup_schedule_id, k.blocking_run_id, k.slot, coalesce(k.slot_through, k.slot) as through, k.reason \
         from backup_schedule_skips k where {} order by k.id desc limit 5000",
        view.scope().rows("k")
    );
    let mut skips = Vec::new();
    for row in view.all(&sql, []).await? {
        let stretch = stretch(&row)?;
        if stretch.from < until && stretch.through >= from {
            skips.push((row.try_get("", "backup_schedule_id")?, row.try_get("", "blocking_run_id")?, stretch));
        }
    }
    Ok(skips)
}

/// When the backups are due that should have been queued by `now` and were not, and how many at each time.
///
/// # Errors
/// A database problem.
pub async fn overdue(view: &View, before: Instant) -> Answer<Vec<(Instant, i64)>> {
    let (engine, scope) = (view.engine(), view.scope());
    let is_on = if engine == Engine::Postgres { "s.is_enabled" } else { "s.is_enabled = 1" };
    let sql = format!(
        "select {} as slot, count(*) as late from backup_schedules s join tenants t on t.id = s.tenant_id \
         where {is_on} and s.deleted_at is null and s.next_run_at < $1 and t.status = 'active' and t.deleted_at is null and {} \
         group by s.next_run_at order by s.next_run_at desc limit 1000",
        readable_time(engine, "s.next_run_at"),
        scope.rows("s")
    );
    let rows = view.all(&sql, [before.into()]).await?;
    rows.iter().map(|row| Ok((row.try_get("", "slot")?, row.try_get("", "late")?))).collect()
}

/// How many workspaces each slot has a run in, from `from` on.
///
/// # Errors
/// A database problem.
pub async fn crowd(view: &View, from: Instant, until: Instant) -> Answer<Crowd> {
    let mine = view.scope().workspaces("w");
    let before =
        format!("select count(*) from workspaces w where w.status = 'active' and w.created_at <= $1 and {mine}");
    let came = format!(
        "select w.created_at from workspaces w where w.status = 'active' and w.created_at > $1 and w.created_at < $2 and {mine} \
         order by w.created_at limit 10000"
    );
    let before = view.count(&before, [from.into()]).await?;
    let rows = view.all(&came, [from.into(), until.into()]).await?;
    let arrivals = rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect::<Answer<_>>()?;
    Ok(Crowd { before, arrivals })
}

/// Everything that was found of `jobs` from `from` on, before `until`: in their order.
///
/// # Errors
/// A database problem.
pub async fn facts(view: &View, jobs: &[Job], (from, until): (Instant, Instant)) -> Answer<Vec<Facts>> {
    let stretch = (from, until);
    let mut all = vec![Facts::default(); jobs.len()];
    let (mut left_out, mut crowd_of, mut skipped) = (None, None, None);
    let mut types: Vec<&str> = Vec::new();
    for (n, job) in jobs.iter().enumerate() {
        if !types.contains(&job.operation.as_str()) {
            types.push(&job.operation);
            let (ran, counted_from) = runs(view, &job.operation, stretch).await?;
            share(jobs, &mut all, &job.operation, &ran, counted_from, stretch);
        }
        let facts = &mut all[n];
        if job.source == Source::Platform {
            if left_out.is_none() {
                left_out = Some(left(view, from, until).await?);
                crowd_of = Some(crowd(view, from, until).await?);
            }
            let mine = left_out.iter().flatten().filter(|(key, _)| *key == job.key);
            facts.left = mine.map(|(_, left)| left.clone()).collect();
            facts.crowd.clone_from(&crowd_of);
            facts.stretches = stretches(view, &job.key, stretch).await?;
            continue;
        }
        if skipped.is_none() {
            skipped = Some(backup_skips(view, stretch).await?);
        }
        let one = if let Source::Backup(id) = job.source { Some(id) } else { None };
        for (id, blocking, found) in skipped.iter().flatten().filter(|(id, _, _)| one.is_none_or(|one| one == *id)) {
            // A stretch of many slots of one schedule; of many schedules together its first slot stands for it.
            if one.is_some() && found.reason != "overlap" {
                facts.stretches.push(found.clone());
            } else {
                let (slot, reason) = (found.from, found.reason.clone());
                facts.left.push(Left { slot, reason, count: 1, gone: 0, blocking: *blocking });
            }
            let _ = id;
        }
    }
    Ok(all)
}

/// Gives the runs of a type to its jobs. Schedules of one type share their runs; what none of them expects is the first's.
fn share(
    jobs: &[Job],
    all: &mut [Facts],
    operation: &str,
    ran: &[(Option<i64>, Ran)],
    counted_from: Option<Instant>,
    (from, until): (Instant, Instant),
) {
    let of_type: Vec<usize> = (0..jobs.len()).filter(|n| jobs[*n].operation == operation).collect();
    let is_alone = of_type.len() == 1;
    let slots = |n: &usize| jobs[*n].expected.slots(from, until).into_iter().map(|(slot, _)| slot).collect();
    let expected: Vec<std::collections::BTreeSet<Instant>> =
        if is_alone { Vec::new() } else { of_type.iter().map(slots).collect() };
    for (at, n) in of_type.iter().enumerate() {
        all[*n].counted_from = counted_from;
        let is_mine = |(schedule, ran): &&(Option<i64>, Ran)| match jobs[*n].source {
            Source::Backup(id) => *schedule == Some(id),
            Source::Backups => true,
            Source::Platform if is_alone => true,
            Source::Platform => {
                expected[at].contains(&ran.slot) || (at == 0 && expected.iter().all(|one| !one.contains(&ran.slot)))
            }
        };
        all[*n].ran = ran.iter().filter(is_mine).map(|(_, ran)| ran.clone()).collect();
    }
}
