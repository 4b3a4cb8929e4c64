//! A database of one's own for each test, on the engine that is asked for.
//!
//! Migrating takes longer than most tests, so a migrated database is made once and copied: the bytes of a file
//! on SQLite, a template database on PostgreSQL.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use opsledger::db::{Access, Db, Engine, schema};
use opsledger::domain::legacy;
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use tempfile::TempDir;
use tokio::sync::{Mutex, OnceCell};

use super::{postgres, scratch};

/// How many connections a test's own pool holds.
const POOL: u32 = 4;

/// One database for one test; gone when the value is.
pub struct TestDb {
    /// Open, with a pool of four.
    pub db: Db,
    /// The same database, for a child process.
    pub url: String,
    /// Which engine it is.
    pub engine: Engine,
    /// Kept, never read: it removes the database when the last that uses it is dropped.
    home: Arc<Home>,
}

impl TestDb {
    /// A migrated database.
    pub async fn new(engine: Engine) -> Self {
        Self::make(engine, true).await
    }

    /// A database with nothing in it, not even a schema.
    pub async fn empty(engine: Engine) -> Self {
        Self::make(engine, false).await
    }

    async fn make(engine: Engine, migrated: bool) -> Self {
        let (url, home) = match engine {
            Engine::Sqlite => sqlite_file(migrated).await,
            Engine::Postgres => postgres_database(migrated).await,
        };
        let db = Db::open(&url, Access::Create, POOL).await.expect("open the database of this test");
        Self { db, url, engine, home: Arc::new(home) }
    }

    /// The same database through a further, independent pool, as another process would have it.
    pub async fn again(&self) -> Self {
        let db = Db::open(&self.url, Access::Create, POOL).await.expect("open the database of this test once more");
        Self { db, url: self.url.clone(), engine: self.engine, home: Arc::clone(&self.home) }
    }

    /// Roles that go with this database.
    pub fn remember_roles(&self, names: Vec<String>) {
        if let Home::Database { roles, .. } = &*self.home {
            roles.lock().expect("the roles").extend(names);
        }
    }

    /// Executes SQL that must be accepted; see [`words`] for what may stand in it.
    pub async fn sql(&self, sql: &str) {
        let sql = words(self.engine, sql);
        if let Err(error) = self.db.writer().execute_unprepared(&sql).await {
            panic!("{} refused: {error}\n{sql}", self.engine.name());
        }
    }

    /// The same for statements that bring in history from before the ledger, which is read-only otherwise.
    pub async fn legacy(&self, sql: &str) {
        let sql = words(self.engine, sql);
        let tx = self.db.begin().await.expect("begin");
        legacy::open_in(&tx, self.engine).await.expect("open the switch");
        if let Err(error) = tx.execute_unprepared(&sql).await {
            panic!("{} refused: {error}\n{sql}", self.engine.name());
        }
        legacy::close_in(&tx, self.engine).await.expect("close the switch");
        tx.commit().await.expect("commit");
    }

    /// Asserts that the database refuses `sql`; returns its words.
    pub async fn refused(&self, sql: &str) -> String {
        let sql = words(self.engine, sql);
        match self.db.writer().execute_unprepared(&sql).await {
            Err(error) => error.to_string(),
            Ok(_) => panic!("{} accepted what it must refuse:\n{sql}", self.engine.name()),
        }
    }

    /// The number that `sql` selects.
    pub async fn count(&self, sql: &str) -> i64 {
        let row = self.one(sql).await;
        let wide = row.try_get_by_index(0);
        wide.or_else(|_| row.try_get_by_index::<i32>(0).map(i64::from)).expect("the first column is an integer")
    }

    /// The text that `sql` selects.
    pub async fn text(&self, sql: &str) -> String {
        self.one(sql).await.try_get_by_index(0).expect("the first column is a text")
    }

    /// The first column of every row that `sql` selects.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.db.writer().query_all_raw(self.statement(sql)).await;
        let rows = rows.unwrap_or_else(|error| panic!("{} refused: {error}\n{sql}", self.engine.name()));
        rows.iter().map(|row| row.try_get_by_index(0).expect("the first column is a text")).collect()
    }

    async fn one(&self, sql: &str) -> QueryResult {
        let row = self.db.writer().query_one_raw(self.statement(sql)).await;
        let row = row.unwrap_or_else(|error| panic!("{} refused: {error}\n{sql}", self.engine.name()));
        row.unwrap_or_else(|| panic!("no row:\n{sql}"))
    }

    fn statement(&self, sql: &str) -> Statement {
        Statement::from_string(self.engine.backend(), words(self.engine, sql))
    }
}

