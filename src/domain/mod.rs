//! Small services over the tables of the platform itself.
//!
//! * [`legitimacy`]: whether work may still be done.
//! * [`audit`]: a line in the audit log.
//! * [`hub_tokens`]: who may look at the hub.
//! * [`legacy`]: run tables from before the ledger, and the switch by which history is brought in.
//! * [`provider_connections`]: how a tenant is connected to its directory provider.
//! * [`workspaces`]: which customer accounts there are.
//! * [`members`]: who belongs to them.
//! * [`tenants`]: finding one environment of them.
//! * [`users`]: finding one person.

pub mod legitimacy;
pub mod audit;
pub mod hub_tokens;
pub mod legacy;
pub mod members;
pub mod provider_connections;
pub mod tenants;
pub mod users;
pub mod workspaces;
