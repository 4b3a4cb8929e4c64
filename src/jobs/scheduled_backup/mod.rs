//! `backup_schedule.scheduled`: one backup of a tenant, for one slot of its schedule.
//!
//! An attempt opens the run's set ([`sets`]; a later attempt finds it again by its run), captures the policies of each
//! type a page at a time ([`items`]), closes the set with what became of it ([`tally`]) and lets older sets of the
//! schedule go ([`retention`]), and asks for the assignments of each item, which are runs of their own. No transaction
//! is held while the provider is spoken to, and each begins by asking whether the run is still ours. What a crash
//! leaves open is closed by the next dispatch ([`leftovers`]).

pub mod items;
pub mod leftovers;
pub mod retention;
pub mod schedule;
pub mod sets;
pub mod tally;
pub mod work;

pub use work::ScheduledBackup;
