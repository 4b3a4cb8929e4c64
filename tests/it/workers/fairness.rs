//! Whose turn it is: the oldest first, in turn over workspaces, and no more of one tenant than its seats.

use opsledger::catalog;
use opsledger::db::Engine;
use opsledger::ledger::Beside;

use super::*;

async fn take(ledger: &Ledger, limit: u32, after: i64) -> Vec<(i64, i64)> {
    let types = [catalog::find(SYNC).unwrap(), catalog::find(BACKUP).unwrap()];
    let haul = ledger.take(&types, limit, after).await.unwrap();
    haul.taken.into_iter().map(|taken| (taken.claim.run_id, taken.claim.scope.workspace())).collect()
}

const GLOBEX_HOME: opsledger::ledger::Scope = opsledger::ledger::Scope::Tenant { workspace: 2, tenant: 3 };

on_both! {
    async fn l9_a_workspace_that_queued_a_thousand_runs_leaves_room_for_one_that_queued_two(t: TestDb) {
        let lab = Lab::new(t).await;
        let tenants = "insert into tenants (id, workspace_id, external_id, name, created_at, updated_at) values ";
        let rows: Vec<String> = (100..160).map(|n| format!("({n}, 1, 'x{n}', 'T', {{at}}, {{at}})")).collect();
        lab.t.sql(&format!("{tenants}{}", rows.join(", "))).await;
        for n in 0..1_000 {
            let scope = opsledger::ledger::Scope::Tenant { workspace: 1, tenant: 100 + n % 60 };
            lab.queued(scope, SYNC, n).await;
        }
        let late = [lab.queued(GLOBEX_HOME, SYNC, 1).await.run_id, lab.queued(GLOBEX_HOME, BACKUP, 2).await.run_id];
        let taken = take(&lab.ledger, 4, 0).await;
        let small: Vec<i64> = taken.iter().filter(|(_, workspace)| *workspace == 2).map(|(run, _)| *run).collect();
        assert_eq!(small, late, "both of the small one are among four: {taken:?}");
    }

    async fn l9_one_place_at_a_time_still_goes_around(t: TestDb) {
        let lab = Lab::new(t).await;
        let first = lab.queued(ACME_EU, SYNC, 1).await.run_id;
        lab.queued(ACME_EU, BACKUP, 2).await;
        lab.queued(ACME_US, SYNC, 3).await;
        let other = lab.queued(GLOBEX_HOME, SYNC, 4).await.run_id;
        assert_eq!(take(&lab.ledger, 1, 0).await, [(first, 1)], "the oldest");
        assert_eq!(take(&lab.ledger, 1, 1).await, [(other, 2)], "then another workspace");
        assert_eq!(take(&lab.ledger, 1, 2).await.len(), 1, "and around");
    }

    async fn a_queue_that_a_claim_can_take_is_taken_whole_and_a_longer_one_in_turn_again(t: TestDb) {
        let lab = Lab::new(t).await;
        let first = lab.queued(ACME_EU, SYNC, 1).await.run_id;
        let second = lab.queued(GLOBEX_HOME, SYNC, 2).await.run_id;
        assert_eq!(take(&lab.ledger, 2, 1).await, [(first, 1), (second, 2)], "as many as it may take");
        let backup = lab.queued(ACME_EU, BACKUP, 3).await.run_id;
        lab.queued(ACME_US, SYNC, 4).await;
        let other = lab.queued(GLOBEX_HOME, BACKUP, 5).await.run_id;
        assert_eq!(take(&lab.ledger, 2, 0).await, [(backup, 1), (other, 2)], "the oldest of each workspace");
        let left = take(&lab.ledger, 2, 0).await;
        assert_eq!((left.len(), left[0].1), (1, 1), "short again: {left:?}");
        assert_eq!(take(&lab.ledger, 2, 0).await, []);
        let last = lab.queued(ACME_US, BACKUP, 6).await.run_id;
        assert_eq!(take(&lab.ledger, 2, 1).await, [(last, 1)]);
    }

    async fn l4_of_one_tenant_a_short_queue_starts_the_oldest_that_has_a_seat(t: TestDb) {
        let lab = Lab::new(t).await;
        let runs: Vec<i64> = [lab.queued(ACME_EU, SYNC, 1).await.run_id, lab.queued(ACME_EU, SYNC, 2).await.run_id].into();
        assert_eq!(take(&lab.ledger, 10, 0).await, [(runs[0], 1)], "the oldest");
        assert_eq!(take(&lab.worker("other"), 10, 0).await, [], "its seat is taken");
    }

    async fn l4_a_tenant_has_one_run_of_a_type_at_work_and_the_others_wait(t: TestDb) {
        let lab = Lab::new(t).await;
        for n in 0..5 {
            lab.queued(ACME_EU, SYNC, n).await;
        }
        let backup = lab.queued(ACME_EU, BACKUP, 9).await.run_id;
        let us = lab.queued(ACME_US, SYNC, 10).await.run_id;
        let first = take(&lab.ledger, 100, 0).await;
        assert_eq!(first.len(), 3, "one of each tenant and type: {first:?}");
        assert!(first.contains(&(backup, 1)) && first.contains(&(us, 1)));
        assert_eq!(take(&lab.worker("other"), 100, 0).await, [], "every seat is taken");
        let claim = opsledger::ledger::Claim {
            run_id: first[0].0, token: 1, scope: ACME_EU, operation: catalog::find(SYNC).unwrap(),
        };
        lab.succeed(&claim).await;
        assert_eq!(take(&lab.ledger, 100, 0).await.len(), 1, "its seat is free for the next");
    }

    async fn a_claim_says_whether_it_left_something_behind(t: TestDb) {
        let lab = Lab::new(t).await;
        let types = [catalog::find(SYNC).unwrap()];
        let claim = async |limit: u32| {
            let haul = lab.ledger.take(&types, limit, 0).await.unwrap();
            (haul.taken.iter().map(|taken| taken.claim).collect::<Vec<_>>(), haul.more)
        };
        assert_eq!(claim(5).await, (vec![], false), "nothing waits");
        lab.queued(ACME_EU, SYNC, 1).await;
        lab.queued(ACME_EU, SYNC, 2).await;
        lab.queued(GLOBEX_HOME, SYNC, 3).await;
        lab.queued(GLOBEX_HOME, BACKUP, 4).await;
        let (first, more) = claim(1).await;
        assert_eq!((first.len(), more), (1, true), "the limit left some");
        let (second, more) = claim(5).await;
        assert_eq!((second.len(), more), (1, true), "one waits for its seat");
        for held in first.iter().chain(&second) {
            lab.succeed(held).await;
        }
        let (last, more) = claim(5).await;
        assert_eq!((last.len(), more), (1, false), "what is of another type is not meant");
    }

    async fn one_workspace_that_has_all_of_the_queue_gets_all_of_a_claim(t: TestDb) {
        let lab = Lab::new(t).await;
        let tenants = "insert into tenants (id, workspace_id, external_id, name, created_at, updated_at) values ";
        let rows: Vec<String> = (100..140).map(|n| format!("({n}, 1, 'x{n}', 'T', {{at}}, {{at}})")).collect();
        lab.t.sql(&format!("{tenants}{}", rows.join(", "))).await;
        for n in 0..40 {
            lab.queued(opsledger::ledger::Scope::Tenant { workspace: 1, tenant: 100 + n }, SYNC, n).await;
        }
        assert_eq!(take(&lab.ledger, 30, 0).await.len(), 30);
        assert_eq!(take(&lab.ledger, 30, 0).await.len(), 10);
    }

    async fn l4_the_seat_holds_however_many_claim_at_once(t: TestDb) {
        let lab = Lab::new(t).await;
        for n in 0..40 {
            lab.queued(ACME_EU, SYNC, n).await;
        }
        for _ in 0..5 {
            let claims = (0..8).map(|n| {
                let ledger = lab.worker(&format!("w{n}"));
                tokio::spawn(async move { take(&ledger, 10, 0).await })
            });
            let mut taken = Vec::new();
            for claim in claims.collect::<Vec<_>>() {
                taken.extend(claim.await.unwrap());
            }
            assert_eq!(taken.len(), 1, "{taken:?}");
            let token = lab.run(taken[0].0).await.claim_token;
            let claim = opsledger::ledger::Claim {
                run_id: taken[0].0, token, scope: ACME_EU, operation: catalog::find(SYNC).unwrap(),
            };
            lab.succeed(&claim).await;
        }
    }

    async fn a_claim_reads_besides_what_it_is_asked_to_of_each_run(t: TestDb) {
        let lab = Lab::new(t).await;
        let eu = lab.queued(ACME_EU, SYNC, 1).await.run_id;
        lab.t.sql("update tenants set status = 'archived' where id = 1").await;
        let home = lab.queued(GLOBEX_HOME, SYNC, 2).await.run_id;
        let beside = Beside {
            columns: "t.status as tenant_status",
            joins: |run| format!("left join tenants t on t.id = {run}.tenant_id"),
            read: |row| Ok(row.try_get::<String>("", "tenant_status")?),
        };
        let types = [catalog::find(SYNC).unwrap()];
        let (haul, mut read) = lab.ledger.take_beside(&types, 5, 0, beside).await.unwrap();
        assert_eq!(haul.taken.len(), 2);
        match lab.t.engine {
            Engine::Postgres => {
                assert_eq!(read.remove(&eu).as_deref(), Some("archived"));
                assert_eq!(read.remove(&home).as_deref(), Some("active"));
            }
            Engine::Sqlite => {}
        }
        assert!(read.is_empty(), "{read:?}");
    }

    async fn l4_what_was_taken_is_whole_and_leased(t: TestDb) {
        let lab = Lab::new(t).await;
        let request = with_context(asked_by_ada(wish(ACME_EU, SYNC, 1)), serde_json::json!({ "policy_id": 7 }));
        let run_id = created(lab.ensure(request, opsledger::ledger::Start::Queued).await).run_id;
        let taken = lab.ledger.take(&[catalog::find(SYNC).unwrap()], 5, 0).await.unwrap().taken.remove(0);
        assert_eq!((taken.claim.run_id, taken.claim.token, taken.attempt), (run_id, 1, 1));
        assert_eq!((taken.initiator.user_id, taken.initiator.name.as_str()), (Some(1), "Ada"));
        assert_eq!(taken.context, serde_json::json!({ "policy_id": 7 }));
        assert_eq!(lab.ledger.heartbeat().await.unwrap(), [run_id]);
        assert_eq!(lab.t.texts("select seat from operation_run_leases").await, ["policy.sync/1/1"]);
    }

    async fn l4_what_is_not_yet_available_or_of_another_type_waits(t: TestDb) {
        let lab = Lab::new(t).await;
        let later = opsledger::ledger::Request { available_at: Some(lab.now() + seconds(60)), ..wish(ACME_EU, SYNC, 1) };
        let later = created(lab.ensure(later, opsledger::ledger::Start::Queued).await).run_id;
        lab.queued(ACME_EU, "inventory.sync", 2).await;
        lab.queued(ACME, SWEEP, 3).await;
        assert_eq!(take(&lab.ledger, 10, 0).await, []);
        lab.pass(60);
        assert_eq!(take(&lab.ledger, 10, 0).await, [(later, 1)]);
    }

    async fn a_lease_that_a_repair_left_behind_keeps_no_seat_for_ever(t: TestDb) {
        let lab = Lab::new(t).await;
        let run_id = lab.queued(ACME_EU, SYNC, 1).await.run_id;
        assert_eq!(take(&lab.ledger, 1, 0).await, [(run_id, 1)]);
        lab.t.sql("update operation_runs set status = 'queued', started_at = null").await;
        assert_eq!(take(&lab.ledger, 1, 0).await, [], "its own seat is taken");
        assert_eq!(lab.ledger.drop_idle_leases().await.unwrap(), 1);
        assert_eq!(take(&lab.ledger, 1, 0).await, [(run_id, 1)]);
        assert_eq!(lab.ledger.drop_idle_leases().await.unwrap(), 0, "a lease at work stays");
    }
}
