//! How a visitor is believed: a token, a proxy in front that has asked already, or sitting at the machine itself.
//!
//! * A **token** stands in `Authorization: Bearer …`, or is what a browser sends as the password of Basic. Never in an
//!   address: those are logged. Only its hash is kept, and hashes are compared in constant time.
//! * A **proxy** says who it is in a header of its own. The header is believed only when the connection comes from one of
//!   the proxy's networks *and* carries the shared secret; otherwise it is as if it were not there. What `X-Forwarded-For`
//!   says is never used.
//! * A **signed identity** (a JWT, HS256 and nothing else) is believed when issuer, audience and expiry are right.
//! * **Nobody** is let in who connects from the machine itself, while the hub listens on loopback only and was given none
//!   of the above.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ipnet::IpNet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::failure::Failure;
use super::scope::Scope;
use super::view::{Answer, View};
use super::visitor::{Role, Visitor};
use crate::domain::hub_tokens::{self, HubToken};
use crate::domain::members;
use crate::problem::{Problem, Result};

/// The header in which a proxy shows its secret.
pub const PROXY_SECRET_HEADER: &str = "x-opsledger-proxy-secret";

/// The fewest characters of a token or secret that somebody made up: 128 bits in base64.
const SHORTEST: usize = 22;

/// Who is believed.
#[derive(Debug, Clone, Default)]
pub struct Door {
    /// Whether whoever is at the machine itself is let in as its operator.
    pub open_locally: bool,
    /// The token of the operator of the whole platform.
    pub operator: Option<Hashed>,
    /// The proxy in front.
    pub proxy: Option<Proxy>,
    /// Who signs identities.
    pub signer: Option<Signer>,
}

/// The hash of a secret, which is all that is kept of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Hashed([u8; 32]);

/// A proxy that has asked already who somebody is.
#[derive(Debug, Clone)]
pub struct Proxy {
    /// Where its connections come from.
    pub networks: Vec<IpNet>,
    /// What it shows in [`PROXY_SECRET_HEADER`].
    pub secret: Hashed,
    /// The header in which it says the e-mail address of the user.
    pub header: String,
}

/// Who signs identities, and how.
#[derive(Clone)]
pub struct Signer {
    /// `iss`
    pub issuer: String,
    /// `aud`
    pub audience: String,
    key: DecodingKey,
}

#[derive(Deserialize)]
struct Claims {
    email: String,
}

impl Hashed {
    /// Of a secret that somebody made up.
    ///
    /// # Errors
    /// `hub.token_too_short` for one that could be guessed.
    pub fn strong(what: &'static str, secret: &str) -> Result<Self> {
        if secret.trim().len() < SHORTEST {
            let message = format!("{what} has fewer than {SHORTEST} characters, so it could be guessed");
            return Err(Problem::request("hub.token_too_short", message)
                .next("make one with `openssl rand -base64 24` or `scheduler token create`"));
        }
        Ok(Self::of(secret))
    }

    fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret.trim().as_bytes()).into())
    }

    fn is_of(&self, secret: &str) -> bool {
        bool::from(self.0.ct_eq(&Self::of(secret).0))
    }
}

impl std::fmt::Debug for Hashed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hashed(…)")
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("issuer", &self.issuer).field("audience", &self.audience).finish_non_exhaustive()
    }
}

impl Signer {
    /// Who signs with HS256 and this secret.
    ///
    /// # Errors
    /// `hub.token_too_short`.
    pub fn hs256(issuer: &str, audience: &str, secret: &str) -> Result<Self> {
        Hashed::strong("the secret of [hub.jwt]", secret)?;
        let key = DecodingKey::from_secret(secret.trim().as_bytes());
        Ok(Self { issuer: issuer.to_owned(), audience: audience.to_owned(), key })
    }

    /// The e-mail address in `token`, if everything about it is right.
    fn email(&self, token: &str) -> Option<String> {
        let mut right = Validation::new(Algorithm::HS256);
        right.set_issuer(&[&self.issuer]);
        right.set_audience(&[&self.audience]);
        right.set_required_spec_claims(&["exp", "iss", "aud"]);
        right.validate_nbf = true;
        jsonwebtoken::decode::<Claims>(token, &self.key, &right).ok().map(|read| read.claims.email)
    }
}

impl Door {
    /// Whether anybody could be let in from another machine.
    #[must_use]
    pub fn has_lock(&self) -> bool {
        self.operator.is_some() || self.proxy.is_some() || self.signer.is_some()
    }

    /// Who asks, from `peer` with these headers. `view` sees everything: it is asked who somebody is, not what they see.
    ///
    /// # Errors
    /// [`Failure::Unauthorised`], or a database problem.
    pub async fn visitor(&self, view: &View, peer: IpAddr, headers: &HeaderMap) -> Answer<Visitor> {
        if let Some(email) = self.said_by_proxy(peer, headers) {
            return member(view, &email).await;
        }
        let Some(token) = shown(headers) else {
            return if self.open_locally && peer.to_canonical().is_loopback() {
                Ok(Visitor::local())
            } else {
                Err(Failure::Unauthorised)
            };
        };
        if self.operator.as_ref().is_some_and(|operator| operator.is_of(&token)) {
            let name = "operator token".into();
            return Ok(Visitor { name, scope: Scope::Everything, role: Role::Owner, user: None });
        }
        if let Some(known) = hub_tokens::find(view.connection(), view.engine(), &token, view.now()).await? {
            return Ok(holder(known));
        }
        if let Some(email) = self.signer.as_ref().and_then(|signer| signer.email(&token)) {
            return member(view, &email).await;
        }
        Err(Failure::Unauthorised)
    }

