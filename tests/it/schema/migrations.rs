//! Migrating: up, down and up again, by many at once, and never over a schema that somebody else shaped.

use migration::Migrator;
use opsledger::db::schema::{self, State};
use opsledger::db::{Access, Db, Engine};
use sea_orm_migration::MigratorTrait;

use super::golden::{described, differences};
use crate::support::process::run_together;
use crate::support::{TestDb, scratch};

on_both! {
    empty async fn the_schema_goes_up_down_and_up_again_and_leaves_nothing_behind(t: TestDb) {
        let all = Migrator::migrations().len();
        assert_eq!(schema::up(&t.db).await.unwrap(), all);
        let first = described(&t).await;
        assert!(first.contains("operation_runs"));

        schema::down(&t.db, None).await.unwrap();
        assert_eq!(leftovers(&t).await, Vec::<String>::new());
        assert_eq!(schema::state(&t.db).await.unwrap(), State::Missing { tables: 0 });

        assert_eq!(schema::up(&t.db).await.unwrap(), all);
        assert_eq!(differences(&first, &described(&t).await), "");
        assert_eq!(schema::up(&t.db).await.unwrap(), 0, "a second time finds nothing to do");
    }

    empty async fn each_step_down_undoes_exactly_its_step_up(t: TestDb) {
        let mut stages = Vec::new();
        for _ in Migrator::migrations() {
            stages.push(described(&t).await);
            Migrator::up(t.db.writer(), Some(1)).await.unwrap();
        }
        while let Some(before) = stages.pop() {
            assert_ne!(differences(&before, &described(&t).await), "", "every step changes something");
            schema::down(&t.db, Some(1)).await.unwrap();
            assert_eq!(differences(&before, &described(&t).await), "");
        }
    }

    empty async fn rolling_back_a_database_that_was_never_migrated_does_nothing(t: TestDb) {
        schema::down(&t.db, None).await.unwrap();
        assert_eq!(schema::state(&t.db).await.unwrap(), State::Missing { tables: 0 });
    }

    empty async fn a_step_that_fails_takes_the_whole_migration_back(t: TestDb) {
        // In the way of a later step than the first.
        t.sql("create table findings (mine integer)").await;
        schema::up(&t.db).await.unwrap_err();
        assert_eq!(leftovers(&t).await, ["findings"]);
        assert_eq!(schema::state(&t.db).await.unwrap(), State::Missing { tables: 1 });
    }

    async fn a_schema_that_lacks_the_last_migration_is_outdated_until_it_is_applied(t: TestDb) {
        schema::down(&t.db, Some(1)).await.unwrap();
        let refusal = schema::require_current(&t.db).await.unwrap_err();
        assert_eq!(refusal.code, "db.schema_outdated");
        assert!(refusal.next.contains("scheduler migrate up"), "{}", refusal.next);
        let lines = schema::status(&t.db).await.unwrap();
        assert_eq!(lines.iter().filter(|line| !line.applied).count(), 1);
        assert!(!lines.last().unwrap().applied, "the list is in order");

        assert_eq!(schema::up(&t.db).await.unwrap(), 1);
        schema::require_current(&t.db).await.unwrap();
    }

    async fn a_schema_of_a_newer_program_is_refused_and_left_alone(t: TestDb) {
        t.sql("insert into seaql_migrations (version, applied_at) values ('m20990101_000001_tomorrow', 0)").await;
        let before = described(&t).await;
        let refusal = schema::require_current(&t.db).await.unwrap_err();
        assert_eq!(refusal.code, "db.schema_newer");
        assert!(refusal.message.contains("m20990101_000001_tomorrow"), "{}", refusal.message);
        assert_eq!(schema::up(&t.db).await.unwrap_err().code, "db.schema_newer");
        // What is on top would have to be undone first, and this program does not know how.
        assert_eq!(schema::down(&t.db, Some(1)).await.unwrap_err().code, "db.schema_newer");
        assert_eq!(schema::down(&t.db, None).await.unwrap_err().code, "db.schema_newer");
        assert_eq!(differences(&before, &described(&t).await), "");
    }

    async fn a_schema_that_was_rolled_back_is_missing(t: TestDb) {
        schema::down(&t.db, None).await.unwrap();
        assert_eq!(schema::require_current(&t.db).await.unwrap_err().code, "db.schema_missing");
    }

    empty async fn six_tasks_that_migrate_one_empty_database_all_succeed_and_apply_it_once(t: TestDb) {
        let fresh = Fresh::beside(&t);
        let start = std::sync::Arc::new(tokio::sync::Barrier::new(6));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (url, start) = (fresh.url.clone(), start.clone());
            tasks.spawn(async move {
                start.wait().await;
                let db = Db::open(&url, Access::Create, 2).await.unwrap();
                schema::up(&db).await.unwrap()
            });
        }
        let mut applied = tasks.join_all().await;
        applied.sort_unstable();
        assert_eq!(applied, [0, 0, 0, 0, 0, Migrator::migrations().len()]);
    }

    empty async fn six_processes_that_migrate_one_empty_database_all_succeed_and_apply_it_once(t: TestDb) {
        let fresh = Fresh::beside(&t);
        let this = std::env::current_exe().expect("this binary has a path");
        let entry = "schema::migrations::migrate_the_database_that_the_environment_names";
        let args = ["--exact", entry, "--ignored", "--nocapture"];
        let all = run_together(6, this.to_str().expect("a plain path"), &fresh.url, &args).await;
        let mut applied: Vec<&str> = Vec::new();
        for process in &all {
            assert_eq!(process.code, Some(0), "{process:?}");
            applied.push(process.stdout.split("applied=").nth(1).and_then(|rest| rest.lines().next()).expect("a count"));
        }
        applied.sort_unstable();
        assert_eq!(applied, ["0", "0", "0", "0", "0", &Migrator::migrations().len().to_string()]);
    }
}

#[tokio::test]
#[ignore = "one of the six processes above"]
async fn migrate_the_database_that_the_environment_names() {
    use std::io::Write;

    let url = std::env::var("DATABASE_URL").expect("the test above names a database");
    let db = Db::open(&url, Access::Create, 2).await.unwrap();
    let _ = writeln!(std::io::stdout(), "applied={}", schema::up(&db).await.unwrap());
}

/// A database that nobody has opened yet: on SQLite a file that is not there.
struct Fresh {
    url: String,
    _dir: tempfile::TempDir,
}

impl Fresh {
    fn beside(t: &TestDb) -> Self {
        let dir = scratch::directory("fresh");
        let url = match t.engine {
            Engine::Sqlite => format!("sqlite://{}?mode=rwc", dir.path().join("fresh.db").display()),
            Engine::Postgres => t.url.clone(),
        };
        Self { url, _dir: dir }
    }
}

/// Every object that is not the list of migrations itself.
async fn leftovers(t: &TestDb) -> Vec<String> {
    t.texts(match t.engine {
        Engine::Sqlite => {
            "select name from sqlite_master where name not like 'sqlite_%' and tbl_name <> 'seaql_migrations' order by 1"
        }
        Engine::Postgres => {
            "select relname::text from pg_class where relnamespace = 'public'::regnamespace
               and relname not like 'seaql_migrations%'
             union all select proname::text from pg_proc where pronamespace = 'public'::regnamespace
             union all select typname::text from pg_type t where typnamespace = 'public'::regnamespace
               and typrelid = 0 and typelem = 0 order by 1"
        }
    })
    .await
}
