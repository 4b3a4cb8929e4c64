//! The process in which jobs fail: one job for each step, each with canaries where such a step meets secrets.

use std::sync::Arc;

use async_trait::async_trait;
use clap::Parser;
use opsledger::catalog::{self, Operation};
use opsledger::cli::{DatabaseArgs, report};
use opsledger::clock::Clock;
use opsledger::db::Access;
use opsledger::engine::{Job, Pass, Ran, run_once};
use opsledger::ledger::{Counts, Ending, Failures, Ledger, Request, Scope};
use opsledger::metrics;
use opsledger::problem::{Problem, Result};
use opsledger::telemetry::{self, LogFormat};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use super::plants::value;

#[derive(Debug, Clone, Copy)]
enum Step {
    Configure,
    Observe,
    Plan,
    PlanOwned,
    Apply,
    ApplyLiteral,
    Close,
}

struct Fails(Step);

#[async_trait]
impl Job for Fails {
    fn operation(&self) -> &'static Operation {
        catalog::find("ops.reconcile_adapter_runs").unwrap()
    }

    async fn run(&self, pass: &Pass) -> Result<Vec<Ending>> {
        tracing::info!(step = ?self.0, password = value("job configuration"), "begins with {}", environment());
        match self.0 {
            Step::Configure => Err(Problem::request(
                "job.misconfigured",
                format!(
                    "Options {{ limit: 5, api_key: \"{}\" }}, environment {}",
                    value("job configuration"),
                    environment()
                ),
            )),
            Step::Observe => {
                let text = format!(
                    "GET /users answered 400, request headers: Authorization: Bearer {}, body: {{\"note\":\"{}\",\"code\":\"denied\"}}, \
                     secret: {}, connected by {}",
                    value("upstream header"),
                    value("upstream body"),
                    value("upstream error"),
                    database_url()
                );
                tracing::error!("{text}");
                Err(Problem::work("upstream.refused", text))
            }
            Step::Plan => panic!("cannot plan with password=\"{}\" of 3 items", value("panic").replace('"', "\\\"")),
            Step::PlanOwned => std::panic::panic_any(format!("token={} at line 3", value("panic payload"))),
            Step::Apply => Err(statement(
                pass,
                "select cast(json_extract($1, '$') as integer)",
                "select cast($1::text as integer)",
                value("sql parameter"),
            )
            .await),
            Step::ApplyLiteral => {
                let sql = format!("update users set password = '{}' wher id = 4", value("sql literal"));
                let error = pass.ledger.db().writer().execute_unprepared(&sql).await.unwrap_err();
                Err(Problem::work(
                    "apply.failed",
                    format!("{error} in {sql}; params: [\"{}\"]", value("sql parameter")),
                ))
            }
            Step::Close => {
                let context = json!({
                    "mismatches": { "password": value("context"), "seen": [{ "key": "token", "value": value("context") }] },
                    "unknown": value("context"),
                });
                let failures = Failures::one("step.failed", &format!("secret={} was refused", value("counts")));
                let key = format!("token={}", value("counts"));
                let counts = Counts::new(self.operation(), [(key.as_str(), 3)]);
                let ending = Ending::failed(failures).with_counts(&counts).with_context(context);
                Ok(vec![ending; pass.runs.len()])
            }
        }
    }
}

/// A statement that fails with a value in its parameters.
async fn statement(pass: &Pass, sqlite: &str, postgres: &str, value: &str) -> Problem {
    let writer = pass.ledger.db().writer();
    let sql = if pass.ledger.db().engine().name() == "SQLite" { sqlite } else { postgres };
    let statement = Statement::from_sql_and_values(pass.ledger.db().engine().backend(), sql, [value.into()]);
    writer.query_one_raw(statement).await.unwrap_err().into()
}

fn environment() -> String {
    format!("{:?}", std::env::vars().filter(|(name, _)| name == "HUB_TOKEN").collect::<Vec<_>>())
}

fn database_url() -> String {
    std::env::var("DATABASE_URL").unwrap_or_default()
}

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    database: DatabaseArgs,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by the canary test, in a process of its own"]
async fn every_step_fails() {
    let Ok(format) = std::env::var("CANARY_LOG") else { return };
    telemetry::hook_panics();
    // As the binaries read it, but not from the arguments of a test.
    let Arguments { database } = Arguments::parse_from(["canary"]);
    telemetry::start("trace", if format == "json" { LogFormat::Json } else { LogFormat::Text }).unwrap();
    let counted = metrics::start().unwrap();
    let db = database.open(Access::Existing, 3).await.unwrap();
    let ledger = Ledger::new(db, Clock::system(), "canary");
    let steps =
        [Step::Configure, Step::Observe, Step::Plan, Step::PlanOwned, Step::Apply, Step::ApplyLiteral, Step::Close];
    for step in steps {
        let job = Arc::new(Fails(step));
        let request =
            Request::new(Scope::Workspace(2), job.operation(), json!({ "mismatches": { "token": value("context") } }));
        let ran = run_once(&ledger, job, &[request], std::future::pending()).await.unwrap();
        let [Ran::Ended { ending, recorded: true, .. }] = ran.as_slice() else { panic!("{ran:?}") };
        // Printed as an operator would see it.
        let shown = format!("{step:?}: {:?} {}", ending.outcome(), serde_json::to_string(ending.failures()).unwrap());
        report(&Problem::work("step.failed", &shown));
        opsledger::cli::say(shown);
    }
    // As a scrape would get it.
    opsledger::cli::say(counted.render());
    opsledger::cli::say("every step failed");
}
