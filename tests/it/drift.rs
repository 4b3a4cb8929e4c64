//! Drift between two backups of a tenant: found once, kept over runs, and nothing of a policy's content is written.

use std::sync::Arc;
use std::time::Duration;

use opsledger::engine::{Attempt, Setback, Work};
use opsledger::jobs::generate_drift::{Drift, GenerateDrift, dispatch};
use opsledger::ledger::{Initiator, Run};
use serde_json::json;

use crate::ledger::*;
use crate::support::TestDb;
use crate::workers::Crew;

const DRIFT: &str = "drift.generate";

/// A whole backup of tenant 1 by schedule 1, made on that day; `items` are kind, id, payload and assignments.
async fn set(t: &TestDb, id: i64, items: &[(&str, &str, &str, &str)]) {
    t.sql(&format!(
        "insert into backup_sets (id, workspace_id, tenant_id, backup_schedule_id, name, status, completed_at, created_at, updated_at) \
         values ({id}, 1, 1, 1, 'S', 'completed', {{at}}, '2026-11-{:02}T00:00:00+00:00', {{at}})",
        id
    ))
    .await;
    for (kind, external_id, payload, assignments) in items {
        t.sql(&format!(
            "insert into backup_items (workspace_id, tenant_id, backup_set_id, policy_type, external_id, display_name, payload, assignments, assignments_status, captured_at, created_at, updated_at) \
             values (1, 1, {id}, '{kind}', '{external_id}', 'P', '{payload}', '{assignments}', 'fetched', {{at}}, {{at}}, {{at}})"
        ))
        .await;
    }
}

async fn lab(t: TestDb) -> Lab {
    let lab = Lab::new(t).await;
    lab.t.sql("insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, created_at, updated_at) values (1, 1, 1, 'Nightly', 'daily', '10:00', {at}, {at})").await;
    lab
}

fn between(baseline: Option<i64>, current: i64) -> Drift {
    Drift { scope: ACME_EU, current_set_id: current, baseline_set_id: baseline, initiator: Initiator::system() }
}

/// Compares, and gives the run.
async fn compare(lab: &Lab, wanted: Drift) -> Run {
    created(dispatch(&lab.ledger, &wanted).await.unwrap());
    let work: Arc<dyn Work> = Arc::new(GenerateDrift);
    let mut crew = Crew::start(&lab.ledger, vec![work], 1, Duration::from_secs(60));
    let done = crew.next().await;
    crew.stop().await;
    lab.run(done.claim.run_id).await
}

/// `kind id change status`.
async fn findings(t: &TestDb) -> Vec<String> {
    t.texts("select subject_type || ' ' || subject_external_id || ' ' || cast(evidence_jsonb ->> 'change_type' as text) || ' ' || status from findings order by subject_type, subject_external_id, id").await
}

fn five(run: &Run) -> [i64; 5] {
    ["total", "processed", "succeeded", "skipped", "updated"].map(|key| run.summary_counts[key].as_i64().unwrap())
}

