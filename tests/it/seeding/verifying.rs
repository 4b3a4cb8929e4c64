//! A look at a seeded database finds what was broken in it, and tells later work from damage.

use opsledger::db::Engine;
use opsledger::seeding::{self, Verified};

use super::population::loaded;
use super::seeded;
use crate::support::TestDb;

on_both! {
    async fn each_broken_rule_is_found_by_name(t: TestDb) {
        let cases = [
            ("uuid_v4", "tenants", "update tenants set external_id = '11111111-1111-1111-1111-111111111111' where id = 1"),
            ("uuid_v4", "workspaces", "update workspaces set external_id = 'none' where id = 1"),
            ("timeline", "restore_runs", "update restore_runs set created_at = '2020-01-01T00:00:00+00:00' where id = 1"),
            ("timeline", "policies", "update policies set updated_at = '2020-01-01T00:00:00+00:00' where id = 1"),
            ("counts", "operation_runs", "update operation_runs set summary_counts = '{\"processed\": 3, \"failed\": 1}' \
                where status = 'running'"),
            ("uniqueness", "restore_runs", "drop index restore_runs_idempotency_unique; update restore_runs set idempotency_key = 'x'"),
            ("notification", "operation_runs", "delete from notifications where id = 1"),
            ("tenancy", "findings", "update findings set current_run_id = (select max(id) from inventory_sync_runs), \
                baseline_run_id = null where id = 1"),
        ];
        for (check, table, damage) in cases {
            let t = TestDb::new(t.engine).await;
            seeded(&t, "ci").await;
            t.sql(damage).await;
            let verified = seeding::verify(&t.db).await.unwrap();
            let found = &verified.scenarios[0].findings;
            assert!(found.iter().any(|finding| finding.check == check && finding.table == table), "{damage}: {found:?}");
            assert!(!verified.is_clean() && !verified.is_unchanged());
        }
    }

    async fn what_surrounds_the_rows_is_looked_at_too(t: TestDb) {
        let rewind = match t.engine {
            Engine::Sqlite => "update sqlite_sequence set seq = 1 where name = 'policies'",
            Engine::Postgres => "select setval(pg_get_serial_sequence('policies', 'id'), 1)",
        };
        seeded(&t, "ci").await;
        t.sql(rewind).await;
        let mut expected = vec![("sequence", "policies")];
        if t.engine == Engine::Postgres {
            t.sql("alter table findings add constraint sure check (severity <> 'none') not valid").await;
            t.sql("alter table audit_logs disable trigger audit_logs_no_change").await;
            expected.extend([("constraint", "audit_logs"), ("constraint", "findings")]);
        }
        let found = &seeding::verify(&t.db).await.unwrap().scenarios[0].findings;
        let found: Vec<(&str, &str)> = found.iter().map(|finding| (finding.check, finding.table.as_str())).collect();
        assert_eq!(found, expected);
    }

    async fn endings_that_are_not_in_the_shares_of_the_scenario_are_found(t: TestDb) {
        loaded(&t, "0.01").await;
        assert!(seeding::verify(&t.db).await.unwrap().is_clean());
        let unguarded = match t.engine {
            Engine::Sqlite => "drop trigger operation_runs_history_update",
            Engine::Postgres => "alter table operation_runs disable trigger operation_runs_history_update",
        };
        t.sql(unguarded).await;
        t.sql("update operation_runs set outcome = 'blocked' where type = 'policy.sync' and outcome = 'failed'").await;
        let verified = seeding::verify(&t.db).await.unwrap();
        assert!(verified.scenarios[0].findings.iter().any(|finding| finding.check == "status_mix"));
    }

    async fn a_table_that_later_work_changed_is_named_and_is_no_finding(t: TestDb) {
        seeded(&t, "ci").await;
        t.sql("update users set name = 'Somebody Else' where id = 2").await;
        let verified = seeding::verify(&t.db).await.unwrap();
        assert_eq!(changed(&verified), ["users"]);
        assert!(verified.is_clean() && !verified.is_unchanged());
        assert_ne!(verified.digest, verified.scenarios[0].recorded_digest);
    }

    async fn a_row_that_is_gone_is_missed(t: TestDb) {
        seeded(&t, "ci").await;
        t.sql("delete from findings where id = 1").await;
        let verified = seeding::verify(&t.db).await.unwrap();
        assert_eq!(changed(&verified), ["findings"]);
        let table = verified.scenarios[0].tables.iter().find(|table| table.table == "findings").unwrap();
        assert_eq!((table.seeded, table.rows), (2, 1));
    }

    async fn a_database_without_a_seed_has_nothing_to_verify(t: TestDb) {
        assert_eq!(seeding::verify(&t.db).await.unwrap_err().code, "seed.nothing_applied");
    }
}

fn changed(verified: &Verified) -> Vec<&str> {
    let tables = verified.scenarios[0].tables.iter();
    tables.filter(|table| table.changed).map(|table| table.table.as_str()).collect()
}
