//! The rights that must be missing, each tried; and the two walls before the audit log, each without the other.

use opsledger::db::Engine;
use opsledger::grants::roles::Role;
use opsledger::grants::tables::TABLES;
use sea_orm::sqlx::{Connection, PgConnection};

use super::*;
use crate::schema::rules::world;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_table_of_the_schema_has_a_line_and_every_line_is_a_table() {
    let t = postgres().await;
    let mut there = t.texts("select tablename::text from pg_tables where schemaname = 'public'").await;
    let mut listed: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    there.sort();
    listed.sort_unstable();
    assert_eq!(listed, there);
    let scoped = t
        .texts("select table_name::text from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id'")
        .await;
    for name in scoped {
        let table = TABLES.iter().find(|table| table.name == name).expect("a line");
        assert!(table.is_guarded(), "{name} has a workspace and no policies");
    }
    t.staff().await;
    let unforced = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' \
                    and not (relrowsecurity and relforcerowsecurity) order by 1";
    assert_eq!(t.texts(unforced).await, ["schedules", "seaql_migrations", "seed_applications", "seed_blocks"]);
}

/// What nobody but the owner may do to any table.
fn nobodys(table: &str) -> Vec<String> {
    vec![
        format!("truncate {table}"),
        format!("alter table {table} add column extra integer"),
        format!("alter table {table} disable row level security"),
        format!(
            "create trigger t before insert on {table} for each row execute function opsledger_refuse_audit_change()"
        ),
        format!("create policy p on {table} using (true)"),
        format!("drop table {table}"),
    ]
}

const NOBODYS: [&str; 5] = [
    "create table public.x ()",
    "create function public.f() returns int language sql as 'select 1'",
    "create role r",
    "alter role postgres nologin",
    "create schema s",
];

