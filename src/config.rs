//! What stands in `opsledger.toml`, as values. Read once, by a binary; below it nobody knows that there is a file.
//!
//! A file is optional, and so is every line of it; a line that nobody understands is refused with its place, since a
//! setting with a slip in its name would otherwise look as if it were in force. What a schedule's text means is not
//! judged here: the catalog does that, over what it declares.

mod hub;
mod provider;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Deserializer, de};

pub use hub::{Hub, HubJwt, HubProxy, HubRate};
pub use provider::Provider;

use crate::problem::{Problem, Result, line_and_column};

/// The file that is read when none is named, if it is there.
pub const DEFAULT_FILE: &str = "opsledger.toml";

/// Everything that the file may say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `[database]`
    pub database: Database,
    /// `[leases]`
    pub leases: Leases,
    /// `[scheduler]`
    pub scheduler: Scheduler,
    /// `[provider]`; nothing when no work is done at a directory provider.
    pub provider: Option<Provider>,
    /// `[hub]`
    pub hub: Hub,
    /// `[schedules."TYPE"]`
    pub schedules: BTreeMap<String, Schedule>,
}

/// Where the ledger is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// Address of SQLite or PostgreSQL.
    pub url: Option<String>,
}

/// How long a process answers for a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Leases {
    /// How long a lease lasts.
    #[serde(deserialize_with = "some_time")]
    pub lease: Duration,
    /// How often it is renewed; at most half of the lease, so that one lost beat loses no run.
    #[serde(deserialize_with = "some_time")]
    pub heartbeat: Duration,
}

/// How the scheduler goes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scheduler {
    /// How often it looks for leases that ran out; must divide a minute, an hour or a day. A `cron` of the schedule of
    /// `ops.reconcile_stale_runs` goes before it.
    #[serde(deserialize_with = "some_time")]
    pub sweep: Duration,
    /// How long it waits for runs in flight when it is told to stop.
    #[serde(deserialize_with = "time")]
    pub drain: Duration,
}

/// What the file says about one schedule; what is left out stays as declared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Schedule {
    /// Cron expression.
    pub cron: Option<String>,
    /// IANA name of a zone.
    pub time_zone: Option<String>,
    /// What happens when the run before is still active.
    pub overlap: Option<String>,
    /// What happens to slots that passed while nobody looked.
    pub catch_up: Option<String>,
    /// How old a slot may be and still run.
    #[serde(deserialize_with = "maybe_time")]
    pub catch_up_window: Option<Duration>,
    /// Whether it runs at all.
    pub enabled: Option<bool>,
}

impl Default for Leases {
    fn default() -> Self {
        Self { lease: Duration::from_secs(60), heartbeat: Duration::from_secs(15) }
    }
}

impl Default for Scheduler {
    fn default() -> Self {
        Self { sweep: Duration::from_secs(60), drain: Duration::from_secs(30) }
    }
}

/// Reads the file that was named, or [`DEFAULT_FILE`] in the current directory if there is one.
///
/// # Errors
/// `config.unreadable`, `config.malformed` with line and column, or `config.leases_unsafe`.
pub fn read(named: Option<PathBuf>) -> Result<Config> {
    let optional = named.is_none();
    let path = named.unwrap_or_else(|| PathBuf::from(DEFAULT_FILE));
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&path, &text),
        Err(error) if optional && error.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
        Err(error) => {
            let message = format!("cannot read the configuration `{}`: {error}", path.display());
            Err(Problem::request("config.unreadable", message)
                .next("check the path and its rights; the file is TOML in UTF-8"))
        }
    }
}

/// Reads the text of a file; `origin` names it in messages.
///
/// # Errors
/// `config.malformed` with line and column, or `config.leases_unsafe`.
pub fn parse(origin: &Path, text: &str) -> Result<Config> {
    let config: Config = toml::from_str(text).map_err(|error| {
        let (line, column) = line_and_column(text, error.span().map_or(0, |span| span.start));
        let what = error.message().trim().replace('\n', ", ");
        let message = format!("{}, line {line}, column {column}: {what}", origin.display());
        Problem::request("config.malformed", message)
            .next("the tables are [database], [leases], [scheduler], [provider], [hub] and [schedules.\"TYPE\"]; nothing was started")
    })?;
    let Leases { lease, heartbeat } = config.leases;
    if heartbeat > lease / 2 {
        let message = format!(
            "{}: a heartbeat every {} is too slow for a lease of {}",
            origin.display(),
            humantime::format_duration(heartbeat),
            humantime::format_duration(lease)
        );
        return Err(Problem::request("config.leases_unsafe", message)
            .next("make leases.heartbeat half of leases.lease or less; a quarter is usual"));
    }
    Ok(config)
}

