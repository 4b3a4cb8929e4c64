//! Runs the script, all of it or nothing.

use sea_orm::ConnectionTrait;

use super::roles::Roles;
use super::script;
use crate::db::{Db, Engine};
use crate::problem::{Problem, Result};

/// Refuses an engine that has no roles.
///
/// # Errors
/// `grants.no_roles` for SQLite, where the rights of the file say who may do what.
pub fn require_roles(engine: Engine) -> Result<()> {
    match engine {
        Engine::Postgres => Ok(()),
        Engine::Sqlite => Err(Problem::request(
            "grants.no_roles",
            "SQLite has no roles: who may read and write is said by the rights of its files",
        )
        .next(
            "give the file and its -wal and -shm to the scheduler's account (chmod 600) in a directory of its own \
             (chmod 700); the hub opens it read-only. Roles need PostgreSQL: --database-url postgres://…",
        )),
    }
}

/// Sets up roles, rights and policies; again is as once.
///
/// # Errors
/// `grants.no_roles`, `grants.not_allowed`, or what the database says; nothing is changed then.
pub async fn apply(db: &Db, roles: &Roles) -> Result<()> {
    run(db, &script::grant(roles)).await
}

/// Takes them back.
///
/// # Errors
/// As [`apply`].
pub async fn revoke(db: &Db, roles: &Roles) -> Result<()> {
    run(db, &script::revoke(roles)).await
}

async fn run(db: &Db, script: &str) -> Result<()> {
    require_roles(db.engine())?;
    let tx = db.begin().await?;
    if let Err(error) = tx.execute_unprepared(script).await {
        let text = error.to_string();
        tx.rollback().await?;
        let refused = [
            "permission denied",
            "must be owner",
            "must be superuser",
            "must be able to",
            "must be member",
            "must have admin",
        ];
        return Err(if text.contains("grants.role_too_strong") {
            Problem::request("grants.role_too_strong", text).next(
                "a program's role may not pass by row level security: take these attributes away, or use --prefix",
            )
        } else if refused.iter().any(|word| text.contains(word)) {
            Problem::request("grants.not_allowed", text)
                .next("connect as a superuser, or as the owner of the tables with CREATEROLE; or print the SQL for whoever may run it: `scheduler grants`")
        } else {
            error.into()
        });
    }
    Ok(tx.commit().await?)
}
