//! Restores change by one service, and their operation follows in the same transaction; executing one restores the
//! assignments of its items.

use std::sync::Arc;
use std::time::Duration;

use opsledger::engine::Work;
use opsledger::graph::DirectoryProvider;
use opsledger::jobs;
use opsledger::jobs::restores::{Change, RestoreStatus, change, execute, settle};
use opsledger::ledger::{Initiator, Run};
use opsledger::problem::Problem;
use serde_json::json;

use crate::ledger::*;
use crate::reconcile::{counts, run_pass};
use crate::support::provider::Provider;
use crate::workers::Crew;

use RestoreStatus::{
    Cancelled, Checked, Completed, Draft, Failed, Partial, Pending, Previewed, Queued, Running, Scoped,
};

/// A restore of tenant 1 by Ada, in `status`.
async fn restore(lab: &Lab, id: i64, status: &str) {
    lab.t.sql(&format!(
        "insert into backup_sets (id, workspace_id, tenant_id, name, status, created_at, updated_at) values ({id}, 1, 1, 'S', 'completed', {{at}}, {{at}}); \
         insert into backup_items (id, workspace_id, tenant_id, backup_set_id, policy_type, external_id, display_name, assignments, assignments_status, captured_at, created_at, updated_at) \
         values ({id}, 1, 1, {id}, 'deviceConfiguration', 'p-{id}', 'P', '[{{\"target\": {{\"groupId\": \"then\"}}}}]', 'fetched', {{at}}, {{at}}, {{at}}); \
         insert into restore_runs (id, workspace_id, tenant_id, backup_set_id, requested_by, status, requested_items, created_at, updated_at) \
         values ({id}, 1, 1, {id}, 1, '{status}', '[{id}]', {{at}}, {{at}})"
    ))
    .await;
}

fn to(id: i64, to: RestoreStatus) -> Change {
    Change { confirmed: true, ..Change::new(ACME_EU, id, to, Initiator::user(1, "Ada")) }
}

async fn becomes(lab: &Lab, id: i64, status: RestoreStatus) -> Option<i64> {
    change(&lab.ledger, &to(id, status)).await.unwrap().operation_run_id
}

async fn refusal(lab: &Lab, wanted: &Change) -> Problem {
    change(&lab.ledger, wanted).await.unwrap_err()
}

/// `restore / its operation: status outcome`.
async fn both(lab: &Lab, id: i64) -> String {
    lab.t.text(&format!("select d.status || ' / ' || coalesce(r.status || ' ' || r.outcome, '-') from restore_runs d left join operation_runs r on r.id = d.operation_run_id where d.id = {id}")).await
}

/// The provider, with a connection of tenant 1.
async fn provider(lab: &Lab) -> Provider {
    lab.t.sql("insert into provider_connections (id, workspace_id, tenant_id, status, entra_tenant_id, created_at, updated_at) \
               values (1, 1, 1, 'connected', 'contoso.example', {at}, {at}); \
               insert into workspace_memberships (workspace_id, user_id, role, created_at, updated_at) values (1, 1, 'owner', {at}, {at})").await;
    Provider::start().await
}

async fn works_off(lab: &Lab, server: &Provider) -> Run {
    let client: Arc<dyn DirectoryProvider> = Arc::new(server.client());
    let works: Vec<Arc<dyn Work>> = jobs::works(Some(&client));
    let mut crew = Crew::start(&lab.ledger, works, 1, Duration::from_secs(60));
    let done = crew.next().await;
    crew.stop().await;
    lab.run(done.claim.run_id).await
}

