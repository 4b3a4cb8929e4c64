//! One distinct canary in every place where a secret can start; every step at which a job can fail fails; then
//! everything that was left behind is searched: all columns of all tables, stdout, stderr, the logs and the metrics.
//!
//! The jobs fail in a process of their own (this test binary, started again), so that what they print is theirs
//! alone and what that process registers or hooks touches no other test.

mod child;
mod plants;
mod search;

use opsledger::hub::routes::ROUTES;
use opsledger::ledger::Status;
use serde_json::json;

use crate::hub::served::Served;
use crate::reconcile::World;
use crate::support::TestDb;
use crate::support::process::{Finished, SCHEDULER, SEEDER, run};
use crate::support::scratch;
use plants::{PLANTS, in_url, value};
use search::{leaks_in_database, leaks_in_text};

const CHILD: &str = "canary::child::every_step_fails";

/// Both streams of a program, under its name.
fn printed(what: &str, done: &Finished) -> Vec<String> {
    let streams = [("stdout", &done.stdout), ("stderr", &done.stderr)];
    streams.iter().flat_map(|(name, text)| leaks_in_text(&format!("{name} of {what}"), text)).collect()
}

async fn child(t: &TestDb, url: &str, format: &str) -> Finished {
    let this = std::env::current_exe().unwrap();
    let this = this.to_str().unwrap();
    // The shell puts one canary into the environment, as an operator's unit file would.
    let script = format!(
        "HUB_TOKEN='{}' CANARY_LOG='{format}' exec '{this}' {CHILD} --exact --ignored --nocapture",
        value("environment")
    );
    let done = run("/bin/sh", url, &["-c", &script]).await;
    assert_eq!(done.code, Some(0), "{}: {done:?}", t.engine.name());
    assert!(done.stdout.contains("opsledger_dropped_keys_total{"), "no metrics: {done:?}");
    assert!(done.stdout.contains("every step failed") && done.stderr.contains("panicked at"), "{done:?}");
    done
}

/// A file that the seeder takes, with a canary in a text of it, and one that it refuses.
fn scenario_files() -> (tempfile::TempDir, [String; 2]) {
    let dir = scratch::directory("canary");
    let good = include_str!("../../seeds/ci.toml").replacen("name = \"ci\"", "name = \"canaries\"", 1);
    let secret = value("scenario");
    let described = described_as(&good, &format!("smtp password: {secret}"));
    let paths = ["good.toml", "bad.toml"].map(|name| dir.path().join(name));
    std::fs::write(&paths[0], &described).unwrap();
    std::fs::write(&paths[1], format!("{described}\napi_key = \"{secret}\"\nseed = 'password={secret}'\n")).unwrap();
    (dir, paths.map(|path| path.display().to_string()))
}

