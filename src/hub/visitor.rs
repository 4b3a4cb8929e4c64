//! Who asks, and what they may see.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::failure::Failure;
use super::scope::Scope;
use super::view::Answer;
pub use crate::domain::hub_tokens::Role;

/// Somebody whose word about who they are was believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// For people and for the access log.
    pub name: String,
    /// What may be seen.
    pub scope: Scope,
    /// How closely it may be looked at.
    pub role: Role,
    /// The user whose messages are shown, when the visitor is one.
    pub user: Option<i64>,
}

impl Visitor {
    /// Whoever sits at the machine itself, when that is enough.
    #[must_use]
    pub fn local() -> Self {
        Self { name: "local operator".into(), scope: Scope::Everything, role: Role::Owner, user: None }
    }

    /// Whether workers, leases, identities and the raw context are shown: to all who could repair something.
    #[must_use]
    pub fn sees_diagnostics(&self) -> bool {
        self.role >= Role::Operator
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        // The frame puts it there; a route that it lets through without one shows nothing of anybody.
        parts.extensions.get::<Self>().cloned().ok_or(Failure::Unauthorised)
    }
}
