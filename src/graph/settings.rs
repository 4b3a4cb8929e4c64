//! Where the provider is, who we are to it, and how much patience and memory a call may cost.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use url::{Host, Url};

use super::provider::Directory;
use crate::problem::{Problem, Result};
use crate::sanitizer::register_secret;

/// Stands in the address for tokens for the id of the directory.
const TENANT: &str = "{tenant}";

/// Everything that a client must be told, besides its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where it is.
    pub endpoints: Endpoints,
    /// Our id at the provider.
    pub client_id: String,
    /// What the token is for; the provider's default for its own API when nobody says otherwise.
    pub scope: String,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long a call may take, from the first byte sent to the last one read.
    pub timeout: Duration,
    /// How often a call is made in all before its error is handed on. One is usual: the engine repeats whole attempts.
    pub attempts: u32,
    /// The longest pause between two of these; when the provider wants a longer one, the error is handed on.
    pub patience: Duration,
    /// The most bytes of one answer.
    pub body_limit: usize,
    /// The most pages of one list.
    pub page_limit: usize,
    /// The proxy through which the provider is reached; none of the environment is used.
    pub proxy: Option<Url>,
    /// Paths of kinds of policies, in place of those that are known.
    pub collections: BTreeMap<String, String>,
}

/// Addresses that may be trusted with a token and a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// Where every path begins; ends in a slash.
    base_url: Url,
    /// Where tokens come from.
    token_url: String,
}

/// What proves who we are. Neither shown nor stored; whoever makes one has made it unsayable.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl Settings {
    /// Settings with the usual patience. `token_url` may hold `{tenant}` where the id of the directory goes.
    ///
    /// # Errors
    /// `provider.settings_invalid` for an address that is none, or over which a token would travel in the clear.
    pub fn new(base_url: &str, token_url: &str, client_id: &str) -> Result<Self> {
        let mut base = address("base_url", base_url)?;
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        address("token_url", &token_url.replace(TENANT, "tenant"))?;
        if client_id.trim().is_empty() {
            return Err(invalid("client_id", "is empty"));
        }
        Ok(Self {
            scope: format!("{}/.default", base.origin().ascii_serialization()),
            endpoints: Endpoints { base_url: base, token_url: token_url.to_owned() },
            client_id: client_id.to_owned(),
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            attempts: 1,
            patience: Duration::from_secs(10),
            body_limit: 16 * 1024 * 1024,
            page_limit: 1_000,
            proxy: None,
            collections: BTreeMap::new(),
        })
    }

    /// The same, through a proxy.
    ///
    /// # Errors
    /// `provider.settings_invalid` for an address that is none, or with a password in it: the file is no place for one.
    pub fn through(mut self, proxy: &str) -> Result<Self> {
        let url = Url::parse(proxy).map_err(|error| invalid("proxy", &format!("is no address: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(invalid("proxy", "must be http://HOST:PORT or https://HOST:PORT"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("proxy", "must be an address without a user"));
        }
        self.proxy = Some(url);
        Ok(self)
    }

    /// Where every path begins.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.endpoints.base_url
    }

    /// Where a token for this directory comes from.
    pub(super) fn token_url(&self, directory: &Directory) -> String {
        self.endpoints.token_url.replace(TENANT, directory.id())
    }
}

impl ClientSecret {
    /// The secret; from here on it is hidden wherever this process writes.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        let secret = secret.into();
        register_secret(&secret);
        Self(secret)
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

/// An address that may be trusted with a token: TLS, or this very machine.
fn address(name: &str, text: &str) -> Result<Url> {
    let url = Url::parse(text).map_err(|error| invalid(name, &format!("is no address: {error}")))?;
    let is_local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(invalid(name, "names no host")),
    };
    if url.scheme() != "https" && !(is_local && url.scheme() == "http") {
        return Err(invalid(name, "must begin with https://, since a secret travels over it"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(invalid(name, "must be an address without a user, a query or a fragment"));
    }
    Ok(url)
}

fn invalid(name: &str, why: &str) -> Problem {
    Problem::request("provider.settings_invalid", format!("provider.{name} {why}"))
        .next("correct it under [provider] in opsledger.toml, e.g. base_url = \"https://graph.microsoft.com/v1.0\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = "https://login.example/{tenant}/oauth2/v2.0/token";

    #[test]
    fn an_address_over_which_a_token_would_travel_in_the_clear_is_refused() {
        for bad in
            ["http://graph.example/", "ftp://x/", "graph", "https://u:p@graph.example/", "https://x/?a=b", "data:x"]
        {
            assert_eq!(Settings::new(bad, TOKENS, "us").unwrap_err().code, "provider.settings_invalid", "{bad}");
            assert_eq!(Settings::new("https://x/", bad, "us").unwrap_err().code, "provider.settings_invalid", "{bad}");
        }
        for good in ["https://graph.example", "http://127.0.0.1:9/v1", "http://[::1]:9/", "http://localhost/"] {
            assert!(Settings::new(good, TOKENS, "us").unwrap().base_url().path().ends_with('/'), "{good}");
        }
        assert_eq!(Settings::new("https://x/", TOKENS, " ").unwrap_err().code, "provider.settings_invalid");
    }

    #[test]
    fn a_proxy_is_an_address_without_a_password() {
        let through = |proxy| Settings::new("https://x/", TOKENS, "us").unwrap().through(proxy);
        assert!(through("http://proxy.example:3128").unwrap().proxy.is_some());
        for bad in ["proxy", "socks5://x", "http://ada:pass@proxy.example"] {
            assert_eq!(through(bad).unwrap_err().code, "provider.settings_invalid", "{bad}");
        }
    }

    #[test]
    fn the_token_comes_from_the_directory_and_is_for_the_api() {
        let settings = Settings::new("https://graph.example/v1.0", TOKENS, "us").unwrap();
        let directory = Directory::new("contoso.example").unwrap();
        assert_eq!(settings.token_url(&directory), "https://login.example/contoso.example/oauth2/v2.0/token");
        assert_eq!(settings.scope, "https://graph.example/.default");
    }

    #[test]
    fn a_secret_is_hidden_from_the_moment_it_is_known() {
        let secret = ClientSecret::new("correct horse battery");
        assert_eq!(format!("{secret:?}"), "ClientSecret(…)");
        assert!(!crate::sanitizer::redact("it said correct horse battery").contains("horse"));
    }
}
