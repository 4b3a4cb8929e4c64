//! Where a measurement takes place: databases that are migrated, filled with history, and copied.
//!
//! Each measurement gets a copy of one prepared database: `CREATE DATABASE … TEMPLATE` on PostgreSQL, the bytes
//! of the file on SQLite. What is prepared has been vacuumed and analysed, so both sides of a ratio start alike.

use opsledger::db::{Access, Db, Engine, schema};
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use crate::Result;
use crate::disk::Disk;
use crate::server::Server;

/// Workspaces, and tenants of each; one backup set and one backup schedule a tenant.
pub const WORKSPACES: i64 = 20;
pub const TENANTS: i64 = 400;
/// The clock of everything that is prepared begins here: 2025-01-01.
pub const EPOCH: i64 = 1_735_689_600;

pub struct Stage<'a> {
    pub engine: Engine,
    pub server: Option<Server>,
    disk: &'a Disk,
}

impl<'a> Stage<'a> {
    pub fn new(engine: Engine, disk: &'a Disk) -> Result<Self> {
        let server = if engine == Engine::Postgres { Some(Server::start(disk)?) } else { None };
        Ok(Self { engine, server, disk })
    }

    pub fn disk(&self) -> &Disk {
        self.disk
    }

    pub fn url(&self, database: &str) -> String {
        match &self.server {
            Some(server) => server.url(database),
            None => format!("sqlite://{}?mode=rwc", self.disk.path(&format!("{database}.db")).display()),
        }
    }

    pub async fn open(&self, database: &str, pool: u32) -> Result<Db> {
        Ok(Db::open(&self.url(database), Access::Create, pool).await?)
    }

    /// A migrated database with its tenants and `history` completed runs.
    pub async fn prepare(&self, database: &str, history: i64) -> Result<Db> {
        self.on_server(&format!("create database {database} template template0")).await?;
        let db = self.open(database, 2).await?;
        schema::up(&db).await?;
        run(&db, &self.estate(history)).await?;
        Ok(db)
    }

    /// Settles what was just loaded, for whoever comes first would otherwise pay for it.
    pub async fn settle(&self, db: Db) -> Result {
        match self.engine {
            Engine::Postgres => run(&db, "vacuum analyze").await?,
            Engine::Sqlite => run(&db, "analyze; pragma wal_checkpoint(truncate)").await?,
        }
        db.close().await?;
        self.checkpoint().await
    }

    /// A copy of a database that nobody has open.
    pub async fn copy(&self, from: &str, to: &str) -> Result {
        self.on_server(&format!("create database {to} template {from} strategy file_copy")).await?;
        if self.server.is_none() {
            std::fs::copy(self.disk.path(&format!("{from}.db")), self.disk.path(&format!("{to}.db")))?;
            std::fs::File::open(self.disk.path(&format!("{to}.db")))?.sync_all()?;
        }
        self.checkpoint().await
    }

    pub async fn drop(&self, database: &str) -> Result {
        self.on_server(&format!("drop database if exists {database} with (force)")).await?;
        for suffix in ["", "-wal", "-shm"] {
            // Not there on PostgreSQL, and two of them not always on SQLite.
            let _ = std::fs::remove_file(self.disk.path(&format!("{database}.db{suffix}")));
        }
        Ok(())
    }

    /// So that no side of a ratio pays for the pages that another one wrote.
    pub async fn checkpoint(&self) -> Result {
        self.on_server("checkpoint").await
    }

    async fn on_server(&self, sql: &str) -> Result {
        if self.server.is_some() {
            let admin = self.open("postgres", 1).await?;
            run(&admin, sql).await?;
            admin.close().await?;
        }
        Ok(())
    }

    /// The durability settings as the database itself states them.
    pub async fn durability(&self, db: &Db) -> Result<String> {
        match self.engine {
            Engine::Postgres => {
                let sql = "select 'fsync ' || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit')";
                one(db, sql).await
            }
            Engine::Sqlite => {
                let mode: String = one(db, "pragma journal_mode").await?;
                let level: i64 = one(db, "pragma synchronous").await?;
                Ok(format!("journal {mode}, synchronous {level} (2 is FULL)"))
            }
        }
    }

