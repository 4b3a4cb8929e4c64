//! Claiming what waits (L4) and keeping it.

use std::collections::HashSet;

use super::*;

/// As a recovery that queues a run again will leave it.
async fn queue_again(lab: &Lab, run_id: i64) {
    lab.t.sql(&format!("update operation_runs set status = 'queued', started_at = null where id = {run_id}")).await;
}

on_both! {
    async fn l4_runs_are_claimed_oldest_first_and_only_those_of_the_types_asked_for(t: TestDb) {
        let lab = Lab::new(t).await;
        let mut sweeps = Vec::new();
        for n in 0..5 {
            sweeps.push(lab.queued(ACME, SWEEP, n).await.run_id);
            lab.queued(ACME_EU, BACKUP, n).await;
        }
        let claims = lab.ledger.claim_queued(&[SWEEP], 3).await.unwrap();
        assert_eq!(claims.iter().map(|claim| claim.run_id).collect::<Vec<_>>(), sweeps[..3]);
        let claims = lab.ledger.claim_queued(&[SWEEP, BACKUP], 100).await.unwrap();
        assert_eq!(claims.len(), 7);
        assert!(claims.is_sorted_by_key(|claim| claim.run_id));
        assert_eq!(lab.ledger.claim_queued(&[SWEEP, BACKUP], 100).await.unwrap(), []);
    }

    async fn l4_a_claim_sets_running_start_attempt_token_and_lease_together(t: TestDb) {
        let lab = Lab::new(t).await;
        let queued = lab.queued(ACME_EU, BACKUP, 1).await;
        lab.pass(30);
        let claims = lab.ledger.claim_queued(&[BACKUP], 1).await.unwrap();
        assert_eq!((claims[0].run_id, claims[0].token, claims[0].scope), (queued.run_id, 1, ACME_EU));
        let run = lab.run(queued.run_id).await;
        assert_eq!((run.status.as_str(), run.attempt, run.claim_token), ("running", 1, 1));
        assert_eq!((run.started_at, run.updated_at), (Some(lab.now()), lab.now()));
        assert_eq!(lab.ledger.heartbeat().await.unwrap(), [queued.run_id]);
    }

    async fn l4_a_run_waits_until_it_is_available(t: TestDb) {
        let lab = Lab::new(t).await;
        let later = Request { available_at: Some(lab.now() + seconds(60)), ..wish(ACME, SWEEP, 1) };
        let run_id = created(lab.ensure(later, Start::Queued).await).run_id;
        lab.pass(59);
        assert_eq!(lab.ledger.claim_queued(&[SWEEP], 1).await.unwrap(), []);
        lab.pass(1);
        assert_eq!(lab.ledger.claim_queued(&[SWEEP], 1).await.unwrap()[0].run_id, run_id);
    }

    async fn l4_attempt_and_token_grow_at_every_claim(t: TestDb) {
        let lab = Lab::new(t).await;
        let run_id = lab.queued(ACME, SWEEP, 1).await.run_id;
        for attempt in 1..=3 {
            let claims = lab.ledger.claim_queued(&[SWEEP], 1).await.unwrap();
            assert_eq!((claims[0].run_id, claims[0].token), (run_id, i64::from(attempt)));
            assert_eq!(lab.run(run_id).await.attempt, attempt);
            // The lease of the earlier claim is still there, and must not stand in the way of the next.
            queue_again(&lab, run_id).await;
        }
        assert_eq!(lab.t.count("select claim_token from operation_run_leases").await, 3);
    }

    async fn l4_claimers_who_ask_at_once_get_different_runs(t: TestDb) {
        let lab = Lab::new(t).await;
        for n in 0..100 {
            lab.queued(ACME, SWEEP, n).await;
        }
        let claimers = (0..4).map(|n| lab.worker(&format!("claimer-{n}"))).map(|ledger| {
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let claims = ledger.claim_queued(&[SWEEP], 3).await.unwrap();
                    assert!(claims.len() <= 3, "{} were claimed and three asked for", claims.len());
                    if claims.is_empty() {
                        return mine;
                    }
                    mine.extend(claims.into_iter().map(|claim| claim.run_id));
                }
            })
        });
        let claimed: Vec<i64> =
            futures::future::join_all(claimers).await.into_iter().flat_map(|mine| mine.unwrap()).collect();
        // One who skips what others hold may see nothing while they hold it all; then it is the last who claims.
        assert_eq!(claimed.len(), 100);
        assert_eq!(claimed.iter().collect::<HashSet<_>>().len(), 100);
        assert_eq!(lab.t.count("select count(*) from operation_runs where attempt = 1 and status = 'running'").await, 100);
    }

    async fn a_type_that_nobody_declared_is_refused_before_anything_is_claimed(t: TestDb) {
        let lab = Lab::new(t).await;
        let run_id = lab.queued(ACME, SWEEP, 1).await.run_id;
        lab.t.sql("update operation_runs set type = 'nobody.knows'").await;
        let problem = lab.ledger.claim_queued(&["nobody.knows"], 1).await.unwrap_err();
        assert_eq!(problem.code, "operation.unknown");
        assert_eq!(lab.run(run_id).await.status, "queued");
    }

    async fn l5_a_heartbeat_renews_what_is_still_ours_and_loses_what_was_taken_over(t: TestDb) {
        let lab = Lab::new(t).await;
        let mine = lab.running(ACME, SWEEP, 1).await.run_id;
        let taken = lab.running(ACME, SWEEP, 2).await.run_id;
        let ended = lab.running(ACME, SWEEP, 3).await;
        created(lab.worker("worker-2").ensure(wish(ACME, SWEEP, 4), Start::Running).await.unwrap());
        for run_id in [mine, taken] {
            lab.let_lease_run_out(run_id).await;
        }
        lab.take_over(taken).await;
        lab.succeed(&ended).await;
        assert_eq!(lab.ledger.heartbeat().await.unwrap(), [mine]);
        let expired = "select count(*) from operation_run_leases where expires_at = {at}";
        assert_eq!(lab.t.count(expired).await, 1, "only the one that was taken over ran out");
        assert_eq!(lab.t.count(&format!("{expired} and run_id = {taken}")).await, 1);
        assert_eq!(lab.worker("nobody").heartbeat().await.unwrap(), Vec::<i64>::new());
    }
}
