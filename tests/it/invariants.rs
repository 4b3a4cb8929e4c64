//! Each invariant finds its own violation, planted where the database itself would refuse it, and no other does.

mod plant;
mod runs;
mod scopes;
mod values;

use opsledger::clock::Instant;
use opsledger::ledger::invariants::{Finding, INVARIANTS, Severity, check};

use crate::support::TestDb;
use plant::Planted;

fn now() -> Instant {
    "2026-11-20T10:00:00Z".parse().expect("an instant")
}

async fn findings(t: &TestDb) -> Vec<Finding> {
    check(&t.db, now()).await.expect("check the invariants")
}

/// The one finding there must be: its name, how many rows, and the first of them.
async fn only(t: &TestDb) -> (&'static str, i64, i64, String) {
    let mut found = findings(t).await;
    assert_eq!(found.len(), 1, "{found:#?}");
    let Finding { invariant, count, examples, .. } = found.remove(0);
    (invariant, count, examples[0].row_id, examples[0].detail.clone())
}

on_both! {
    async fn a_database_with_runs_of_every_kind_has_no_finding(t: TestDb) {
        assert_eq!(findings(&t).await, []);
        let t = Planted::new(t).await;
        t.healthy().await;
        assert_eq!(findings(&t).await, []);
    }

    async fn findings_come_in_a_stable_order_with_at_most_five_examples(t: TestDb) {
        let t = Planted::new(t).await;
        t.without_rules(&[
            "insert into operation_runs (id, workspace_id, initiator_name, type, run_identity_hash, status, outcome, context, completed_at, created_at, updated_at) \
             select 100 + id, 1, 'x', 'seed.apply', 'h' || id, 'completed', 'failed', '[]', {at}, {at}, {at} from tenants",
            "update tenants set external_id = 'x' || id",
        ]).await;
        let found = findings(&t).await;
        let names: Vec<&str> = found.iter().map(|finding| finding.invariant).collect();
        assert_eq!(names, ["I5", "I11", "I18"]);
        assert_eq!((found[0].count, found[0].examples.len()), (6, 5));
        assert!(found[0].examples.is_sorted_by_key(|example| example.row_id));
        assert_eq!((found[0].severity, found[2].severity), (Severity::Violation, Severity::Warning));
    }

    async fn i15_and_i16_know_every_table_with_rows_of_a_tenant_or_a_link_to_a_run(t: TestDb) {
        let tables = |column: &str| match t.engine {
            opsledger::db::Engine::Sqlite => format!(
                "select m.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and c.name = '{column}'"
            ),
            opsledger::db::Engine::Postgres => format!(
                "select table_name::text from information_schema.columns where table_schema = 'public' and column_name = '{column}'"
            ),
        };
        let sql = |id| INVARIANTS.iter().find(|invariant| invariant.id == id).unwrap().sql(t.engine, now());
        let of_tenants = t.texts(&tables("tenant_id")).await;
        assert_eq!(of_tenants.len(), 18);
        for table in of_tenants {
            assert!(sql("I15").contains(&format!("from {table} d")), "I15 forgets {table}");
        }
        for table in t.texts(&tables("operation_run_id")).await {
            let asked = sql("I16").contains(&format!("from {table} d")) || table == "notifications";
            assert!(asked, "I16 forgets {table}");
        }
    }
}

#[test]
fn every_invariant_has_a_name_of_its_own_and_a_sentence() {
    let mut names: Vec<&str> = INVARIANTS.iter().map(|invariant| invariant.id).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), INVARIANTS.len());
    assert!(INVARIANTS.iter().all(|invariant| invariant.sentence.len() > 20 && !invariant.sentence.ends_with('.')));
}
