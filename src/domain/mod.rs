//! Small services over the tables of the platform itself.
//!
//! * [`workspaces`]: which customer accounts there are.
//! * [`tenants`]: finding one environment of them.

pub mod tenants;
pub mod workspaces;
