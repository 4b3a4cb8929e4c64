//! Who asks, and what they may see.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::failure::Failure;
use super::scope::Scope;
use super::view::Answer;

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

/// The roles of a workspace. All of them look; nobody changes anything here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Sees what happened, without what only helps to repair it.
    Readonly,
    /// Sees diagnostics too: workers, leases, identities, the raw context.
    Operator,
    /// As an operator.
    Manager,
    /// As an operator.
    Owner,
}

impl Role {
    /// All of them, from the least to the most.
    pub const ALL: [Self; 4] = [Self::Readonly, Self::Operator, Self::Manager, Self::Owner];

    /// As the column spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Readonly => "readonly",
            Self::Operator => "operator",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }

    /// From the column; an unknown word is the least.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|role| role.as_str() == word).unwrap_or(Self::Readonly)
    }
}

impl Visitor {
    /// Whoever sits at the machine itself, when that is enough.
    #[must_use]
    pub fn local() -> Self {
        Self { name: "local operator".into(), scope: Scope::Everything, role: Role::Owner, user: None }
    }

    /// Whether workers, leases, identities and the raw context are shown.
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
