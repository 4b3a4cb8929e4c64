//! What is kept: the newest sets, what a restore needs, and what a lost worker left behind.

use super::run::Yard;
use super::*;

/// Sets of schedule 1, oldest first, each with an item; `status` of each.
async fn sets(t: &TestDb, statuses: &[&str]) {
    for (n, status) in statuses.iter().enumerate() {
        let id = 100 + n;
        t.sql(&format!(
            "insert into backup_sets (id, workspace_id, tenant_id, backup_schedule_id, name, status, created_at, updated_at) \
             values ({id}, 1, 1, 1, 'S{id}', '{status}', '2026-11-{:02}T00:00:00+00:00', {{at}}); \
             insert into backup_items (workspace_id, tenant_id, backup_set_id, policy_type, external_id, display_name, captured_at, created_at, updated_at) \
             values (1, 1, {id}, 't', 'x', 'X', {{at}}, {{at}}, {{at}})",
            n + 1
        ))
        .await;
    }
}

async fn left(t: &TestDb) -> Vec<String> {
    t.texts(
        "select substr(name, 1, 4) || ' ' || status from backup_sets where deleted_at is null and backup_schedule_id = 1 order by created_at, id",
    )
    .await
}

on_both! {
    async fn the_newest_sets_of_a_schedule_are_kept_and_the_items_of_others_go_with_them(t: TestDb) {
        let yard = Yard::new(t).await;
        let t = &yard.lab.t;
        t.sql("update backup_schedules set retention_keep_last = 3").await;
        sets(t, &["completed", "failed", "completed", "partial", "failed", "completed"]).await;
        // The oldest is about to be restored; a set that no schedule made is nobody's to delete.
        t.sql("insert into restore_runs (workspace_id, tenant_id, backup_set_id, status, created_at, updated_at) values (1, 1, 100, 'previewed', {at}, {at}); \
               insert into backup_sets (id, workspace_id, tenant_id, name, status, created_at, updated_at) values (90, 1, 1, 'By hand', 'completed', {at}, {at})").await;
        yard.backs_up().await;
        assert_eq!(left(t).await, ["S100 completed", "S103 partial", "S104 failed", "S105 completed", "Nigh completed"]);
        assert_eq!(t.count("select count(*) from backup_sets where id = 90 and deleted_at is null").await, 1);
        let orphans = "select count(*) from backup_items i join backup_sets s on s.id = i.backup_set_id where (i.deleted_at is null) <> (s.deleted_at is null)";
        assert_eq!(t.count(orphans).await, 0);
    }

    async fn a_failed_backup_pushes_out_no_good_one(t: TestDb) {
        let yard = Yard::new(t).await;
        yard.lab.t.sql("update backup_schedules set retention_keep_last = 1").await;
        sets(&yard.lab.t, &["completed"]).await;
        yard.server.world().policies.values_mut().for_each(Vec::clear);
        yard.backs_up().await;
        assert_eq!(left(&yard.lab.t).await, ["S100 completed", "Nigh failed"]);
    }

    async fn s8_a_set_whose_run_has_ended_without_it_is_closed_by_the_next_dispatch(t: TestDb) {
        let lab = Lab::new(t).await;
        daily(&lab.t, 1, "10:01").await;
        let (dead, alive) = (lab.running(ACME_EU, "backup_schedule.scheduled", 1).await, lab.running(ACME_EU, "backup_schedule.scheduled", 2).await);
        sets(&lab.t, &["running", "running"]).await;
        lab.t.sql(&format!("update backup_sets set operation_run_id = {} where id = 100; update backup_sets set operation_run_id = {} where id = 101", dead.run_id, alive.run_id)).await;
        dispatch_by(&lab.ledger).await;
        assert_eq!(left(&lab.t).await, ["S100 running", "S101 running"]);
        lab.succeed(&dead).await;
        dispatch_by(&lab.ledger).await;
        assert_eq!(left(&lab.t).await, ["S100 partial", "S101 running"]);
        assert_eq!(lab.t.text("select last_run_status from backup_schedules").await, "partial");
    }
}
