//! Very many rows: the same on both engines, and none of them changes because there are more.

use std::collections::BTreeSet;

use opsledger::db::Engine;
use opsledger::seeding::scenario::parse::parse;
use opsledger::seeding::{self, Applied, Options, Scale, Way};

use super::{apply, options, profile, rows};
use crate::schema::golden::{described, differences};
use crate::support::TestDb;

/// Every table that a population fills.
const TABLES: [&str; 15] = [
    "workspaces",
    "tenants",
    "users",
    "workspace_memberships",
    "operation_runs",
    "audit_logs",
    "notifications",
    "policies",
    "backup_schedules",
    "backup_sets",
    "backup_items",
    "inventory_sync_runs",
    "entra_group_sync_runs",
    "restore_runs",
    "findings",
];

pub(super) fn scaled(t: &TestDb, scale: &str) -> Options {
    Options { scale: Some(scale.parse::<Scale>().expect("a scale")), ..options(t) }
}

pub(super) async fn loaded(t: &TestDb, scale: &str) -> Applied {
    apply(t, &profile("load"), scaled(t, scale)).await.expect("a population can be applied")
}

/// Every row of a table with its id, but for what `except` names.
async fn all(t: &TestDb, table: &str, except: &str) -> BTreeSet<String> {
    let columns = match t.engine {
        Engine::Sqlite => format!("select name from pragma_table_info('{table}')"),
        Engine::Postgres => format!(
            "select column_name::text from information_schema.columns where table_schema = 'public' and table_name = '{table}'"
        ),
    };
    let mut columns = t.texts(&columns).await;
    columns.retain(|column| column != except);
    columns.sort();
    let texts: Vec<String> = columns.iter().map(|column| format!("coalesce(cast({column} as text), '-')")).collect();
    let own = if table == "operation_runs" { "where type <> 'seed.apply'" } else { "" };
    t.texts(&format!("select {} from {table} {own}", texts.join(" || '|' || "))).await.into_iter().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_engines_hold_the_same_population() {
    let (sqlite, postgres) = (TestDb::new(Engine::Sqlite).await, TestDb::new(Engine::Postgres).await);
    let (one, other) = (loaded(&sqlite, "0.02").await, loaded(&postgres, "0.02").await);
    assert_eq!(one, other);
    assert_eq!(rows(&one, "operation_runs"), 2_000);
    for t in [&sqlite, &postgres] {
        let verified = seeding::verify(&t.db).await.unwrap();
        assert!(verified.is_clean() && verified.is_unchanged(), "{:#?}", verified.scenarios[0].findings);
        assert_eq!(verified.digest, one.digest, "as made and as read");
    }
}

on_both! {
    async fn ten_times_the_rows_change_none_that_were_there(t: TestDb) {
        let (twice, tenfold) = (TestDb::new(t.engine).await, TestDb::new(t.engine).await);
        loaded(&t, "0.01").await;
        loaded(&twice, "0.02").await;
        loaded(&tenfold, "0.1").await;
        for table in TABLES {
            let (few, more, most) = (all(&t, table, "").await, all(&twice, table, "").await, all(&tenfold, table, "").await);
            assert!(!few.is_empty(), "{table}");
            assert_eq!(few.difference(&more).next(), None, "{table}");
            assert_eq!(more.difference(&most).next(), None, "{table}");
        }
        assert_eq!(tenfold.count("select count(*) from operation_runs where type <> 'seed.apply'").await, 10_000);
    }

    async fn a_column_more_changes_no_row_that_was_there(t: TestDb) {
        let other = TestDb::new(t.engine).await;
        let before = loaded(&t, "0.01").await;
        for table in TABLES {
            other.sql(&format!("alter table {table} add column added text")).await;
        }
        assert_eq!(loaded(&other, "0.01").await.digest, before.digest);
        for table in TABLES {
            assert_eq!(all(&t, table, "").await, all(&other, table, "added").await, "{table}");
        }
    }

    async fn beside_other_rows_a_population_has_the_same_digest(t: TestDb) {
        let alone = loaded(&t, "0.01").await;
        let other = TestDb::new(t.engine).await;
        apply(&other, &profile("ci"), options(&other)).await.unwrap();
        assert_eq!(loaded(&other, "0.01").await.digest, alone.digest);
        assert!(seeding::verify(&other.db).await.unwrap().is_unchanged());
    }

    async fn the_bulk_path_leaves_the_schema_word_by_word_as_it_was(t: TestDb) {
        let before = described(&t).await;
        let applied = loaded(&t, "0.15").await;
        let path = applied.path.expect("rows went in");
        assert_eq!(path.way, Way::Bulk, "{}", path.why);
        assert_eq!(differences(&before, &described(&t).await), "");
        if t.engine == Engine::Postgres {
            assert_eq!(t.count("select count(*) from pg_constraint where not convalidated").await, 0);
            assert_eq!(t.count("select count(*) from pg_index where not indisvalid").await, 0);
            assert_eq!(t.count("select count(*) from pg_trigger where tgenabled = 'D'").await, 0);
            assert!(t.count("select count(*) from pg_stats where tablename = 'operation_runs'").await > 0);
        }
        let verified = seeding::verify(&t.db).await.unwrap();
        assert!(verified.is_clean() && verified.is_unchanged());
        // And they are in force.
        t.refused("insert into operation_runs (workspace_id, initiator_name, type, run_identity_hash, created_at, updated_at) \
                   values (999999, 'x', 'x.y', 'h', {at}, {at})").await;
        t.refused("update users set email = (select max(email) from users)").await;
        t.refused("update audit_logs set summary = 'x'").await;
    }

    async fn a_generator_that_is_too_small_is_named_before_anything_is_written(t: TestDb) {
        let problem = apply(&t, &parse("big.toml", &population("users = { per_parent = 5000 }")).unwrap(), options(&t)).await.unwrap_err();
        assert_eq!(problem.code, "seed.generator_too_small");
        assert!(problem.message.contains("5000 values") && problem.message.contains("`person.login`"), "{}", problem.message);
        let young = population("users = { per_parent = 4 }").replace("age_days = 100", "age_days = 6");
        assert_eq!(apply(&t, &parse("young.toml", &young).unwrap(), options(&t)).await.unwrap_err().code, "scenario.impossible");
        assert_eq!(t.count("select count(*) from workspaces").await, 0);
    }
}

fn population(users: &str) -> String {
    format!(
        "name = 'big'\ndescription = 'big'\nseed = 1\n[population]\nworkspaces = 2\n{users}\ntenants = 4\n\
         policies = {{ per_parent = 4 }}\nruns = 400\nage_days = 100\ncycle = ['policy.sync']\n"
    )
}

#[test]
fn what_is_wrong_with_a_population_is_named_with_its_place() {
    for (from, to, place) in [
        ("runs = 400", "runs = -4", "line 9, column 8: -4 is no sane value"),
        ("runs = 400", "runs = { total = 4, zipf = 0.3 }", "line 9, column 8: zipf is 0 to 2, in steps of 0.25"),
        ("['policy.sync']", "['policy.dance']", "line 11, column 9: "),
        ("age_days = 100", "age_days = 100\ntimes_a_day = 7", "line 11, column 15: a day must be cut"),
        ("workspaces = 2", "workspaces = 2\nworkspace = 3", "line 6, column 1: unknown field"),
    ] {
        let text = population("users = { per_parent = 4 }").replace(from, to);
        let problem = parse("big.toml", &text).unwrap_err();
        assert_eq!(problem.code, "scenario.malformed");
        assert!(problem.message.contains(place), "{to}: {}", problem.message);
    }
}
