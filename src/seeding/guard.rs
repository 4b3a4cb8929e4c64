//! Where nothing may be seeded: production, and databases that hold somebody's rows.
//!
//! Two guards with two overrides, and no flag that lifts both. The first looks at the address and the name of
//! the environment, before anything is opened; what it lets through it marks with a type, so that no caller can
//! forget to ask. The second looks at the rows, inside the transaction that would write.

use std::net::IpAddr;
use std::str::FromStr;

use sea_orm::ConnectionTrait;
use sea_orm::sqlx::postgres::PgConnectOptions;

use crate::db::address::{engine_of, sqlite_file};
use crate::db::sql::statement;
use crate::db::{Engine, address};
use crate::problem::{Problem, Result};

/// Proof that a database does not look like production, or that a person named it and said so.
#[derive(Debug, Clone, Copy)]
pub struct NotProduction(());

/// Tables in which a row of unknown origin means that people work here. Not among them are those that our own
/// tools write into seeded workspaces: the ledger, the audit log, notifications.
const TELLING: &[&str] = &[
    "workspaces",
    "tenants",
    "users",
    "policies",
    "backup_schedules",
    "backup_sets",
    "backup_items",
    "restore_runs",
    "inventory_sync_runs",
    "entra_group_sync_runs",
    "bulk_operation_runs",
    "backup_schedule_runs",
    "findings",
];

impl NotProduction {
    /// Looks at the address and the environment's name; `named` is the database's name when a person vouches for it.
    ///
    /// # Errors
    /// `seed.production`, or `db.url_invalid` for an address of neither engine.
    pub fn check(url: &str, environment: Option<&str>, named: Option<&str>) -> Result<Self> {
        let target = Target::of(url)?;
        let suspicion = environment
            .filter(|name| sounds_like_production(name))
            .map(|name| format!("the environment is called `{name}`"))
            .or(target.suspicion);
        let Some(suspicion) = suspicion else { return Ok(Self(())) };
        match named {
            Some(named) if named == target.name => Ok(Self(())),
            Some(named) => Err(refusal(&format!("{suspicion}, and `{named}` is not the name of the database"))
                .next("nothing was written; seed a database of your own machine instead")),
            None => Err(refusal(&suspicion).next(format!(
                "seed a database of your own machine; if this one is no production, say so by its name: \
                 --yes-this-is-not-production {}",
                target.name
            ))),
        }
    }
}

impl NotProduction {
    /// For a database that this program has just made, and that holds nobody's rows.
    pub(crate) fn just_made() -> Self {
        Self(())
    }

    /// For what is worked out without a database.
    pub(super) fn nothing_is_opened() -> Self {
        Self(())
    }
}

fn refusal(why: &str) -> Problem {
    Problem::request("seed.production", format!("this looks like production: {why}"))
}

struct Target {
    /// The database's name, or the file's.
    name: String,
    suspicion: Option<String>,
}

impl Target {
    fn of(url: &str) -> Result<Self> {
        match engine_of(url)? {
            Engine::Sqlite => {
                let file = sqlite_file(url).and_then(|file| Some(file.file_name()?.to_string_lossy().into_owned()));
                Ok(Self { name: file.unwrap_or_default(), suspicion: None })
            }
            Engine::Postgres => Self::of_server(url),
        }
    }

    /// As the driver itself reads the address, environment variables such as PGHOST included.
    fn of_server(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url).map_err(|_| {
            Problem::request("db.url_invalid", format!("`{}` is no database address", address::shown(url)))
        })?;
        let name = options.get_database().unwrap_or_else(|| options.get_username()).to_owned();
        let host = options.get_host();
        let suspicion = if options.get_socket().is_none() && !is_local(host) {
            Some(format!("the server `{host}` is not on this machine"))
        } else if name.split(|c: char| !c.is_ascii_alphanumeric()).any(is_production_word) {
            // A tunnel makes any server look local.
            Some(format!("the database is called `{name}`"))
        } else {
            None
        };
        Ok(Self { name, suspicion })
    }
}

fn is_local(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.starts_with('/')
        || bare.eq_ignore_ascii_case("localhost")
        || IpAddr::from_str(bare).is_ok_and(|address| address.is_loopback())
}

/// `prod` anywhere, so that `preprod` and `my-production-eu` are met too; `live` only as a word of its own.
fn sounds_like_production(environment: &str) -> bool {
    let lower = environment.to_lowercase();
    lower.contains("prod") || lower.split(|c: char| !c.is_alphanumeric()).any(is_production_word)
}

fn is_production_word(word: &str) -> bool {
    ["prod", "production", "live"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Refuses a database that holds rows which no seed made.
///
/// # Errors
/// `seed.foreign_rows`, with each table and its count.
pub(super) async fn no_foreign_rows<C: ConnectionTrait>(tx: &C, engine: Engine) -> Result<()> {
    let mut found = Vec::new();
    for table in TELLING {
        let sql = format!(
            "select count(*) from {table} t where not exists (select 1 from seed_blocks b \
             where b.table_name = '{table}' and t.id >= b.first_id and t.id < b.first_id + b.id_room)"
        );
        let row = tx.query_one_raw(statement(engine, &sql, [])).await?;
        let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        if count > 0 {
            found.push(format!("{count} in {table}"));
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(Problem::request(
        "seed.foreign_rows",
        format!("the database holds rows that no seed made: {}", found.join(", ")),
    )
    .next("seed a fresh database, or add beside them with --allow-foreign"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, environment: Option<&str>, named: Option<&str>) -> std::result::Result<(), &'static str> {
        NotProduction::check(url, environment, named).map(|_| ()).map_err(|problem| problem.code)
    }

    const FILE: &str = "sqlite:///data/app.db?mode=rwc";

    #[test]
    fn only_this_machine_is_no_production() {
        for local in [
            FILE,
            "postgres://me@localhost/app",
            "postgres://me@127.0.0.2:5433/app",
            "postgres://me@[::1]/app",
            "postgres://me@localhost/app?host=/var/run/postgresql",
            "postgres://me@%2Ftmp%2Fpg/app",
        ] {
            assert_eq!(check(local, None, None), Ok(()), "{local}");
        }
        for remote in [
            "postgres://me@db.example/app",
            "postgres://me@10.0.0.7/app",
            "postgres://me@localhost/app?host=db.example",
            "postgres://me@localhost/app?hostaddr=10.0.0.7",
            "postgres://me@localhost.example/app",
            "postgres://me@localhost/app_production",
        ] {
            assert_eq!(check(remote, None, None), Err("seed.production"), "{remote}");
        }
    }

    #[test]
    fn an_environment_with_the_name_of_production_is_refused() {
        for name in ["production", "PROD", "eu-prod-1", "preprod", "live", "shop live"] {
            assert_eq!(check(FILE, Some(name), None), Err("seed.production"), "{name}");
        }
        for name in ["development", "test", "delivery", "staging", ""] {
            assert_eq!(check(FILE, Some(name), None), Ok(()), "{name}");
        }
    }

    #[test]
    fn only_the_databases_own_name_lifts_the_refusal() {
        assert_eq!(check(FILE, Some("production"), Some("app.db")), Ok(()));
        assert_eq!(check(FILE, Some("production"), Some("app")), Err("seed.production"));
        assert_eq!(check("postgres://me@db.example/app", None, Some("app")), Ok(()));
        assert_eq!(check("postgres://me@db.example/app", None, Some("yes")), Err("seed.production"));
    }
}
