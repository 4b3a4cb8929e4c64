//! The list of rules, held against what the database says it enforces.

use std::collections::BTreeSet;

use super::{all, world};
use crate::schema::catalogue;

on_both! {
    async fn every_rule_of_the_database_is_in_the_list_and_every_row_of_the_list_is_a_rule(t: TestDb) {
        let enforced: BTreeSet<String> = catalogue::rules(&t).await.into_keys().collect();
        let listed: BTreeSet<String> = all(t.engine).into_iter().map(|rule| rule.key).collect();
        let untested: Vec<_> = enforced.difference(&listed).collect();
        let unknown: Vec<_> = listed.difference(&enforced).collect();
        assert!(untested.is_empty(), "no row in tests/it/schema/rules tries: {untested:#?}");
        assert!(unknown.is_empty(), "the database does not enforce: {unknown:#?}");
    }

    async fn a_column_that_must_have_a_value_refuses_none(t: TestDb) {
        world::make(&t).await;
        // Triggers would answer first.
        let unguarded = t.texts(match t.engine {
            opsledger::db::Engine::Sqlite => "select 'drop trigger ' || name from sqlite_master where type = 'trigger'",
            opsledger::db::Engine::Postgres => {
                "select distinct format('alter table %I disable trigger user', r.relname) from pg_trigger g \
                 join pg_class r on r.oid = g.tgrelid where not g.tgisinternal"
            }
        });
        for statement in unguarded.await {
            t.sql(&statement).await;
        }
        let columns = catalogue::required_columns(&t).await;
        assert!(columns.len() > 100, "the catalogue lists {} columns", columns.len());
        for (table, column) in columns {
            let words = t.refused(&format!("update {table} set {column} = null")).await.to_lowercase();
            assert!(words.contains("not null") || words.contains("not-null"), "{table}.{column}: {words}");
        }
    }

    async fn every_table_that_a_tenant_owns_refuses_a_row_of_another_workspaces_tenant(t: TestDb) {
        // From the column names, not from the list: a table that forgot the key altogether has no rule to list.
        let owned = t.texts(match t.engine {
            opsledger::db::Engine::Sqlite => {
                "select m.name from sqlite_master m, pragma_table_info(m.name) c
                 where m.type = 'table' and c.name = 'tenant_id' order by 1"
            }
            opsledger::db::Engine::Postgres => {
                "select table_name::text from information_schema.columns
                 where table_schema = 'public' and column_name = 'tenant_id' order by 1"
            }
        })
        .await;
        let listed: BTreeSet<String> = all(t.engine).into_iter().map(|rule| rule.key).collect();
        assert!(owned.len() >= 14, "{owned:?}");
        for table in owned {
            let key = format!("fk {table}(tenant_id, workspace_id)");
            assert!(listed.contains(&key), "{table} lets a row claim another workspace's tenant");
        }
    }
}
