//! What a context may hold (L8), when a run begins and when it ends.

use serde_json::json;

use super::*;

const RESTORE: &str = "restore.execute";

async fn bytes(lab: &Lab, run_id: i64) -> i64 {
    let bytes = opsledger::db::sql::json_bytes(lab.t.engine, "context");
    lab.t.count(&format!("select {bytes} from operation_runs where id = {run_id}")).await
}

on_both! {
    async fn l8_only_allowed_keys_reach_the_database_and_strings_pass_the_sanitizer(t: TestDb) {
        let lab = Lab::new(t).await;
        let given = json!({
            "restore_run_id": 4, "payload": { "a": 1 },
            "selection": "postgres://app:hunter2@db/app", "options": { "dry_run": false, "note": "nul \0 here" },
        });
        let claim = created(lab.ensure(with_context(wish(ACME_EU, RESTORE, 1), given), Start::Running).await);
        let context = lab.run(claim.run_id).await.context;
        let keys: Vec<&String> = context.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["options", "restore_run_id", "selection"]);
        assert!(!context.to_string().contains("hunter2"));
        assert_eq!(context["options"], json!({ "dry_run": false, "note": "nul \u{fffd} here" }));
    }

    async fn l8_an_ending_adds_its_keys_and_replaces_those_of_the_same_name_whole(t: TestDb) {
        let lab = Lab::new(t).await;
        let begun = json!({
            "restore_run_id": 4, "backup_set_id": "b", "selection": { "ids": [1, 2], "all": false },
            "options": { "a": 1, "b": 2 }, "dispatch": true,
        });
        let claim = created(lab.ensure(with_context(wish(ACME_EU, RESTORE, 1), begun), Start::Running).await);
        let ended = json!({ "options": { "b": null }, "attention": [{ "id": 1.5 }], "dispatch": false, "payload": 1, "target_scope": null });
        assert_eq!(lab.ledger.complete(&claim, Ending::succeeded().with_context(ended)).await.unwrap(), Closed::Done);
        assert_eq!(
            lab.run(claim.run_id).await.context,
            json!({
                "restore_run_id": 4, "backup_set_id": "b", "selection": { "ids": [1, 2], "all": false },
                "options": { "b": null }, "attention": [{ "id": 1.5 }], "dispatch": false, "target_scope": null,
            })
        );
    }

    async fn l8_a_context_in_the_database_never_passes_its_limit_by_what_an_ending_adds(t: TestDb) {
        let lab = Lab::new(t).await;
        let long = |letter: &str| format!("{letter} ").repeat(5_000);
        let begun = json!({ "restore_run_id": 4, "selection": long("a") });
        let claim = created(lab.ensure(with_context(wish(ACME_EU, RESTORE, 1), begun), Start::Running).await);
        let before = lab.run(claim.run_id).await.context;
        let reason = json!({ "reason": "run.worker_lost", "evidence": { "worker": "w" } });
        let ended = json!({ "attention": long("b"), "reconciliation": reason });
        assert_eq!(lab.ledger.complete(&claim, Ending::succeeded().with_context(ended)).await.unwrap(), Closed::Done);
        let run = lab.run(claim.run_id).await;
        assert!(bytes(&lab, claim.run_id).await <= 16 * 1024);
        assert_eq!((&run.context["selection"], run.context.get("attention")), (&before["selection"], None));
        assert_eq!(run.context["reconciliation"], reason, "why recovery closed it is said even then");
    }

    async fn l8_the_limit_counts_bytes_as_the_database_shows_them(t: TestDb) {
        let lab = Lab::new(t).await;
        for (n, size) in [(1, 5_400), (2, 7_000)] {
            let begun = json!({ "restore_run_id": 4, "selection": vec![1; size] });
            let claim = created(lab.ensure(with_context(wish(ACME_EU, RESTORE, n), begun), Start::Queued).await);
            assert!(bytes(&lab, claim.run_id).await <= 16 * 1024);
            assert_eq!(lab.run(claim.run_id).await.context.get("selection").is_some(), n == 1);
        }
    }
}