const A: (&str, &str, &str, &str) = ("a", "1", r#"{"x": 1, "version": 1}"#, r#"[{"g": 1}]"#);

on_both! {
    async fn what_was_added_removed_or_changed_is_found_and_the_rest_is_not(t: TestDb) {
        let lab = lab(t).await;
        set(&lab.t, 1, &[A, ("a", "2", r#"{"x": "topsecret-1"}"#, "[]"), ("a", "3", "{}", r#"[{"g": 1}]"#), ("a", "4", "{}", "[]"), ("dropped", "1", "{}", "[]")]).await;
        set(&lab.t, 2, &[("a", "1", r#"{"version": 2, "x": 1}"#, r#"[{"g": 1}]"#), ("a", "2", r#"{"x": "topsecret-2"}"#, "[]"), ("a", "3", "{}", r#"[{"g": 2}]"#),
            ("a", "5", "{}", "[]"), ("new kind", "1", "{}", "[]")]).await;
        let run = compare(&lab, between(None, 2)).await;
        assert_eq!((run.outcome.as_str(), five(&run)), ("succeeded", [5, 5, 4, 1, 0]));
        assert_eq!(findings(&lab.t).await, ["a 2 changed new", "a 3 changed new", "a 4 removed new", "a 5 added new"]);
        let evidence = lab.t.texts("select cast(evidence_jsonb as text) from findings order by subject_external_id").await;
        assert!(evidence.iter().all(|one| !one.contains("topsecret")), "{evidence:?}");
        let changed: serde_json::Value = serde_json::from_str(&evidence[0]).unwrap();
        assert_eq!((&changed["changed_fields"], &changed["baseline"]["backup_set_id"], &changed["current"]["backup_set_id"]), (&json!(["x"]), &json!(1), &json!(2)));
        assert_eq!(lab.t.text("select min(scope_key) from findings").await, "backup_schedule:1");
    }

    async fn a_difference_that_is_found_again_is_one_finding_and_stays_acknowledged(t: TestDb) {
        let lab = lab(t).await;
        set(&lab.t, 1, &[A, ("a", "2", "{}", "[]")]).await;
        set(&lab.t, 2, &[("a", "1", r#"{"x": 2}"#, "[]"), ("a", "2", r#"{"y": 1}"#, "[]")]).await;
        set(&lab.t, 3, &[("a", "1", r#"{"x": 2}"#, "[]"), ("a", "2", r#"{"y": 2}"#, "[]")]).await;
        compare(&lab, between(Some(1), 2)).await;
        lab.t.sql("update findings set status = 'acknowledged', severity = 'low', acknowledged_at = {at}, acknowledged_by = 1 where subject_external_id = '1'").await;
        lab.pass(60);
        let again = compare(&lab, between(Some(1), 2)).await;
        assert_eq!(five(&again), [2, 2, 2, 0, 2]);
        assert_eq!(findings(&lab.t).await, ["a 1 changed acknowledged", "a 2 changed new"]);
        // Against a later backup the first is the same still; the second is another change.
        let later = compare(&lab, between(Some(1), 3)).await;
        assert_eq!(five(&later), [2, 2, 2, 0, 1]);
        assert_eq!(findings(&lab.t).await, ["a 1 changed acknowledged", "a 2 changed new", "a 2 changed new"]);
        assert_eq!(lab.t.count("select count(*) from findings where severity = 'low' and acknowledged_by = 1").await, 1);
    }

    async fn findings_name_the_runs_of_both_backups_and_outlive_them(t: TestDb) {
        let lab = lab(t).await;
        let (was, is) = (lab.running(ACME_EU, "backup_schedule.scheduled", 1).await, lab.running(ACME_EU, "backup_schedule.scheduled", 2).await);
        set(&lab.t, 1, &[("a", "1", "{}", "[]"), ("a", "2", "{}", "[]")]).await;
        set(&lab.t, 2, &[("a", "1", "{}", "[]")]).await;
        lab.t.sql(&format!("update backup_sets set operation_run_id = {} where id = 1; update backup_sets set operation_run_id = {} where id = 2", was.run_id, is.run_id)).await;
        compare(&lab, between(None, 2)).await;
        let linked = format!("select count(*) from findings where baseline_operation_run_id = {} and current_operation_run_id = {}", was.run_id, is.run_id);
        assert_eq!(lab.t.count(&linked).await, 1);
        lab.t.sql("update backup_sets set operation_run_id = null").await;
        lab.t.sql(&format!("delete from operation_runs where id = {}", was.run_id)).await;
        assert_eq!(lab.t.count("select count(*) from findings where baseline_operation_run_id is null").await, 1);
    }

    async fn what_cannot_be_compared_fails_at_once_and_says_why(t: TestDb) {
        let lab = lab(t).await;
        set(&lab.t, 1, &[A]).await;
        set(&lab.t, 2, &[A]).await;
        lab.t.sql("update backup_sets set status = 'partial' where id = 2").await;
        assert_eq!(dispatch(&lab.ledger, &between(None, 1)).await.unwrap_err().code, "drift.no_baseline");
        assert_eq!(dispatch(&lab.ledger, &between(None, 99)).await.unwrap_err().code, "drift.set_missing");
        assert_eq!(dispatch(&lab.ledger, &Drift { scope: ACME_US, ..between(Some(1), 2) }).await.unwrap_err().code, "drift.set_missing");
        let run = compare(&lab, between(Some(1), 2)).await;
        assert_eq!((run.outcome.as_str(), run.attempt, run.failure_summary[0]["reason_code"].as_str()), ("failed", 1, Some("drift.set_not_whole")));
    }

    async fn more_policies_than_fit_a_page_are_all_compared(t: TestDb) {
        let lab = lab(t).await;
        set(&lab.t, 1, &[]).await;
        set(&lab.t, 2, &[A]).await;
        let many: Vec<String> = (0..1_100).map(|n| format!("(1, 1, 1, 'a', 'p-{n:04}', 'P', '{{}}', {{at}}, {{at}}, {{at}})")).collect();
        lab.t.sql(&format!("insert into backup_items (workspace_id, tenant_id, backup_set_id, policy_type, external_id, display_name, payload, captured_at, created_at, updated_at) values {}", many.join(", "))).await;
        let run = compare(&lab, between(Some(1), 2)).await;
        assert_eq!(five(&run), [1_101, 1_101, 1_101, 0, 0]);
    }

    async fn l5_a_comparison_that_lost_its_run_writes_no_finding(t: TestDb) {
        let lab = lab(t).await;
        set(&lab.t, 1, &[A]).await;
        set(&lab.t, 2, &[("a", "1", "{}", "[]")]).await;
        created(dispatch(&lab.ledger, &between(None, 2)).await.unwrap());
        let operation = opsledger::catalog::find(DRIFT).unwrap();
        let taken = lab.ledger.take(&[operation], 1, 0).await.unwrap().taken.remove(0);
        lab.take_over(taken.claim.run_id).await;
        let attempt = Attempt::of(lab.ledger.clone(), taken);
        assert!(matches!(GenerateDrift.attempt(&attempt).await.unwrap_err(), Setback::Final(_)));
        assert_eq!(lab.rows("findings").await, 0);
    }
}
