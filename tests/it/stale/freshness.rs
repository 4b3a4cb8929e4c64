//! How far a run is to be believed: derived, never stored, and the same from a row and from the database.

use opsledger::ledger::{Failures, Filter, Freshness, Outcome, Status};
use serde_json::Value;

use super::*;
use crate::support::process::{SCHEDULER, run};

on_both! {
    async fn s8_freshness_follows_from_the_row_its_lease_and_the_time(t: TestDb) {
        use Freshness::{FreshActive, LikelyStale, ReconciledFailed, TerminalNormal};
        let mut lab = Lab::new(t).await;
        lab.ledger = lab.ledger.clone().with_lease(std::time::Duration::from_secs(86_400));
        let (beating, silent, shadow) = (lab.running(ACME_EU, SYNC, 1).await, lab.running(ACME_EU, SYNC, 2).await, lab.running(ACME_EU, SYNC, 3).await);
        let (mirror, waiting, early) = (lab.running(ACME_EU, "restore.execute", 4).await, lab.queued(ACME_EU, SYNC, 5).await, lab.queued(ACME_EU, BACKUP, 6).await);
        let slow = lab.queued(ACME_EU, "restore.execute", 7).await;
        let unknown = lab.queued(ACME_EU, SYNC, 8).await;
        lab.t
            .sql(&format!(
                "delete from operation_run_leases where run_id in ({}, {}); update operation_runs set type = 'nobody.knows' where id = {}",
                shadow.run_id, mirror.run_id, unknown.run_id
            ))
            .await;
        lose(&lab, silent.run_id).await;
        lab.pass(7_201);
        let later = created(lab.ensure(Request { available_at: Some(lab.now() + seconds(1)), ..wish(ACME_EU, SYNC, 9) }, Start::Queued).await);
        lab.t.sql(&format!("update operation_runs set updated_at = '{}' where id = {}", opsledger::clock::text(lab.now() - seconds(3_600)), early.run_id)).await;
        let (well, badly) = (lab.running(ACME_EU, BACKUP, 10).await, lab.running(ACME_EU, BACKUP, 11).await);
        lab.succeed(&well).await;
        assert_eq!(lab.ledger.complete(&badly, Ending::failed(Failures::default())).await.unwrap(), opsledger::ledger::Closed::Done);
        let (healed, failed) = (lab.running(ACME_EU, BACKUP, 12).await, lab.running(ACME_EU, BACKUP, 13).await);
        for (claim, ending) in [(healed, Ending::succeeded()), (failed, Ending::failed(Failures::default()))] {
            lab.ledger.close_many(&[opsledger::ledger::Closing::reconciled(&claim, Status::Running, ending)]).await.unwrap();
        }
        let expected = [
            (beating, FreshActive), (silent, LikelyStale), (shadow, LikelyStale), (mirror, FreshActive), (waiting, LikelyStale),
            (early, FreshActive), (slow, FreshActive), (unknown, LikelyStale), (later, FreshActive), (well, TerminalNormal),
            (badly, TerminalNormal), (healed, TerminalNormal), (failed, ReconciledFailed),
        ];
        let all = lab.ledger.runs(&Filter::default(), 100).await.unwrap();
        let seen = lab.ledger.seen(all).await.unwrap();
        for (claim, freshness) in expected {
            let seen = seen.iter().find(|seen| seen.run.id == claim.run_id).unwrap();
            assert_eq!(seen.freshness, freshness, "{seen:?}");
        }
        for freshness in [FreshActive, LikelyStale, ReconciledFailed, TerminalNormal] {
            let filter = Filter { freshness: Some(freshness), ..Filter::default() };
            let by_database: Vec<i64> = lab.ledger.runs(&filter, 100).await.unwrap().iter().map(|run| run.id).collect();
            let by_row: Vec<i64> = seen.iter().filter(|seen| seen.freshness == freshness).map(|seen| seen.run.id).collect();
            assert_eq!(by_database, by_row, "{freshness:?}");
        }
        assert_eq!(seen.iter().filter(|seen| seen.run.outcome == Outcome::Pending.as_str()).count(), 9);
    }

    async fn s8_the_commands_show_freshness_and_filter_by_it(t: TestDb) {
        let lab = Lab::new(t).await;
        let (stale, done) = (lab.running(ACME_EU, SYNC, 1).await, lab.running(ACME_EU, SYNC, 2).await);
        lose(&lab, stale.run_id).await;
        lab.succeed(&done).await;
        let listed = run(SCHEDULER, &lab.t.url, &["runs", "--freshness", "likely_stale", "--json"]).await;
        let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
        assert_eq!(listed.as_array().unwrap().len(), 1);
        assert_eq!((&listed[0]["id"], &listed[0]["freshness"]), (&json!(stale.run_id), &json!("likely_stale")));
        assert_eq!((&listed[0]["lease"]["worker"], &listed[0]["lease"]["ran_out"]), (&json!("worker-1"), &json!(true)));
        let shown = run(SCHEDULER, &lab.t.url, &["show", &done.run_id.to_string(), "--json"]).await;
        let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
        assert_eq!((&shown["freshness"], &shown["lease"]), (&json!("terminal_normal"), &Value::Null));
        let table = run(SCHEDULER, &lab.t.url, &["runs"]).await.stdout;
        assert!(table.contains("likely stale") && table.contains("terminal normal"), "{table}");
        let shown = run(SCHEDULER, &lab.t.url, &["show", &stale.run_id.to_string()]).await.stdout;
        assert!(shown.contains("likely stale") && shown.contains("worker-1"), "{shown}");
    }
}