fn time<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(from)?;
    humantime::parse_duration(&text)
        .map_err(|error| de::Error::custom(format!("`{text}`: {error}; write 15m, 2h or 90s")))
}

fn some_time<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    let time = time(from)?;
    if time.is_zero() {
        Err(de::Error::custom("a time of zero would never let go; write 15m, 2h or 90s"))
    } else {
        Ok(time)
    }
}

fn maybe_time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    time(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(text: &str) -> Config {
        parse(Path::new("my.toml"), text).unwrap()
    }

    fn malformed(text: &str) -> String {
        let problem = parse(Path::new("my.toml"), text).unwrap_err();
        assert_eq!(problem.code, "config.malformed");
        problem.message
    }

    #[test]
    fn an_empty_file_and_no_file_are_the_defaults() {
        let config = ok("");
        assert_eq!(config, Config::default());
        assert_eq!((config.leases.lease, config.leases.heartbeat), (Duration::from_secs(60), Duration::from_secs(15)));
        assert_eq!(
            (config.scheduler.sweep, config.scheduler.drain),
            (Duration::from_secs(60), Duration::from_secs(30))
        );
        assert_eq!(config.database.url, None);
    }

    #[test]
    fn every_setting_is_read_and_durations_are_words() {
        let config = ok(r#"
            [database]
            url = "sqlite://x.db"
            [leases]
            lease = "2m"
            heartbeat = "20s"
            [scheduler]
            sweep = "30s"
            drain = "0s"
            [schedules."ops.prune_operation_runs"]
            cron = "30 2 * * *"
            time_zone = "Europe/Warsaw"
            overlap = "queue_one"
            catch_up = "all"
            catch_up_window = "1h 30m"
            enabled = false
        "#);
        assert_eq!(config.database.url.as_deref(), Some("sqlite://x.db"));
        assert_eq!((config.leases.lease, config.leases.heartbeat), (Duration::from_secs(120), Duration::from_secs(20)));
        assert_eq!((config.scheduler.sweep, config.scheduler.drain), (Duration::from_secs(30), Duration::ZERO));
        let expected = Schedule {
            cron: Some("30 2 * * *".into()),
            time_zone: Some("Europe/Warsaw".into()),
            overlap: Some("queue_one".into()),
            catch_up: Some("all".into()),
            catch_up_window: Some(Duration::from_secs(5400)),
            enabled: Some(false),
        };
        assert_eq!(config.schedules, BTreeMap::from([("ops.prune_operation_runs".to_owned(), expected)]));
    }

    #[test]
    fn what_is_wrong_is_named_with_file_line_and_column() {
        assert!(malformed("[leases]\nlaese = '60s'\n").starts_with("my.toml, line 2, column 1: unknown field `laese`"));
        assert!(malformed("[hubs]\n").starts_with("my.toml, line 1, column 2: unknown field `hubs`"));
        assert!(malformed("\n[schedules.x]\nzone = 'UTC'\n").starts_with("my.toml, line 3, column 1: unknown field"));
        let number = malformed("[leases]\nlease = 60\n");
        assert!(number.starts_with("my.toml, line 2, column 9: invalid type"), "{number}");
        let word = malformed("[scheduler]\nsweep = 'soon'\n");
        assert!(word.starts_with("my.toml, line 2, column 9: `soon`: ") && word.contains("write 15m"), "{word}");
        assert!(malformed("[scheduler]\nsweep = '0s'\n").contains("never let go"));
        assert!(malformed("[schedules.x]\ncron = 5\n").starts_with("my.toml, line 2, column 8: "));
        assert!(malformed("[schedules.x\n").starts_with("my.toml, line 1, column 13: "));
    }

    #[test]
    fn a_heartbeat_that_cannot_keep_its_lease_is_refused() {
        let problem = parse(Path::new("my.toml"), "[leases]\nlease = '20s'\n").unwrap_err();
        assert_eq!(problem.code, "config.leases_unsafe");
    }

    #[test]
    fn a_file_that_was_named_must_be_there() {
        let problem = read(Some(PathBuf::from("/nowhere/opsledger.toml"))).unwrap_err();
        assert_eq!(problem.code, "config.unreadable");
    }
}
