//! Who may do what at the database itself, on PostgreSQL: five roles, their rights, and row level security.
//!
//! A backstop, not the only wall. Every query of the hub names its scope; what is here holds when one forgets to. All of
//! it is one script that can be read before it is run, and run again after each migration. It is no migration: a
//! database in which nobody asked for these roles is not affected.
//!
//! * [`roles`]: their names.
//! * [`tables`]: each table, what each role may do to it, and whose rows the hub may see.
//! * [`script`]: the SQL that sets it up, and the SQL that undoes it.
//! * `policies`, `functions`: two parts of it.
//! * [`apply()`]: running it, as one transaction.
//!
//! A superuser, and a role with BYPASSRLS, see and change everything whatever is written here; so does whoever may
//! become the owner. Tests therefore connect as the roles themselves.

pub mod apply;
mod functions;
mod policies;
pub mod roles;
pub mod script;
pub mod tables;

pub use apply::{apply, revoke};
pub use roles::Roles;
