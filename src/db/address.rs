//! Addresses of databases: which engine one names, its file, and how it is shown.

use std::path::PathBuf;

use sea_orm::DbBackend;
use url::Url;

use crate::problem::{Problem, Result};

/// The database when nobody names one: a file in the current directory.
pub const DEFAULT_URL: &str = "sqlite://opsledger.db?mode=rwc";

/// The two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, embedded.
    Sqlite,
    /// A server for many machines.
    Postgres,
}

impl Engine {
    /// The engine's name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// The engine as sea-orm names it.
    #[must_use]
    pub fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }
}

/// Which engine an address names.
///
/// # Errors
/// `db.url_invalid` for any other scheme.
pub fn engine_of(url: &str) -> Result<Engine> {
    match url.split_once(':') {
        Some(("sqlite", rest)) if !rest.is_empty() => Ok(Engine::Sqlite),
        Some(("postgres" | "postgresql", _)) if Url::parse(url).is_ok() => Ok(Engine::Postgres),
        _ => Err(Problem::request("db.url_invalid", format!("`{}` is no database address", shown(url)))
            .next("give sqlite://FILE?mode=rwc or postgres://USER@HOST/NAME, as --database-url or DATABASE_URL")),
    }
}

/// The file behind a SQLite address, or nothing for a database in memory.
#[must_use]
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    let path = path.split('?').next().unwrap_or(path);
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

/// An address without its password, for messages.
#[must_use]
pub fn shown(url: &str) -> String {
    match Url::parse(url) {
        Ok(mut parsed) if parsed.password().is_some() => {
            // A URL that has a password can have another one set.
            let _ = parsed.set_password(Some("[password]"));
            parsed.to_string().replace("%5Bpassword%5D", "[password]")
        }
        // A password may stand in the query too.
        Ok(_) | Err(_) => crate::sanitizer::redact(url).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(shown("postgres://app:s3cr3t@db/app"), "postgres://app:[password]@db/app");
        assert_eq!(shown("sqlite://opsledger.db?mode=rwc"), "sqlite://opsledger.db?mode=rwc");
    }

    #[test]
    fn an_address_of_another_kind_is_refused_with_a_next_step() {
        let problem = engine_of("mysql://localhost/x").unwrap_err();
        assert_eq!(problem.code, "db.url_invalid");
        assert!(problem.next.contains("sqlite://"));
    }
}
