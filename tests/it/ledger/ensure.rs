//! Create-or-find (L2) over a stable identity (L3), and a run that begins running (L4).

use opsledger::ledger::{Initiator, Scope, Start, Status};
use serde_json::json;

use super::*;

on_both! {
    async fn l2_an_identity_held_by_an_active_run_is_returned_with_its_initiator_untouched(t: TestDb) {
        let lab = Lab::new(t).await;
        let first = created(lab.ensure(asked_by_ada(wish(ACME_EU, BACKUP, 1)), Start::Queued).await);
        let before = lab.run(first.run_id).await;
        lab.pass(5);
        let second = existing(lab.ensure(wish(ACME_EU, BACKUP, 1), Start::Running).await);
        assert_eq!(second, Holder { run_id: first.run_id, status: Status::Queued, initiator_name: "Ada".into() });
        assert_eq!(lab.run(first.run_id).await, before);
        assert_eq!((before.user_id, before.initiator_name.as_str()), (Some(1), "Ada"));
        assert_eq!(lab.rows("operation_runs").await, 1);
        assert_eq!(lab.rows("operation_run_leases").await, 0, "no lease for a run that is not ours");
    }

    async fn l2_the_thirtieth_request_on_one_connection_finds_what_the_first_made(t: TestDb) {
        let lab = Lab::new(t).await;
        // A prepared statement gets a generic plan after five uses; bound predicates would then stop matching.
        for scope in [ACME, ACME_EU] {
            let first = lab.running(scope, SWEEP, 1).await;
            for _ in 0..30 {
                assert_eq!(existing(lab.ensure(wish(scope, SWEEP, 1), Start::Running).await).run_id, first.run_id);
            }
            for n in 2..32 {
                lab.running(scope, SWEEP, n).await;
            }
        }
        assert_eq!(lab.rows("operation_runs").await, 62);
    }

    async fn l2_an_identity_is_free_again_when_its_run_has_ended(t: TestDb) {
        let lab = Lab::new(t).await;
        for scope in [ACME, ACME_EU] {
            let first = lab.running(scope, SWEEP, 1).await;
            lab.succeed(&first).await;
            let second = lab.running(scope, SWEEP, 1).await;
            assert_ne!(first.run_id, second.run_id);
            assert_eq!(lab.run(first.run_id).await.run_identity_hash, lab.run(second.run_id).await.run_identity_hash);
        }
    }

    async fn l2_every_part_of_the_identity_makes_different_work(t: TestDb) {
        let lab = Lab::new(t).await;
        for scope in [ACME, GLOBEX, ACME_EU, ACME_US] {
            for operation in [SWEEP, "ops.prune_operation_runs"] {
                for n in [1, 2] {
                    lab.queued(scope, operation, n).await;
                }
            }
        }
        assert_eq!(lab.rows("operation_runs").await, 16);
    }

    async fn l2_a_slot_runs_once_even_when_its_run_has_long_ended(t: TestDb) {
        let lab = Lab::new(t).await;
        for scope in [ACME, ACME_EU] {
            let slot = |hour| Request {
                scheduled_for: Some(at(&format!("2026-11-20T0{hour}:00:00Z"))),
                ..wish(scope, SWEEP, 1)
            };
            let first = created(lab.ensure(slot(8), Start::Running).await);
            lab.succeed(&first).await;
            let late = existing(lab.ensure(slot(8), Start::Running).await);
            assert_eq!((late.run_id, late.status), (first.run_id, Status::Completed));
            let next = created(lab.ensure(slot(9), Start::Running).await);
            // The next slot holds the identity now; the answer about the old slot still names the old run.
            assert_eq!(existing(lab.ensure(slot(8), Start::Running).await).run_id, first.run_id);
            assert_eq!(existing(lab.ensure(slot(7), Start::Running).await).run_id, next.run_id);
            assert_eq!(lab.run(next.run_id).await.scheduled_for, Some(at("2026-11-20T09:00:00Z")));
        }
    }

    async fn l2_a_slot_is_a_whole_second_and_what_is_finer_is_the_same_slot(t: TestDb) {
        let lab = Lab::new(t).await;
        let slot = |text| Request { scheduled_for: Some(at(text)), ..wish(ACME, SWEEP, 1) };
        let first = created(lab.ensure(slot("2026-11-20T08:00:00.123456789Z"), Start::Running).await);
        lab.succeed(&first).await;
        assert_eq!(
            existing(lab.ensure(slot("2026-11-20T08:00:00.123456Z"), Start::Running).await).run_id,
            first.run_id
        );
    }

    async fn l2_a_tenant_of_another_workspace_is_refused_and_nothing_is_written(t: TestDb) {
        let lab = Lab::new(t).await;
        let stray = wish(Scope::Tenant { workspace: 2, tenant: 1 }, BACKUP, 1);
        for start in [Start::Queued, Start::Running] {
            let good = wish(ACME_EU, BACKUP, 1);
            let problem = lab.ledger.ensure_many(&[good, stray.clone()], start).await.unwrap_err();
            assert_eq!(problem.code, "db.refused", "{problem}");
        }
        assert_eq!((lab.rows("operation_runs").await, lab.rows("operation_run_leases").await), (0, 0));
        lab.running(ACME_EU, BACKUP, 1).await;
    }

    async fn l3_an_identity_with_a_float_is_refused_and_nothing_is_written(t: TestDb) {
        let lab = Lab::new(t).await;
        for identity in [json!({ "ratio": 0.5 }), json!({ "deep": [{ "x": 1e3 }] }), json!(["no object"])] {
            let request = Request { identity, ..wish(ACME, SWEEP, 1) };
            let problem = lab.ledger.ensure(request, Start::Queued).await.unwrap_err();
            assert_eq!(problem.code, "ledger.identity_invalid");
        }
        assert_eq!(lab.rows("operation_runs").await, 0);
    }

    async fn l4_a_run_that_begins_running_has_its_first_attempt_token_and_lease(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        let run = lab.run(claim.run_id).await;
        assert_eq!((claim.token, run.claim_token, run.attempt, run.status.as_str()), (1, 1, 1, "running"));
        assert_eq!((run.started_at, run.created_at, run.completed_at), (Some(lab.now()), lab.now(), None));
        assert_eq!((run.workspace_id, run.tenant_id, run.outcome.as_str()), (1, Some(1), "pending"));
        let lease = format!(
            "select count(*) from operation_run_leases where run_id = {} and worker = 'worker-1' and claim_token = 1",
            claim.run_id
        );
        assert_eq!(lab.t.count(&lease).await, 1);
        assert_eq!(lab.ledger.heartbeat().await.unwrap(), [claim.run_id]);
    }

    async fn l4_a_run_that_waits_has_neither_attempt_nor_lease(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.queued(ACME, SWEEP, 1).await;
        let run = lab.run(claim.run_id).await;
        assert_eq!((run.status.as_str(), run.attempt, run.claim_token, run.started_at), ("queued", 0, 0, None));
        assert_eq!(lab.rows("operation_run_leases").await, 0);
    }

    async fn an_initiator_name_that_one_engine_cannot_store_is_made_storable_for_both(t: TestDb) {
        let lab = Lab::new(t).await;
        let request = Request { initiator: Initiator::user(1, "A\0da"), ..wish(ACME, SWEEP, 1) };
        let claim = created(lab.ensure(request, Start::Queued).await);
        assert_eq!(lab.run(claim.run_id).await.initiator_name, "A\u{fffd}da");
    }

    async fn an_initiator_who_does_not_exist_is_refused(t: TestDb) {
        let lab = Lab::new(t).await;
        let request = Request { initiator: Initiator::user(99, "Nobody"), ..wish(ACME, SWEEP, 1) };
        assert_eq!(lab.ledger.ensure(request, Start::Running).await.unwrap_err().code, "db.refused");
        assert_eq!(lab.rows("operation_runs").await, 0);
    }
}
