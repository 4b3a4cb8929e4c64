//! Row level security: which rows the hub's role sees of each table, by what it says of itself, with no filter of the
//! application.

use std::collections::BTreeSet;

use opsledger::db::rls;
use opsledger::db::{Db, Engine};
use opsledger::grants::roles::Role;
use opsledger::grants::tables::{Scope, TABLES, Table};
use sea_orm::ConnectionTrait;

use super::*;
use crate::schema::rules::world;

/// What a reader says, and whom of (workspace, tenant) it may see by that; nothing means nobody.
struct Said {
    workspaces: Option<&'static str>,
    tenants: Option<&'static str>,
    sees: Option<(&'static [i64], &'static [i64])>,
    all: bool,
}

const fn said(workspaces: &'static str, tenants: &'static str, sees: (&'static [i64], &'static [i64])) -> Said {
    Said { workspaces: Some(workspaces), tenants: Some(tenants), sees: Some(sees), all: false }
}

const fn nonsense(workspaces: Option<&'static str>, tenants: Option<&'static str>) -> Said {
    Said { workspaces, tenants, sees: None, all: false }
}

const READERS: &[Said] = &[
    said("1", "", (&[1], &[])),
    said("2", "", (&[2], &[])),
    said("1,2", "", (&[1, 2], &[])),
    said("99", "", (&[99], &[])),
    said("1", "11", (&[1], &[11])),
    said("1", "11,12", (&[1], &[11, 12])),
    // A tenant of somebody else adds nothing.
    said("1", "21", (&[1], &[21])),
    said("1", "nonsense", (&[1], &[-1])),
    Said { all: true, ..said("*", "", (&[], &[])) },
    Said { all: true, ..said("*", "11", (&[], &[11])) },
    nonsense(None, None),
    nonsense(Some(""), Some("")),
    nonsense(Some(""), Some("11")),
    nonsense(Some("nonsense"), Some("")),
    nonsense(Some("1;2"), Some("")),
    nonsense(Some("1, 2"), Some("")),
    nonsense(Some("{1}"), Some("")),
    nonsense(Some("1 or true"), Some("")),
    nonsense(Some("-1"), Some("")),
    nonsense(Some(" *"), Some("")),
    nonsense(Some("**"), Some("")),
    nonsense(Some("1,"), Some("")),
    nonsense(Some("9999999999999999999"), Some("")),
    nonsense(Some("null"), Some("")),
];

impl Said {
    /// Whether a row of this workspace and tenant is seen.
    fn reaches(&self, scope: Scope, workspace: Option<i64>, tenant: Option<i64>) -> bool {
        if scope == Scope::House && workspace.is_none() && self.sees.is_some() {
            return true;
        }
        let Some((workspaces, tenants)) = self.sees else { return false };
        let of_workspace = self.all || workspace.is_some_and(|id| workspaces.contains(&id));
        let narrows =
            !tenants.is_empty() && matches!(scope, Scope::Tenant | Scope::Tenants | Scope::House | Scope::Run);
        of_workspace && (!narrows || tenant.is_some_and(|id| tenants.contains(&id)))
    }
}

/// (id, workspace, tenant) of the rows that stand in each table with a tenant, so far as it takes them.
const ROWS: [(i64, Option<i64>, Option<i64>); 5] =
    [(1, Some(1), Some(11)), (2, Some(1), Some(12)), (3, Some(2), Some(21)), (4, Some(1), None), (5, None, None)];

