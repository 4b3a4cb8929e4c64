//! The program as an operator meets it: exit codes, what is printed where, and what is left behind.

use opsledger::db::address::sqlite_file;
use serde_json::Value as Json;

use crate::support::TestDb;
use crate::support::process::{Finished, SCHEDULER, SEEDER, run, run_together};
use crate::support::scratch;

async fn seeder(t: &TestDb, args: &[&str]) -> Finished {
    run(SEEDER, &t.url, args).await
}

fn json(done: &Finished) -> Json {
    assert_eq!(done.code, Some(0), "{done:?}");
    serde_json::from_str(&done.stdout).expect("it printed JSON and nothing else")
}

#[track_caller]
fn refused(done: &Finished, code: &str) {
    assert_eq!(done.code, Some(2), "{done:?}");
    assert!(done.stderr.starts_with(&format!("error[{code}]: ")), "{}", done.stderr);
    assert!(done.stdout.is_empty());
}

on_both! {
    empty async fn apply_apply_verify_list(t: TestDb) {
        let (first, again) = (json(&seeder(&t, &["apply", "ci", "--json"]).await), json(&seeder(&t, &["apply", "ci", "--json"]).await));
        let verified = json(&seeder(&t, &["verify", "--json"]).await);
        assert_eq!((&first["changed"], &again["changed"]), (&true.into(), &false.into()));
        assert!(first["digest"].as_str().is_some_and(|digest| digest.len() == 64));
        assert_eq!(first["digest"], again["digest"]);
        assert_eq!(first["digest"], verified["digest"]);
        let listed = json(&seeder(&t, &["list", "--json"]).await);
        assert_eq!(listed["profiles"].as_array().map(Vec::len), Some(6));
        assert_eq!(listed["applied"][0]["content_digest"], first["digest"]);
        let shown = seeder(&t, &["verify", "--strict"]).await;
        assert_eq!((shown.code, shown.stderr.as_str()), (Some(0), ""));
        assert!(shown.stdout.contains(first["digest"].as_str().unwrap()) && shown.stdout.contains("operation_runs"));
    }

    empty async fn dev_is_what_apply_applies_when_nobody_says_otherwise(t: TestDb) {
        let done = json(&seeder(&t, &["apply", "--json", "--seed", "5", "--as-of", "2026-02-03T04:05:06+01:00"]).await);
        assert_eq!((&done["scenario"], &done["seed"]), (&"dev".into(), &5.into()));
        assert_eq!(done["as_of"], "2026-02-03T03:05:06Z");
        refused(&seeder(&t, &["apply", "dev", "--seed", "6"]).await, "seed.differs");
    }

    empty async fn seeders_that_start_together_make_one_scenario(t: TestDb) {
        let all = run_together(6, SEEDER, &t.url, &["apply", "ci", "--json"]).await;
        let digests: std::collections::BTreeSet<String> = all.iter().map(|done| json(done)["digest"].to_string()).collect();
        assert_eq!(digests.len(), 1);
        assert_eq!(all.iter().filter(|done| json(done)["changed"] == true).count(), 1);
        assert_eq!(t.count("select count(*) from workspaces").await, 2);
    }

}

