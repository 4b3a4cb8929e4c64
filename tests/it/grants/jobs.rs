//! The scheduler at work under its own role: what it does for its owner it does here.

use std::time::Duration;

use opsledger::clock::Clock;
use opsledger::grants::roles::Role;
use opsledger::jobs::assignments::dispatch_fetch;
use opsledger::ledger::Ledger;
use opsledger::ledger::prune::Age;
use opsledger::seeding::{self, NotProduction, Options};
use serde_json::Value;

use super::*;
use crate::assignments::{Site, fetch as to_fetch, summary};
use crate::backups::run::Yard;
use crate::support::process::{SCHEDULER, eventually, run};
use crate::support::running::Running;
use crate::support::staff::as_jobs;
use crate::tick::Clockwork;

/// A database with drift in it, as the seed makes it.
async fn drifted() -> TestDb {
    let t = postgres().await;
    let ledger = Ledger::new(t.db.clone(), Clock::system(), "seed");
    let mut options = Options::new(NotProduction::check(&t.url, None, None).unwrap());
    options.as_of = Some("2026-03-29T01:30:00Z".parse().unwrap());
    seeding::apply(&ledger, &seeding::scenario::load("incident").unwrap(), options).await.unwrap();
    t
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_of_the_scheduler_does_as_its_own_role_what_it_does_as_the_owner() {
    let (t, free) = (drifted().await, drifted().await);
    let roles = t.staff().await;
    let url = t.url_as(&roles, Role::Jobs);
    let commands: [&[&str]; 9] = [
        &["once", "ops.reconcile_adapter_runs", "--dry-run", "--json"],
        &["once", "ops.reconcile_adapter_runs", "--json"],
        &["once", "ops.reconcile_adapter_runs", "--json"],
        &["once", "ops.reconcile_stale_runs", "--json"],
        &["once", "ops.dispatch_backup_schedules", "--json"],
        &["once", "ops.prune_operation_runs", "--guard-share", "100", "--json"],
        &["doctor", "--json"],
        &["skips", "--json"],
        &["jobs", "--json"],
    ];
    for command in commands {
        let [as_jobs, as_owner] = [run(SCHEDULER, &url, command).await, run(SCHEDULER, &free.url, command).await];
        assert_eq!(as_jobs.code, as_owner.code, "{command:?}\n{as_jobs:?}\n{as_owner:?}");
        let said = |text: &str| -> Value {
            let said: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
            // Without times and ids: the two databases were made one after the other.
            if said.get("totals").is_some() {
                serde_json::json!([said["totals"], said["pruned"], said["mismatches"]])
            } else {
                said
            }
        };
        if command[0] != "skips" {
            assert_eq!(said(&as_jobs.stdout), said(&as_owner.stdout), "{command:?}");
        }
    }
    let left = "select count(*) from operation_runs where status <> 'completed'";
    assert_eq!(t.count(left).await, free.count(left).await);
    let pruned = "select count(*) from audit_logs where action = 'operation_runs.pruned'";
    assert!(t.count(pruned).await > 0, "what the function did is in the log");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scheduler_that_runs_settles_its_slots_and_sweeps_as_its_own_role() {
    let t = drifted().await;
    let roles = t.staff().await;
    let dir = crate::support::scratch::directory("staff");
    let file = dir.path().join("opsledger.toml");
    std::fs::write(&file, "[schedules.\"ops.reconcile_stale_runs\"]\ncron = \"* * * * * *\"\n").unwrap();
    let file = file.display().to_string();
    let url = t.url_as(&roles, Role::Jobs);
    let mut scheduler = Running::start(SCHEDULER, &["run", "--config", &file], &[("DATABASE_URL", &url)]);
    let ended = "select count(*) from operation_runs where type = 'ops.reconcile_stale_runs' and outcome = 'succeeded' \
                 and scheduled_for is not null";
    eventually("slots are settled", async || t.count(ended).await >= 2).await;
    // An operator of the same role.
    for command in [["pause", "ops.reconcile_stale_runs"], ["resume", "ops.reconcile_stale_runs"]] {
        let done = run(SCHEDULER, &url, &[command[0], command[1], "--by", "ada"]).await;
        assert_eq!(done.code, Some(0), "{done:?}");
    }
    scheduler.signal("TERM");
    assert_eq!(scheduler.ends_within(Duration::from_secs(40)).await, Some(0), "{}", scheduler.output());
    assert!(!scheduler.output().contains("permission denied"), "{}", scheduler.output());
    assert_eq!(t.count("select count(*) from operation_run_leases").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_do_the_work_of_tenants_as_the_schedulers_role() {
    as_jobs(async {
        let site = Site::new(postgres().await).await;
        dispatch_fetch(&site.lab.ledger, &to_fetch(1)).await.unwrap();
        let (_, run) = site.works_off().await;
        assert_eq!(summary(&run), "succeeded 1/1/1/0/0");
        site.lab.pass(3_600);
        let yard = Yard::new(postgres().await).await;
        assert_eq!(yard.backs_up().await.outcome, "succeeded");
        let who = "select usename::text from pg_stat_activity where datname = current_database() and usename like '%ops_jobs' limit 1";
        assert_eq!(yard.lab.t.texts(who).await.len(), 1, "it was the role that worked");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slots_overlap_are_owed_and_run_as_the_schedulers_role() {
    as_jobs(async {
        let mut all = Clockwork::new(postgres().await, crate::tick::declared("* * * * *", "queue_one", "all")).await;
        all.tick_after(60).await;
        all.tick_after(60).await;
        // The slot that overlapped is owed, so its row goes when it runs.
        assert_eq!(all.lab.rows("schedule_skips").await, 2);
        all.work().await;
        all.lab.pass(1);
        all.ticker.tick(&all.lab.ledger).await.unwrap();
        assert_eq!(all.lab.rows("schedule_skips").await, 0);
        assert_eq!(all.story(60).await, ["run", "run"]);
    })
    .await;
}

/// Runs 1 to 4: long ended, ended yesterday, open, and long ended but referred to.
async fn history(t: &TestDb) {
    t.sql(
        "insert into workspaces (id, external_id, slug, name, created_at, updated_at) values (1, 'w', 'acme', 'Acme', {at}, {at});
         insert into tenants (id, workspace_id, external_id, name, created_at, updated_at) values (1, 1, 't', 'T', {at}, {at});
         insert into operation_runs (id, workspace_id, initiator_name, type, status, outcome, run_identity_hash, started_at,
             completed_at, created_at, updated_at)
         select id, 1, 'ops', 'policy.sync', 'completed', 'succeeded', 'h' || id, ended, ended, ended, ended from
             (values (1, now() - interval '400 days'), (2, now() - interval '1 day'), (4, now() - interval '400 days')) v(id, ended);
         insert into operation_runs (id, workspace_id, initiator_name, type, run_identity_hash, created_at, updated_at)
         values (3, 1, 'ops', 'policy.sync', 'h3', now() - interval '400 days', now() - interval '400 days');
         insert into backup_sets (id, workspace_id, tenant_id, operation_run_id, name, status, created_at, updated_at) values
             (1, 1, 1, 4, 'S', 'completed', {at}, {at});",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_function_of_retention_deletes_old_ended_runs_and_nothing_else_and_says_so() {
    let t = postgres().await;
    history(&t).await;
    let roles = t.staff().await;
    let jobs = t.open_as(&roles, Role::Jobs, 1).await;
    for kept in ["array[2]", "array[3]", "array[1, 2]", "array[1, 3]"] {
        let words = answer(&jobs, &format!("select opsledger_prune_runs({kept})")).await.unwrap_err();
        assert!(words.contains("ledger.run_is_kept"), "{kept}: {words}");
    }
    let words = answer(&jobs, "select opsledger_prune_runs(array[1, 4])").await.unwrap_err();
    assert!(words.contains("foreign key"), "a record leans on it: {words}");
    assert_eq!(t.count("select count(*) from operation_runs").await, 4, "a refusal takes nothing away");

    answer(&jobs, "select opsledger_prune_runs(array[1, 77])").await.unwrap();
    assert_eq!(t.texts("select id::text from operation_runs order by id").await, ["2", "3", "4"]);
    let line =
        "select format('%s %s %s %s', workspace_id, actor_name, summary, metadata ->> 'first_id') from audit_logs";
    let expected = format!("1 {} 1 operations were deleted at the end of their retention 1", roles.name(Role::Jobs));
    assert_eq!(t.texts(line).await, [expected]);

    // Its owner could do no more if the function forgot to ask: row level security asks again.
    let as_owner = |sql: &str| format!("set local role {}; {sql}", roles.name(Role::Retention));
    let tx = t.db.begin().await.unwrap();
    tx.execute_unprepared(&as_owner("delete from operation_runs where id in (2, 3)")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(t.count("select count(*) from operation_runs").await, 3);
    // Nor does a schema that somebody puts before ours change what it means.
    answer(
        &jobs,
        "create temp table operation_runs (id bigint, status text, completed_at timestamptz, workspace_id bigint)",
    )
    .await
    .unwrap();
    answer(&jobs, "insert into pg_temp.operation_runs values (3, 'completed', '2000-01-01', 1)").await.unwrap();
    let words = answer(&jobs, "set search_path = pg_temp, public; select public.opsledger_prune_runs(array[3])")
        .await
        .unwrap_err();
    assert!(words.contains("ledger.run_is_kept"), "{words}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pruning_goes_by_the_function_where_the_role_may_not_delete_and_is_refused_where_there_is_none() {
    let t = postgres().await;
    history(&t).await;
    let roles = t.staff().await;
    let ledger = Ledger::new(t.open_as(&roles, Role::Jobs, 2).await, Clock::system(), "jobs");
    let age = |days: u64| Age { now: ledger.now(), older_than: Some(Duration::from_secs(days * 86_400)) };
    let delete = async |ids: &[i64], age: Age| {
        let tx = ledger.db().begin().await.unwrap();
        let gone = ledger.delete_in(&tx, ids, age).await;
        match gone {
            Ok(gone) => tx.commit().await.map(|()| gone).map_err(Into::into),
            Err(problem) => Err(problem),
        }
    };
    // What is asked for and may not go is refused, so that a person hears of it.
    assert_eq!(delete(&[2], age(0)).await.unwrap_err().code, "db.refused");
    assert_eq!(delete(&[1, 2, 3, 4], age(30)).await.unwrap(), [1]);
    t.sql("drop function opsledger_prune_runs(bigint[])").await;
    let problem = delete(&[1], age(30)).await.unwrap_err();
    assert_eq!(problem.code, "ledger.delete_refused");
    assert!(problem.next.contains("scheduler grants --apply"), "{}", problem.next);
}