/// Copies the one row of the world for every scope, without regard to keys between tables: each table is looked at alone.
async fn fill(t: &TestDb) {
    world::make(t).await;
    let mut sql =
        String::from("begin; set local session_replication_role = replica; delete from workspace_memberships;");
    for table in TABLES.iter().filter(|table| matches!(table.scope, Scope::Tenant | Scope::House)) {
        let nulls = t
            .texts(&format!(
                "select attname::text from pg_attribute where attrelid = '{}'::regclass and not attnotnull \
                 and attname in ('workspace_id', 'tenant_id')",
                table.name
            ))
            .await;
        sql.push_str(&format!(
            "create temp table one on commit drop as select to_jsonb(x) as row from {0} x order by id limit 1; delete from {0};",
            table.name
        ));
        for (id, workspace, tenant) in ROWS {
            let fits = |column: &str, value: Option<i64>| value.is_some() || nulls.iter().any(|name| name == column);
            if !fits("workspace_id", workspace) || !fits("tenant_id", tenant) {
                continue;
            }
            let keys = serde_json::json!({
                "id": id, "workspace_id": workspace, "tenant_id": tenant, "operation_run_id": id, "resource_id": id,
                "backup_schedule_id": id, "backup_set_id": id,
            });
            sql.push_str(&format!(
                "insert into {0} select (jsonb_populate_record(null::{0}, row || '{keys}')).* from one;",
                table.name
            ));
        }
        sql.push_str("drop table one;");
    }
    sql.push_str(
        "delete from operation_run_leases;
         insert into operation_run_leases (run_id, worker, claim_token, expires_at) select id, 'w', 1, {later} from operation_runs;
         insert into workspace_memberships (id, workspace_id, user_id, role, created_at, updated_at) values
             (1, 1, 1, 'owner', {at}, {at}), (2, 2, 2, 'readonly', {at}, {at}); commit;",
    );
    t.sql(&sql).await;
}

/// (id, workspace, tenant) of every row, as who sees everything sees them.
async fn everything(t: &TestDb, table: &Table) -> Vec<(i64, Option<i64>, Option<i64>)> {
    let sql = match table.scope {
        Scope::Workspaces => "select id, id as w, null::bigint as t from workspaces".into(),
        Scope::Tenants => "select id, workspace_id as w, id as t from tenants".into(),
        Scope::Workspace => format!("select id, workspace_id as w, null::bigint as t from {}", table.name),
        Scope::Tenant | Scope::House => format!("select id, workspace_id as w, tenant_id as t from {}", table.name),
        Scope::Run => {
            "select l.run_id as id, workspace_id as w, tenant_id as t from operation_run_leases l join operation_runs r on r.id = run_id".into()
        }
        Scope::Member => "select user_id as id, workspace_id as w, null::bigint as t from workspace_memberships".into(),
        Scope::Open | Scope::Key => panic!("{} is not guarded by scope", table.name),
    };
    let rows =
        t.db.reader().query_all_raw(Statement::from_string(Engine::Postgres.backend(), sql)).await.expect("rows");
    let row = |row: &QueryResult| {
        let id: i64 = row.try_get("", "id").expect("an id");
        (id, row.try_get("", "w").expect("a workspace"), row.try_get("", "t").expect("a tenant"))
    };
    rows.iter().map(row).collect()
}

