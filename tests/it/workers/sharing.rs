//! Callers at the same time share commits, and each is answered for its own run only.

use opsledger::ledger::{Closed, Ending, Ensured, Start};

use super::*;

on_both! {
    async fn l2_a_hundred_callers_of_one_identity_get_one_run(t: TestDb) {
        let lab = Lab::new(t).await;
        let asked = (0..100).map(|n| lab.ledger.ensure(wish(ACME_EU, SYNC, n % 4), Start::Queued));
        let answers: Vec<Ensured> = futures::future::join_all(asked).await.into_iter().map(Result::unwrap).collect();
        let made = answers.iter().filter(|answer| matches!(answer, Ensured::Created(_))).count();
        assert_eq!((made, lab.rows("operation_runs").await), (4, 4));
        for (n, answer) in answers.iter().enumerate() {
            let run_id = match answer {
                Ensured::Created(claim) => claim.run_id,
                Ensured::Existing(holder) => holder.run_id,
            };
            let same = match &answers[n % 4] {
                Ensured::Created(claim) => claim.run_id,
                Ensured::Existing(holder) => holder.run_id,
            };
            assert_eq!(run_id, same, "caller {n}");
        }
    }

    async fn l2_a_request_that_the_database_refuses_costs_the_others_nothing(t: TestDb) {
        let lab = Lab::new(t).await;
        let foreign = opsledger::ledger::Scope::Tenant { workspace: 2, tenant: 1 };
        let asked = (0..10).map(|n| {
            lab.ledger.ensure(wish(if n == 6 { foreign } else { ACME_EU }, SYNC, n), Start::Queued)
        });
        let answers = futures::future::join_all(asked).await;
        for (n, answer) in answers.iter().enumerate() {
            assert_eq!(answer.is_err(), n == 6, "caller {n}: {answer:?}");
        }
        assert_eq!(lab.rows("operation_runs").await, 9);
    }

    async fn l5_of_two_ends_of_one_run_at_the_same_time_one_counts(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        let stale = opsledger::ledger::Claim { token: claim.token - 1, ..claim };
        let (first, second, late) = tokio::join!(
            lab.ledger.complete(&claim, Ending::succeeded()),
            lab.ledger.complete(&claim, Ending::succeeded()),
            lab.ledger.complete(&stale, Ending::succeeded()),
        );
        let done = [first.unwrap(), second.unwrap()].iter().filter(|closed| **closed == Closed::Done).count();
        assert_eq!((done, late.unwrap()), (1, Closed::LostClaim));
        assert_eq!(lab.rows("audit_logs").await, 1);
    }

    async fn l4_every_caller_claims_a_run_of_its_own(t: TestDb) {
        let lab = Lab::new(t).await;
        for n in 0..20 {
            lab.queued(ACME_EU, SYNC, n).await;
        }
        let asked = (0..30).map(|_| lab.ledger.claim_next(&[SYNC]));
        let claims: Vec<i64> =
            futures::future::join_all(asked).await.into_iter().filter_map(|claim| claim.unwrap()).map(|claim| claim.run_id).collect();
        let different: std::collections::HashSet<&i64> = claims.iter().collect();
        assert_eq!((claims.len(), different.len()), (20, 20));
    }

    async fn l9_a_hand_over_that_fails_ends_the_run_and_tells_the_caller(t: TestDb) {
        let lab = Lab::new(t).await;
        let refuse = async |_: &opsledger::ledger::Claim| {
            Err(opsledger::problem::Problem::work("broker.gone", "the broker at amqp://app:hunter22@mq is gone"))
        };
        let problem = lab.ledger.dispatch_or_fail(wish(ACME_EU, SYNC, 1), refuse).await.unwrap_err();
        assert_eq!(problem.code, "queue.dispatch_failed");
        let run = lab.run(1).await;
        assert_eq!((run.status.as_str(), run.outcome.as_str()), ("completed", "failed"));
        assert_eq!(run.failure_summary[0]["code"], "queue.dispatch_failed");
        assert_eq!(run.failure_summary[0]["reason_code"], "broker.gone");
        assert!(!run.failure_summary.to_string().contains("hunter22"));
        let taken = async |_: &opsledger::ledger::Claim| Ok(());
        let again = lab.ledger.dispatch_or_fail(wish(ACME_EU, SYNC, 1), taken).await.unwrap();
        assert!(matches!(again, Ensured::Created(_)), "its identity is free again");
    }
}