on_both! {
    async fn from_the_preview_on_the_operation_follows_each_change(t: TestDb) {
        let lab = Lab::new(t).await;
        restore(&lab, 1, "draft").await;
        for status in [Scoped, Draft, Scoped, Checked] {
            assert_eq!(becomes(&lab, 1, status).await, None);
        }
        let run = becomes(&lab, 1, Previewed).await;
        assert_eq!(both(&lab, 1).await, "previewed / queued pending");
        for (status, told) in [(Pending, "pending / queued pending"), (Queued, "queued / queued pending"), (Running, "running / running pending"),
            (Completed, "completed / completed succeeded")] {
            lab.pass(1);
            assert_eq!(becomes(&lab, 1, status).await, run);
            assert_eq!(both(&lab, 1).await, told);
        }
        let run = lab.run(run.unwrap()).await;
        assert_eq!((run.initiator_name.as_str(), run.user_id, run.reconciled_at), ("Ada", Some(1), None));
        assert_eq!(run.context, json!({ "restore_run_id": 1, "backup_set_id": 1 }));
        assert_eq!(lab.t.texts("select action from audit_logs order by id").await, ["restore_run.confirmed", "operation_run.completed"]);
        assert_eq!(lab.rows("notifications").await, 1);
        assert_eq!(lab.t.count("select count(*) from restore_runs where started_at is not null and completed_at is not null").await, 1);
    }

    async fn each_end_is_mirrored_with_its_code(t: TestDb) {
        let lab = Lab::new(t).await;
        for (id, (end, told, code)) in [(Partial, "partial / completed partially_succeeded", "restore.partial"), (Failed, "failed / completed failed", "restore.failed"),
            (Cancelled, "cancelled / completed failed", "restore.cancelled")].into_iter().enumerate() {
            let id = id as i64 + 1;
            restore(&lab, id, "checked").await;
            for status in [Previewed, Queued, Running] {
                becomes(&lab, id, status).await;
            }
            let ended = Change { reason: Some("password=hunter2 was refused".into()), ..to(id, end) };
            let run = change(&lab.ledger, &ended).await.unwrap().operation_run_id.unwrap();
            assert_eq!(both(&lab, id).await, told);
            assert_eq!(lab.run(run).await.failure_summary[0]["code"], code);
            let reason = lab.t.text(&format!("select failure_reason from restore_runs where id = {id}")).await;
            assert!(!reason.contains("hunter2"), "{reason}");
        }
        // Called off before it was previewed, it was never an operation; called off while it waits, it was.
        restore(&lab, 8, "scoped").await;
        assert_eq!((becomes(&lab, 8, Cancelled).await, both(&lab, 8).await.as_str()), (None, "cancelled / -"));
        restore(&lab, 9, "checked").await;
        becomes(&lab, 9, Previewed).await;
        becomes(&lab, 9, Cancelled).await;
        assert_eq!(both(&lab, 9).await, "cancelled / completed failed");
    }

    async fn what_may_not_follow_is_refused_and_changes_nothing(t: TestDb) {
        let lab = Lab::new(t).await;
        restore(&lab, 1, "checked").await;
        for status in [Queued, Running, Completed, Pending] {
            let problem = refusal(&lab, &to(1, status)).await;
            assert_eq!(problem.code, "restore.transition_refused");
            assert_eq!(problem.next, "it may become draft, scoped, previewed, cancelled");
        }
        becomes(&lab, 1, Previewed).await;
        let unconfirmed = Change { confirmed: false, ..to(1, Queued) };
        assert_eq!(refusal(&lab, &unconfirmed).await.code, "restore.confirmation_required");
        assert_eq!(refusal(&lab, &Change { scope: ACME_US, ..to(1, Queued) }).await.code, "restore.not_found");
        assert_eq!(refusal(&lab, &to(99, Queued)).await.code, "restore.not_found");
        assert_eq!(both(&lab, 1).await, "previewed / queued pending");
        // Where it is already, it stays, however often that is said.
        assert!(!change(&lab.ledger, &to(1, Previewed)).await.unwrap().is_new);
        // A dry run changes nothing, so nobody has to confirm it.
        restore(&lab, 2, "previewed").await;
        lab.t.sql("update restore_runs set is_dry_run = {true} where id = 2").await;
        assert!(change(&lab.ledger, &Change { confirmed: false, ..to(2, Queued) }).await.unwrap().is_new);
        assert_eq!(both(&lab, 2).await, "queued / queued pending");
    }

    async fn a_link_to_the_run_of_somebody_else_stops_the_change(t: TestDb) {
        let lab = Lab::new(t).await;
        restore(&lab, 1, "queued").await;
        let foreign = lab.queued(ACME_US, "restore.execute", 1).await;
        lab.t.sql(&format!("update restore_runs set operation_run_id = {}", foreign.run_id)).await;
        assert_eq!(refusal(&lab, &to(1, Running)).await.code, "restore.shadow_foreign");
        assert_eq!(both(&lab, 1).await, "queued / queued pending");
    }

    async fn r2_what_changed_behind_the_services_back_is_healed_by_reconciling(t: TestDb) {
        let lab = Lab::new(t).await;
        restore(&lab, 1, "checked").await;
        becomes(&lab, 1, Previewed).await;
        becomes(&lab, 1, Queued).await;
        lab.t.sql("update restore_runs set status = 'completed', completed_at = {later}").await;
        lab.pass(3_600);
        let passed = run_pass(&lab.ledger, opsledger::jobs::reconcile_adapter_runs::Options::default(), &[1]).await.remove(0);
        assert_eq!(counts(&crate::reconcile::ended(passed)), [1, 1, 1, 0, 0, 1]);
        assert_eq!(both(&lab, 1).await, "completed / completed succeeded");
    }

    async fn a_race_for_one_restore_has_one_winner_and_one_shadow(t: TestDb) {
        let lab = Lab::new(t).await;
        restore(&lab, 1, "checked").await;
        let all = (0..8).map(|n| {
            let ledger = lab.worker(&format!("host-{n}"));
            async move { change(&ledger, &to(1, Previewed)).await.unwrap().is_new }
        });
        let won = futures::future::join_all(all).await.into_iter().filter(|won| *won).count();
        assert_eq!((won, lab.rows("operation_runs").await), (1, 1));
    }

    async fn a_confirmed_restore_restores_assignments_and_ends_as_that_did(t: TestDb) {
        let lab = Lab::new(t).await;
        let server = provider(&lab).await;
        server.world().assignments.insert("p-1".into(), vec![]);
        restore(&lab, 1, "previewed").await;
        becomes(&lab, 1, Queued).await;
        let ada = Initiator::user(1, "Ada");
        let work = execute(&lab.ledger, ACME_EU, 1, &ada).await.unwrap();
        assert_eq!(execute(&lab.ledger, ACME_EU, 1, &ada).await.unwrap(), work, "begun once");
        assert_eq!(both(&lab, 1).await, "running / running pending");
        assert_eq!(settle(&lab.ledger, &[1]).await.unwrap(), 0);
        let run = works_off(&lab, &server).await;
        assert_eq!((run.id, run.outcome.as_str()), (work, "succeeded"));
        assert_eq!(server.world().assignments["p-1"][0]["target"]["groupId"], "then");
        assert_eq!((settle(&lab.ledger, &[2]).await.unwrap(), settle(&lab.ledger, &[1]).await.unwrap(), settle(&lab.ledger, &[1]).await.unwrap()), (0, 1, 0));
        assert_eq!(both(&lab, 1).await, "completed / completed succeeded");
        assert_eq!(lab.t.count("select count(*) from audit_logs where action = 'operation_run.completed'").await, 2);
    }

    async fn a_restore_whose_work_failed_has_failed_and_says_why(t: TestDb) {
        let lab = Lab::new(t).await;
        let server = provider(&lab).await;
        server.goes_wrong("assign", crate::support::provider::Mishap::Status(403, None));
        restore(&lab, 1, "queued").await;
        execute(&lab.ledger, ACME_EU, 1, &Initiator::system()).await.unwrap();
        assert_eq!(works_off(&lab, &server).await.outcome, "failed");
        settle(&lab.ledger, &[1]).await.unwrap();
        assert_eq!(both(&lab, 1).await, "failed / completed failed");
        assert!(lab.t.text("select failure_reason from restore_runs").await.starts_with("provider.permission_denied"));
    }

    async fn a_dry_run_is_executed_without_a_change_at_the_provider(t: TestDb) {
        let lab = Lab::new(t).await;
        let server = provider(&lab).await;
        restore(&lab, 1, "previewed").await;
        lab.t.sql("update restore_runs set is_dry_run = {true}").await;
        change(&lab.ledger, &Change { confirmed: false, ..to(1, Queued) }).await.unwrap();
        execute(&lab.ledger, ACME_EU, 1, &Initiator::user(1, "Ada")).await.unwrap();
        assert_eq!(works_off(&lab, &server).await.outcome, "succeeded");
        settle(&lab.ledger, &[1]).await.unwrap();
        assert_eq!((both(&lab, 1).await.as_str(), server.changes()), ("completed / completed succeeded", 0));
    }

    async fn a_restore_that_somebody_else_executes_is_not_ended_here(t: TestDb) {
        let lab = Lab::new(t).await;
        restore(&lab, 1, "queued").await;
        becomes(&lab, 1, Running).await;
        let work = lab.running(ACME_EU, "assignments.restore", 1).await;
        lab.t.sql(&format!("update operation_runs set context = '{{\"restore_run_id\": 1}}' where id = {}", work.run_id)).await;
        lab.succeed(&work).await;
        assert_eq!(settle(&lab.ledger, &[1]).await.unwrap(), 0);
    }
}