/// The ids that the hub's role gets for the asking.
async fn seen(hub: &Db, table: &Table, reader: &Said) -> BTreeSet<i64> {
    let tx = hub.begin().await.expect("begin");
    for (name, value) in [(rls::WORKSPACES, reader.workspaces), (rls::TENANTS, reader.tenants)] {
        if let Some(value) = value {
            rows(&tx, &format!("select set_config('{name}', '{value}', true)")).await;
        }
    }
    let key = if table.scope == Scope::Run { "run_id" } else { "id" };
    let ids = rows(&tx, &format!("select {key} from {}", table.name)).await;
    tx.commit().await.expect("commit");
    ids.iter().map(|row| row.try_get_by_index(0).expect("an id")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hub_sees_of_every_table_exactly_the_rows_of_the_scope_that_it_named() {
    let t = postgres().await;
    fill(&t).await;
    let roles = t.staff().await;
    let mut wrong = Vec::new();
    let (mut looked, mut hidden) = (0, 0);
    for table in TABLES.iter().filter(|table| !table.hub.is_empty() && !matches!(table.scope, Scope::Open | Scope::Key))
    {
        let all = everything(&t, table).await;
        assert!(
            all.iter().any(|(_, w, _)| *w == Some(1)) && all.iter().any(|(_, w, _)| *w == Some(2)),
            "{}",
            table.name
        );
        for (n, reader) in READERS.iter().enumerate() {
            // A connection of its own for each: none has ever said anything before.
            let hub = t.open_as(&roles, Role::Hub, 1).await;
            let expected: BTreeSet<i64> =
                all.iter().filter(|(_, w, t)| reader.reaches(table.scope, *w, *t)).map(|(id, _, _)| *id).collect();
            let got = seen(&hub, table, reader).await;
            looked += 1;
            hidden += usize::from(got.is_empty());
            if got != expected {
                wrong.push(format!(
                    "{} reader {n} {:?} {:?}: sees {got:?} and not {expected:?}",
                    table.name, reader.workspaces, reader.tenants
                ));
            }
            hub.close().await.expect("close");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(looked > 400 && hidden > looked / 2 && hidden < looked, "{hidden} of {looked}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_goes_back_to_the_pool_has_forgotten_whose_it_was() {
    let t = postgres().await;
    fill(&t).await;
    let roles = t.staff().await;
    let hub = t.open_as(&roles, Role::Hub, 1).await;
    let count = async |tx: &DatabaseTransaction| -> i64 {
        rows(tx, "select count(id) from operation_runs").await[0].try_get_by_index(0).expect("a number")
    };
    for commits in [true, false] {
        let tx = hub.begin().await.unwrap();
        rls::enter(&tx, Engine::Postgres, Some(&[1]), &[]).await.unwrap();
        assert_eq!(count(&tx).await, 3);
        if commits {
            tx.commit().await.unwrap()
        } else {
            tx.rollback().await.unwrap()
        }
        let next = hub.begin().await.unwrap();
        assert_eq!(count(&next).await, 0, "the same connection, one transaction later");
        let left = rows(&next, "select current_setting('opsledger.workspaces', true)").await;
        assert_eq!(left[0].try_get_by_index::<Option<String>>(0).unwrap().as_deref(), Some(""), "empty, and not null");
        next.rollback().await.unwrap();
    }
    let tx = hub.begin().await.unwrap();
    rls::enter(&tx, Engine::Postgres, None, &[]).await.unwrap();
    assert_eq!(count(&tx).await, 4);
    rls::enter(&tx, Engine::Postgres, Some(&[]), &[]).await.unwrap();
    assert_eq!(count(&tx).await, 0, "no workspace is none, not all");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tables_that_tell_who_somebody_is_are_read_before_that_is_known() {
    let t = postgres().await;
    world::make(&t).await;
    t.sql("select setval(pg_get_serial_sequence('hub_tokens', 'id'), 100), setval(pg_get_serial_sequence('audit_logs', 'id'), 100)").await;
    use opsledger::domain::hub_tokens::issue::{Wanted, create};
    let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let role = opsledger::domain::hub_tokens::Role::Readonly;
    let wanted =
        Wanted { name: "x", role, workspace: Some(1), tenants: &[11], user: None, expires_at: None, by: "ada" };
    let issued = create(&t.db, wanted, now).await.unwrap();
    let roles = t.staff().await;
    let hub = t.open_as(&roles, Role::Hub, 1).await;
    let found = opsledger::domain::hub_tokens::find(hub.reader(), Engine::Postgres, issued.token.reveal(), now).await;
    assert_eq!(found.unwrap().expect("it is found").tenants, [11]);
    // The scheduler's role has no business there.
    let jobs = t.open_as(&roles, Role::Jobs, 1).await;
    refuses_all(&jobs, "ops_jobs", &["select token_hash from hub_tokens".into()]).await;
}
