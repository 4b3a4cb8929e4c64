//! Work that answers for a while after it ended: `ensure_cooled`.

use std::collections::HashSet;
use std::sync::Mutex;

use opsledger::catalog::{OPERATIONS, Operation};
use opsledger::db::Engine;
use opsledger::ledger::cooldown::ANSWERED_BY;
use opsledger::ledger::{Cooled, Failures};
use sea_orm::{ConnectionTrait, Statement};

use super::*;

const MINUTE: std::time::Duration = std::time::Duration::from_secs(60);
const FETCH: &str = "assignments.fetch";

async fn cooled(lab: &Lab, n: i64) -> Cooled {
    lab.ledger.ensure_cooled(wish(ACME_EU, FETCH, n)).await.expect("ask")
}

async fn new(lab: &Lab, n: i64) -> Claim {
    match cooled(lab, n).await {
        Cooled::Created(claim) => claim,
        other => panic!("{other:?}"),
    }
}

/// Claims the only queued run and ends it.
async fn ends(lab: &Lab, ending: Ending) -> i64 {
    let claim = lab.ledger.claim_next(&[FETCH]).await.unwrap().expect("one is queued");
    assert_eq!(lab.ledger.complete(&claim, ending).await.unwrap(), Closed::Done);
    claim.run_id
}