/// Puts in what the engines write differently, and the two instants that most rows need.
pub fn words(engine: Engine, sql: &str) -> String {
    let (yes, no) = match engine {
        Engine::Sqlite => ("1", "0"),
        Engine::Postgres => ("true", "false"),
    };
    sql.replace("{true}", yes)
        .replace("{false}", no)
        .replace("{at}", "'2026-01-01T00:00:00+00:00'")
        .replace("{later}", "'2026-01-01T00:00:01+00:00'")
}

/// What holds the database, and removes it when dropped.
enum Home {
    File { _dir: TempDir },
    Database { name: String, roles: std::sync::Mutex<Vec<String>> },
}

impl Drop for Home {
    fn drop(&mut self) {
        let Self::Database { name, roles } = self else { return };
        let mut statements = vec![format!("drop database if exists {name} with (force)")];
        // Nothing depends on them any more.
        let roles = roles.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        statements.extend(roles.iter().map(|role| format!("drop role if exists {role}")));
        // A drop cannot await, and a runtime cannot be entered from within another one.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a small runtime");
            for sql in statements {
                runtime.block_on(on_server(&sql));
            }
        });
        // A panic here while the test panics would hide the test's own words.
        let _ = dropped.join();
    }
}

async fn sqlite_file(migrated: bool) -> (String, Home) {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let dir = scratch::directory("sqlite");
    let file = dir.path().join("test.db");
    if migrated {
        std::fs::write(&file, TEMPLATE.get_or_init(sqlite_template).await).expect("copy the migrated file");
    }
    (sqlite_url(&file), Home::File { _dir: dir })
}

/// As bytes and not as a file: nothing runs at the end of a test process that could remove one.
async fn sqlite_template() -> Vec<u8> {
    let dir = scratch::directory("template");
    let file = dir.path().join("template.db");
    migrate(&sqlite_url(&file)).await;
    std::fs::read(&file).expect("read the migrated file")
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}

async fn postgres_database(migrated: bool) -> (String, Home) {
    let server = postgres::server();
    let name = database_name();
    let template = if migrated && server.ours { postgres_template().await } else { "template0".to_owned() };
    {
        // A template that is being copied may not be copied by another session at the same time.
        static COPYING: Mutex<()> = Mutex::const_new(());
        let _one_at_a_time = COPYING.lock().await;
        on_server(&format!("create database {name} template {template}")).await;
    }
    if migrated && !server.ours {
        // Nothing runs at the end of a test process that could remove a template from somebody else's server.
        migrate(&server.url(&name)).await;
    }
    (server.url(&name), Home::Database { name, roles: std::sync::Mutex::default() })
}

async fn postgres_template() -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let make = async || {
        let name = database_name();
        on_server(&format!("create database {name} template template0")).await;
        // It closes its pool: a template must have no connections.
        migrate(&postgres::server().url(&name)).await;
        name
    };
    TEMPLATE.get_or_init(make).await.clone()
}

/// Unlike that of any other test process on a shared server.
fn database_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let process = uuid::Uuid::new_v4().simple().to_string();
    format!("opsledger_test_{}_{}", &process[..12], NEXT.fetch_add(1, Ordering::Relaxed))
}

async fn on_server(sql: &str) {
    let admin = Db::open(postgres::server().admin.as_str(), Access::Existing, 1).await.expect("reach the server");
    if let Err(error) = admin.writer().execute_unprepared(sql).await {
        panic!("the server refused: {error}\n{sql}");
    }
    admin.close().await.expect("leave the server");
}

async fn migrate(url: &str) {
    let db = Db::open(url, Access::Create, 1).await.expect("open a database to migrate");
    schema::up(&db).await.expect("migrate it");
    db.close().await.expect("close it");
}

/// Runs each behaviour on either engine, as `name::on_sqlite` and `name::on_postgres`, so that the list of tests
/// shows both and either can be run alone. A leading `empty` gives it a database without a schema.
///
/// ```ignore
/// on_both! {
///     async fn a_slot_runs_once(t: TestDb) { … }
///     empty async fn migrating_starts_from_nothing(t: TestDb) { … }
/// }
/// ```
macro_rules! on_both {
    () => {};
    (async fn $name:ident($t:ident: TestDb) $body:block $($rest:tt)*) => { on_both! { @new $name $t $body $($rest)* } };
    (empty async fn $name:ident($t:ident: TestDb) $body:block $($rest:tt)*) => {
        on_both! { @empty $name $t $body $($rest)* }
    };
    (@$make:ident $name:ident $t:ident $body:block $($rest:tt)*) => {
        on_both! { $($rest)* }

        mod $name {
            #[allow(unused_imports, reason = "a behaviour may need nothing from its file")]
            use super::*;

            async fn behaviour($t: $crate::support::TestDb) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                behaviour($crate::support::TestDb::$make(opsledger::db::Engine::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                behaviour($crate::support::TestDb::$make(opsledger::db::Engine::Postgres).await).await;
            }
        }
    };
}
