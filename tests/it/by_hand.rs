//! Work of one tenant that an operator starts from the command line.

use serde_json::Value;

use crate::ledger::*;
use crate::support::TestDb;
use crate::support::process::{Finished, SCHEDULER, run};

const FETCH: &str = "assignments.fetch";

async fn dispatch(t: &TestDb, args: &[&str]) -> Finished {
    run(SCHEDULER, &t.url, &[&["dispatch"][..], args].concat()).await
}

fn said(finished: &Finished) -> Value {
    serde_json::from_str(&finished.stdout).unwrap_or_else(|error| panic!("{error}: {finished:?}"))
}

/// A backup of tenant 1 with one item, by a schedule of its own.
async fn site(t: TestDb) -> Lab {
    let lab = Lab::new(t).await;
    for sql in [
        "insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, created_at, updated_at) values (3, 1, 1, 'Nightly', 'daily', '10:00', {at}, {at})",
        "insert into backup_sets (id, workspace_id, tenant_id, name, status, created_at, updated_at) values (1, 1, 1, 'S', 'completed', {at}, {at})",
        "insert into backup_items (id, workspace_id, tenant_id, backup_set_id, policy_type, external_id, display_name, payload, assignments, assignments_status, captured_at, created_at, updated_at) values (7, 1, 1, 1, 'k', 'p-7', 'P', '{}', null, null, {at}, {at}, {at})",
    ] {
        lab.t.sql(sql).await;
    }
    lab
}

on_both! {
    async fn work_for_a_tenant_is_queued_once_and_its_holder_is_named(t: TestDb) {
        let lab = site(t).await;
        let args = [FETCH, "--tenant", "1", "--item", "7", "--by", "Ada", "--json"];
        let first = dispatch(&lab.t, &args).await;
        assert_eq!((first.code, &said(&first)["disposition"]), (Some(0), &"created".into()), "{first:?}");
        let run = lab.run(said(&first)["run_id"].as_i64().unwrap()).await;
        assert_eq!((run.status.as_str(), run.initiator_name.as_str()), ("queued", "Ada"));
        assert_eq!(run.context, serde_json::json!({ "backup_set_id": 1, "backup_item_id": 7 }));
        let again = dispatch(&lab.t, &args).await;
        assert_eq!((again.code, &said(&again)["disposition"]), (Some(3), &"existing".into()), "{again:?}");
        assert_eq!((&said(&again)["run_id"], &said(&again)["initiator"]), (&run.id.into(), &"Ada".into()));
        let words = dispatch(&lab.t, &[FETCH, "--tenant", "1", "--item", "7"]).await;
        assert!(words.stdout.contains(&format!("#{} of Ada is queued", run.id)), "{words:?}");
    }

    async fn work_that_was_just_done_answers_within_its_cooldown(t: TestDb) {
        let lab = site(t).await;
        let args = [FETCH, "--tenant", "1", "--item", "7", "--json"];
        let first = said(&dispatch(&lab.t, &args).await)["run_id"].clone();
        let claim = lab.ledger.claim_next(&[FETCH]).await.unwrap().expect("it is queued");
        lab.succeed(&claim).await;
        let again = dispatch(&lab.t, &args).await;
        assert_eq!((again.code, &said(&again)["disposition"]), (Some(0), &"recent".into()), "{again:?}");
        assert_eq!((&said(&again)["run_id"], lab.rows("operation_runs").await), (&first, 1));
    }

    async fn a_backup_by_hand_is_the_same_work_as_one_by_its_schedule(t: TestDb) {
        let lab = site(t).await;
        let args = ["scheduled_backup", "--tenant", "1", "--schedule", "3", "--json"];
        let first = dispatch(&lab.t, &args).await;
        assert_eq!(first.code, Some(0), "{first:?}");
        let run = lab.run(said(&first)["run_id"].as_i64().unwrap()).await;
        let scope = ACME_EU;
        let identity = serde_json::json!({ "backup_schedule_id": 3 });
        let hash = opsledger::ledger::identity::hash(scope, "backup_schedule.scheduled", &identity).unwrap();
        assert_eq!((run.operation.as_str(), run.run_identity_hash), ("backup_schedule.scheduled", hash));
        assert_eq!(dispatch(&lab.t, &args).await.code, Some(3));
    }

    async fn what_is_not_the_tenants_or_not_for_this_type_is_refused_and_nothing_is_written(t: TestDb) {
        let lab = site(t).await;
        for (args, code) in [
            (&[FETCH, "--tenant", "2", "--item", "7"][..], "backup_item.unknown"),
            (&["backup_schedule.scheduled", "--tenant", "2", "--schedule", "3"], "backup_schedule.unknown"),
            (&["drift.generate", "--tenant", "1", "--set", "1"], "drift.no_baseline"),
            (&["drift.generate", "--tenant", "1", "--set", "9", "--baseline", "1"], "drift.set_missing"),
            (&[FETCH, "--tenant", "1"], "option.missing"),
            (&["directory_role_definitions.sync", "--tenant", "1", "--set", "1"], "option.not_for_this_type"),
            (&["assignments.restore", "--tenant", "1"], "operation.not_dispatchable"),
            (&[FETCH, "--tenant", "nobody", "--item", "7"], "tenant.unknown"),
        ] {
            let refused = dispatch(&lab.t, args).await;
            assert_eq!(refused.code, Some(2), "{refused:?}");
            assert!(refused.stderr.contains(&format!("error[{code}]")), "{args:?}: {refused:?}");
        }
        assert_eq!(lab.rows("operation_runs").await, 0);
    }
}
