//! The hub in a real browser, served by the real `scheduler` over the demo's database: with keys alone, in light and dark,
//! at 320 pixels, without script, with hostile names, and while things change.
//!
//! `axe.min.js` is axe-core 4.14.1 by Deque Systems, under the Mozilla Public License 2.0 (its notice stands at its head), as
//! published on npm. It judges the pages; no part of it is in the product.

mod answers;
mod keyboard;
mod live;
mod pages;
mod plain;
mod planted;
mod screenshots;
mod states;
mod texts;

use std::collections::BTreeSet;

use opsledger::db::{Access, Db};
use opsledger::hub::routes::ROUTES;
use sea_orm::{ConnectionTrait, Statement};

use crate::support::process::SCHEDULER;
use crate::support::running::Running;
use crate::support::scratch;

/// The schedule of which a slot did not run.
const SCHEDULE: &str = "ops.reconcile_adapter_runs";

/// That slot: the last tenth minute but one or two.
fn slot_before(now: chrono::DateTime<chrono::Utc>) -> String {
    let seconds = (now.timestamp() - 1_200).div_euclid(600) * 600;
    let slot = chrono::DateTime::from_timestamp(seconds, 0).expect("a time");
    slot.format("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

/// A served hub and its database.
struct Hub {
    server: Running,
    site: String,
    db: Db,
    _dir: tempfile::TempDir,
}

impl Hub {
    /// `scheduler demo`: two workspaces, six tenants, some five hundred runs, and drift that was healed. Besides a schedule
    /// whose last slots did not run: one was in another run's way, and then nobody came.
    async fn demo() -> Self {
        let hub = Self::serve("demo").await;
        let now = opsledger::clock::Clock::system().now();
        let (slot, before) = (slot_before(now), opsledger::clock::text(now - chrono::TimeDelta::minutes(33)));
        hub.sql(&format!(
            "insert into schedules (key, operation_type, cron, last_slot, created_at, updated_at) values \
             ('{SCHEDULE}', '{SCHEDULE}', '*/10 * * * *', '{slot}', '{before}', '{before}'); \
             insert into schedule_skips (schedule_key, workspace_id, slot, reason, blocking_run_id, created_at) \
             select '{SCHEDULE}', 1, '{slot}', 'overlap', max(id), '{before}' from operation_runs where workspace_id = 1"
        ))
        .await;
        hub
    }

    /// `scheduler run` over a database without a workspace: there is nothing, and nothing will come.
    async fn empty() -> Self {
        Self::serve("run").await
    }

    async fn serve(command: &str) -> Self {
        let dir = scratch::directory("hub");
        let url = format!("sqlite://{}?mode=rwc", dir.path().join("hub.db").display());
        let config = dir.path().join("opsledger.toml");
        // One test asks as much as a hundred people.
        std::fs::write(&config, "[hub.rate]\nsteady = 10000\nburst = 10000\n").expect("write the settings");
        let config = config.to_str().expect("a path in UTF-8");
        if command == "run" {
            let db = Db::open(&url, Access::Create, 1).await.expect("make a database");
            opsledger::db::schema::up(&db).await.expect("migrate it");
            db.close().await.expect("close it");
        }
        let arguments = ["--database-url", &url, "--config", config, "--log", "info", command, "--hub", "127.0.0.1:0"];
        let server = Running::start(SCHEDULER, &arguments, &[]);
        server.says("http://127.0.0.1").await;
        let port = server.said("http://127.0.0.1:")[0].split('/').next().expect("a port").to_owned();
        let db = Db::open(&url, Access::Existing, 2).await.expect("open the database of the hub");
        Self { server, site: format!("http://127.0.0.1:{port}"), db, _dir: dir }
    }

    /// Changes something behind the hub's back.
    async fn sql(&self, sql: &str) {
        self.db.writer().execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    }

    /// The number that `sql` selects.
    async fn number(&self, sql: &str) -> i64 {
        let statement = Statement::from_string(self.db.engine().backend(), sql);
        let row = self.db.reader().query_one_raw(statement).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        row.unwrap_or_else(|| panic!("no row: {sql}")).try_get_by_index(0).expect("a number")
    }

    /// The text that `sql` selects.
    async fn text(&self, sql: &str) -> String {
        let statement = Statement::from_string(self.db.engine().backend(), sql);
        let row = self.db.reader().query_one_raw(statement).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        row.unwrap_or_else(|| panic!("no row: {sql}")).try_get_by_index(0).expect("a text")
    }

    /// A run that is queued now.
    async fn queue_a_run(&self) {
        let now = opsledger::clock::text(opsledger::clock::Clock::system().now());
        self.sql(&format!(
            "insert into operation_runs (workspace_id, initiator_name, type, status, outcome, run_identity_hash, created_at, \
             updated_at) values (1, 'System', 'policy.sync', 'queued', 'pending', '{}', '{now}', '{now}')",
            uuid::Uuid::new_v4().simple()
        ))
        .await;
    }

    /// Every page there is, by the list of routes, with something to show.
    async fn pages(&self) -> Vec<String> {
        let mut all = BTreeSet::new();
        for path in ROUTES.iter().filter(|route| !route.is_public).map(|route| route.path) {
            match path {
                "/live" | "/readyz" | "/legacy/{table}/{id}" => {}
                _ if path.starts_with("/api/") || path.ends_with(".csv") => {}
                // Its parameters are no part of its path.
                "/slots/slot" => {
                    let slot = self.text("select slot from schedule_skips").await.replace('+', "%2B");
                    all.insert(format!("{path}?job={SCHEDULE}&at={slot}"));
                }
                "/operations/{id}" => {
                    // One of each kind that looks different.
                    for kind in [
                        "outcome = 'failed'",
                        "outcome = 'partially_succeeded'",
                        "status = 'running'",
                        "scheduled_for is not null",
                    ] {
                        let id =
                            self.number(&format!("select coalesce(max(id), 0) from operation_runs where {kind}")).await;
                        all.extend((id > 0).then(|| format!("/operations/{id}")));
                    }
                }
                _ => {
                    assert!(!path.contains('{'), "say in tests/it/hub/browser what to put into {path}");
                    all.insert(path.to_owned());
                }
            }
        }
        assert!(all.len() >= 4, "{all:?}");
        all.into_iter().collect()
    }

    /// The pages that are there whatever is in the database.
    fn pages_without_runs(&self) -> Vec<String> {
        let all = ROUTES.iter().filter(|route| !route.is_public).map(|route| route.path);
        let is_page = |path: &&str| !path.contains('{') && !path.starts_with("/api/") && !path.ends_with(".csv");
        all.filter(is_page)
            .filter(|path| !["/live", "/readyz", "/slots/slot"].contains(path))
            .map(str::to_owned)
            .collect()
    }
}
