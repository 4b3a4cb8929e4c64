//! Create-or-find for many scopes at once (L2).

use std::collections::HashSet;

use opsledger::ledger::{Scope, Start};

use super::*;

/// Six thousand tenants of Acme, as ids from 1001 on.
async fn six_thousand(lab: &Lab) -> Vec<Request> {
    let series = match lab.t.engine {
        opsledger::db::Engine::Postgres => "generate_series(1001, 7000) as s(n)",
        opsledger::db::Engine::Sqlite => {
            "(with recursive s(n) as (select 1001 union all select n + 1 from s where n < 7000) select n from s) as s"
        }
    };
    lab.t
        .sql(&format!(
            "insert into tenants (id, workspace_id, external_id, name, created_at, updated_at) \
             select n, 1, 'many-' || n, 'Many', {{at}}, {{at}} from {series}"
        ))
        .await;
    (1001..=7000).map(|tenant| wish(Scope::Tenant { workspace: 1, tenant }, BACKUP, 1)).collect()
}

on_both! {
    async fn l2_a_batch_of_six_thousand_scopes_half_of_them_held_takes_one_statement_for_each_five_thousand(t: TestDb) {
        let lab = Lab::new(t).await;
        let wishes = six_thousand(&lab).await;
        let held: Vec<Request> = wishes.iter().step_by(2).cloned().collect();
        let first = lab.ledger.ensure_many(&held, Start::Queued).await.unwrap();
        assert_eq!(first.len(), 3_000);

        // A clock that moves at each look: all rows of one statement share an instant.
        let ticking = Ledger::new(lab.t.db.clone(), {
            let clock = Arc::clone(&lab.clock);
            Clock::from_fn(move || {
                DateTime::from_timestamp_micros(clock.fetch_add(1_000_000, Ordering::Relaxed)).expect("an instant")
            })
        }, "worker-2");
        lab.pass(60);
        let since = lab.now();
        let answers = ticking.ensure_many(&wishes, Start::Running).await.unwrap();
        assert_eq!(answers.len(), 6_000);
        for (n, (answer, wish)) in answers.iter().zip(&wishes).enumerate() {
            match answer {
                Ensured::Created(claim) => assert!(n % 2 == 1 && claim.scope == wish.scope && claim.token == 1),
                Ensured::Existing(holder) => {
                    let Ensured::Created(holding) = &first[n / 2] else { panic!("{n}") };
                    assert!(n % 2 == 0 && holder.run_id == holding.run_id);
                }
            }
        }
        assert_eq!(lab.rows("operation_runs").await, 6_000);
        assert_eq!(lab.rows("operation_run_leases").await, 3_000);
        let statements = format!(
            "select count(distinct created_at) from operation_runs where created_at >= '{}'",
            opsledger::clock::text(since)
        );
        assert_eq!(lab.t.count(&statements).await, 2);
        // And once more: all are held, none is made.
        let again = ticking.ensure_many(&wishes, Start::Running).await.unwrap();
        assert!(again.iter().all(|answer| matches!(answer, Ensured::Existing(_))));
        assert_eq!(lab.rows("operation_runs").await, 6_000);
    }

    async fn l2_of_equal_requests_in_one_batch_the_first_takes_the_run_and_the_others_find_it(t: TestDb) {
        let lab = Lab::new(t).await;
        let batch = [wish(ACME, SWEEP, 1), wish(ACME_EU, SWEEP, 1), wish(ACME, SWEEP, 1), wish(ACME_EU, SWEEP, 1)];
        let answers = lab.ledger.ensure_many(&batch, Start::Running).await.unwrap();
        let [one, two, three, four] = <[Ensured; 4]>::try_from(answers).unwrap();
        assert_eq!(created(one).run_id, existing(three).run_id);
        assert_eq!(created(two).run_id, existing(four).run_id);
        assert_eq!((lab.rows("operation_runs").await, lab.rows("operation_run_leases").await), (2, 2));
    }

    async fn l2_in_one_batch_a_slot_that_was_had_does_not_take_the_run_of_the_next_slot(t: TestDb) {
        let lab = Lab::new(t).await;
        let slot = |text: &str| Request { scheduled_for: Some(at(text)), ..wish(ACME, SWEEP, 1) };
        let (eight, nine) = (slot("2026-11-20T08:00:00Z"), slot("2026-11-20T09:00:00Z"));
        let had = created(lab.ensure(eight.clone(), Start::Running).await);
        lab.succeed(&had).await;
        let answers = lab.ledger.ensure_many(&[eight, nine], Start::Running).await.unwrap();
        let [eight, nine] = <[Ensured; 2]>::try_from(answers).unwrap();
        assert_eq!(existing(eight).run_id, had.run_id);
        let next = created(nine);
        assert_eq!(lab.run(next.run_id).await.scheduled_for, Some(at("2026-11-20T09:00:00Z")));
    }

    async fn l2_an_empty_batch_is_no_work(t: TestDb) {
        let lab = Lab::new(t).await;
        assert_eq!(lab.ledger.ensure_many(&[], Start::Running).await.unwrap(), []);
    }

    async fn l2_batches_that_meet_in_opposite_orders_share_the_work_without_a_deadlock(t: TestDb) {
        let lab = Lab::new(t).await;
        for round in 0..10 {
            let forward: Vec<Request> = (0..300).map(|n| wish(ACME, SWEEP, round * 1_000 + n)).collect();
            let backward: Vec<Request> = forward.iter().rev().cloned().collect();
            let (one, two) = tokio::join!(
                lab.ledger.ensure_many(&forward, Start::Running),
                lab.ledger.ensure_many(&backward, Start::Running)
            );
            let made: Vec<i64> = one.unwrap().into_iter().chain(two.unwrap()).filter_map(|answer| match answer {
                Ensured::Created(claim) => Some(claim.run_id),
                Ensured::Existing(_) => None,
            }).collect();
            assert_eq!(made.len(), 300);
            assert_eq!(made.iter().collect::<HashSet<_>>().len(), 300);
        }
    }
}
