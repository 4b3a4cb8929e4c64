//! A database of one's own for each test, on the engine that is asked for: copies of the library's own templates, as
//! any application that uses it would have them.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use opsledger::db::{Access, Db, Engine};
use opsledger::domain::legacy;
use opsledger::fixtures::{Fixture, Templates, TestDatabase};
use opsledger::seeding::Scenario;
use sea_orm::{ConnectionTrait, QueryResult, Statement};

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
    /// It removes the database when the last that uses it is dropped.
    home: Arc<Home>,
}

/// What holds the database, and the roles that were made for it.
struct Home {
    database: Option<TestDatabase>,
    roles: Mutex<Vec<String>>,
}

impl TestDb {
    /// A migrated database.
    pub async fn new(engine: Engine) -> Self {
        Self::open(templates(engine).migrated().await.expect("copy the migrated database")).await
    }

    /// A database with nothing in it, not even a schema.
    pub async fn empty(engine: Engine) -> Self {
        Self::open(templates(engine).empty().await.expect("make an empty database")).await
    }

    /// A database that holds a scenario.
    pub async fn seeded(engine: Engine, scenario: &Scenario) -> Self {
        Self::open(templates(engine).seeded(scenario).await.expect("copy the seeded database")).await
    }

    async fn open(home: TestDatabase) -> Self {
        let db = Db::open(home.url(), Access::Create, POOL).await.expect("open the database of this test");
        let (url, engine) = (home.url().to_owned(), home.engine());
        Self { db, url, engine, home: Arc::new(Home { database: Some(home), roles: Mutex::default() }) }
    }

    /// Puts a fixture into it, beside whatever is there.
    pub async fn plant<F: Fixture>(&self, fixture: F) -> F::Handles {
        let database = self.home.database.as_ref().expect("it is there until it is dropped");
        database.plant(fixture).await.expect("plant a fixture")
    }

    /// Roles of the server that go with this database.
    pub fn remember_roles(&self, names: Vec<String>) {
        self.home.roles.lock().expect("the roles").extend(names);
    }

    /// The same database through a further, independent pool, as another process would have it.
    pub async fn again(&self) -> Self {
        let db = Db::open(&self.url, Access::Create, POOL).await.expect("open the database of this test once more");
        Self { db, url: self.url.clone(), engine: self.engine, home: Arc::clone(&self.home) }
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

impl Drop for Home {
    fn drop(&mut self) {
        // First the database: nothing depends on the roles any more then.
        drop(self.database.take());
        let roles = std::mem::take(self.roles.get_mut().unwrap_or_else(PoisonError::into_inner));
        if roles.is_empty() {
            return;
        }
        // A drop cannot await, and a runtime cannot be entered from within another one.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a small runtime");
            runtime.block_on(async {
                let admin =
                    Db::open(postgres::server().admin.as_str(), Access::Existing, 1).await.expect("reach the server");
                for role in roles {
                    let sql = format!("drop role if exists {role}");
                    admin.writer().execute_unprepared(&sql).await.expect("drop a role");
                }
            });
        });
        // A panic here while the test panics would hide the test's own words.
        let _ = dropped.join();
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

/// Where the copies of an engine come from. Templates of SQLite stay from one run of the tests to the next; those of
/// PostgreSQL go with its server.
pub fn templates(engine: Engine) -> &'static Templates {
    static SQLITE: OnceLock<Templates> = OnceLock::new();
    static POSTGRES: OnceLock<Templates> = OnceLock::new();
    match engine {
        Engine::Sqlite => SQLITE.get_or_init(|| {
            let kept = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("templates");
            Templates::in_directories(kept, scratch::root()).expect("a place for templates")
        }),
        Engine::Postgres => POSTGRES
            .get_or_init(|| Templates::on_server(postgres::server().admin.as_str()).expect("a place for templates")),
    }
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
