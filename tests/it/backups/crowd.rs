//! Ten thousand schedules that are due in one minute.

use opsledger::clock::Clock;
use opsledger::db::{Access, Db, Engine};
use opsledger::jobs::dispatch_backup_schedules::walk::page_sql;

use super::*;
use crate::support::proxy::Proxy;

const MANY: i64 = 10_000;

async fn plant(t: &TestDb) {
    let series = match t.engine {
        Engine::Postgres => format!("generate_series(1, {MANY}) n"),
        Engine::Sqlite => {
            format!(
                "(with recursive s(n) as (select 1 union all select n + 1 from s where n < {MANY}) select n from s)"
            )
        }
    };
    t.sql(&format!(
        "insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, next_run_at, created_at, updated_at) \
         select n, 1, 1 + n % 2, 'Nightly ' || n, 'daily', '10:00', '2026-11-20T10:00:00+00:00', {{at}}, {{at}} from {series}"
    ))
    .await;
}

on_both! {
    async fn s7_ten_thousand_due_schedules_are_one_pass_and_the_same_minute_again_is_none(t: TestDb) {
        let lab = Lab::new(t).await;
        plant(&lab.t).await;
        let first = dispatch_by(&lab.ledger).await;
        assert_eq!(counts(&first), [MANY, MANY, MANY, 0, 0, MANY]);
        let again = dispatch_by(&lab.ledger).await;
        assert_eq!(counts(&again), [0; 6]);
        assert_eq!(runs(&lab.t).await.len() as i64, MANY);
        assert_eq!(lab.t.count("select count(distinct context ->> 'backup_schedule_id') from operation_runs").await, MANY);
    }
}

/// On the engine with a wire on which it can be heard; a page that needs more than one read is larger than these.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s7_a_pass_over_a_hundred_schedules_says_no_more_than_a_pass_over_ten() {
    let lab = Lab::new(TestDb::new(Engine::Postgres).await).await;
    plant(&lab.t).await;
    lab.t.sql("delete from backup_schedules where id > 110").await;
    lab.t.sql("update backup_schedules set next_run_at = '2026-11-21T10:00:00+00:00' where id > 10").await;
    let proxy = Proxy::start();
    let db = Db::open(&proxy.url(&lab.t.url), Access::Existing, 2).await.unwrap();
    let few = said(&proxy, &db, lab.now()).await;
    lab.t.sql("update backup_schedules set is_enabled = false where id <= 10").await;
    let many = said(&proxy, &db, lab.now() + chrono::Duration::days(1)).await;
    assert_eq!(runs(&lab.t).await.len(), 110);
    assert!(few > 5 && many <= few, "{few} messages for ten, {many} for a hundred");
}

on_both! {
    async fn a_look_reads_those_that_are_due_and_nobody_else(t: TestDb) {
        let lab = Lab::new(t).await;
        plant(&lab.t).await;
        lab.t.sql("update backup_schedules set next_run_at = '2026-11-21T10:00:00+00:00' where id > 10; \
                   update backup_schedules set next_run_at = null where id in (1, 2)").await;
        if lab.t.engine == Engine::Postgres {
            lab.t.sql("analyze").await;
        }
        for planned in [true, false] {
            let sql = page_sql(lab.t.engine, planned)
                .replace("$1", "'[1, 2]'")
                .replace("$2", "'2026-11-20T10:00:00+00:00'")
                .replace("$3", if planned { "''" } else { "cast(null as text)" })
                .replace("$4", "0");
            let shown = match lab.t.engine {
                Engine::Postgres => lab.t.texts(&format!("explain {sql}")).await.join("\n"),
                Engine::Sqlite => plan(&lab, &format!("explain query plan {sql}")).await,
            };
            assert!(shown.contains("backup_schedules_due_index"), "planned {planned}:\n{shown}");
        }
    }
}

/// What SQLite says about how it would look.
async fn plan(lab: &Lab, sql: &str) -> String {
    use sea_orm::{ConnectionTrait, Statement};
    let asked = Statement::from_string(lab.t.engine.backend(), sql);
    let rows = lab.t.db.reader().query_all_raw(asked).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect::<Vec<_>>().join("\n")
}

/// Messages to the server that a pass took.
async fn said(proxy: &Proxy, db: &Db, now: opsledger::clock::Instant) -> usize {
    let before = proxy.sent();
    dispatch_by(&Ledger::new(db.clone(), Clock::fixed(now), "dispatcher")).await;
    proxy.sent() - before
}
