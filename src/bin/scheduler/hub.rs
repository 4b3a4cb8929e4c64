//! The hub as this process is told about it: `--hub` or its variable, `[hub]` in the file, secrets in the environment.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use opsledger::adapters::resolve::Link;
use opsledger::cli::DatabaseArgs;
use opsledger::clock::Clock;
use opsledger::config::{Hub as Config, HubProxy, HubRate};
use opsledger::db::{Db, schema};
use opsledger::hub::door::{Hashed, Proxy, Signer};
use opsledger::hub::rate::{self, Rate};
use opsledger::hub::serve::{CONNECTIONS, STATEMENT_LIMIT};
use opsledger::hub::{Door, Legacy, Listening, Start, listen as bind};
use opsledger::problem::{Problem, Result};
use opsledger::sanitizer::{register_secret, register_url};
use tokio_util::sync::CancellationToken;

/// Where secrets stand. Not options: arguments are seen by everybody on the machine.
const TOKEN: &str = "OPSLEDGER_HUB_TOKEN";
const TOKEN_FILE: &str = "OPSLEDGER_HUB_TOKEN_FILE";
const PROXY_SECRET: &str = "OPSLEDGER_HUB_PROXY_SECRET";
const JWT_SECRET: &str = "OPSLEDGER_HUB_JWT_SECRET";

/// Opens the database for reading and binds the address.
pub(crate) async fn listen(
    database: &DatabaseArgs,
    config: &Config,
    address: SocketAddr,
    stop: CancellationToken,
) -> Result<Listening> {
    let url = match &config.database_url {
        Some(url) => {
            register_url(url);
            url
        }
        None => &database.database_url,
    };
    let db = Db::open_reading(url, CONNECTIONS, STATEMENT_LIMIT).await?;
    schema::require_current(&db).await?;
    let start = Start {
        address,
        hosts: config.hosts.clone(),
        door: door(config, address)?,
        rate: config.rate.and_then(rate).unwrap_or(rate::DEFAULT),
        behind_tls: config.behind_tls,
        db,
        clock: Clock::system(),
        legacy: legacy(),
    };
    let listening = bind(start, stop).await?;
    tracing::info!("the hub is served on http://{}/", listening.address()?);
    Ok(listening)
}

fn door(config: &Config, address: SocketAddr) -> Result<Door> {
    let operator = secret(TOKEN).map_or_else(token_file, |token| Ok(Some(token)))?;
    let operator = operator.map(|token| Hashed::strong("the hub token", &token)).transpose()?;
    let proxy = match &config.proxy {
        None => None,
        Some(HubProxy { networks, header }) => {
            let networks = networks.iter().map(|text| network(text)).collect::<Result<_>>()?;
            let secret = Hashed::strong("the secret of [hub.proxy]", &needed(PROXY_SECRET, "[hub.proxy]")?)?;
            Some(Proxy { networks, secret, header: header.to_ascii_lowercase() })
        }
    };
    let signer = match &config.jwt {
        None => None,
        Some(jwt) => Some(Signer::hs256(&jwt.issuer, &jwt.audience, &needed(JWT_SECRET, "[hub.jwt]")?)?),
    };
    let mut door = Door { open_locally: false, operator, proxy, signer };
    door.open_locally = address.ip().is_loopback() && !config.require_identity && !door.has_lock();
    Ok(door)
}

fn rate(rate: HubRate) -> Option<Rate> {
    Some(Rate { steady: NonZeroU32::new(rate.steady)?, burst: NonZeroU32::new(rate.burst)? })
}

fn network(text: &str) -> Result<ipnet::IpNet> {
    text.parse().map_err(|_| {
        Problem::request("hub.network_invalid", format!("`{text}` in [hub.proxy] is no network"))
            .next("write an address and the length of its prefix, such as 10.1.0.0/16 or ::1/128")
    })
}

/// From the old tables to the ledger; the hub looks whether the visitor may see the run.
fn legacy() -> Legacy {
    Arc::new(|view, table, id| {
        let link = Link::parse(&format!("{table}:{id}"));
        Box::pin(async move { link?.resolve(view.connection(), view.engine()).await })
    })
}

#[expect(clippy::disallowed_methods, reason = "arguments are seen by everybody on the machine, so clap is not asked")]
fn secret(name: &str) -> Option<String> {
    let value = std::env::var(name).ok().filter(|value| !value.trim().is_empty())?;
    register_secret(value.trim());
    Some(value)
}

fn needed(name: &str, table: &str) -> Result<String> {
    secret(name).ok_or_else(|| {
        Problem::request("hub.secret_missing", format!("`{table}` is set, but its secret is not"))
            .next(format!("put the secret into the environment as {name}, or leave {table} out"))
    })
}

#[expect(clippy::disallowed_methods, reason = "as above; the file is named, its content is the secret")]
fn token_file() -> Result<Option<String>> {
    let Ok(path) = std::env::var(TOKEN_FILE) else { return Ok(None) };
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Problem::request("hub.token_unreadable", format!("cannot read the hub token from `{path}`: {error}"))
            .next(format!("check the path in {TOKEN_FILE} and the rights of the file"))
    })?;
    register_secret(text.trim());
    Ok(Some(text))
}
