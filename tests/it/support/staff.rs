//! The roles of `scheduler grants` in the database of one test. Roles belong to the whole server, where other tests run at
//! the same time, so each test has names of its own, which go with its database.

use opsledger::db::{Access, Db, Engine};
use opsledger::grants::roles::Role;
use opsledger::grants::{self, Roles};
use url::Url;

use super::TestDb;

tokio::task_local! {
    /// Whether the ledgers of this test work as the scheduler's own role.
    static AS_JOBS: bool;
}

/// Runs `behaviour` with every `Lab` in it at work as `ops_jobs`.
pub async fn as_jobs(behaviour: impl Future<Output = ()>) {
    AS_JOBS.scope(true, behaviour).await;
}

impl TestDb {
    /// Sets the roles up.
    pub async fn staff(&self) -> Roles {
        let id = uuid::Uuid::new_v4().simple().to_string();
        let roles = Roles::new(&format!("t{}_", &id[..12]), "public").expect("a prefix");
        self.remember_roles(roles.names());
        grants::apply(&self.db, &roles).await.expect("set the roles up");
        roles
    }

    /// The address of this database for a role; the server trusts whoever is on this machine.
    pub fn url_as(&self, roles: &Roles, role: Role) -> String {
        let mut url = Url::parse(&self.url).expect("an address");
        url.set_username(&roles.name(role)).expect("an address with a user");
        url.into()
    }

    /// This database as a role sees it.
    pub async fn open_as(&self, roles: &Roles, role: Role, pool: u32) -> Db {
        Db::open(&self.url_as(roles, role), Access::Existing, pool).await.expect("log in")
    }

    /// Where the hub reads: on PostgreSQL as its own role.
    pub async fn url_for_hub(&self) -> String {
        match self.engine {
            Engine::Sqlite => self.url.clone(),
            Engine::Postgres => self.url_as(&self.staff().await, Role::Hub),
        }
    }

    /// The database as a program that works with it has it. `OPSLEDGER_TEST_AS_JOBS=1` lets all tests on PostgreSQL work
    /// as `ops_jobs`, which finds a right that is missing wherever there is a test.
    pub async fn for_programs(&self) -> Db {
        let wanted = AS_JOBS.try_with(|wanted| *wanted).unwrap_or(false);
        let wanted = wanted || std::env::var_os("OPSLEDGER_TEST_AS_JOBS").is_some();
        if !wanted || self.engine == Engine::Sqlite {
            return self.db.clone();
        }
        let roles = self.staff().await;
        self.open_as(&roles, Role::Jobs, 4).await
    }
}
