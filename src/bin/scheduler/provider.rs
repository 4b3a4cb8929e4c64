//! The directory provider as this process is told about it: `[provider]` in the file, the secret in the environment.

use std::sync::Arc;

use opsledger::clock::Clock;
use opsledger::config::Provider;
use opsledger::graph::{ClientSecret, DirectoryProvider, HttpProvider, Settings};
use opsledger::problem::{Problem, Result};

/// Where the client secret stands. Not an option: arguments are seen by everybody on the machine.
const SECRET: &str = "OPSLEDGER_PROVIDER_CLIENT_SECRET";

/// The provider, when the file names one.
#[expect(clippy::disallowed_methods, reason = "arguments are seen by everybody on the machine, so clap is not asked")]
pub(crate) fn connect(config: Option<&Provider>) -> Result<Option<Arc<dyn DirectoryProvider>>> {
    let Some(config) = config else { return Ok(None) };
    let Provider { base_url, token_url, client_id, scope, proxy, connect_timeout, timeout, attempts, policy_types } =
        config;
    let secret = std::env::var(SECRET).ok().filter(|secret| !secret.trim().is_empty()).ok_or_else(|| {
        Problem::request("provider.secret_missing", "`[provider]` is set, but its secret is not")
            .next(format!("put the client secret into the environment as {SECRET}, or leave [provider] out"))
    })?;
    let mut settings = Settings::new(base_url, token_url, client_id)?;
    if let Some(scope) = scope {
        settings.scope.clone_from(scope);
    }
    if let Some(proxy) = proxy {
        settings = settings.through(proxy)?;
    }
    settings.connect_timeout = *connect_timeout;
    settings.timeout = *timeout;
    settings.attempts = *attempts;
    settings.collections.clone_from(policy_types);
    Ok(Some(Arc::new(HttpProvider::new(settings, ClientSecret::new(secret), Clock::system())?)))
}
