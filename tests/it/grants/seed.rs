//! The seeder at work under its own role: it adds rows, makes the same ones, and says what it may not.

use opsledger::clock::Clock;
use opsledger::grants::roles::Role;
use opsledger::ledger::Ledger;
use opsledger::seeding::{self, Mode, NotProduction, Options};

use super::*;
use crate::support::process::{SEEDER, run};

fn options(url: &str) -> Options {
    let mut options = Options::new(NotProduction::check(url, None, None).expect("a test database is no production"));
    options.as_of = Some("2026-03-29T01:30:00Z".parse().expect("a time"));
    options
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seed_of_the_seeders_role_is_the_seed_of_anybody() {
    let (t, free) = (postgres().await, postgres().await);
    let roles = t.staff().await;
    let seed = t.open_as(&roles, Role::Seed, 3).await;
    let ledger = Ledger::new(seed, Clock::system(), "seed");
    let unhindered = Ledger::new(free.db.clone(), Clock::system(), "free");
    for name in ["incident", "ci"] {
        let scenario = seeding::scenario::load(name).unwrap();
        let more = |url: &str| Options { allow_foreign: true, ..options(url) };
        let as_role = seeding::apply(&ledger, &scenario, more(&t.url)).await.unwrap();
        let as_superuser = seeding::apply(&unhindered, &scenario, more(&free.url)).await.unwrap();
        assert_eq!((as_role.changed, &as_role.digest), (true, &as_superuser.digest), "{name}");
        let again = seeding::apply(&ledger, &scenario, more(&t.url)).await.unwrap();
        assert!(!again.changed, "a second time finds it");
    }
    // What it may not do it says before it has written anything.
    let ci = seeding::scenario::load("ci").unwrap();
    let other = Options { mode: Mode::Converge, seed: Some(9), ..options(&t.url) };
    let problem = seeding::apply(&ledger, &ci, other).await.unwrap_err();
    assert_eq!(problem.code, "seed.owner_needed", "{problem}");
    assert!(problem.next.contains("ops_owner"), "{}", problem.next);
    let reset = seeding::reset::reset(&ledger, "ci", NotProduction::check(&t.url, None, None).unwrap()).await;
    assert_eq!(reset.unwrap_err().code, "seed.owner_needed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_rows_go_in_the_ordinary_way_and_the_seeder_says_why() {
    let t = postgres().await;
    let roles = t.staff().await;
    let url = t.url_as(&roles, Role::Seed);
    let done = run(SEEDER, &url, &["apply", "load", "--scale", "0.2", "--json"]).await;
    assert_eq!(done.code, Some(0), "{done:?}");
    let said: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(said["path"]["way"], "ordinary", "{said}");
    assert!(said["path"]["why"].as_str().unwrap().contains("does not own"), "{said}");
    assert!(t.count("select count(*) from operation_runs").await > 5_000);
    let checked = run(SEEDER, &url, &["verify"]).await;
    assert_eq!(checked.code, Some(0), "{checked:?}");
}
