//! Counts and failures that are written while the work goes on (L5, L6, L7).

use opsledger::ledger::{Counts, Failure, Failures};
use serde_json::json;

use super::*;

on_both! {
    async fn l6_sixteen_workers_who_count_at_once_lose_nothing(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        let workers = (0..16).map(|n| {
            let ledger = lab.worker(&format!("counter-{n}"));
            tokio::spawn(async move {
                let one = Counts::new(claim.operation, [("processed", 1), ("succeeded", 1)]);
                for _ in 0..25 {
                    assert_eq!(ledger.increment(&claim, &one).await.unwrap(), Closed::Done);
                }
            })
        });
        for worker in workers.collect::<Vec<_>>() {
            worker.await.unwrap();
        }
        assert_eq!(lab.run(claim.run_id).await.summary_counts, json!({ "processed": 400, "succeeded": 400 }));
    }

    async fn l6_the_database_holds_only_allowed_keys_with_whole_numbers_that_are_not_negative(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        let given = json!({ "total": 3, "failed": -4, "stranger": 7, "skipped": 1.5, "updated": "9", "succeeded": [1] });
        let counts = Counts::from_json(claim.operation, &given);
        assert_eq!(lab.ledger.increment(&claim, &counts).await.unwrap(), Closed::Done);
        assert_eq!(lab.ledger.increment(&claim, &counts).await.unwrap(), Closed::Done);
        assert_eq!(lab.run(claim.run_id).await.summary_counts, json!({ "failed": 0, "total": 6 }));
    }

    async fn l6_counts_of_the_final_attempt_overwrite_those_before(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        let early = Counts::new(claim.operation, [("total", 9), ("updated", 5)]);
        assert_eq!(lab.ledger.increment(&claim, &early).await.unwrap(), Closed::Done);
        let last = Counts::new(claim.operation, [("total", 2)]);
        let ending = Ending::succeeded().with_counts(&last);
        assert_eq!(lab.ledger.complete(&claim, ending).await.unwrap(), Closed::Done);
        assert_eq!(lab.run(claim.run_id).await.summary_counts, json!({ "total": 2 }));
        // An ending that says nothing about counts leaves them.
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        assert_eq!(lab.ledger.increment(&claim, &early).await.unwrap(), Closed::Done);
        lab.succeed(&claim).await;
        assert_eq!(lab.run(claim.run_id).await.summary_counts, json!({ "total": 9, "updated": 5 }));
    }

    async fn l7_failures_of_workers_who_append_at_once_are_all_there(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        let workers = (0..8).map(|n| {
            let ledger = lab.worker(&format!("reporter-{n}"));
            tokio::spawn(async move {
                for m in 0..5 {
                    let failure = vec![Failure::new("row.bad", &format!("row {n} {m}"))];
                    assert_eq!(ledger.append_failures(&claim, failure).await.unwrap(), Closed::Done);
                }
            })
        });
        for worker in workers.collect::<Vec<_>>() {
            worker.await.unwrap();
        }
        let stored = lab.run(claim.run_id).await.failure_summary;
        let mut messages: Vec<&str> = stored.as_array().unwrap().iter().map(|item| item["message"].as_str().unwrap()).collect();
        messages.sort_unstable();
        messages.dedup();
        assert_eq!(messages.len(), 40);
    }

    async fn l7_the_list_in_the_database_stays_within_its_bounds(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        for n in 0..30 {
            let nasty = format!("{n} \u{1b}[31mred\u{7}\0 password=hunter2 {}", "\u{1F4A5}".repeat(300));
            let failures = vec![Failure::new("row.bad", &nasty), Failure::new("Not A Code", "x").because("row.odd")];
            assert_eq!(lab.ledger.append_failures(&claim, failures).await.unwrap(), Closed::Done);
        }
        let stored = lab.run(claim.run_id).await.failure_summary;
        let items = stored.as_array().unwrap();
        assert!(items.len() <= 50);
        let bytes = opsledger::db::sql::json_bytes(lab.t.engine, "failure_summary");
        assert!(lab.t.count(&format!("select {bytes} from operation_runs")).await <= 16 * 1024);
        let left_out = 60 - (items.len() - 1);
        assert_eq!(items.last().unwrap()["message"], format!("{left_out} more failures were left out"));
        for item in items {
            let message = item["message"].as_str().unwrap();
            assert!(message.chars().count() <= 200 && !message.chars().any(char::is_control), "{message:?}");
            assert!(!message.contains("hunter2"), "{message}");
        }
        assert_eq!(items[1], json!({ "code": "failure.code_invalid", "reason_code": "row.odd", "message": "x" }));
    }

    async fn l7_a_run_that_succeeded_has_no_failures_and_the_others_say_why(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        let failure = vec![Failure::new("row.bad", "once, then it went well")];
        assert_eq!(lab.ledger.append_failures(&claim, failure).await.unwrap(), Closed::Done);
        lab.succeed(&claim).await;
        assert_eq!(lab.run(claim.run_id).await.failure_summary, json!([]));
        for (ending, outcome) in [
            (Ending::failed(Failures::default()), "failed"),
            (Ending::partially(Failures::default()), "partially_succeeded"),
            (Ending::blocked(Failures::default()), "blocked"),
        ] {
            let claim = lab.running(ACME_EU, BACKUP, 1).await;
            assert_eq!(lab.ledger.complete(&claim, ending).await.unwrap(), Closed::Done);
            let run = lab.run(claim.run_id).await;
            assert_eq!(run.outcome, outcome);
            assert_eq!(run.failure_summary[0]["code"], "run.unexplained");
        }
    }
}
