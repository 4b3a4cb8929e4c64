//! What may not start any more ends as blocked, with the reason, and nothing was done.

use super::*;

/// Whatever became of a run of `stub` after `change`.
async fn judged(t: TestDb, stub: Stub, by_ada: bool, change: &str) -> (Lab, usize, opsledger::ledger::Run) {
    let lab = Lab::new(t).await;
    let mut request = wish(ACME_EU, stub.operation, 1);
    if by_ada {
        request = asked_by_ada(request);
    }
    let run_id = created(lab.ensure(request, opsledger::ledger::Start::Queued).await).run_id;
    lab.t.sql(change).await;
    let stub = Arc::new(stub);
    let mut crew = Crew::of(&lab, &stub, 1);
    crew.next().await;
    crew.stop().await;
    let run = lab.run(run_id).await;
    (lab, stub.attempts(), run)
}

const MEMBER: &str = "insert into workspace_memberships (workspace_id, user_id, role, created_at, updated_at) \
                      values (1, 1, 'operator', {at}, {at})";

on_both! {
    async fn a_tenant_that_was_archived_meanwhile_blocks_its_runs(t: TestDb) {
        let stub = Stub::plain(SYNC, Deed::Succeed);
        let (_, attempts, run) = judged(t, stub, false, "update tenants set status = 'archived' where id = 1").await;
        assert_eq!((run.outcome.as_str(), attempts), ("blocked", 0));
        assert_eq!(run.failure_summary[0]["code"], "execution.refused");
        assert_eq!(run.failure_summary[0]["reason_code"], "tenant_not_operable");
    }

    async fn an_archived_workspace_blocks_the_runs_of_its_tenants(t: TestDb) {
        let stub = Stub::plain(SYNC, Deed::Succeed);
        let (_, attempts, run) = judged(t, stub, false, "update workspaces set status = 'archived' where id = 1").await;
        assert_eq!((run.outcome.as_str(), attempts), ("blocked", 0));
        assert_eq!(run.failure_summary[0]["reason_code"], "workspace_not_operable");
    }

    async fn a_person_who_left_the_workspace_starts_nothing_more(t: TestDb) {
        let (lab, attempts, run) = judged(t, Stub::plain(SYNC, Deed::Succeed), true, "select 1").await;
        assert_eq!((run.outcome.as_str(), attempts), ("blocked", 0));
        assert_eq!(run.failure_summary[0]["reason_code"], "initiator_not_entitled");
        assert_eq!(lab.rows("notifications").await, 1, "and is told so");
    }

    async fn a_person_who_is_still_a_member_does(t: TestDb) {
        let (lab, attempts, run) = judged(t, Stub::plain(SYNC, Deed::Succeed), true, MEMBER).await;
        assert_eq!((run.outcome.as_str(), attempts), ("succeeded", 1));
        assert_eq!(lab.rows("notifications").await, 1);
    }

    async fn work_that_speaks_to_a_provider_needs_a_connection(t: TestDb) {
        let speaks = || Stub { speaks: true, ..Stub::plain(SYNC, Deed::Succeed) };
        let (_, attempts, run) = judged(TestDb::new(t.engine).await, speaks(), false, "select 1").await;
        assert_eq!((run.outcome.as_str(), attempts), ("blocked", 0));
        assert_eq!(run.failure_summary[0]["reason_code"], "provider_connection_invalid");
        let connected = "insert into provider_connections (workspace_id, tenant_id, provider, status, entra_tenant_id, created_at, updated_at) \
                         values (1, 1, 'entra', 'connected', 'e1', {at}, {at})";
        let (_, attempts, run) = judged(t, speaks(), false, connected).await;
        assert_eq!((run.outcome.as_str(), attempts), ("succeeded", 1));
    }

    async fn refused_after_a_first_attempt_it_has_failed_and_was_not_blocked(t: TestDb) {
        let lab = Lab::new(t).await;
        let run_id = lab.queued(ACME_EU, SYNC, 1).await.run_id;
        // As a run that was claimed before, and queued anew when its worker was lost.
        lab.t.sql("update operation_runs set attempt = 1, claim_token = 1; update tenants set status = 'archived'").await;
        let stub = Stub::new(SYNC, Deed::Succeed);
        let mut crew = Crew::of(&lab, &stub, 1);
        crew.next().await;
        crew.stop().await;
        let run = lab.run(run_id).await;
        assert_eq!((run.outcome.as_str(), run.attempt), ("failed", 2));
        assert_eq!(run.failure_summary[0]["code"], "execution.refused");
    }

    async fn a_later_attempt_asks_anew_whether_it_may_start(t: TestDb) {
        let lab = Lab::new(t).await;
        let run_id = lab.queued(ACME_EU, SYNC, 1).await.run_id;
        let stub = Stub::new(SYNC, Deed::Later(Duration::from_millis(300)));
        let mut crew = Crew::of(&lab, &stub, 1);
        stub.began.notified().await;
        lab.t.sql("update tenants set status = 'archived' where id = 1").await;
        crew.next().await;
        crew.stop().await;
        let run = lab.run(run_id).await;
        assert_eq!((run.outcome.as_str(), run.attempt, stub.attempts()), ("failed", 2, 1));
        assert_eq!(run.failure_summary[0]["reason_code"], "tenant_not_operable");
    }
}
