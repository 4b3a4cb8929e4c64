//! What is refused, and that nothing is written then.

use opsledger::db::{Engine, schema};
use opsledger::seeding::scenario::parse::parse;
use opsledger::seeding::{self, NotProduction, Options, scenario};

use super::{apply, at, options, profile, seeded};
use crate::support::TestDb;

on_both! {
    async fn rows_that_no_seed_made_are_named_and_refused(t: TestDb) {
        t.sql("insert into users (name, email, created_at, updated_at) values ('Ada', 'a@x', {at}, {at})").await;
        let problem = apply(&t, &profile("ci"), options(&t)).await.unwrap_err();
        assert_eq!(problem.code, "seed.foreign_rows");
        assert!(problem.message.ends_with("1 in users"), "{}", problem.message);
        assert!(problem.next.contains("--allow-foreign"));
        assert_eq!(t.count("select count(*) from workspaces").await, 0);
        assert_eq!(t.count("select count(*) from seed_applications").await, 0);
        let beside = Options { allow_foreign: true, ..options(&t) };
        assert!(apply(&t, &profile("ci"), beside).await.unwrap().changed);
    }

    async fn what_our_own_tools_write_into_seeded_workspaces_is_not_foreign(t: TestDb) {
        seeded(&t, "ci").await;
        t.sql("insert into operation_runs (workspace_id, initiator_name, type, run_identity_hash, created_at, updated_at) \
               select min(id), 'System', 'ops.reconcile_adapter_runs', 'h', {at}, {at} from workspaces").await;
        t.sql("insert into audit_logs (workspace_id, actor_name, action, recorded_at) \
               select min(id), 'System', 'x.y', {at} from workspaces").await;
        assert!(apply(&t, &profile("dev"), options(&t)).await.unwrap().changed);
    }

    async fn a_scenario_that_is_there_in_another_form_is_refused(t: TestDb) {
        let there = seeded(&t, "dev").await;
        let mut other_text = profile("ci");
        other_text.name = profile("dev").name;
        let cases = [
            (profile("dev"), Options { seed: Some(there.seed + 1), ..options(&t) }, "seed 20 and not 21"),
            (profile("dev"), Options { as_of: Some(at("2026-01-01T00:00:00Z")), ..options(&t) }, "as_of 2026-03-29"),
            (other_text, options(&t), "another version of the scenario's file"),
        ];
        for (scenario, options, why) in cases {
            let problem = apply(&t, &scenario, options).await.unwrap_err();
            assert_eq!(problem.code, "seed.differs");
            assert!(problem.message.contains(why), "{}", problem.message);
            assert!(problem.next.contains("fresh database"));
        }
        let verified = seeding::verify(&t.db).await.unwrap();
        assert_eq!(verified.digest, there.digest);
    }

    async fn what_fails_half_way_leaves_nothing_and_can_be_tried_again(t: TestDb) {
        let other = TestDb::new(t.engine).await;
        let there = seeded(&other, "dev").await;
        let taken = other.text("select email from users order by id desc limit 1").await;
        t.sql(&format!("insert into users (name, email, created_at, updated_at) values ('Ada', '{taken}', {{at}}, {{at}})")).await;
        let again = || Options { as_of: Some(there.as_of), allow_foreign: true, ..options(&t) };
        let problem = apply(&t, &profile("dev"), again()).await.unwrap_err();
        assert_eq!(problem.code, "db.refused");
        for table in ["workspaces", "tenants", "operation_runs", "seed_applications", "seed_blocks"] {
            assert_eq!(t.count(&format!("select count(*) from {table}")).await, 0, "{table}");
        }
        t.sql("delete from users").await;
        assert_eq!(apply(&t, &profile("dev"), again()).await.unwrap().digest, there.digest);
    }

    async fn a_scenario_that_no_timeline_can_hold_writes_nothing(t: TestDb) {
        let text = "name = 'young'\ndescription = 'x'\nseed = 1\n\
            [records.r]\npolicies = 3\nbackup_schedules = 1\nbackup_sets = 30\nitems_per_set = 2\n\
            [[workspaces]]\nkey = 'w'\nage_days = 20\n\
            [[workspaces.tenants]]\nkey = 't'\nenvironment = 'x'\nage_days = 10\nrecords = 'r'\n";
        let problem = apply(&t, &parse("young.toml", text).unwrap(), options(&t)).await.unwrap_err();
        assert_eq!(problem.code, "scenario.impossible");
        assert!(problem.message.contains("`w/t` is too young"), "{}", problem.message);
        assert_eq!(t.count("select count(*) from workspaces").await, 0);
    }

    async fn a_schema_of_another_version_is_refused(t: TestDb) {
        schema::down(&t.db, Some(1)).await.unwrap();
        assert_eq!(apply(&t, &profile("ci"), options(&t)).await.unwrap_err().code, "db.schema_outdated");
        assert_eq!(seeding::verify(&t.db).await.unwrap_err().code, "db.schema_outdated");
        schema::up(&t.db).await.unwrap();
        t.sql("insert into seaql_migrations (version, applied_at) values ('m99_from_the_future', 0)").await;
        assert_eq!(apply(&t, &profile("ci"), options(&t)).await.unwrap_err().code, "db.schema_newer");
        assert_eq!(t.count("select count(*) from workspaces").await, 0);
    }
}

