//! The directory provider: the system in which a tenant's policies, assignments and roles really live.
//!
//! * [`provider`]: what may be asked of it, as a trait, and the values that travel.
//! * [`error`]: what can go wrong, under stable reason codes.
//!
//! Deliberately not here: any table, and any decision about a run. Whoever asks gets values or a [`ProviderError`].

pub mod error;
pub mod provider;

pub use error::{Cause, ProviderError};
pub use provider::{Answer, Cursor, Directory, DirectoryProvider, Page, Policy, PolicyRef, RoleDefinition};