    fn estate(&self, history: i64) -> String {
        let engine = self.engine;
        let at = instant(engine, &EPOCH.to_string());
        let then = instant(engine, &format!("({EPOCH} + n)"));
        let hash = hash(engine);
        let workspace = format!("((n - 1) % {TENANTS}) % {WORKSPACES} + 1");
        let tenant = format!("(n - 1) % {TENANTS} + 1");
        [
            format!(
                "insert into workspaces (id, external_id, slug, name, created_at, updated_at) \
                 select n, 'w' || n, 'w' || n, 'Workspace ' || n, {at}, {at} from {}",
                series(engine, WORKSPACES)
            ),
            format!(
                "insert into tenants (id, workspace_id, external_id, name, created_at, updated_at) \
                 select n, (n - 1) % {WORKSPACES} + 1, 't' || n, 'Tenant ' || n, {at}, {at} from {}",
                series(engine, TENANTS)
            ),
            format!(
                "insert into backup_sets (id, workspace_id, tenant_id, name, status, created_at, updated_at) \
                 select id, workspace_id, id, 'Set', 'completed', {at}, {at} from tenants"
            ),
            format!(
                "insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, created_at, updated_at) \
                 select id, workspace_id, id, 'Nightly', 'daily', '02:00', {at}, {at} from tenants"
            ),
            // Concatenated: the table has one door, and this is a stage and no second one.
            format!(
                "insert into operation{}runs (id, workspace_id, tenant_id, initiator_name, type, status, outcome, run_identity_hash, \
                 summary_counts, context, attempt, claim_token, started_at, completed_at, created_at, updated_at) \
                 select n, {workspace}, {tenant}, 'System', \
                 case n % 4 when 0 then 'policy.sync' when 1 then 'inventory.sync' when 2 then 'backup_schedule.scheduled' \
                 else 'restore.execute' end, \
                 'completed', case when n % 10 = 0 then 'failed' else 'succeeded' end, {hash}, \
                 '{{\"total\": 12, \"processed\": 12, \"succeeded\": 12}}', '{{\"provider_connection_id\": 7}}', 1, 1, \
                 {then}, {then}, {then}, {then} from {}",
                "_",
                series(engine, history)
            ),
            match engine {
                Engine::Postgres => format!("select setval(pg_get_serial_sequence('operation_runs', 'id'), {})", history.max(1)),
                Engine::Sqlite => "select 1".into(),
            },
        ]
        .join(";\n")
    }
}

/// `FROM` item with the numbers from 1 as `n`.
pub fn series(engine: Engine, count: i64) -> String {
    match engine {
        Engine::Postgres => format!("generate_series(1, {count}) n"),
        Engine::Sqlite => format!(
            "(with recursive s(n) as (select 1 union all select n + 1 from s where n < {count}) select n from s where n <= {count})"
        ),
    }
}

/// Seconds since 1970 as an instant of the column's type.
pub fn instant(engine: Engine, seconds: &str) -> String {
    match engine {
        Engine::Postgres => format!("to_timestamp({seconds})"),
        Engine::Sqlite => format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', {seconds}, 'unixepoch')"),
    }
}

/// Something as long and as random as an identity hash.
pub fn hash(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "md5('a' || n) || md5('b' || n)",
        Engine::Sqlite => "lower(hex(randomblob(32)))",
    }
}

/// Executes several statements.
pub async fn run(db: &Db, sql: &str) -> Result {
    db.writer().execute_unprepared(sql).await?;
    Ok(())
}

/// The one value that `sql` selects.
pub async fn one<T: sea_orm::TryGetable>(db: &Db, sql: &str) -> Result<T> {
    let row: Option<QueryResult> =
        db.writer().query_one_raw(Statement::from_string(db.engine().backend(), sql)).await?;
    Ok(row.ok_or_else(|| anyhow::anyhow!("no row: {sql}"))?.try_get_by_index(0)?)
}
