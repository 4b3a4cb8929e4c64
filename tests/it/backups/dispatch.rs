//! A slot runs once, or is a row that says why not.

use super::*;

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

on_both! {
    async fn s2_a_slot_has_one_run_for_its_whole_life(t: TestDb) {
        let lab = Lab::new(t).await;
        daily(&lab.t, 7, "10:30").await;
        assert_eq!(dispatch_after(&lab, 0).await, json!({ "planned": 1 }));
        assert_eq!(dispatch_after(&lab, 29 * MINUTE).await, json!({}));
        assert_eq!(dispatch_after(&lab, MINUTE).await, json!({ "queued": 1 }));
        assert_eq!(runs(&lab.t).await, ["7 2026-11-20T10:30:00+00:00 queued"]);
        // The same minute again, also when the plan is lost, and when the run has ended.
        assert_eq!(dispatch_after(&lab, 0).await, json!({}));
        for claim in claim(&lab).await {
            lab.succeed(&claim).await;
        }
        for _ in 0..3 {
            lab.t.sql("update backup_schedules set next_run_at = '2026-11-20T10:30:00+00:00'").await;
            assert_eq!(dispatch_after(&lab, 1).await, json!({}));
        }
        assert_eq!(runs(&lab.t).await, ["7 2026-11-20T10:30:00+00:00 completed"]);
        assert_eq!((dispatch_after(&lab, DAY).await, runs(&lab.t).await.len()), (json!({ "queued": 1 }), 2));
        assert_eq!(skips(&lab.t).await, Vec::<String>::new());
    }

    async fn s2_two_schedules_of_one_tenant_at_one_time_both_run(t: TestDb) {
        let lab = Lab::new(t).await;
        for id in [1, 2] {
            daily(&lab.t, id, "10:01").await;
        }
        dispatch_after(&lab, 0).await;
        assert_eq!(dispatch_after(&lab, MINUTE).await, json!({ "queued": 2 }));
    }

    async fn s3_a_slot_whose_former_run_is_active_is_a_row_that_names_it(t: TestDb) {
        let lab = Lab::new(t).await;
        daily(&lab.t, 1, "10:01").await;
        dispatch_after(&lab, 0).await;
        dispatch_after(&lab, MINUTE).await;
        let former = claim(&lab).await[0];
        assert_eq!(dispatch_after(&lab, DAY).await, json!({ "overlap": 1 }));
        assert_eq!(skips(&lab.t).await, ["1 21 10:01 overlap"]);
        assert_eq!(lab.t.count("select blocking_run_id from backup_schedule_skips").await, former.run_id);
        assert_eq!(dispatch_after(&lab, 1).await, json!({}));
        lab.succeed(&former).await;
        assert_eq!(dispatch_after(&lab, DAY).await, json!({ "queued": 1 }));
    }

    async fn s4_what_nobody_looked_at_in_time_is_one_row_and_is_not_made_up_for(t: TestDb) {
        let lab = Lab::new(t).await;
        daily(&lab.t, 1, "10:01").await;
        dispatch_after(&lab, 0).await;
        assert_eq!(dispatch_after(&lab, 3 * DAY + HOUR).await, json!({ "missed": 1 }));
        assert_eq!(skips(&lab.t).await, ["1 20 10:01..23 10:01 missed"]);
        assert_eq!(runs(&lab.t).await, Vec::<String>::new());
        // A little late is not too late.
        assert_eq!(dispatch_after(&lab, DAY - HOUR + 3 * MINUTE).await, json!({ "queued": 1 }));
        assert_eq!(runs(&lab.t).await, ["1 2026-11-24T10:01:00+00:00 queued"]);
    }

    async fn s5_weekly_schedules_and_zones_fire_at_their_local_time(t: TestDb) {
        let lab = Lab::new(t).await;
        // 2026-11-20 is a Friday; it is 11:00 in Warsaw.
        schedule(&lab.t, 1, 1, "'weekly', '11:30', 'Europe/Warsaw', '[5, 6]'").await;
        schedule(&lab.t, 2, 2, "'weekly', '11:30', 'Europe/Warsaw', '[1]'").await;
        schedule(&lab.t, 3, 3, "'daily', '19:30', 'Asia/Tokyo', '[]'").await;
        dispatch_after(&lab, 0).await;
        dispatch_after(&lab, 30 * MINUTE).await;
        assert_eq!(runs(&lab.t).await, ["1 2026-11-20T10:30:00+00:00 queued", "3 2026-11-20T10:30:00+00:00 queued"]);
    }

    async fn what_is_archived_disabled_or_of_an_archived_tenant_is_left_alone(t: TestDb) {
        let lab = Lab::new(t).await;
        for id in 1..=3 {
            daily(&lab.t, id, "10:01").await;
        }
        schedule(&lab.t, 4, 2, "'daily', '10:01', 'UTC', '[]'").await;
        dispatch_after(&lab, 0).await;
        lab.t.sql("update backup_schedules set deleted_at = {at} where id = 1; update backup_schedules set is_enabled = {false} where id = 2; \
                   update tenants set status = 'archived' where id = 2").await;
        assert_eq!(dispatch_after(&lab, MINUTE).await, json!({ "queued": 1 }));
        assert_eq!(runs(&lab.t).await, ["3 2026-11-20T10:01:00+00:00 queued"]);
    }

    async fn a_schedule_that_cannot_be_followed_is_told_of_and_stops_no_other(t: TestDb) {
        let lab = Lab::new(t).await;
        schedule(&lab.t, 1, 1, "'daily', '10:01', 'Mars/Olympus', '[]'").await;
        schedule(&lab.t, 2, 1, "'weekly', '10:01', 'UTC', '[]'").await;
        daily(&lab.t, 3, "10:01").await;
        dispatch_after(&lab, 0).await;
        lab.pass(MINUTE);
        let ending = dispatch_by(&lab.ledger).await;
        assert_eq!((ending.outcome().as_str(), counts(&ending)), ("partially_succeeded", [3, 3, 1, 2, 0, 1]));
        let said = ending.failures().to_json().to_string();
        assert!(said.contains("schedule.zone_unknown") && said.contains("backup_schedule.days_invalid"), "{said}");
        assert_eq!(runs(&lab.t).await, ["3 2026-11-20T10:01:00+00:00 queued"]);
    }

    async fn times_in_any_form_that_the_platform_writes_are_read(t: TestDb) {
        let lab = Lab::new(t).await;
        daily(&lab.t, 1, "10:01").await;
        lab.t.sql("update backup_schedules set next_run_at = '2026-11-20 10:01:00+00:00', created_at = '2026-01-01', updated_at = '2026-01-01 10:00:00+00:00'").await;
        assert_eq!(dispatch_after(&lab, MINUTE).await, json!({ "queued": 1 }));
    }

    async fn l5_a_pass_that_lost_its_own_run_dispatches_nothing(t: TestDb) {
        use opsledger::engine::{Job, Pass};
        let lab = Lab::new(t).await;
        daily(&lab.t, 1, "10:01").await;
        dispatch_after(&lab, 0).await;
        let run = lab.running(ACME, DISPATCH, 1).await;
        lab.take_over(run.run_id).await;
        lab.pass(MINUTE);
        let job = DispatchBackupSchedules::try_from(&JobOptions::default()).unwrap();
        let ending = job.run(&Pass { ledger: lab.ledger.clone(), runs: vec![run] }).await.unwrap().remove(0);
        assert_eq!((counts(&ending), runs(&lab.t).await), ([1, 1, 0, 0, 1, 0], vec![]));
    }
}
