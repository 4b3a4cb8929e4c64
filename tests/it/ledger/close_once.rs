//! A run ends once, however many end it (L11).

use opsledger::ledger::{Closing, Failures};

use super::*;

on_both! {
    async fn l11_of_two_who_complete_at_once_one_does_and_there_is_one_audit_row(t: TestDb) {
        let lab = Lab::new(t).await;
        for n in 0..20 {
            let claim = created(lab.ensure(asked_by_ada(wish(ACME_EU, BACKUP, n)), Start::Running).await);
            let (one, two) = (lab.worker("one"), lab.worker("two"));
            let (one, two) = tokio::join!(
                tokio::spawn(async move { one.complete(&claim, Ending::succeeded()).await.unwrap() }),
                tokio::spawn(async move {
                    two.complete(&claim, Ending::failed(Failures::one("row.bad", "x"))).await.unwrap()
                }),
            );
            assert_ne!(one.unwrap(), two.unwrap());
            assert_eq!((lab.rows("audit_logs").await, lab.rows("notifications").await), (n + 1, n + 1));
        }
    }

    async fn l11_a_batch_that_names_a_run_twice_ends_it_once(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = created(lab.ensure(asked_by_ada(wish(ACME_EU, BACKUP, 1)), Start::Running).await);
        let stale = Claim { token: 0, ..claim };
        let batch = [&stale, &claim, &claim].map(|claim| Closing::of(claim, Ending::succeeded()));
        assert_eq!(lab.ledger.close_many(&batch).await.unwrap().closed, [claim.run_id]);
        assert_eq!((lab.rows("audit_logs").await, lab.rows("notifications").await), (1, 1));
    }

    async fn l10_a_batch_ends_those_that_stand_as_they_were_seen_and_leaves_the_others(t: TestDb) {
        let lab = Lab::new(t).await;
        let mut claims = Vec::new();
        for n in 0..6 {
            claims.push(lab.running(ACME_EU, BACKUP, n).await);
        }
        lab.take_over(claims[1].run_id).await;
        lab.succeed(&claims[3]).await;
        let batch: Vec<Closing> = claims.iter().rev().map(|claim| Closing::of(claim, Ending::succeeded())).collect();
        let mut closed = lab.ledger.close_many(&batch).await.unwrap().closed;
        closed.sort_unstable();
        assert_eq!(closed, [0, 2, 4, 5].map(|n: usize| claims[n].run_id));
        assert_eq!((lab.rows("audit_logs").await, lab.rows("operation_run_leases").await), (5, 1));
        assert_eq!(lab.ledger.close_many(&[]).await.unwrap().closed, Vec::<i64>::new());
    }

    async fn l10_batches_that_meet_in_opposite_orders_and_heartbeats_beside_them_make_no_deadlock(t: TestDb) {
        let lab = Lab::new(t).await;
        for round in 0..5 {
            let wishes: Vec<Request> = (0..200).map(|n| wish(ACME, SWEEP, round * 1_000 + n)).collect();
            let claims: Vec<Claim> =
                lab.ledger.ensure_many(&wishes, Start::Running).await.unwrap().into_iter().map(created).collect();
            let forward: Vec<Closing> = claims.iter().map(|claim| Closing::of(claim, Ending::succeeded())).collect();
            let backward: Vec<Closing> = forward.iter().rev().cloned().collect();
            let (one, two, beat, beat_again) = tokio::join!(
                lab.ledger.close_many(&forward),
                lab.ledger.close_many(&backward),
                lab.ledger.heartbeat(),
                lab.ledger.heartbeat(),
            );
            assert_eq!(one.unwrap().closed.len() + two.unwrap().closed.len(), 200);
            assert!(beat.is_ok() && beat_again.is_ok());
            assert_eq!(lab.rows("operation_run_leases").await, 0);
        }
    }
}
