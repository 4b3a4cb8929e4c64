//! The harness keeps its own word.

use std::process::{Command, Stdio};

use futures::FutureExt;
use opsledger::db::{Engine, schema};

use crate::support::process::{SCHEDULER, SEEDER, run, run_together};
use crate::support::{TestDb, browser, postgres};

on_both! {
    async fn each_test_has_a_current_database_of_its_own(t: TestDb) {
        let other = TestDb::new(t.engine).await;
        schema::require_current(&t.db).await.unwrap();
        t.sql("insert into users (name, email, created_at, updated_at) values ('Ada', 'a@x', {at}, {at})").await;
        assert_eq!(t.count("select count(*) from users").await, 1);
        assert_eq!(other.count("select count(*) from users").await, 0);
        assert_eq!(t.text("select email from users").await, "a@x");
    }

    async fn a_second_pool_sees_the_same_database(t: TestDb) {
        t.sql("insert into users (name, email, created_at, updated_at) values ('Ada', 'a@x', {at}, {at})").await;
        assert_eq!(t.again().await.count("select count(*) from users").await, 1);
    }

    async fn sql_that_is_accepted_where_it_must_be_refused_fails_the_test(t: TestDb) {
        let lenient = std::panic::AssertUnwindSafe(t.refused("delete from users")).catch_unwind().await;
        assert!(lenient.is_err(), "a harmless statement passed for a refusal");
        assert!(t.refused("insert into users (id) values (1)").await.to_lowercase().contains("null"));
    }
}

on_both! {
    empty async fn an_empty_database_has_not_even_a_schema(t: TestDb) {
        assert_eq!(schema::state(&t.db).await.unwrap(), schema::State::Missing { tables: 0 });
        assert_eq!(schema::require_current(&t.db).await.unwrap_err().code, "db.schema_missing");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_is_gone_with_its_test() {
    let t = TestDb::new(Engine::Postgres).await;
    let name = t.text("select current_database()::text").await;
    let observer = TestDb::empty(Engine::Postgres).await;
    let listed = format!("select count(*) from pg_database where datname = '{name}'");
    assert_eq!(observer.count(&listed).await, 1);
    drop(t);
    assert_eq!(observer.count(&listed).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_sees_the_database_address_and_nothing_else_of_ours() {
    let done = run("/bin/sh", "sqlite://x.db", &["-c", "echo $DATABASE_URL $CARGO $HOME; ls -A >&2; exit 3"]).await;
    assert_eq!((done.code, done.stdout.as_str(), done.stderr.as_str()), (Some(3), "sqlite://x.db\n", ""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_started_together_all_run_and_report() {
    let all = run_together(6, "/bin/sh", "sqlite://x.db", &["-c", "echo \"$0 $1\"; exit 4", "a b", "c"]).await;
    assert_eq!(all.len(), 6);
    assert!(all.iter().all(|done| done.code == Some(4) && done.stdout == "a b c\n"), "{all:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_binaries_were_built_with_the_tests() {
    for program in [SCHEDULER, SEEDER] {
        assert_eq!(run(program, "sqlite://x.db", &["--help"]).await.code, Some(0), "{program}");
    }
}

#[test]
fn a_server_ends_with_its_test_process_even_when_that_is_killed() {
    ends_when_killed("harness::start_a_server_and_wait_to_be_killed");
}

#[test]
fn a_browser_ends_with_its_test_process_even_when_that_is_killed() {
    ends_when_killed("harness::start_a_browser_and_wait_to_be_killed");
}

/// Runs this binary again, kills it while it holds what it started, and waits for the directory of that to go.
fn ends_when_killed(victim: &str) {
    use std::io::{BufRead, BufReader};

    let mut victim = Command::new(std::env::current_exe().expect("this binary has a path"))
        .args(["--exact", victim, "--ignored", "--nocapture"])
        .env_remove("TEST_DATABASE_URL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("start this binary again");
    let out = BufReader::new(victim.stdout.take().expect("its output is piped"));
    let dir = out.lines().map_while(Result::ok).find_map(|line| Some(line.split_once("it lives in ")?.1.to_owned()));
    let dir = dir.expect("the other process names the directory");
    assert!(std::fs::read_dir(&dir).is_ok_and(|mut files| files.next().is_some()), "it lives in {dir}");

    victim.kill().expect("kill it");
    victim.wait().expect("see it end");
    let started = std::time::Instant::now();
    while std::path::Path::new(&dir).exists() {
        assert!(started.elapsed().as_secs() < 30, "{dir} outlived its test process");
        std::thread::yield_now();
    }
}

#[test]
#[ignore = "a victim of the tests above"]
fn start_a_server_and_wait_to_be_killed() {
    let admin = &postgres::server().admin;
    let dir = admin.query_pairs().find(|(key, _)| key == "host").expect("a socket directory").1.into_owned();
    wait_to_be_killed(&dir);
}

#[tokio::test]
#[ignore = "a victim of the tests above"]
async fn start_a_browser_and_wait_to_be_killed() {
    let browser = browser::Browser::open("about:").await;
    wait_to_be_killed(&browser::home().display().to_string());
    browser.close().await;
}

fn wait_to_be_killed(dir: &str) {
    use std::io::{Read, Write};

    let _ = writeln!(std::io::stdout(), "it lives in {dir}");
    // Ends by itself too, should the test above be gone.
    let _ = std::io::stdin().read(&mut [0]);
}
