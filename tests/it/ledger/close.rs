//! The end of a run: run, lease, audit row and notification, together or not at all (L10, L11).

use opsledger::db::Engine;
use opsledger::ledger::{Closing, Counts, Failures};
use serde_json::json;

use super::*;

async fn text(lab: &Lab, sql: &str) -> String {
    lab.t.text(sql).await
}

/// Makes the database refuse any new row of `table`.
async fn refuse(lab: &Lab, table: &str) {
    lab.t
        .sql(&match lab.t.engine {
            Engine::Sqlite => {
                format!("create trigger refuse_{table} before insert on {table} begin select raise(abort, 'no constraint'); end")
            }
            Engine::Postgres => format!(
                "create function refuse_{table}() returns trigger language plpgsql as $$ begin raise exception 'no constraint'; end $$; \
                 create trigger refuse_{table} before insert on {table} for each row execute function refuse_{table}()"
            ),
        })
        .await;
}

on_both! {
    async fn l11_a_completion_writes_run_lease_audit_row_and_notification(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = created(lab.ensure(asked_by_ada(wish(ACME_EU, BACKUP, 1)), Start::Running).await);
        lab.pass(90);
        let counts = Counts::new(claim.operation, [("total", 2), ("processed", 2), ("succeeded", 1), ("failed", 1)]);
        let ending = Ending::partially(Failures::one("row.bad", "One row")).with_counts(&counts);
        assert_eq!(lab.ledger.complete(&claim, ending).await.unwrap(), Closed::Done);

        let run = lab.run(claim.run_id).await;
        assert_eq!((run.status.as_str(), run.outcome.as_str()), ("completed", "partially_succeeded"));
        assert_eq!((run.completed_at, run.updated_at, run.reconciled_at), (Some(lab.now()), lab.now(), None));
        assert_eq!(lab.rows("operation_run_leases").await, 0);

        let audit = text(
            &lab,
            "select workspace_id || ' ' || tenant_id || ' ' || actor_type || ' ' || actor_id || ' ' || actor_name || ' ' || \
             action || ' ' || resource_type || ' ' || outcome || ': ' || summary from audit_logs",
        )
        .await;
        assert_eq!(
            audit,
            "1 1 human 1 Ada operation_run.completed operation_run partial: Add policies to a backup ended: partially succeeded"
        );
        let metadata: Value = serde_json::from_str(&text(&lab, "select cast(metadata as text) from audit_logs").await).unwrap();
        assert_eq!(
            metadata,
            json!({ "type": BACKUP, "outcome": "partially_succeeded", "attempt": 1, "counts": run.summary_counts, "reconciled": false })
        );
        assert_eq!(lab.t.count("select resource_id from audit_logs").await, claim.run_id);

        let notice: Value = serde_json::from_str(&text(&lab, "select cast(data as text) from notifications").await).unwrap();
        assert_eq!(
            notice,
            json!({
                "tenant_id": 1, "operation_run_id": claim.run_id, "type": BACKUP, "outcome": "partially_succeeded",
                "counts": run.summary_counts, "failure": { "code": "row.bad", "message": "One row" },
            })
        );
    }

    async fn l11_only_types_that_the_catalog_marks_are_audited_and_only_people_are_told(t: TestDb) {
        let lab = Lab::new(t).await;
        for (n, (operation, by_ada)) in [(SWEEP, false), (SWEEP, true), (BACKUP, false), (BACKUP, true)].into_iter().enumerate() {
            let scope = if operation == SWEEP { ACME } else { ACME_EU };
            let request = wish(scope, operation, n as i64);
            let request = if by_ada { asked_by_ada(request) } else { request };
            let claim = created(lab.ensure(request, Start::Running).await);
            lab.succeed(&claim).await;
            let audited = format!("select count(*) from audit_logs where resource_id = {}", claim.run_id);
            assert_eq!(lab.t.count(&audited).await, i64::from(operation == BACKUP));
            let told = format!("select count(*) from notifications where operation_run_id = {}", claim.run_id);
            assert_eq!(lab.t.count(&told).await, i64::from(by_ada));
        }
    }

    async fn l11_when_the_audit_row_is_refused_the_run_goes_on_running(t: TestDb) {
        let lab = Lab::new(t).await;
        for table in ["audit_logs", "notifications"] {
            let claim = created(lab.ensure(asked_by_ada(wish(ACME_EU, BACKUP, 1)), Start::Running).await);
            let bystander = lab.running(ACME, SWEEP, 1).await;
            let before = lab.run(claim.run_id).await;
            refuse(&lab, table).await;
            assert_eq!(lab.ledger.complete(&claim, Ending::succeeded()).await.unwrap_err().code, "db.refused");
            let both = [Closing::of(&bystander, Ending::succeeded()), Closing::of(&claim, Ending::succeeded())];
            assert!(lab.ledger.close_many(&both).await.is_err());
            assert_eq!(lab.run(claim.run_id).await, before);
            assert_eq!(lab.run(bystander.run_id).await.status, "running", "a batch ends whole or not at all");
            assert_eq!((lab.rows("audit_logs").await, lab.rows("notifications").await), (0, 0));
            assert_eq!(lab.rows("operation_run_leases").await, 2);
            assert_eq!(lab.ledger.heartbeat().await.unwrap().len(), 2);
            let on = if lab.t.engine == Engine::Postgres { format!(" on {table}") } else { String::new() };
            lab.t.sql(&format!("drop trigger refuse_{table}{on}")).await;
            let sql = "update operation_runs set claim_token = 9; delete from operation_run_leases; \
                       update operation_runs set status = 'completed', outcome = 'blocked', completed_at = started_at";
            lab.t.sql(sql).await;
        }
    }

    async fn l11_a_run_that_was_reconciled_says_so_in_its_audit_row(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        lab.let_lease_run_out(claim.run_id).await;
        assert_eq!(lab.ledger.release_lost(claim.operation).await.unwrap(), [claim.run_id]);
        let metadata: Value = serde_json::from_str(&text(&lab, "select cast(metadata as text) from audit_logs").await).unwrap();
        assert_eq!((&metadata["reconciled"], &metadata["outcome"]), (&json!(true), &json!("failed")));
    }

    async fn l10_a_clock_that_goes_backward_gives_no_negative_duration(t: TestDb) {
        let lab = Lab::new(t).await;
        let created_at = lab.now();
        let running = lab.running(ACME_EU, BACKUP, 1).await;
        let queued = lab.queued(ACME, SWEEP, 1).await;
        lab.pass(-3_600);
        let claims = lab.ledger.claim_queued(&[SWEEP], 1).await.unwrap();
        assert_eq!(claims[0].run_id, queued.run_id);
        assert_eq!(lab.run(queued.run_id).await.started_at, Some(created_at));
        let counts = Counts::new(running.operation, [("total", 1)]);
        assert_eq!(lab.ledger.increment(&running, &counts).await.unwrap(), Closed::Done);
        for claim in [running, claims[0]] {
            lab.succeed(&claim).await;
            let run = lab.run(claim.run_id).await;
            assert_eq!((run.started_at, run.completed_at), (Some(created_at), Some(created_at)));
            assert_eq!(run.updated_at, created_at);
        }
    }

    async fn an_ending_may_know_better_when_it_was(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME, SWEEP, 1).await;
        let begun = lab.now();
        lab.pass(600);
        let ending = Ending::succeeded().at(Some(begun + seconds(30)));
        assert_eq!(lab.ledger.complete(&claim, ending).await.unwrap(), Closed::Done);
        let run = lab.run(claim.run_id).await;
        assert_eq!((run.completed_at, run.updated_at), (Some(begun + seconds(30)), lab.now()));
        let claim = lab.running(ACME, SWEEP, 1).await;
        let ending = Ending::succeeded().at(Some(begun));
        assert_eq!(lab.ledger.complete(&claim, ending).await.unwrap(), Closed::Done);
        assert_eq!(lab.run(claim.run_id).await.completed_at, Some(lab.now()), "not before it began");
    }
}
