//! Which indexes a load takes down, and that all of them come back.

use opsledger::db::bulk::{Indexes, Park, park};
use opsledger::db::{Engine, Owned};
use sea_orm::{ConnectionTrait, Statement};

use super::population::loaded;
use crate::schema::golden::{described, differences};

/// The indexes of the ledger that are up, without its primary key.
async fn up(tx: &Owned) -> Vec<String> {
    let sql = match tx.engine() {
        Engine::Postgres => "select indexname::text from pg_indexes where tablename = 'operation_runs'",
        Engine::Sqlite => "select name from sqlite_master where type = 'index' and tbl_name = 'operation_runs'",
    };
    let rows = tx.query_all_raw(Statement::from_string(tx.get_database_backend(), sql)).await.expect("a catalogue");
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("a name"))
        .filter(|name| name != "operation_runs_pkey")
        .collect()
}

on_both! {
    async fn a_partial_index_goes_only_where_many_rows_are_in_it_and_all_come_back(t: TestDb) {
        loaded(&t, "0.02").await;
        let before = described(&t).await;
        let tx = t.db.begin_owned().await.unwrap();
        let has = |names: &[String], index: &str| names.iter().any(|name| name == &format!("operation_runs_{index}"));
        let all = up(&tx).await;
        let down = Park { indexes: Indexes::OfEveryRow, ..Park::default() };
        let mut parked = park(&tx, &["operation_runs"], down).await.unwrap();
        let partial = up(&tx).await;
        assert!(has(&all, "tenant_index") && !has(&partial, "tenant_index"), "every row is in it");
        // Backups of schedules have a slot; nothing waits for a whole workspace, and nothing was reconciled.
        for index in ["slot_tenant_unique", "active_workspace_unique", "reconciled_index"] {
            assert!(has(&partial, index), "{index} stays up until there are rows: {partial:?}");
        }
        parked.crowded(&tx, "operation_runs").await.unwrap();
        let sparse = up(&tx).await;
        assert!(!has(&sparse, "slot_tenant_unique"), "many rows are in it: {sparse:?}");
        for index in ["active_workspace_unique", "reconciled_index"] {
            assert!(has(&sparse, index), "hardly any row is in {index}: {sparse:?}");
        }
        parked.restore(&tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(differences(&before, &described(&t).await), "");
    }
}
