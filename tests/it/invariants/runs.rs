//! Identity, slot, state, lease, and the line in the audit log (I1 to I4, I6).

use opsledger::db::Engine;

use super::*;

on_both! {
    async fn i1_two_active_runs_of_one_identity_are_found(t: TestDb) {
        let t = Planted::new(t).await;
        for id in [1, 2, 3] {
            t.run(id, "status = 'queued', started_at = null").await;
        }
        t.without_rules(&["update operation_runs set run_identity_hash = 'same' where id > 1"]).await;
        assert_eq!(only(&t).await, ("I1", 1, 2, "2 active runs".into()));
        t.sql("update operation_runs set tenant_id = null").await;
        assert_eq!(only(&t).await, ("I1", 1, 2, "2 active runs".into()));
        // Another tenant is another identity, and so is a workspace.
        t.sql("update operation_runs set tenant_id = id").await;
        assert_eq!(findings(&t).await, []);
    }

    async fn i2_two_runs_of_one_slot_are_found_even_when_both_have_ended(t: TestDb) {
        let t = Planted::new(t).await;
        for id in [1, 2, 3] {
            t.ended(id, "policy.sync", "scheduled_for = {at}").await;
        }
        t.without_rules(&["update operation_runs set run_identity_hash = 'same' where id > 1"]).await;
        assert_eq!(only(&t).await, ("I2", 1, 2, "2 runs of one slot".into()));
        t.sql("update operation_runs set tenant_id = null").await;
        assert_eq!(only(&t).await, ("I2", 1, 2, "2 runs of one slot".into()));
        t.sql("update operation_runs set scheduled_for = {later} where id = 3").await;
        assert_eq!(findings(&t).await, []);
    }

    async fn i3_each_way_in_which_state_and_times_can_disagree_is_found(t: TestDb) {
        let t = Planted::new(t).await;
        t.ended(1, "policy.sync", "attempt = 1").await;
        for broken in [
            "completed_at = null",
            "status = 'running', completed_at = {later}, outcome = 'pending', type = 'restore.execute'",
            "outcome = 'pending'",
            "status = 'queued', completed_at = null, started_at = {at}, outcome = 'pending'",
            "status = 'running', completed_at = null, started_at = null, outcome = 'pending', type = 'restore.execute'",
            "status = 'queued', completed_at = null, started_at = null, outcome = 'succeeded'",
            "started_at = '2025-01-01T00:00:00+00:00'",
            "completed_at = '2025-01-01T00:00:00+00:00'",
            "completed_at = '2025-01-01T00:00:00+00:00', started_at = null",
            "status = 'asleep', completed_at = null, outcome = 'pending'",
            "outcome = 'fine'",
        ] {
            let whole = "status = 'completed', outcome = 'succeeded', started_at = {at}, completed_at = {later}, type = 'policy.sync'";
            let reset = format!("update operation_runs set {whole}");
            t.without_rules(&[&reset, &format!("update operation_runs set {broken}")]).await;
            let (name, count, row, _) = only(&t).await;
            assert_eq!((name, count, row), ("I3", 1, 1), "{broken}");
            t.without_rules(&[&reset]).await;
            assert_eq!(findings(&t).await, [], "after {broken}");
        }
        if t.engine == Engine::Sqlite {
            // One instant in two spellings.
            t.without_rules(&["update operation_runs set created_at = '2026-01-01T00:00:00Z', completed_at = started_at"]).await;
            assert_eq!(findings(&t).await, []);
        }
    }

    async fn i4_a_running_run_that_nobody_holds_is_found(t: TestDb) {
        let t = Planted::new(t).await;
        t.healthy().await;
        t.run(20, "attempt = 1").await;
        assert_eq!(only(&t).await, ("I4", 1, 20, "policy.sync without a lease".into()));
        t.lease(20, "2026-11-20T09:58:59+00:00").await;
        let ran_out = ("I4", 1, 20, "policy.sync whose lease ran out".into());
        // PostgreSQL asks its own clock, for which that may still be to come.
        if t.engine == Engine::Postgres {
            t.sql("update operation_run_leases set expires_at = clock_timestamp() - interval '61 seconds' where run_id = 20").await;
        }
        assert_eq!(only(&t).await, ran_out);
        // One that ran out just now is the business of the sweep.
        t.sql(match t.engine {
            Engine::Sqlite => "update operation_run_leases set expires_at = '2026-11-20T09:59:01+00:00' where run_id = 20",
            Engine::Postgres => {
                "update operation_run_leases set expires_at = clock_timestamp() - interval '5 seconds' where run_id = 20"
            }
        })
        .await;
        assert_eq!(findings(&t).await, []);
        // The lease of an earlier claim is none.
        t.sql("update operation_runs set claim_token = 2 where id = 20").await;
        assert_eq!(only(&t).await, ("I4", 1, 20, "policy.sync without a lease".into()));
    }

    async fn i6_the_end_of_an_audited_run_must_be_in_the_audit_log_once(t: TestDb) {
        let t = Planted::new(t).await;
        t.healthy().await;
        t.ended(20, "restore.execute", "attempt = 1").await;
        assert_eq!(only(&t).await, ("I6", 1, 20, "restore.execute with 0 audit rows".into()));
        t.audit(20).await;
        assert_eq!(findings(&t).await, []);
        let twice = "insert into audit_logs (id, workspace_id, tenant_id, actor_name, action, resource_type, resource_id, recorded_at) \
                     select 21, workspace_id, tenant_id, actor_name, action, resource_type, resource_id, recorded_at from audit_logs where id = 20";
        t.without_rules(&[twice]).await;
        assert_eq!(only(&t).await, ("I6", 1, 20, "restore.execute with 2 audit rows".into()));
    }

    async fn i6_an_audit_row_about_the_end_of_a_run_that_goes_on_is_found(t: TestDb) {
        let t = Planted::new(t).await;
        t.run(1, "type = 'restore.execute'").await;
        t.audit(1).await;
        assert_eq!(only(&t).await, ("I6", 1, 1, "running with an audit row about its end".into()));
    }

    async fn i6b_a_recent_audit_row_without_its_run_is_found(t: TestDb) {
        let t = Planted::new(t).await;
        t.healthy().await;
        t.audit(77).await;
        assert_eq!(only(&t).await, ("I6b", 1, 77, "audit row of a run that is not there".into()));
    }
}
