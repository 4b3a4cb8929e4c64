//! `[provider]`: the directory provider. The secret that goes with it is not here: it would end in backups, in
//! version control and on screens. It stands in the environment of the process that works.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Deserializer, de};

use super::some_time;

/// The provider, and how it is spoken to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Where every path of its API begins.
    #[serde(default = "base_url")]
    pub base_url: String,
    /// Where tokens come from; `{tenant}` stands for the id of a tenant's directory.
    #[serde(default = "token_url")]
    pub token_url: String,
    /// Our id at the provider.
    pub client_id: String,
    /// What a token is for, when it is not simply the API at `base_url`.
    #[serde(default)]
    pub scope: Option<String>,
    /// The proxy through which it is reached; the variables of the environment are not looked at.
    #[serde(default)]
    pub proxy: Option<String>,
    /// How long connecting may take.
    #[serde(default = "connect_timeout", deserialize_with = "some_time")]
    pub connect_timeout: Duration,
    /// How long a whole call may take.
    #[serde(default = "timeout", deserialize_with = "some_time")]
    pub timeout: Duration,
    /// How often a call is made in all before its run is set back.
    #[serde(default = "attempts", deserialize_with = "a_few")]
    pub attempts: u32,
    /// Paths of kinds of policies that this program does not know, or knows elsewhere.
    #[serde(default)]
    pub policy_types: BTreeMap<String, String>,
}

fn base_url() -> String {
    "https://graph.microsoft.com/v1.0".into()
}

fn token_url() -> String {
    "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token".into()
}

fn connect_timeout() -> Duration {
    Duration::from_secs(5)
}

fn timeout() -> Duration {
    Duration::from_secs(30)
}

/// One: a run is repeated by the worker, which knows better how long to wait.
fn attempts() -> u32 {
    1
}

fn a_few<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    match u32::deserialize(from)? {
        few @ 1..=10 => Ok(few),
        other => Err(de::Error::custom(format!("{other} attempts: give 1 (no repetition) to 10"))),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::parse;
    use super::*;

    #[test]
    fn a_client_id_is_enough_and_everything_can_be_said() {
        assert_eq!(parse(Path::new("my.toml"), "").unwrap().provider, None);
        let least = parse(Path::new("my.toml"), "[provider]\nclient_id = 'us'\n").unwrap().provider.unwrap();
        assert!(least.token_url.contains("{tenant}") && least.base_url.starts_with("https://"));
        assert_eq!((least.attempts, least.timeout, least.scope), (1, Duration::from_secs(30), None));
        let all = parse(
            Path::new("my.toml"),
            "[provider]\nbase_url = 'https://a/'\ntoken_url = 'https://b/'\nclient_id = 'us'\nscope = 's'\n\
             connect_timeout = '2s'\ntimeout = '1m'\nattempts = 3\n[provider.policy_types]\nmine = 'my/policies'\n",
        );
        let all = all.unwrap().provider.unwrap();
        assert_eq!(
            (all.connect_timeout, all.timeout, all.attempts),
            (Duration::from_secs(2), Duration::from_secs(60), 3)
        );
        assert_eq!(all.policy_types["mine"], "my/policies");
    }

    #[test]
    fn a_secret_in_the_file_is_refused_and_so_is_a_provider_without_a_client() {
        let wrong = |text: &str| parse(Path::new("my.toml"), text).unwrap_err().message;
        assert!(wrong("[provider]\nclient_id = 'us'\nclient_secret = 'x'\n").contains("unknown field `client_secret`"));
        assert!(wrong("[provider]\ntimeout = '1m'\n").contains("missing field `client_id`"));
        assert!(wrong("[provider]\nclient_id = 'us'\nattempts = 0\n").contains("1 (no repetition) to 10"));
        assert!(wrong("[provider]\nclient_id = 'us'\ntimeout = '0s'\n").contains("never let go"));
    }
}
