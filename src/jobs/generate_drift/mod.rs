//! `drift.generate`: what differs between two backups of a tenant, as findings.
//!
//! The inventory runs that findings once compared are history, and of what they saw only counts are left. What there
//! is to compare are backup sets: a baseline and a current one, both whole, over the kinds of policies that both hold.
//! [`read`] pages through the policies that differ, [`compare`] says what it is that differs (pure), [`store`] keeps it:
//! a difference that is found again is the same finding, and what a person has acknowledged stays so.

pub mod compare;
pub mod dispatch;
pub mod read;
pub mod store;
pub mod work;

pub use dispatch::{DRIFT, Drift, dispatch};
pub use work::GenerateDrift;
