//! A schedule that is changed neither fires at its old time nor is passed over at its new one.

use std::collections::HashMap;

use opsledger::engine::Pass;
use opsledger::jobs::dispatch_backup_schedules::apply::apply;
use opsledger::jobs::dispatch_backup_schedules::plan::{plan, start};
use opsledger::jobs::dispatch_backup_schedules::walk::Walk;

use super::*;

const UNPLANNED: &str = "select count(*) from backup_schedules where next_run_at is null";

on_both! {
    async fn the_database_forgets_the_plan_of_a_schedule_whose_time_changes_whoever_changes_it(t: TestDb) {
        let lab = Lab::new(t).await;
        daily(&lab.t, 1, "11:00").await;
        for change in ["frequency = 'weekly', days_of_week = '[1]'", "time_of_day = '12:00'", "timezone = 'Asia/Tokyo'", "days_of_week = '[2]'",
            "is_enabled = {false}", "is_enabled = {true}", "deleted_at = {at}", "deleted_at = null", "time_of_day = '13:00', next_run_at = {later}"] {
            lab.t.sql("update backup_schedules set next_run_at = {at}").await;
            assert_eq!(lab.t.count(UNPLANNED).await, 0);
            lab.t.sql(&format!("update backup_schedules set {change}")).await;
            assert_eq!(lab.t.count(UNPLANNED).await, 1, "{change}");
        }
        lab.t.sql("update backup_schedules set next_run_at = {at}").await;
        lab.t.sql("update backup_schedules set name = 'x', time_of_day = '13:00', retention_keep_last = 3, last_run_at = {at}").await;
        assert_eq!(lab.t.count(UNPLANNED).await, 0, "a change of something else is none");
    }

    async fn s2_a_changed_schedule_fires_at_its_new_time_only(t: TestDb) {
        let lab = Lab::new(t).await;
        daily(&lab.t, 1, "11:00").await;
        dispatch_after(&lab, 0).await;
        lab.pass(25 * 60);
        lab.t.sql("update backup_schedules set time_of_day = '10:26', updated_at = '2026-11-20T10:25:00+00:00'").await;
        assert_eq!(dispatch_after(&lab, 90).await, json!({ "queued": 1 }));
        assert_eq!(dispatch_after(&lab, 35 * 60).await, json!({}));
        assert_eq!(runs(&lab.t).await, ["1 2026-11-20T10:26:00+00:00 queued"]);
    }

    async fn a_change_between_look_and_write_makes_the_plan_void(t: TestDb) {
        let lab = Lab::new(t).await;
        for id in [1, 2] {
            daily(&lab.t, id, "10:01").await;
        }
        dispatch_after(&lab, 0).await;
        lab.pass(60);
        let pass = Pass { ledger: lab.ledger.clone(), runs: vec![lab.running(ACME, DISPATCH, 1).await] };
        let page = Walk::new(&lab.ledger, vec![1], lab.now()).next().await.unwrap().unwrap();
        let decisions: Vec<_> = page
            .into_iter()
            .map(|seen| {
                let plan = plan(&seen.timetable.cadence().unwrap(), start(&seen, lab.now()), lab.now());
                (seen, plan)
            })
            .collect();
        assert_eq!(decisions.len(), 2);
        lab.t.sql("update backup_schedules set time_of_day = '12:00' where id = 1").await;
        let mut tallies = HashMap::new();
        apply(&pass, &decisions, &mut tallies).await.unwrap();
        assert_eq!((tallies[&1].succeeded, tallies[&1].skipped), (1, 1));
        assert_eq!(runs(&lab.t).await, ["2 2026-11-20T10:01:00+00:00 queued"]);
    }
}
