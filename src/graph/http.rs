//! The provider over HTTP: tokens, patience, and every limit that a call has.

use std::fmt;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy as Redirects;
use reqwest::{Client, Method, Proxy, RequestBuilder};
use serde_json::{Value as Json, json};
use url::{Url, form_urlencoded};

use super::answer::{body, unreachable};
use super::call::Call;
use super::error::{Cause, ProviderError};
use super::pages::page;
use super::policy_types::{below, collection, is_assigned, of_policy};
use super::provider::{Answer, Cursor, Directory, DirectoryProvider, Page, Policy, PolicyRef, RoleDefinition};
use super::records::{as_policy, as_role, without_provenance};
use super::settings::{ClientSecret, Settings};
use super::tokens::{Token, Tokens};
use crate::clock::Clock;
use crate::metrics;
use crate::problem::{Problem, Result};

/// The pause between two attempts when the provider does not say how long.
const PAUSE: Duration = Duration::from_millis(500);
/// The most bytes of an answer with a token in it.
const TOKEN_LIMIT: usize = 64 * 1024;

/// The provider, spoken to over HTTP.
pub struct HttpProvider {
    client: Client,
    settings: Settings,
    secret: ClientSecret,
    tokens: Tokens,
    clock: Clock,
}

impl HttpProvider {
    /// A client; nothing is sent yet.
    ///
    /// # Errors
    /// `provider.client_unavailable` when this machine has no certificates that it trusts.
    pub fn new(settings: Settings, secret: ClientSecret, clock: Clock) -> Result<Self> {
        // Only the first of a process is taken; a host that brought its own keeps it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let unavailable = |error: reqwest::Error| {
            Problem::work("provider.client_unavailable", format!("no HTTPS client can be made: {error}"))
                .next("install the certificates of this system (the package is mostly called ca-certificates)")
        };
        let mut client = Client::builder().no_proxy();
        if let Some(proxy) = &settings.proxy {
            client = client.proxy(Proxy::all(proxy.clone()).map_err(unavailable)?);
        }
        let client = client
            .user_agent(concat!("opsledger/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.timeout)
            // A redirect could carry the token to another host.
            .redirect(Redirects::none())
            .referer(false)
            .build()
            .map_err(unavailable)?;
        Ok(Self { client, settings, secret, tokens: Tokens::default(), clock })
    }

    /// Makes a call, as often as the settings say, and gives the body of its answer.
    async fn call(
        &self,
        call: Call,
        directory: &Directory,
        method: Method,
        url: &Url,
        sent: Option<&Json>,
    ) -> Answer<Vec<u8>> {
        let mut attempt = 1;
        loop {
            let error = match self.authorized(call, directory, &method, url, sent).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            let pause = error.retry_after.unwrap_or(PAUSE);
            if attempt >= self.settings.attempts || !error.is_passing() || pause > self.settings.patience {
                return Err(error);
            }
            attempt += 1;
            tokio::time::sleep(pause).await;
        }
    }

    /// One attempt; a token that was good before and is refused now is replaced once.
    async fn authorized(
        &self,
        call: Call,
        directory: &Directory,
        method: &Method,
        url: &Url,
        sent: Option<&Json>,
    ) -> Answer<Vec<u8>> {
        let held = self.token(directory, None).await?;
        let answer = self.send(call, self.request(method, url, &held.token, sent), self.settings.body_limit).await;
        match answer {
            Err(error) if error.cause == Cause::AuthenticationFailed && !held.is_new => {
                let held = self.token(directory, Some(&held.token)).await?;
                self.send(call, self.request(method, url, &held.token, sent), self.settings.body_limit).await
            }
            answer => answer,
        }
    }

    fn request(&self, method: &Method, url: &Url, token: &Token, sent: Option<&Json>) -> RequestBuilder {
        let request = self
            .client
            .request(method.clone(), url.clone())
            .bearer_auth(token.reveal())
            .header(ACCEPT, "application/json");
        match sent {
            Some(sent) => request.header(CONTENT_TYPE, "application/json").body(sent.to_string()),
            None => request,
        }
    }

    async fn token(&self, directory: &Directory, refused: Option<&Token>) -> Answer<super::tokens::Held> {
        let fetch = async || {
            let form = form_urlencoded::Serializer::new(String::new())
                .append_pair("client_id", &self.settings.client_id)
                .append_pair("client_secret", self.secret.reveal())
                .append_pair("scope", &self.settings.scope)
                .append_pair("grant_type", "client_credentials")
                .finish();
            let request = self
                .client
                .post(self.settings.token_url(directory))
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(ACCEPT, "application/json")
                .body(form);
            let body = self.send(Call::Token, request, TOKEN_LIMIT).await.map_err(refused_client)?;
            Token::read(&body, self.clock.now())
        };
        self.tokens.get(directory, refused, self.clock.now(), fetch).await
    }

    async fn send(&self, call: Call, request: RequestBuilder, limit: usize) -> Answer<Vec<u8>> {
        let answer = match request.send().await {
            Ok(response) => body(call, response, limit, self.clock.now()).await,
            Err(error) => Err(unreachable(call, &error)),
        };
        let counted = answer.as_ref().err().map_or("ok", ProviderError::reason_code);
        metrics::provider_asked(call.label(), counted);
        tracing::debug!(call = call.label(), answer = counted, "asked the provider");
        answer
    }

    async fn page<T>(
        &self,
        call: Call,
        directory: &Directory,
        cursor: Cursor,
        read: impl Fn(Json) -> Option<T> + Send,
    ) -> Answer<Page<T>> {
        let body = self.call(call, directory, Method::GET, &cursor.next, None).await?;
        page(&self.settings, call, cursor, &body, read)
    }
}

#[async_trait::async_trait]
impl DirectoryProvider for HttpProvider {
    async fn assignments(&self, directory: &Directory, policy: &PolicyRef) -> Answer<Vec<Json>> {
        if !is_assigned(&policy.policy_type) {
            return Ok(Vec::new());
        }
        let call = Call::Assignments;
        let mut cursor = Some(Cursor::start(of_policy(&self.settings, call, policy, "assignments")?));
        let mut all = Vec::new();
        while let Some(at) = cursor {
            let page = self.page(call, directory, at, |item| item.is_object().then_some(item)).await?;
            all.extend(page.items);
            cursor = page.next;
        }
        Ok(all)
    }