on_both! {
    async fn a_run_that_did_the_work_answers_until_its_cooldown_is_over(t: TestDb) {
        let lab = Lab::new(t).await;
        let first = new(&lab, 1).await.run_id;
        assert!(matches!(cooled(&lab, 1).await, Cooled::Existing(holder) if holder.run_id == first));
        lab.pass(60);
        assert_eq!(ends(&lab, Ending::succeeded()).await, first);
        lab.pass(15 * 60 - 1);
        assert!(matches!(cooled(&lab, 1).await, Cooled::Recent(holder) if holder.run_id == first));
        assert!(matches!(cooled(&lab, 2).await, Cooled::Created(_)), "other work is other work");
        lab.pass(1);
        let second = new(&lab, 1).await.run_id;
        assert!(matches!(cooled(&lab, 1).await, Cooled::Existing(holder) if holder.run_id == second));
        assert_eq!(lab.rows("operation_runs").await, 3);
    }

    async fn only_a_run_that_did_the_work_answers(t: TestDb) {
        let lab = Lab::new(t).await;
        let failed = || Failures::one("assignments.fetch_failed", "It did not work");
        for left_undone in [
            Ending::failed(failed()),
            Ending::blocked(failed()),
            Ending::succeeded().with_context(json!({ "dispatch": { ANSWERED_BY: 7 } })),
        ] {
            new(&lab, 1).await;
            ends(&lab, left_undone).await;
            lab.pass(1);
        }
        new(&lab, 1).await;
        let partial = ends(&lab, Ending::partially(failed())).await;
        assert!(matches!(cooled(&lab, 1).await, Cooled::Recent(holder) if holder.run_id == partial));
    }

    async fn a_type_without_a_cooldown_and_another_tenant_are_not_answered_for(t: TestDb) {
        let lab = Lab::new(t).await;
        for (scope, operation) in [(ACME_EU, "policy.sync"), (ACME_US, FETCH)] {
            let ask = || lab.ledger.ensure_cooled(wish(scope, operation, 1));
            assert!(matches!(ask().await.unwrap(), Cooled::Created(_)));
            let claim = lab.ledger.claim_next(&[operation]).await.unwrap().unwrap();
            lab.succeed(&claim).await;
        }
        assert!(matches!(cooled(&lab, 1).await, Cooled::Created(_)));
        assert!(matches!(lab.ledger.ensure_cooled(wish(ACME_EU, "policy.sync", 1)).await.unwrap(), Cooled::Created(_)));
    }

    async fn a_type_of_a_host_may_have_a_cooldown_too(t: TestDb) {
        let lab = Lab::new(t).await;
        let like = catalog::find("policy.sync").unwrap();
        let host: &Operation = Box::leak(Box::new(Operation { name: "host.cooled", cooldown: Some(MINUTE), ..*like }));
        let ask = || async { lab.ledger.ensure_cooled(Request::new(ACME_EU, host, json!({}))).await.unwrap() };
        let Cooled::Created(claim) = ask().await else { panic!("a new one") };
        lab.t
            .sql(
                "update operation_runs set status = 'completed', outcome = 'succeeded', started_at = created_at, \
                 completed_at = created_at",
            )
            .await;
        assert!(matches!(ask().await, Cooled::Recent(holder) if holder.run_id == claim.run_id));
        lab.pass(60);
        assert!(matches!(ask().await, Cooled::Created(_)));
    }

    async fn many_requests_are_answered_in_their_order_each_by_its_own_run(t: TestDb) {
        let lab = Lab::new(t).await;
        new(&lab, 1).await;
        let done = ends(&lab, Ending::succeeded()).await;
        let waiting = new(&lab, 2).await.run_id;
        let requests = [3, 1, 2, 3].map(|n| wish(ACME_EU, FETCH, n));
        let answers = lab.ledger.ensure_cooled_many(&requests).await.unwrap();
        let [Cooled::Created(made), Cooled::Recent(recent), Cooled::Existing(active), Cooled::Existing(same)] = &answers[..]
        else {
            panic!("{answers:?}")
        };
        assert_eq!((recent.run_id, active.run_id, same.run_id), (done, waiting, made.run_id));
    }

    async fn a_run_that_began_and_ended_between_look_and_insert_is_still_seen(t: TestDb) {
        let lab = Lab::new(t).await;
        // What another process is about to commit: its insert holds up ours, and then it is no longer active.
        let hash = new(&lab, 1).await;
        let hash = lab.run(hash.run_id).await.run_identity_hash;
        lab.t.sql("delete from operation_runs").await;
        let other = lab.t.again().await;
        let tx = other.db.begin().await.unwrap();
        let sql = format!(
            "insert into operation_runs (id, workspace_id, tenant_id, initiator_name, type, run_identity_hash, created_at, updated_at) \
             values (900, 1, 1, 'System', '{FETCH}', '{hash}', '2026-11-20T09:59:00+00:00', '2026-11-20T09:59:00+00:00')"
        );
        tx.execute_unprepared(&sql).await.unwrap();
        let asking = tokio::spawn({
            let ledger = lab.ledger.clone();
            async move { ledger.ensure_cooled(wish(ACME_EU, FETCH, 1)).await }
        });
        if lab.t.engine == Engine::Postgres {
            let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
            crate::support::process::eventually("the insert waits", async || other.count(waits).await == 1).await;
        }
        let done = "update operation_runs set status = 'completed', outcome = 'succeeded', \
                    started_at = '2026-11-20T09:59:00+00:00', completed_at = '2026-11-20T10:00:00+00:00' where id = 900";
        tx.execute_unprepared(done).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(asking.await.unwrap().unwrap(), Cooled::Recent(holder) if holder.run_id == 900));
        assert_eq!(lab.rows("operation_runs").await, 1, "the one too many was taken back");
    }

    async fn many_who_ask_while_the_run_begins_and_ends_get_one_run(t: TestDb) {
        let lab = Lab::new(t).await;
        for n in 0..20 {
            let asking: Vec<_> = (0..8)
                .map(|worker| {
                    let ledger = lab.worker(&format!("worker-{worker}"));
                    tokio::spawn(async move {
                        let mut seen = HashSet::new();
                        for _ in 0..8 {
                            seen.insert(ledger.ensure_cooled(wish(ACME_EU, FETCH, n)).await.unwrap().run_id());
                            if let Some(claim) = ledger.claim_next(&[FETCH]).await.unwrap() {
                                assert_eq!(ledger.complete(&claim, Ending::succeeded()).await.unwrap(), Closed::Done);
                            }
                        }
                        seen
                    })
                })
                .collect();
            let mut seen = HashSet::new();
            for asked in asking {
                seen.extend(asked.await.unwrap());
            }
            assert_eq!(seen.len(), 1, "work {n} was done by {seen:?}");
        }
        assert_eq!(lab.rows("operation_runs").await, 20);
    }

    async fn a_run_is_told_of_another_that_has_just_done_its_work(t: TestDb) {
        let lab = Lab::new(t).await;
        new(&lab, 1).await;
        let done = ends(&lab, Ending::succeeded()).await;
        // By a door that knows of no cooldown.
        let late = lab.running(ACME_EU, FETCH, 1).await;
        assert_eq!(lab.ledger.answered_by(&late).await.unwrap().map(|holder| holder.run_id), Some(done));
        lab.pass(15 * 60);
        assert_eq!(lab.ledger.answered_by(&late).await.unwrap(), None);
        lab.succeed(&late).await;
        assert_eq!(lab.ledger.answered_by(&late).await.unwrap(), None, "it does not answer for itself");
    }

    async fn the_look_is_one_at_an_index_that_knows_each_type_with_a_cooldown(t: TestDb) {
        let cooled: Vec<&str> = OPERATIONS.iter().filter(|entry| entry.cooldown.is_some()).map(|entry| entry.name).collect();
        let definition = match t.engine {
            Engine::Sqlite => "select sql from sqlite_master where name = 'operation_runs_cooldown_index'",
            Engine::Postgres => "select pg_get_indexdef('operation_runs_cooldown_index'::regclass)",
        };
        let definition = t.text(definition).await;
        assert!(!cooled.is_empty());
        for entry in OPERATIONS {
            assert_eq!(definition.contains(&format!("'{}'", entry.name)), cooled.contains(&entry.name), "{definition}");
        }
    }

    async fn a_request_that_is_answered_costs_two_looks_by_index_and_no_write(t: TestDb) {
        let lab = Lab::new(t).await;
        new(&lab, 1).await;
        ends(&lab, Ending::succeeded()).await;
        let sent: Arc<Mutex<Vec<Statement>>> = Arc::default();
        let seen = Arc::clone(&sent);
        let db = lab.t.db.clone().watched(move |info| seen.lock().unwrap().push(info.statement.clone()));
        let ledger = Ledger::new(db, shared(&lab.clock), "watched");
        assert!(matches!(ledger.ensure_cooled(wish(ACME_EU, FETCH, 1)).await.unwrap(), Cooled::Recent(_)));
        let sent = sent.lock().unwrap().clone();
        assert_eq!(sent.len(), 2, "{sent:?}");
        let look = sent.into_iter().find(|statement| statement.sql.contains("'completed'")).unwrap();
        let plan = explained(&lab.t, look).await;
        assert!(plan.contains("operation_runs_cooldown_index"), "{plan}");
    }
}

/// How the engine would go about it if the table were large.
async fn explained(t: &TestDb, look: Statement) -> String {
    let tx = t.db.begin().await.unwrap();
    let words = match t.engine {
        Engine::Sqlite => "explain query plan ",
        Engine::Postgres => {
            tx.execute_unprepared("set local enable_seqscan = off").await.unwrap();
            "explain "
        }
    };
    let column = if t.engine == Engine::Sqlite { 3 } else { 0 };
    let lines = tx.query_all_raw(Statement { sql: format!("{words}{}", look.sql), ..look }).await.unwrap();
    lines.iter().map(|line| line.try_get_by_index::<String>(column).unwrap()).collect::<Vec<_>>().join("\n")
}
