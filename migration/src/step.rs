//! One migration: SQL texts shared by both engines, and those that only one of them needs.

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager};

use crate::dialect::render;

/// A migration made of SQL texts; the empty text does nothing.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) up: &'static str,
    pub(crate) down: &'static str,
    pub(crate) up_sqlite: &'static str,
    pub(crate) up_postgres: &'static str,
    /// Functions outlive the table whose trigger called them, so PostgreSQL must drop them by name.
    pub(crate) down_postgres: &'static str,
}

impl Step {
    /// One that both engines execute alike.
    pub(crate) const fn shared(name: &'static str, up: &'static str, down: &'static str) -> Self {
        Self { name, up, down, up_sqlite: "", up_postgres: "", down_postgres: "" }
    }

    /// Its name, and what it executes on its way up.
    pub(crate) fn text(&self, engine: DbBackend) -> String {
        let own = if engine == DbBackend::Sqlite { self.up_sqlite } else { self.up_postgres };
        format!("{}\n{}\n{}\n", self.name, render(self.up, engine), render(own, engine))
    }
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    /// The caller holds the one transaction around the whole list, so none is opened here.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.up).await?;
        match manager.get_database_backend() {
            DbBackend::Sqlite => run(manager, self.up_sqlite).await,
            _ => run(manager, self.up_postgres).await,
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.down).await?;
        match manager.get_database_backend() {
            DbBackend::Sqlite => Ok(()),
            _ => run(manager, self.down_postgres).await,
        }
    }
}

async fn run(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    if text.is_empty() {
        return Ok(());
    }
    let sql = render(text, manager.get_database_backend());
    manager.get_connection().execute_unprepared(&sql).await.map(|_| ())
}