fn described_as(text: &str, description: &str) -> String {
    let line = |line: &str| match line.starts_with("description = ") {
        true => format!("description = \"{description}\"\n"),
        false => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// Every page of the hub as the operator of everything sees it, headers included, and each run by itself.
async fn crawl(t: &TestDb) -> Vec<(String, String)> {
    let hub = Served::open(t).await;
    let mut paths: Vec<String> = ROUTES
        .iter()
        .filter(|route| !route.path.contains('{') && route.path != "/live")
        .map(|route| route.path.to_owned())
        .collect();
    for id in t.texts("select cast(id as text) from operation_runs order by id desc limit 40").await {
        paths.extend([format!("/operations/{id}"), format!("/api/operations/{id}")]);
    }
    paths.push(format!("/operations?code={}", value("workspace argument")));
    let mut pages = Vec::new();
    for path in paths {
        let got = hub.get(&path, &[]).await;
        assert!(got.status < 500, "{path}: {}", got.body);
        // What somebody asks for is shown back to them, and to nobody else.
        let shown = if path.contains('?') { String::new() } else { got.body };
        pages.push((path, format!("{:?}\n{shown}", got.headers)));
    }
    pages
}

on_both! {
    async fn no_canary_reaches_a_row_a_stream_or_a_log(t: TestDb) {
        let world = World::new(t).await;
        let t = &world.t;
        // A record of the domain whose reason quotes a connection string, mirrored into the ledger by a pass.
        world.pair(1, 1, "failed", Status::Running).await;
        let reason = format!("graph login failed: client_secret={}", value("domain record"));
        t.sql(&format!("update restore_runs set failure_reason = '{reason}' where id = 1")).await;
        world.pass().await;
        assert_eq!(t.count("select count(*) from operation_runs where outcome = 'failed'").await, 1);

        let url = in_url(t).await;
        let mut leaks = Vec::new();
        let mut streams = 0;
        for format in ["text", "json"] {
            leaks.extend(printed("the child", &child(t, &url, format).await));
            streams += 2;
        }
        let (_dir, [good, bad]) = scenario_files();
        let vendor = value("workspace argument");
        let filter = format!("password={}", value("log filter"));
        let down = format!("postgres://app:{}@127.0.0.1:9/app?password={}", value("database url"), value("url query"));
        let odd = format!("mysql://app:{}@127.0.0.1/app", value("database url"));
        let scheduler: [(&str, Vec<&str>); 9] = [
            (&url, vec!["once", "ops.reconcile_adapter_runs", "--log", "trace"]),
            (&url, vec!["once", "ops.reconcile_adapter_runs", "--log", "trace", "--log-format", "json", "--json"]),
            (&url, vec!["once", "ops.reconcile_adapter_runs", "--workspace", vendor, "--log", "trace"]),
            (&url, vec!["runs", "--json", "--log", "trace"]),
            (&url, vec!["doctor", "--log", "trace"]),
            (&url, vec!["jobs", "--log", &filter]),
            (&url, vec!["jobs", "--no-such-flag", vendor, &odd]),
            (&down, vec!["runs", "--log", "trace"]),
            (&odd, vec!["runs"]),
        ];
        for (url, args) in scheduler {
            leaks.extend(printed(&format!("scheduler {args:?}"), &run(SCHEDULER, url, &args).await));
            streams += 2;
        }
        for (url, args) in [
            (&url, vec!["apply", &bad]),
            (&url, vec!["apply", &good, "--allow-foreign"]),
            (&url, vec!["verify"]),
            (&url, vec!["list", "--json"]),
            (&down, vec!["verify"]),
            (&odd, vec!["list", "--no-such-flag", vendor]),
        ] {
            leaks.extend(printed(&format!("seeder {args:?}"), &run(SEEDER, url, &args).await));
            streams += 2;
        }
        let pages = crawl(t).await;
        leaks.extend(pages.iter().flat_map(|(path, text)| leaks_in_text(&format!("the hub's {path}"), text)));
        assert!(pages.len() > 20, "{} pages", pages.len());
        // Where the domain itself keeps it; the ledger only reads there.
        let found = leaks_in_database(t, &[("restore_runs", "failure_reason")]).await;
        leaks.extend(found.leaks);
        assert!(found.columns > 150 && streams > 30, "{} columns, {streams} streams", found.columns);
        #[expect(clippy::print_stdout, reason = "the figure is part of the test")]
        {
            println!(
                "{}: canaries: {} planted, {} found ({} columns, {streams} streams, {} pages)",
                t.engine.name(), PLANTS.len(), leaks.len(), found.columns, pages.len()
            );
        }
        assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    }

    async fn the_search_finds_a_canary_wherever_one_is_planted(t: TestDb) {
        let secret = value("panic");
        assert!(leaks_in_database(&t, &[]).await.leaks.is_empty());
        t.sql(&format!("insert into users (name, email, created_at, updated_at) values ('{secret}', 'a@x', {{at}}, {{at}})")).await;
        let context = json!({ "slug": format!("x {} y", search::base64(secret)) });
        t.sql(&format!(
            "insert into workspaces (id, external_id, slug, name, created_at, updated_at) values (1, 'w', 's', 'W', {{at}}, {{at}}); \
             insert into tenants (workspace_id, external_id, name, metadata, created_at, updated_at) \
             values (1, 't', 'T', '{context}', {{at}}, {{at}})"
        )).await;
        let found = leaks_in_database(&t, &[]).await.leaks;
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(leaks_in_database(&t, &[("users", "name"), ("tenants", "metadata")]).await.leaks.is_empty());
        for form in search::forms(secret) {
            assert_eq!(leaks_in_text("stderr", &format!("before {form} after")).len(), 1, "{form}");
        }
    }
}
