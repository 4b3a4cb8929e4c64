//! `[hub]`: the monitoring page. Its secrets stand in the environment of the process, as those of the provider do.

use serde::{Deserialize, Deserializer, de};

/// How the hub is reached, and who is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hub {
    /// Further names that it answers to, such as `ops.example.com`.
    pub hosts: Vec<String>,
    /// Whether visitors reach it over TLS, which something in front ends.
    pub behind_tls: bool,
    /// Whether visitors of the machine itself must say who they are too.
    pub require_identity: bool,
    /// Where it reads, when that is not where the scheduler writes: a role of its own, or a replica.
    pub database_url: Option<String>,
    /// How much one visitor may ask.
    pub rate: Option<HubRate>,
    /// The proxy that says who visitors are.
    pub proxy: Option<HubProxy>,
    /// Who signs the identities of visitors.
    pub jwt: Option<HubJwt>,
}

/// `[hub.rate]`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HubRate {
    /// Requests a second that go on for ever.
    #[serde(deserialize_with = "some")]
    pub steady: u32,
    /// Requests at once.
    #[serde(deserialize_with = "some")]
    pub burst: u32,
}

/// `[hub.proxy]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HubProxy {
    /// Where its connections come from, such as `10.1.0.0/16`.
    pub networks: Vec<String>,
    /// The header in which it says the e-mail address of the visitor.
    pub header: String,
}

/// `[hub.jwt]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HubJwt {
    /// `iss`
    pub issuer: String,
    /// `aud`
    pub audience: String,
}

fn some<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    match u32::deserialize(from)? {
        0 => Err(de::Error::custom("a rate of 0 would answer nobody")),
        some => Ok(some),
    }
}
