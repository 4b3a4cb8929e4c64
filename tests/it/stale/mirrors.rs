//! Shadows of domain records are left to `ops.reconcile_adapter_runs`.

use super::*;

on_both! {
    async fn s8_runs_that_shadow_a_record_are_not_judged_by_their_age(t: TestDb) {
        let lab = Lab::new(t).await;
        let restore = lab.queued(ACME_EU, "restore.execute", 1).await;
        let linked = lab.running(ACME_EU, "inventory.sync", 1).await;
        let naming = with_context(wish(ACME_EU, "drift.generate", 1), json!({ "bulk_operation_run_id": 77 }));
        let naming = created(lab.ensure(naming, Start::Queued).await);
        let free = lab.queued(ACME_EU, "inventory.sync", 2).await;
        lab.t
            .legacy(&format!(
                "delete from operation_run_leases; \
                 insert into inventory_sync_runs (workspace_id, tenant_id, selection_hash, status, operation_run_id, created_at, updated_at) \
                 values (1, 1, 'h', 'running', {}, {{at}}, {{at}})",
                linked.run_id
            ))
            .await;
        lab.pass(365 * 86_400);
        assert_eq!(sweep(&lab).await, [1, 1, 1, 0, 0, 1]);
        assert_eq!(lab.run(free.run_id).await.outcome, "failed");
        for (claim, status) in [(restore, "queued"), (linked, "running"), (naming, "queued")] {
            let run = lab.run(claim.run_id).await;
            assert_eq!((run.status.as_str(), run.claim_token), (status, claim.token), "{}", run.operation);
        }
    }

    async fn s8_a_lease_is_the_word_of_a_worker_also_when_a_record_is_linked(t: TestDb) {
        let lab = Lab::new(t).await;
        let (mirror, linked) = (lab.running(ACME_EU, "restore.execute", 1).await, lab.running(ACME_EU, "inventory.sync", 1).await);
        lab.t
            .legacy(&format!(
                "insert into inventory_sync_runs (workspace_id, tenant_id, selection_hash, status, operation_run_id, created_at, updated_at) \
                 values (1, 1, 'h', 'running', {}, {{at}}, {{at}})",
                linked.run_id
            ))
            .await;
        for claim in [mirror, linked] {
            lose(&lab, claim.run_id).await;
        }
        assert_eq!(sweep(&lab).await, [1, 1, 1, 0, 0, 1]);
        assert_eq!((lab.run(mirror.run_id).await.status, lab.run(linked.run_id).await.status), ("running".into(), "queued".into()));
    }
}
