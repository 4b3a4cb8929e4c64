//! The scheduler as an operator starts it: the provider from the file, its secret from the environment.

use opsledger::clock::Clock;
use opsledger::jobs::assignments::dispatch_fetch;
use opsledger::ledger::Ledger;

use super::*;
use crate::support::process::{SCHEDULER, eventually};
use crate::support::provider::{Mishap, SECRET};
use crate::support::running::Running;
use crate::support::scratch;

const VARIABLE: &str = "OPSLEDGER_PROVIDER_CLIENT_SECRET";

fn configured(site: &Site) -> (tempfile::TempDir, String) {
    let dir = scratch::directory("provider");
    let file = dir.path().join("my.toml");
    let text = format!(
        "[provider]\nclient_id = 'opsledger'\nbase_url = '{}'\ntoken_url = '{}'\ntimeout = '2s'\n",
        site.server.base_url(),
        site.server.token_url()
    );
    std::fs::write(&file, text).unwrap();
    (dir, file.to_string_lossy().into_owned())
}

on_both! {
    async fn a_scheduler_that_knows_the_provider_works_for_tenants_and_never_says_the_secret(t: TestDb) {
        let site = Site::new(t).await;
        let (_dir, file) = configured(&site);
        let ledger = Ledger::new(site.lab.t.db.clone(), Clock::system(), "host");
        let mut runs = vec![dispatch_fetch(&ledger, &fetch(1)).await.unwrap().run_id()];
        site.server.goes_wrong("p-2/assignments", Mishap::Status(403, None));
        let variables = [("DATABASE_URL", site.lab.t.url.as_str()), (VARIABLE, SECRET)];
        let args = ["--config", file.as_str(), "--log", "debug", "run", "--workers", "2"];
        let mut scheduler = Running::start(SCHEDULER, &args, &variables);
        scheduler.says("workers for").await;
        runs.push(dispatch_fetch(&ledger, &fetch(2)).await.unwrap().run_id());
        eventually("both have ended", async || {
            let open = "select count(*) from operation_runs where type = 'assignments.fetch' and status = 'completed'";
            site.lab.t.count(open).await == 2
        })
        .await;
        let [first, second] = [site.lab.run(runs[0]).await, site.lab.run(runs[1]).await];
        assert_eq!((summary(&first).as_str(), summary(&second).as_str()), ("succeeded 1/1/1/0/0", "failed 1/1/0/1/0"));
        assert_eq!(reasons(&second, "assignments.fetch_failed"), ["provider.permission_denied"]);
        scheduler.signal("TERM");
        assert_eq!(scheduler.ends_within(Duration::from_secs(20)).await, Some(0), "{}", scheduler.output());
        for word in [SECRET, "token-1", "canary"] {
            assert!(!scheduler.output().contains(word), "{word} in {}", scheduler.output());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_without_its_secret_is_refused_with_the_name_of_the_variable() {
    let site = Site::new(TestDb::new(opsledger::db::Engine::Sqlite).await).await;
    let (_dir, file) = configured(&site);
    for secret in [None, Some((VARIABLE, "  "))] {
        let variables: Vec<_> = [("DATABASE_URL", site.lab.t.url.as_str())].into_iter().chain(secret).collect();
        let mut scheduler = Running::start(SCHEDULER, &["--config", &file, "run"], &variables);
        assert_eq!(scheduler.ends_within(Duration::from_secs(20)).await, Some(2));
        scheduler.says(VARIABLE).await;
    }
}
