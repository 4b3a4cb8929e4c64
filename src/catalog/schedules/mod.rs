//! What runs by the clock, and how often.
//!
//! * [`schedule`]: what is said about a schedule, and the list of them, declared once.
//! * [`mod@resolve`]: declaration and overrides to schedules that are known to be sound.
//! * [`mod@every`]: an interval as an expression.
//! * [`mod@lint`]: what is allowed and yet worth a word.
//! * [`timetable`]: a tenant's own backup schedule as a cadence.
//! * [`mod@upcoming`]: the next slots, for people.

pub mod every;
pub mod lint;
pub mod resolve;
pub mod schedule;
pub mod timetable;
pub mod upcoming;

pub use every::every;
pub use lint::{Warning, lint};
pub use resolve::{Override, Resolved, key, resolve};
pub use schedule::{CatchUp, Overlap, SCHEDULES, Schedule};
pub use timetable::Timetable;
pub use upcoming::{Upcoming, upcoming, upcoming_of_all};
