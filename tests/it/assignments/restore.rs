//! A restore: what is set, what is not, and the one line in the audit log.

use opsledger::jobs::assignments::dispatch_restore;

use super::fetch::attempt;
use super::*;
use crate::support::process::eventually;
use crate::support::provider::Mishap;

async fn restored(site: &Site, id: i64) -> Run {
    dispatch_restore(&site.lab.ledger, &restore(id)).await.unwrap();
    let run = site.works_off().await.1;
    assert_eq!(site.audit_rows(run.id).await, 1, "each execution has one line in the audit log");
    run
}

fn now(site: &Site, n: i64) -> Value {
    json!(site.server.world().assignments[&format!("p-{n}")])
}

on_both! {
    async fn a_restore_gives_each_policy_the_assignments_of_the_backup(t: TestDb) {
        let site = Site::new(t).await;
        site.restore_run(5, "running", &[3, 1]).await;
        let run = restored(&site, 5).await;
        assert_eq!(summary(&run), "succeeded 2/2/2/0/0");
        assert_eq!((now(&site, 1), now(&site, 3)), (json!([group("then", 1)]), json!([group("then", 3)])));
        assert_eq!((now(&site, 2), now(&site, 4)), (json!([group("now", 2)]), json!([group("now", 4)])));
        let metadata = "select cast(metadata as text) from audit_logs";
        assert!(site.lab.t.text(metadata).await.replace(' ', "").contains(r#""succeeded":2"#));
    }

    async fn a_dry_run_writes_nothing_remotely(t: TestDb) {
        let site = Site::new(t).await;
        site.restore_run(5, "previewed", &[1, 2]).await;
        site.lab.t.sql("update restore_runs set is_dry_run = {true}").await;
        let run = restored(&site, 5).await;
        assert_eq!(summary(&run), "succeeded 2/2/0/0/2");
        assert_eq!(site.server.changes(), 0);
    }

    async fn a_restore_that_is_not_being_executed_changes_nothing(t: TestDb) {
        let site = Site::new(t).await;
        for (n, status) in ["draft", "previewed", "pending", "cancelled", "completed", "partial"].into_iter().enumerate() {
            let id = n as i64 + 1;
            site.restore_run(id, status, &[1]).await;
            let run = restored(&site, id).await;
            assert_eq!(run.outcome, "blocked", "{status}");
            assert_eq!(reasons(&run, "execution.refused"), ["execution_prerequisite_invalid"]);
        }
        assert!(site.server.world().seen.is_empty());
        let gone = restored(&site, 99).await;
        assert_eq!(reasons(&gone, "assignments.restore_failed"), ["assignments.restore_run_missing"]);
    }

    async fn what_cannot_be_restored_does_not_stop_the_others(t: TestDb) {
        let site = Site::new(t).await;
        site.lab.t.sql("update backup_items set assignments_status = 'failed' where id = 1").await;
        site.server.goes_wrong("p-2/assign", Mishap::Status(404, None));
        site.restore_run(5, "running", &[1, 2, 3, 77]).await;
        let run = restored(&site, 5).await;
        assert_eq!((summary(&run).as_str(), run.attempt), ("partially_succeeded 4/4/1/3/0", 1));
        assert_eq!(
            reasons(&run, "assignments.restore_failed"),
            ["assignments.not_captured", "provider.not_found", "assignments.item_missing"]
        );
        assert_eq!((now(&site, 1), now(&site, 3)), (json!([group("now", 1)]), json!([group("then", 3)])));
    }

    async fn an_attempt_that_is_made_again_counts_from_nothing(t: TestDb) {
        let site = Site::new(t).await;
        site.restore_run(5, "running", &[1, 2, 3]).await;
        site.server.goes_wrong("p-2/assign", Mishap::Status(503, None));
        site.server.goes_wrong("p-3/assign", Mishap::Half);
        let run = restored(&site, 5).await;
        assert_eq!((summary(&run).as_str(), run.attempt), ("succeeded 3/3/3/0/0", 3));
        assert_eq!(site.server.changes(), 2 + 3 + 3);
    }

    async fn when_no_attempt_is_left_the_counts_are_those_of_the_last(t: TestDb) {
        let site = Site::new(t).await;
        site.restore_run(5, "running", &[1, 2, 3]).await;
        for _ in 0..3 {
            site.server.goes_wrong("p-2/assign", Mishap::Status(500, None));
        }
        let run = restored(&site, 5).await;
        assert_eq!((summary(&run).as_str(), run.attempt), ("partially_succeeded 3/3/1/2/0", 3));
        assert_eq!(reasons(&run, "assignments.restore_failed"), ["provider.unreachable", "provider.unreachable"]);
    }

    async fn a_restore_that_may_not_ends_at_once(t: TestDb) {
        let site = Site::new(t).await;
        site.restore_run(5, "running", &[1, 2, 3]).await;
        site.server.goes_wrong("p-1/assign", Mishap::Status(403, None));
        let run = restored(&site, 5).await;
        assert_eq!((summary(&run).as_str(), run.attempt), ("failed 3/3/0/3/0", 1));
        assert_eq!(reasons(&run, "assignments.restore_failed")[0], "provider.permission_denied");
        assert_eq!(site.server.changes(), 1);
    }

    async fn l5_a_worker_that_is_overtaken_on_its_way_sets_nothing_more(t: TestDb) {
        let site = Site::new(t).await;
        site.restore_run(5, "running", &[1, 2, 3]).await;
        site.server.world().slow = Duration::from_millis(300);
        let attempt = attempt(&site.lab, RESTORE, json!({ "restore_run_id": 5 })).await;
        let (work, trying) = (site.work(RESTORE), attempt.clone());
        let working = tokio::spawn(async move { work.attempt(&trying).await });
        eventually("the first is being set", async || site.server.changes() == 1).await;
        site.lab.take_over(attempt.claim.run_id).await;
        let Err(Setback::Final(ending)) = working.await.unwrap() else { panic!("it is not ours") };
        assert_eq!(ending.failures().items()[0].code(), "run.claim_lost");
        assert_eq!(site.server.changes(), 1);
    }
}
