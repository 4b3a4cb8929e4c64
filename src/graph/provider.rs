//! What may be asked of a directory provider, and the values that travel.
//!
//! Lists come a page at a time: `cursor` is nothing for the first page, and what the page before gave for each later
//! one, until that is nothing. A walk is bounded by the implementation, so a provider that never ends is an error
//! and not a full memory. Every call names the directory, for one process works for many tenants.

use std::collections::HashSet;
use std::fmt;

use serde_json::Value as Json;
use url::Url;

use super::error::ProviderError;
use crate::problem::{Problem, Result};

/// What a call to the provider gives.
pub type Answer<T> = std::result::Result<T, ProviderError>;

/// Whose policies and roles: a tenant's own id at the provider (`provider_connections.entra_tenant_id`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Directory(String);

/// A policy, by its kind and its id at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRef {
    /// As `policies.policy_type` spells it.
    pub policy_type: String,
    /// As `policies.external_id` has it.
    pub external_id: String,
}

/// A policy as the provider has it now.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Its id at the provider.
    pub external_id: String,
    /// Its name for people; its id where the provider gives none.
    pub display_name: String,
    /// The whole record, an object.
    pub payload: Json,
}

/// A role that can be given to somebody in a directory.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleDefinition {
    /// Its id at the provider.
    pub external_id: String,
    /// Its name for people; its id where the provider gives none.
    pub display_name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The same role in every directory.
    pub template_id: Option<String>,
    /// Whether the provider made it, and not the customer.
    pub is_built_in: bool,
    /// Whether it can be given to anybody.
    pub is_enabled: bool,
    /// What it permits, an array as the provider writes it.
    pub permissions: Json,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// In the order of the provider.
    pub items: Vec<T>,
    /// Where the next part begins; nothing after the last.
    pub next: Option<Cursor>,
}

/// Where a list goes on. It remembers where it has been, so that a circle is seen.
#[derive(Clone, PartialEq, Eq)]
pub struct Cursor {
    pub(super) next: Url,
    pub(super) visited: HashSet<u64>,
}

/// The system in which a tenant's policies, assignments and roles really live.
#[async_trait::async_trait]
pub trait DirectoryProvider: fmt::Debug + Send + Sync {
    /// To whom a policy applies: objects as the provider writes them, all of them. A kind of policy that has no
    /// assignments of its own has none.
    ///
    /// # Errors
    /// A [`ProviderError`].
    async fn assignments(&self, directory: &Directory, policy: &PolicyRef) -> Answer<Vec<Json>>;

    /// Makes `assignments` the assignments of a policy, in place of those that it has. Doing it twice is doing it
    /// once.
    ///
    /// # Errors
    /// A [`ProviderError`].
    async fn set_assignments(&self, directory: &Directory, policy: &PolicyRef, assignments: &[Json]) -> Answer<()>;

    /// A page of the policies of one kind.
    ///
    /// # Errors
    /// A [`ProviderError`].
    async fn policies(&self, directory: &Directory, policy_type: &str, cursor: Option<Cursor>) -> Answer<Page<Policy>>;

    /// A page of the roles.
    ///
    /// # Errors
    /// A [`ProviderError`].
    async fn role_definitions(&self, directory: &Directory, cursor: Option<Cursor>) -> Answer<Page<RoleDefinition>>;
}

impl Directory {
    /// The directory with this id.
    ///
    /// # Errors
    /// `provider.directory_invalid` for anything that is no plain id or domain: it becomes part of an address.
    pub fn new(id: &str) -> Result<Self> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        if (1..=255).contains(&id.len()) && id.chars().all(plain) && id.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            return Ok(Self(id.to_owned()));
        }
        Err(Problem::work("provider.directory_invalid", "the tenant's id at the provider is no id and no domain").next(
            "correct `entra_tenant_id` of the tenant's provider connection: a UUID, or a domain of the directory",
        ))
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Cursor {
    /// An address of the other side may carry a token for the next page.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cursor").field("visited", &self.visited.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_an_id_or_a_domain_and_nothing_that_could_lead_elsewhere() {
        for good in ["8b0c2b9e-6f0e-4b56-9d2c-3a1a1d1f8f11", "contoso.onmicrosoft.example", "t1"] {
            assert_eq!(Directory::new(good).unwrap().id(), good);
        }
        for bad in ["", "..", "a/b", "a?b", "a b", "a%2f", "-x", "ä", &"a".repeat(256)] {
            assert_eq!(Directory::new(bad).unwrap_err().code, "provider.directory_invalid", "{bad}");
        }
    }

    #[test]
    fn a_cursor_does_not_show_its_address() {
        let next = Url::parse("https://provider.example/x?$skiptoken=abc").unwrap();
        let cursor = Cursor { next, visited: HashSet::new() };
        assert!(!format!("{cursor:?}").contains("abc"));
    }
}