    fn said_by_proxy(&self, peer: IpAddr, headers: &HeaderMap) -> Option<String> {
        let proxy = self.proxy.as_ref()?;
        let is_near = proxy.networks.iter().any(|network| network.contains(&peer.to_canonical()));
        let secret = headers.get(PROXY_SECRET_HEADER)?.to_str().ok()?;
        let said = headers.get(&proxy.header)?.to_str().ok()?.trim();
        (is_near && proxy.secret.is_of(secret) && !said.is_empty()).then(|| said.to_owned())
    }
}

/// The token that a request shows.
fn shown(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(_, password)| password.to_owned())
}

/// What the holder of a token may see.
fn holder(known: HubToken) -> Visitor {
    let HubToken { id, name, role, workspace_id, tenants, user_id } = known;
    let scope = match workspace_id {
        None => Scope::Everything,
        Some(id) if tenants.is_empty() => Scope::Workspaces(vec![id]),
        Some(workspace) => Scope::Tenants { workspace, tenants },
    };
    Visitor { name: format!("{name} (token {id})"), scope, role, user: user_id }
}

/// What a member of workspaces may see: those workspaces, with the least of the roles there.
async fn member(view: &View, email: &str) -> Answer<Visitor> {
    let Some(member) = members::find(view.connection(), email).await? else { return Err(Failure::Unauthorised) };
    let roles = member.workspaces.iter().filter_map(|(_, role)| Role::from_word(role));
    let role = roles.min().unwrap_or(Role::Readonly);
    let scope = Scope::Workspaces(member.workspaces.iter().map(|(id, _)| *id).collect());
    Ok(Visitor { name: member.name, scope, role, user: Some(member.id) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a-secret-that-nobody-guesses-0123456789";

    fn proxy() -> Door {
        let proxy = Proxy {
            networks: vec!["10.1.0.0/16".parse().unwrap()],
            secret: Hashed::strong("it", SECRET).unwrap(),
            header: "x-auth-request-email".into(),
        };
        Door { proxy: Some(proxy), ..Door::default() }
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_proxy_is_believed_from_its_network_with_its_secret_only() {
        let (near, far) = ("10.1.2.3".parse().unwrap(), "10.2.0.1".parse().unwrap());
        let whole = headers(&[(PROXY_SECRET_HEADER, SECRET), ("x-auth-request-email", "ada@acme.test")]);
        assert_eq!(proxy().said_by_proxy(near, &whole).as_deref(), Some("ada@acme.test"));
        assert_eq!(proxy().said_by_proxy("::ffff:10.1.2.3".parse().unwrap(), &whole).as_deref(), Some("ada@acme.test"));
        assert_eq!(proxy().said_by_proxy(far, &whole), None);
        let wrong = headers(&[(PROXY_SECRET_HEADER, "another"), ("x-auth-request-email", "ada@acme.test")]);
        assert_eq!(proxy().said_by_proxy(near, &wrong), None);
        let forwarded = headers(&[
            (PROXY_SECRET_HEADER, SECRET),
            ("x-auth-request-email", "ada@acme.test"),
            ("x-forwarded-for", "10.1.2.3"),
        ]);
        assert_eq!(proxy().said_by_proxy(far, &forwarded), None, "the first of X-Forwarded-For is anybody's word");
        assert_eq!(proxy().said_by_proxy(near, &headers(&[("x-auth-request-email", "ada@acme.test")])), None);
    }

    #[test]
    fn a_signed_identity_is_believed_with_the_right_issuer_audience_time_and_algorithm_only() {
        use jsonwebtoken::{EncodingKey, Header};
        let signer = Signer::hs256("https://id.acme.test", "opsledger", SECRET).unwrap();
        let soon = 4_000_000_000_u64;
        let sign = |algorithm, iss: &str, aud: &str, exp: u64, secret: &str| {
            let claims = serde_json::json!({"iss": iss, "aud": aud, "exp": exp, "email": "ada@acme.test"});
            jsonwebtoken::encode(&Header::new(algorithm), &claims, &EncodingKey::from_secret(secret.as_bytes()))
                .unwrap()
        };
        let right = sign(Algorithm::HS256, "https://id.acme.test", "opsledger", soon, SECRET);
        assert_eq!(signer.email(&right).as_deref(), Some("ada@acme.test"));
        let unsigned = {
            let part = |json: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json);
            let claims =
                format!(r#"{{"iss":"https://id.acme.test","aud":"opsledger","exp":{soon},"email":"ada@acme.test"}}"#);
            format!("{}.{}.", part(r#"{"alg":"none","typ":"JWT"}"#), part(&claims))
        };
        for (why, token) in [
            ("issuer", sign(Algorithm::HS256, "https://evil.test", "opsledger", soon, SECRET)),
            ("audience", sign(Algorithm::HS256, "https://id.acme.test", "other", soon, SECRET)),
            ("expiry", sign(Algorithm::HS256, "https://id.acme.test", "opsledger", 1_000_000_000, SECRET)),
            ("algorithm", sign(Algorithm::HS512, "https://id.acme.test", "opsledger", soon, SECRET)),
            ("key", sign(Algorithm::HS256, "https://id.acme.test", "opsledger", soon, "another-secret-of-some-length")),
            ("no signature", unsigned),
        ] {
            assert_eq!(signer.email(&token), None, "{why}");
        }
    }

    #[test]
    fn a_secret_that_could_be_guessed_is_refused_and_none_is_printed() {
        assert_eq!(Hashed::strong("it", "short").unwrap_err().code, "hub.token_too_short");
        assert_eq!(format!("{:?}", Hashed::strong("it", SECRET).unwrap()), "Hashed(…)");
    }
}