    async fn set_assignments(&self, directory: &Directory, policy: &PolicyRef, assignments: &[Json]) -> Answer<()> {
        let call = Call::SetAssignments;
        if !is_assigned(&policy.policy_type) {
            let refusal = || call.failed(Cause::Unsupported, "policies of this kind are not assigned");
            return if assignments.is_empty() { Ok(()) } else { Err(refusal()) };
        }
        let url = of_policy(&self.settings, call, policy, "assign")?;
        let assignments: Vec<Json> = assignments.iter().map(without_provenance).collect();
        self.call(call, directory, Method::POST, &url, Some(&json!({ "assignments": assignments }))).await.map(|_| ())
    }

    async fn policies(&self, directory: &Directory, policy_type: &str, cursor: Option<Cursor>) -> Answer<Page<Policy>> {
        let call = Call::Policies;
        let cursor = match cursor {
            Some(cursor) => cursor,
            None => Cursor::start(collection(&self.settings, call, policy_type)?),
        };
        self.page(call, directory, cursor, as_policy).await
    }

    async fn role_definitions(&self, directory: &Directory, cursor: Option<Cursor>) -> Answer<Page<RoleDefinition>> {
        let first =
            || Cursor::start(below(self.settings.base_url(), ["roleManagement", "directory", "roleDefinitions"]));
        self.page(Call::RoleDefinitions, directory, cursor.unwrap_or_else(first), as_role).await
    }
}

/// A client that the token endpoint does not know, or not with this secret, is refused with one of these.
fn refused_client(error: ProviderError) -> ProviderError {
    match error.cause {
        Cause::Refused | Cause::PermissionDenied | Cause::NotFound | Cause::AuthenticationFailed => ProviderError {
            cause: Cause::AuthenticationFailed,
            detail: "the provider does not accept our client, its secret or its consent",
            ..error
        },
        _ => error,
    }
}

impl fmt::Debug for HttpProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpProvider").field("base_url", &self.settings.base_url().as_str()).finish_non_exhaustive()
    }
}