fn set_to_itself(table: &str, column: &str) -> String {
    format!("update {table} set {column} = {column} where false")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_scheduler_has_no_right_that_it_does_not_need() {
    let t = postgres().await;
    let roles = t.staff().await;
    let jobs = t.open_as(&roles, Role::Jobs, 1).await;
    let mut tries: Vec<String> = NOBODYS.iter().map(|sql| (*sql).to_owned()).collect();
    for table in TABLES {
        tries.extend(nobodys(table.name));
        if table.jobs.delete.is_empty() {
            tries.push(format!("delete from {} where false", table.name));
        }
        if !table.jobs.insert {
            tries.push(format!("insert into {} default values", table.name));
        }
        for column in columns(&t, table.name).await {
            let may = table.jobs.update == "*" || table.jobs.update.split(", ").any(|given| given == column);
            if !may {
                tries.push(set_to_itself(table.name, &column));
            }
        }
    }
    tries.push("select email from users".into());
    tries.push("select token_hash from hub_tokens".into());
    // History, by name: what a run is, whose it is, when it began to be.
    for column in [
        "id",
        "workspace_id",
        "tenant_id",
        "user_id",
        "initiator_name",
        "type",
        "run_identity_hash",
        "scheduled_for",
        "created_at",
    ] {
        assert!(tries.contains(&set_to_itself("operation_runs", column)), "{column}");
    }
    assert!(tries.contains(&"delete from operation_runs where false".to_owned()));
    refuses_all(&jobs, "ops_jobs", &tries).await;
    let refers = "select string_agg(c.relname, ', ') from pg_class c, unnest(array['references', 'trigger', 'truncate']) p(name) \
                  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_table_privilege(c.oid, p.name)";
    let tx = jobs.begin().await.unwrap();
    assert_eq!(rows(&tx, refers).await[0].try_get_by_index::<Option<String>>(0).unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hub_cannot_write_even_where_it_says_that_it_wants_to() {
    let t = postgres().await;
    world::make(&t).await;
    let roles = t.staff().await;
    let hub = t.open_as(&roles, Role::Hub, 1).await;
    let tx = hub.begin().await.unwrap();
    for (name, value) in [("default_transaction_read_only", "on"), ("statement_timeout", "2s")] {
        let said = rows(&tx, &format!("show {name}")).await;
        assert_eq!(said[0].try_get_by_index::<String>(0).unwrap(), value, "{name}");
    }
    tx.rollback().await.unwrap();
    let words = answer(&hub, "insert into schedules (key) values ('x')").await.unwrap_err();
    assert!(words.contains("permission denied") || words.contains("read-only"), "{words}");
    // The default can be lifted by whoever speaks SQL; the rights cannot.
    answer(&hub, "set default_transaction_read_only = off").await.unwrap();
    let mut tries: Vec<String> = NOBODYS.iter().map(|sql| (*sql).to_owned()).collect();
    for table in TABLES {
        tries.extend(nobodys(table.name));
        tries.push(format!("delete from {} where false", table.name));
        tries.push(format!("insert into {} default values", table.name));
        let all = columns(&t, table.name).await;
        tries.extend(all.iter().map(|column| set_to_itself(table.name, column)));
        tries.push(format!("select {} from {} for update", all[0], table.name));
        if table.hub != "*" {
            let unread = all.iter().filter(|column| !table.hub.split(", ").any(|given| given == column.as_str()));
            tries.extend(unread.map(|column| format!("select {column} from {} where false", table.name)));
        }
    }
    for secret in [
        "select created_at from users where false",
        "select metadata from audit_logs where false",
        "select payload from backup_items where false",
    ] {
        assert!(tries.iter().any(|sql| sql == secret), "{secret}");
    }
    tries.push("select opsledger_prune_runs(array[1])".into());
    refuses_all(&hub, "ops_hub", &tries).await;
    let limit = format!("select rolconnlimit from pg_roles where rolname = '{}'", roles.name(Role::Hub));
    assert_eq!(t.count(&limit).await, 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_seeder_adds_rows_and_changes_none() {
    let t = postgres().await;
    let roles = t.staff().await;
    let seed = t.open_as(&roles, Role::Seed, 1).await;
    let mut tries: Vec<String> = NOBODYS.iter().map(|sql| (*sql).to_owned()).collect();
    for table in TABLES {
        tries.extend(nobodys(table.name));
        if table.seed.delete.is_empty() {
            tries.push(format!("delete from {} where false", table.name));
        }
        if table.seed.update.is_empty() {
            tries.extend(columns(&t, table.name).await.iter().map(|column| set_to_itself(table.name, column)));
        }
    }
    refuses_all(&seed, "ops_seed", &tries).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_logs_in_as_the_owner_or_as_retention() {
    let t = postgres().await;
    let roles = t.staff().await;
    for role in [Role::Owner, Role::Retention] {
        let url = t.url_as(&roles, role);
        let words = PgConnection::connect(&url).await.map(drop).unwrap_err();
        assert!(words.to_string().contains("not permitted to log in"), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_log_has_two_walls_and_each_stands_without_the_other() {
    let t = postgres().await;
    world::make(&t).await;
    let roles = t.staff().await;
    let jobs = t.open_as(&roles, Role::Jobs, 1).await;
    let changes = [
        "update audit_logs set summary = 'x' where id = 1",
        "delete from audit_logs where id = 1",
        "truncate audit_logs cascade",
    ];
    let row = "select count(*) from audit_logs where id = 1 and summary is null";
    assert_eq!(t.count(row).await, 1, "there is a row to change");

    // The rights alone.
    t.sql("alter table audit_logs disable trigger user").await;
    refuses_all(&jobs, "ops_jobs", &changes.map(str::to_owned)).await;
    t.sql("alter table audit_logs enable trigger user").await;

    // The triggers alone.
    t.sql(&format!("grant update, delete, truncate on audit_logs, bulk_operation_runs to {}", roles.name(Role::Jobs)))
        .await;
    for change in changes {
        let words = answer(&jobs, change).await.unwrap_err();
        assert!(words.contains("audit.append_only"), "{change}: {words}");
    }
    // The owner is held by the triggers as well, and must take them down first, which leaves a trace of its own.
    for change in changes {
        let tx = t.db.begin().await.unwrap();
        tx.execute_unprepared(&format!("set local role {}", roles.name(Role::Owner))).await.unwrap();
        let words = tx.execute_unprepared(change).await.unwrap_err().to_string();
        assert!(words.contains("audit.append_only"), "{change}: {words}");
        tx.rollback().await.unwrap();
    }
    assert_eq!(t.count(row).await, 1);

    // Neither: what the two are there for.
    t.sql("alter table audit_logs disable trigger user").await;
    answer(&jobs, changes[0]).await.unwrap();
    assert_eq!(t.count(row).await, 0, "the statements above would have changed the row");
}

/// A role that may do more is a role that some policy does not hold.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_that_was_given_by_hand_goes_when_the_script_is_run_again() {
    let t = postgres().await;
    let roles = t.staff().await;
    let jobs = t.open_as(&roles, Role::Jobs, 1).await;
    t.sql(&format!(
        "grant delete on operation_runs to {0}; grant update (workspace_id) on operation_runs to {0}",
        roles.name(Role::Jobs)
    ))
    .await;
    answer(&jobs, "delete from operation_runs where false").await.unwrap();
    opsledger::grants::apply(&t.db, &roles).await.unwrap();
    let tries = ["delete from operation_runs where false", "update operation_runs set workspace_id = 1 where false"];
    refuses_all(&jobs, "ops_jobs", &tries.map(str::to_owned)).await;
}

async fn columns(t: &TestDb, table: &str) -> Vec<String> {
    assert_eq!(t.engine, Engine::Postgres);
    t.texts(&format!(
        "select attname::text from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped order by attnum"
    ))
    .await
}
