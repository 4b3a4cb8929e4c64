//! The calls that are made, and what each is called: in errors, and where calls are counted.

use super::error::{Cause, ProviderError};

/// One kind of call to the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// A token for a directory.
    Token,
    /// The assignments of a policy.
    Assignments,
    /// Other assignments for a policy.
    SetAssignments,
    /// The policies of one kind.
    Policies,
    /// The roles of a directory.
    RoleDefinitions,
}

impl Call {
    /// The label under which it is counted.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Assignments => "assignments",
            Self::SetAssignments => "set_assignments",
            Self::Policies => "policies",
            Self::RoleDefinitions => "role_definitions",
        }
    }

    /// The error that it failed with.
    pub(super) fn failed(self, cause: Cause, detail: &'static str) -> ProviderError {
        let doing = match self {
            Self::Token => "asking the provider for a token",
            Self::Assignments => "reading the assignments of a policy",
            Self::SetAssignments => "setting the assignments of a policy",
            Self::Policies => "reading policies",
            Self::RoleDefinitions => "reading role definitions",
        };
        ProviderError::new(cause, doing, detail)
    }

    /// The same, for an answer that came with this status.
    pub(super) fn answered(self, cause: Cause, detail: &'static str, status: u16) -> ProviderError {
        ProviderError { status: Some(status), ..self.failed(cause, detail) }
    }
}
