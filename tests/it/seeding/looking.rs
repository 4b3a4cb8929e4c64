//! What a scenario would do, the same as text, and the names under which a test finds its rows.

use opsledger::db::Engine;
use opsledger::domain::legacy;
use opsledger::seeding::manifest::Manifest;
use opsledger::seeding::scenario::model::Persona;
use sea_orm::ConnectionTrait;
use serde_json::Value as Json;

use super::{AS_OF, options, profile, seeded};
use crate::support::process::{SEEDER, run};
use crate::support::{TestDb, scratch};

async fn json(t: &TestDb, args: &[&str], code: i32) -> Json {
    let done = run(SEEDER, &t.url, args).await;
    assert_eq!(done.code, Some(code), "{done:?}");
    serde_json::from_str(&done.stdout).expect("it printed JSON and nothing else")
}

on_both! {
    async fn a_plan_says_what_applying_does_and_applying_keeps_to_it(t: TestDb) {
        let plan = json(&t, &["plan", "load", "--scale", "0.02", "--json"], 0).await;
        let of = |name: &str| plan["tables"].as_array().unwrap().iter().find(|line| line["table"] == name).unwrap().clone();
        assert_eq!((&of("operation_runs")["rows"], &of("operation_runs")["exact"]), (&2_000.into(), &true.into()));
        assert_eq!(plan["conflicts"], Json::Array(Vec::new()));
        assert!(plan["seconds"].as_i64().unwrap() > 0 && plan["bytes"].as_i64().unwrap() > 1_000_000);
        let dir = scratch::directory("plan");
        let file = dir.path().join("plan.json");
        std::fs::write(&file, plan.to_string()).unwrap();
        let file = file.to_str().unwrap();
        let applied = json(&t, &["apply", "load", "--plan", file, "--json"], 0).await;
        for line in plan["tables"].as_array().unwrap().iter().filter(|line| line["exact"] == true) {
            let made = applied["tables"].as_array().unwrap().iter().find(|made| made["table"] == line["table"]).unwrap();
            assert_eq!(made["rows"], line["rows"], "{line}");
        }
        assert_eq!(json(&t, &["plan", "load", "--json"], 0).await["is_there"], true);
    }

    async fn a_plan_for_another_schema_is_refused(t: TestDb) {
        let plan = json(&t, &["plan", "ci", "--json"], 0).await;
        let dir = scratch::directory("plan");
        let file = dir.path().join("plan.json");
        std::fs::write(&file, plan.to_string()).unwrap();
        t.sql("create index later on policies (created_at)").await;
        let refused = run(SEEDER, &t.url, &["apply", "ci", "--plan", file.to_str().unwrap()]).await;
        assert_eq!(refused.code, Some(2));
        assert!(refused.stderr.starts_with("error[seed.plan_outdated]"), "{}", refused.stderr);
        assert_eq!(t.count("select count(*) from workspaces").await, 0);
    }

    async fn a_plan_names_what_stands_in_the_way(t: TestDb) {
        t.sql("insert into users (name, email, created_at, updated_at) values ('Ada', 'a@x', {at}, {at})").await;
        if t.engine == Engine::Postgres {
            t.sql("alter table findings add column owner text not null").await;
        }
        let plan = json(&t, &["plan", "ci", "--json"], 4).await;
        let codes: Vec<&str> = plan["conflicts"].as_array().unwrap().iter().filter_map(|c| c["code"].as_str()).collect();
        assert!(codes.contains(&"seed.foreign_rows"), "{codes:?}");
        assert_eq!(codes.contains(&"seed.column_unknown"), t.engine == Engine::Postgres);
    }

    async fn what_is_exported_as_sql_makes_the_same_rows(t: TestDb) {
        let other = TestDb::new(t.engine).await;
        let there = seeded(&t, "ci").await;
        let sql = run(SEEDER, &t.url, &["export", "ci", "--as-of", AS_OF, "--format", "sql"]).await;
        assert_eq!(sql.code, Some(0), "{}", sql.stderr);
        // Whoever brings history in says so, in the same transaction.
        let tx = other.db.begin_owned().await.unwrap();
        legacy::open_in(&tx, t.engine).await.unwrap();
        tx.execute_unprepared(&sql.stdout).await.unwrap();
        legacy::close_in(&tx, t.engine).await.unwrap();
        tx.commit().await.unwrap();
        for line in there.tables {
            let rows = other.count(&format!("select count(*) from {}", line.table)).await;
            assert_eq!(rows, line.rows, "{}", line.table);
        }
        let texts = "select external_id || display_name || created_at from policies order by id";
        assert_eq!(t.texts(texts).await, other.texts(texts).await);
        let runs = "select type || run_identity_hash || context || summary_counts from operation_runs order by id";
        let (seeded, mut exported) = (t.texts(runs).await, other.texts(runs).await);
        assert_eq!(seeded.len(), exported.len() + 1, "the record of the seed is no row of it");
        exported.push(seeded.last().unwrap().clone());
        assert_eq!(seeded, exported);
    }

    async fn a_manifest_names_rows_that_are_there(t: TestDb) {
        let dir = scratch::directory("manifest");
        let file = dir.path().join("manifest.json");
        let args = ["apply", "personas", "--manifest", file.to_str().unwrap()];
        assert_eq!(run(SEEDER, &t.url, &args).await.code, Some(0));
        let manifest = Manifest::read(&file).unwrap();
        let of = |persona| manifest.persona(persona).expect("every persona is played");
        let id = |persona| of(persona).id;
        let count = async |sql: String| t.count(&sql).await;
        assert_eq!(count(format!("select count(*) from policies where tenant_id = {}", id(Persona::Empty))).await, 0);
        assert!(count(format!("select count(*) from operation_runs where tenant_id = {}", id(Persona::Whale))).await > 500);
        let paused = format!("select count(*) from backup_schedules where tenant_id = {} and next_run_at is null and not is_enabled", id(Persona::PausedSchedule));
        assert_eq!(count(paused.replace("not is_enabled", if t.engine == Engine::Sqlite { "is_enabled = 0" } else { "not is_enabled" })).await, 1);
        assert_eq!(count(format!("select max(length(name)) from backup_schedules where tenant_id = {}", id(Persona::LongestStrings))).await, 255);
        let rtl = t.text(&format!("select name from tenants where id = {}", id(Persona::RightToLeft))).await;
        assert!(rtl.contains('ד') && rtl.contains('\u{301}'), "{rtl}");
        let leap = t.text(&format!("select cast(created_at as text) from tenants where id = {}", id(Persona::LeapDay))).await;
        assert!(leap.starts_with("2024-02-29"), "{leap}");
        let hours = match t.engine {
            Engine::Sqlite => "strftime('%H:%M', scheduled_for)",
            Engine::Postgres => "to_char(scheduled_for at time zone 'UTC', 'HH24:MI')",
        };
        let slots = t.texts(&format!(
            "select distinct {hours} from operation_runs where tenant_id = {} and scheduled_for is not null order by 1",
            id(Persona::ClockChange)
        )).await;
        // In summer, in winter, and on the day without that hour.
        assert_eq!(slots, ["00:30", "01:00", "01:30"]);
        let ids: Vec<i64> = of(Persona::Whale).restore_runs["running"].clone();
        assert_eq!(ids.len(), 2);
        for restore in ids {
            assert_eq!(t.text(&format!("select status from restore_runs where id = {restore}")).await, "running");
        }
        let again = opsledger::seeding::manifest(&t.db, &profile("personas"), options(&t).not_production).await.unwrap();
        assert_eq!(again, manifest);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn csv_and_json_lines_hold_every_row() {
    let dir = scratch::directory("export");
    let (csv, lines) = (dir.path().join("csv"), dir.path().join("jsonl"));
    for (format, out) in [("csv", &csv), ("jsonl", &lines)] {
        let done =
            run(SEEDER, "sqlite://none.db", &["export", "ci", "--format", format, "--out", out.to_str().unwrap()])
                .await;
        assert_eq!((done.code, done.stdout.trim()), (Some(0), "123 rows"), "{done:?}");
    }
    let tenants = std::fs::read_to_string(csv.join("tenants.csv")).unwrap();
    assert!(tenants.starts_with("id,workspace_id,external_id,") && tenants.lines().count() == 4, "{tenants}");
    for line in std::fs::read_to_string(lines.join("operation_runs.jsonl")).unwrap().lines() {
        let row: Json = serde_json::from_str(line).unwrap();
        assert!(row["context"].is_object() && row["table"] == "operation_runs", "{line}");
    }
    let refused = run(SEEDER, "sqlite://none.db", &["export", "ci", "--format", "csv"]).await;
    assert!(refused.stderr.starts_with("error[seed.export_needs_directory]"), "{}", refused.stderr);
}
