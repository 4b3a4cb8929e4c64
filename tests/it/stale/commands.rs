//! What an operator sees: exit codes, the plan, and options that a type does not take.

use serde_json::Value;

use super::batch::refuse_run;
use super::*;
use crate::support::process::{Finished, SCHEDULER, run};

async fn once(lab: &Lab, args: &[&str]) -> Finished {
    run(SCHEDULER, &lab.t.url, &[&["once", SWEEP], args].concat()).await
}

/// A run that has waited since long ago, whatever the clock of this machine says.
async fn stale(lab: &Lab, n: i64) -> i64 {
    let id = lab.queued(ACME_EU, SYNC, n).await.run_id;
    let then = "2020-01-01T00:00:00+00:00";
    lab.t.sql(&format!("update operation_runs set created_at = '{then}', updated_at = '{then}' where id = {id}")).await;
    id
}

on_both! {
    async fn s8_a_dry_run_shows_what_the_sweep_then_does_and_writes_nothing(t: TestDb) {
        let lab = Lab::new(t).await;
        let waiting = stale(&lab, 1).await;
        let lost = lab.running(ACME_EU, SYNC, 2).await;
        lose(&lab, lost.run_id).await;
        let before = (picture(&lab).await, lab.rows("operation_runs").await);
        let plan = once(&lab, &["--dry-run", "--json"]).await;
        assert_eq!((plan.code, plan.stderr.as_str()), (Some(0), ""));
        let plan: Value = serde_json::from_str(&plan.stdout).unwrap();
        assert_eq!(plan["recovered"], json!({ "run.never_started": 1, "run.requeued": 1 }));
        assert_eq!((picture(&lab).await, lab.rows("operation_runs").await), before);
        let table = once(&lab, &["--dry-run"]).await.stdout;
        assert!(table.contains(&format!("Operation #{waiting}: No worker took the operation")) && table.contains("nothing was written"), "{table}");
        let done = once(&lab, &["--json"]).await;
        assert_eq!(done.code, Some(0), "{done:?}");
        let done: Value = serde_json::from_str(&done.stdout).unwrap();
        assert_eq!((&done["recovered"], &done["totals"]["succeeded"]), (&plan["recovered"], &json!(2)));
        let again = once(&lab, &[]).await;
        assert!(again.code == Some(0) && again.stdout.contains("Nothing to recover"), "{again:?}");
    }

    async fn s8_a_dry_run_spares_leases_that_would_get_grace(t: TestDb) {
        let lab = Lab::new(t).await;
        for n in 0..3 {
            let claim = super::grace::held(&lab, n, ACME_EU, SYNC).await;
            lab.let_lease_run_out(claim.run_id).await;
        }
        let plan: Value = serde_json::from_str(&once(&lab, &["--dry-run", "--json"]).await.stdout).unwrap();
        assert_eq!(plan["recovered"], json!({ "run.leases_expired_together": 3 }));
    }

    async fn s8_the_exit_code_says_how_the_sweep_ended(t: TestDb) {
        let lab = Lab::new(t).await;
        let refused = stale(&lab, 1).await;
        stale(&lab, 2).await;
        refuse_run(&lab.t, refused).await;
        let partial = once(&lab, &[]).await;
        assert!(partial.code == Some(1) && partial.stdout.contains("reconcile.row_refused"), "{partial:?}");
        let holder = Ledger::new(lab.t.db.clone(), opsledger::clock::Clock::system(), "holder");
        let operation = catalog::find(SWEEP).unwrap();
        for scope in [ACME, GLOBEX] {
            holder.ensure(Request::new(scope, operation, json!({})), Start::Running).await.unwrap();
        }
        assert_eq!(once(&lab, &[]).await.code, Some(3));
    }

    async fn an_option_that_a_type_does_not_take_is_refused_before_anything_is_written(t: TestDb) {
        let lab = Lab::new(t).await;
        for (operation, args) in [
            (SWEEP, &["--older-than", "1h"][..]),
            (SWEEP, &["--confirm"]),
            (RECONCILE, &["--guard-share", "50%"]),
            ("ops.prune_operation_runs", &["--tenant", "t1"]),
            ("ops.prune_operation_runs", &["--limit", "5"]),
        ] {
            let refused = run(SCHEDULER, &lab.t.url, &[&["once", operation], args].concat()).await;
            assert_eq!(refused.code, Some(2), "{refused:?}");
            assert!(refused.stderr.contains("error[option.not_for_this_type]") && refused.stderr.contains(args[0]), "{}", refused.stderr);
        }
        assert_eq!(lab.rows("operation_runs").await, 0);
    }
}
