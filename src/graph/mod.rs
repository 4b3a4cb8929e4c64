//! The directory provider: the system in which a tenant's policies, assignments and roles really live.
//!
//! * [`provider`]: what may be asked of it, as a trait, and the values that travel.
//! * [`error`]: what can go wrong, under stable reason codes.
//! * [`settings`]: where it is, who we are to it, and how much a call may cost.
//! * [`http`]: the implementation that speaks to it. It leaves to `answer` what a response means, to `pages` how a list
//!   goes on, to `tokens` who we are, to `policy_types` where things are, to `records` what is in them.
//!
//! Deliberately not here: any table, and any decision about a run. Whoever asks gets values or a [`ProviderError`].

mod answer;
mod call;
pub mod error;
pub mod http;
mod pages;
mod policy_types;
pub mod provider;
mod records;
mod retry_after;
pub mod settings;
mod tokens;

pub use error::{Cause, ProviderError};
pub use http::HttpProvider;
pub use provider::{Answer, Cursor, Directory, DirectoryProvider, Page, Policy, PolicyRef, RoleDefinition};
pub use settings::{ClientSecret, Settings};
