//! Real processes: overlap, exit codes, and what an operator sees.

use opsledger::ledger::{Request, Scope, Start, Status};
use serde_json::{Value, json};

use super::world::World;
use crate::support::process::{SCHEDULER, run, run_together};

const ONCE: [&str; 2] = ["once", "ops.reconcile_adapter_runs"];

on_both! {
    async fn thirty_two_passes_at_once_never_hold_one_identity_twice_and_none_errs(t: TestDb) {
        let world = World::new(t).await;
        for id in 1..=40 {
            world.pair(id, 1 + id % 3, "completed", Status::Running).await;
        }
        let finished = run_together(32, SCHEDULER, &world.t.url, &ONCE).await;
        for process in &finished {
            assert!(matches!(process.code, Some(0 | 3)), "{process:?}");
            assert_eq!(process.stderr, "", "{process:?}");
        }
        assert!(finished.iter().any(|process| process.code == Some(0)));
        assert_eq!(world.t.count("select count(*) from operation_runs where status <> 'completed'").await, 0);
        assert_eq!(world.t.count("select count(*) from audit_logs").await, 40);
        let doubles = "select count(*) from operation_runs a join operation_runs b on a.id < b.id and a.workspace_id = b.workspace_id \
                       and a.type = 'ops.reconcile_adapter_runs' and b.type = a.type and b.created_at < a.completed_at and a.created_at < b.completed_at \
                       and b.started_at < a.completed_at";
        // Rows of one workspace follow one another: the next is made only after the former has ended.
        let overlapping = world.t.count(doubles).await;
        assert_eq!(overlapping, 0);
    }

    async fn a_workspace_whose_identity_is_held_is_skipped_and_the_holder_is_named(t: TestDb) {
        let world = World::new(t).await;
        let operation = opsledger::catalog::find("ops.reconcile_adapter_runs").unwrap();
        let holder = opsledger::ledger::Ledger::new(world.t.db.clone(), opsledger::clock::Clock::system(), "holder");
        holder.ensure(Request::new(Scope::Workspace(1), operation, json!({})), Start::Running).await.unwrap();
        let both = run(SCHEDULER, &world.t.url, &ONCE).await;
        assert_eq!(both.code, Some(0), "{both:?}");
        assert!(both.stdout.contains("held by operation #1 (running)"), "{}", both.stdout);
        let held = run(SCHEDULER, &world.t.url, &["once", "ops.reconcile_adapter_runs", "--workspace", "w1", "--json"]).await;
        assert_eq!(held.code, Some(3), "{held:?}");
        let answer: Value = serde_json::from_str(&held.stdout).unwrap();
        assert_eq!(answer["runs"][0]["held_by"]["run_id"], 1);
    }

    async fn a_row_without_proof_makes_the_command_exit_1_and_names_the_run(t: TestDb) {
        let world = World::new(t).await;
        world.restore(1, 3, "completed").await;
        world.shadow("restore.execute", 1, Status::Running, json!({ "restore_run_id": 1 })).await;
        let finished = run(SCHEDULER, &world.t.url, &ONCE).await;
        assert_eq!(finished.code, Some(1), "{finished:?}");
        assert!(finished.stdout.contains("reconcile.scope_mismatch") && finished.stdout.contains("another workspace"), "{}", finished.stdout);
    }

    async fn bad_input_is_exit_2_with_a_code_and_a_next_step_and_nothing_is_written(t: TestDb) {
        let world = World::new(t).await;
        let cases: [(&[&str], &str); 7] = [
            (&["once", "ops.nothing"], "operation.unknown"),
            (&["once", "policy.sync"], "operation.not_runnable"),
            (&["once", "ops.reconcile_adapter_runs", "--workspace", "nobody"], "workspace.unknown"),
            (&["once", "ops.reconcile_adapter_runs", "--tenant", "nobody"], "tenant.unknown"),
            (&["once", "ops.reconcile_adapter_runs", "--tenant", "t3", "--workspace", "w1"], "tenant.elsewhere"),
            (&["show", "99"], "operation.not_found"),
            (&["runs", "--type", "ops.nothing"], "operation.unknown"),
        ];
        for (args, code) in cases {
            let finished = run(SCHEDULER, &world.t.url, args).await;
            assert_eq!(finished.code, Some(2), "{args:?} {finished:?}");
            assert!(finished.stderr.contains(&format!("error[{code}]")) && finished.stderr.contains("next:"), "{}", finished.stderr);
            assert_eq!(finished.stdout, "");
        }
        for args in [["--limit", "-1"], ["--limit", "0"], ["--limit", "99999999999"], ["--older-than", "soon"], ["--older-than", "9999y"]] {
            let args = [&ONCE[..], &args[..]].concat();
            let finished = run(SCHEDULER, &world.t.url, &args).await;
            assert_eq!(finished.code, Some(2), "{args:?} {finished:?}");
        }
        assert_eq!(world.t.count("select count(*) from operation_runs").await, 0);
    }
}

on_both! {
    empty async fn a_database_without_a_schema_is_refused_and_left_empty(t: TestDb) {
        let finished = run(SCHEDULER, &t.url, &ONCE).await;
        assert_eq!(finished.code, Some(2), "{finished:?}");
        assert!(finished.stderr.contains("error[db.schema_missing]") && finished.stderr.contains("scheduler migrate up"), "{}", finished.stderr);
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named_and_not_made() {
    let dir = crate::support::scratch::directory("absent");
    let file = dir.path().join("absent.db");
    let finished = run(SCHEDULER, &format!("sqlite://{}?mode=rwc", file.display()), &["runs"]).await;
    assert_eq!(finished.code, Some(2), "{finished:?}");
    assert!(finished.stderr.contains("error[db.not_found]"), "{}", finished.stderr);
    assert!(!file.exists());
}

#[tokio::test]
async fn a_file_that_is_no_database_and_a_server_that_is_not_there_are_said_so() {
    let dir = crate::support::scratch::directory("other");
    let file = dir.path().join("letter.txt");
    std::fs::write(&file, "Dear all, this is not a database, however long it may be.".repeat(20)).unwrap();
    let finished = run(SCHEDULER, &format!("sqlite://{}?mode=rwc", file.display()), &["runs"]).await;
    assert_eq!(finished.code, Some(2), "{finished:?}");
    assert!(finished.stderr.contains("error[db.unreadable]"), "{}", finished.stderr);
    let finished = run(SCHEDULER, "postgres://app:hunter2secret@127.0.0.1:1/none", &["runs"]).await;
    assert_eq!(finished.code, Some(2), "{finished:?}");
    assert!(
        finished.stderr.contains("error[db.unreachable]") && !finished.stderr.contains("hunter2secret"),
        "{}",
        finished.stderr
    );
    let finished = run(SCHEDULER, "mysql://localhost/x", &["runs"]).await;
    assert!(finished.code == Some(2) && finished.stderr.contains("error[db.url_invalid]"), "{finished:?}");
}
