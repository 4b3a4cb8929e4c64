//! `directory_role_definitions.sync`: keeps the roles of a tenant's directory as the provider lists them.
//!
//! * [`work`]: the walk over the provider's list.
//! * [`store`]: what is written, a page at a time.

pub mod store;
pub mod work;

pub use work::{SyncRoleDefinitions, dispatch};
