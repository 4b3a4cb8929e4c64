//! What an operator sees.

use serde_json::Value;

use super::*;
use crate::support::process::{SCHEDULER, run};

on_both! {
    async fn a_dry_run_shows_what_would_be_dispatched_and_writes_nothing(t: TestDb) {
        let lab = Lab::new(t).await;
        daily(&lab.t, 1, "10:01").await;
        lab.t.sql("update backup_schedules set next_run_at = '2026-11-10T10:01:00+00:00'").await;
        let once = async |args: &[&str]| run(SCHEDULER, &lab.t.url, &[&["once", DISPATCH][..], args].concat()).await;
        let plan = once(&["--dry-run", "--json"]).await;
        assert_eq!(plan.code, Some(0), "{plan:?}");
        let plan: Value = serde_json::from_str(&plan.stdout).unwrap();
        assert_eq!(plan["dispatched"]["missed"], 1, "{plan}");
        assert_eq!(skips(&lab.t).await, Vec::<String>::new());
        assert_eq!(once(&["--limit", "1"]).await.code, Some(2));
        assert_eq!(once(&[]).await.code, Some(0));
        assert_eq!(skips(&lab.t).await.len(), 1);
    }

    async fn skipped_slots_of_backup_schedules_are_listed_under_what_they_run(t: TestDb) {
        let lab = Lab::new(t).await;
        daily(&lab.t, 1, "10:01").await;
        dispatch_after(&lab, 0).await;
        dispatch_after(&lab, 86_400).await;
        let show = async |args: &[&str]| run(SCHEDULER, &lab.t.url, &[&["skips"][..], args].concat()).await;
        let all = show(&[]).await;
        assert!(all.stdout.contains("scheduler skips backup_schedule.scheduled"), "{all:?}");
        let table = show(&["backup_schedule.scheduled"]).await;
        assert!(table.stdout.contains("Nightly 1 (1)") && table.stdout.contains("missed"), "{table:?}");
        let json: Value = serde_json::from_str(&show(&["scheduled_backup", "--json"]).await.stdout).unwrap();
        assert_eq!((&json[0]["backup_schedule_id"], &json[0]["slot"]), (&json!(1), &json!("2026-11-20T10:01:00Z")));
        assert!(show(&["ops.prune_operation_runs"]).await.stdout.trim() == "No slot was skipped.");
    }
}