on_both! {
    async fn strict_verify_fails_on_change_and_plain_verify_on_damage(t: TestDb) {
        json(&seeder(&t, &["apply", "ci", "--json"]).await);
        t.sql("update users set name = 'Somebody Else' where id = 1").await;
        assert_eq!(seeder(&t, &["verify"]).await.code, Some(0));
        assert_eq!(seeder(&t, &["verify", "--strict"]).await.code, Some(1));
        t.sql("update tenants set external_id = 'none' where id = 1").await;
        let found = seeder(&t, &["verify"]).await;
        assert_eq!(found.code, Some(1));
        assert!(found.stdout.contains("uuid_v4: 1 row(s) of tenants"), "{}", found.stdout);
    }

    async fn a_reconcile_pass_is_later_work_and_breaks_no_rule(t: TestDb) {
        json(&seeder(&t, &["apply", "incident", "--json"]).await);
        let pass = run(SCHEDULER, &t.url, &["once", "ops.reconcile_adapter_runs"]).await;
        assert_eq!(pass.code, Some(1), "some rows have no proof: {}", pass.stderr);
        let verified = json(&seeder(&t, &["verify", "--json"]).await);
        let tables = verified["scenarios"][0]["tables"].as_array().unwrap().iter();
        let changed: Vec<&Json> = tables.filter(|table| table["changed"] == true).map(|table| &table["table"]).collect();
        assert_eq!(changed, ["operation_runs", "restore_runs"]);
        assert_eq!(verified["scenarios"][0]["findings"], Json::Array(Vec::new()));
    }

    async fn an_environment_that_sounds_like_production_is_refused_until_the_database_is_named(t: TestDb) {
        let environment = ["apply", "ci", "--environment", "eu-production"];
        refused(&seeder(&t, &environment).await, "seed.production");
        refused(&seeder(&t, &[&environment[..], &["--allow-foreign"]].concat()).await, "seed.production");
        refused(&seeder(&t, &[&environment[..], &["--yes-this-is-not-production", "no"]].concat()).await, "seed.production");
        t.sql("insert into users (name, email, created_at, updated_at) values ('Ada', 'a@x', {at}, {at})").await;
        let name = match sqlite_file(&t.url) {
            Some(file) => file.file_name().unwrap().to_string_lossy().into_owned(),
            None => t.text("select current_database()::text").await,
        };
        let named = [&environment[..], &["--yes-this-is-not-production", &name]].concat();
        refused(&seeder(&t, &named).await, "seed.foreign_rows");
        assert_eq!(t.count("select count(*) from workspaces").await, 0);
        let both = seeder(&t, &[&named[..], &["--allow-foreign"]].concat()).await;
        assert_eq!(both.code, Some(0), "{}", both.stderr);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_the_request_makes_no_database() {
    let dir = scratch::directory("refused");
    let (scenario, file) = (dir.path().join("my.toml"), dir.path().join("new.db"));
    std::fs::write(&scenario, "name = 'x'\ndescription = 'x'\nseed = 1\nworkspaces = []\nhistory_days = -3\n").unwrap();
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let scenario = scenario.to_str().unwrap();
    let malformed = run(SEEDER, &url, &["apply", scenario]).await;
    refused(&malformed, "scenario.malformed");
    assert!(malformed.stderr.contains("my.toml, line 5, column 16: -3 is no sane value"), "{}", malformed.stderr);
    assert!(malformed.stderr.contains("\n  next: "));
    refused(&run(SEEDER, &url, &["apply", "staging"]).await, "scenario.unknown");
    refused(&run(SEEDER, &url, &["apply", "./none.toml"]).await, "scenario.unreadable");
    refused(&run(SEEDER, &url, &["apply", "ci", "--as-of", "yesterday"]).await, "seed.as_of_invalid");
    refused(&run(SEEDER, &url, &["apply", "ci", "--as-of", "9999-01-01T00:00:00Z"]).await, "seed.as_of_invalid");
    refused(&run(SEEDER, &url, &["apply", "ci", "--environment", "live"]).await, "seed.production");
    refused(&run(SEEDER, "postgres://me@db.example/app", &["apply", "ci"]).await, "seed.production");
    refused(&run(SEEDER, "mysql://me@localhost/app", &["apply", "ci"]).await, "db.url_invalid");
    refused(&run(SEEDER, &url, &["verify"]).await, "db.not_found");
    for usage in
        [&["apply", "ci", "--seed", "-1"][..], &["apply", "ci", "--seed", "many"], &["plant"], &["apply", "a", "b"]]
    {
        assert_eq!(run(SEEDER, &url, usage).await.code, Some(2), "{usage:?}");
    }
    assert!(!file.exists(), "a refusal left a database behind");
    let listed = run(SEEDER, &url, &["list"]).await;
    assert_eq!(listed.code, Some(0));
    assert!(listed.stdout.contains("incident") && !file.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_nobody_answers_is_unreachable() {
    let done = run(SEEDER, "postgres://me:hunter2@127.0.0.1:1/app", &["apply", "ci"]).await;
    refused(&done, "db.unreachable");
    assert!(!done.stderr.contains("hunter2"));
}