on_both! {
    empty async fn an_empty_database_is_migrated_by_applying(t: TestDb) {
        assert_eq!(seeding::applications(&t.db).await.unwrap(), []);
        assert!(seeded(&t, "ci").await.changed);
        schema::require_current(&t.db).await.unwrap();
    }

    empty async fn a_database_of_something_else_is_left_alone(t: TestDb) {
        t.sql("create table customers (id integer primary key)").await;
        let problem = apply(&t, &profile("ci"), options(&t)).await.unwrap_err();
        assert_eq!(problem.code, "seed.foreign_schema");
        assert_eq!(schema::state(&t.db).await.unwrap(), schema::State::Missing { tables: 1 });
    }

    empty async fn what_cannot_be_planned_does_not_even_migrate(t: TestDb) {
        let text = "name = 'x'\ndescription = 'x'\nseed = 1\nworkspaces = []\n\
            in_progress = [{ table = 'restore_runs', domain_status = 'queued', count = 1 }]\n";
        let problem = apply(&t, &parse("x.toml", text).unwrap(), options(&t)).await.unwrap_err();
        assert_eq!(problem.code, "scenario.impossible");
        assert_eq!(schema::state(&t.db).await.unwrap(), schema::State::Missing { tables: 0 });
    }
}

#[test]
fn a_profile_that_does_not_exist_is_refused_with_those_that_do() {
    let problem = scenario::load("production").unwrap_err();
    assert_eq!(problem.code, "scenario.unknown");
    assert!(problem.next.contains("dev, ci, demo, incident, load, personas"), "{}", problem.next);
    assert_eq!(scenario::load("no/such.toml").unwrap_err().code, "scenario.unreadable");
}

#[test]
fn numbers_that_are_sane_one_by_one_and_absurd_together_are_refused() {
    let text = "name = 'x'\ndescription = 'x'\nseed = 1\n\
        [records.r]\npolicies = 9000\nbackup_schedules = 1\nbackup_sets = 9000\nitems_per_set = 9000\n\
        [[workspaces]]\nkey = 'w'\nage_days = 2000\n\
        [[workspaces.tenants]]\nkey = 't'\nenvironment = 'x'\nage_days = 1000\nrecords = 'r'\n";
    let problem = parse("x.toml", text).unwrap_err();
    assert_eq!(problem.code, "scenario.malformed");
    assert!(
        problem.message.contains("line 13, column 7: with this the scenario comes to more than"),
        "{}",
        problem.message
    );
}

#[test]
fn neither_override_lifts_the_other_refusal() {
    // The flag for foreign rows is not even looked at here: this check comes first and knows only its own.
    let refused = NotProduction::check("postgres://me@db.example/app", None, None).unwrap_err();
    assert_eq!(refused.code, "seed.production");
    assert!(refused.next.contains("--yes-this-is-not-production app"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_scenario_of_the_readme_can_be_applied() {
    let readme = include_str!("../../../seeds/README.md");
    let text = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let t = TestDb::new(Engine::Sqlite).await;
    apply(&t, &parse("README.md", text).unwrap(), options(&t)).await.unwrap();
    assert!(seeding::verify(&t.db).await.unwrap().is_clean());
}
