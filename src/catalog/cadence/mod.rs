//! When something is due: a cron expression read in a named zone, and the instants that follow from it (S5).
//!
//! * [`cadence`]: the validated pair, and what may be asked of it.
//! * [`slot`]: one due instant, with the local time that it stands for.
//! * [`night`]: the changes of the clock that an expression falls into, for people.
//! * `pattern`: the expression alone; croner searches, on a calendar without zones.
//! * `zone`: names of zones, and the stretches of time between two changes of the clock.
//! * `words`: an expression as people say it.
//! * `walk`: where the two meet, and the only place that knows what a gap and a fold do to a slot.
//!
//! Pure: no database, no clock, no machine's own zone files. Deliberately not here: what is done about a slot that
//! was missed; the engine decides that.

#[expect(clippy::module_inception, reason = "the file is named for the type that it defines")]
pub mod cadence;
pub mod night;
mod pattern;
pub mod slot;
mod walk;
mod words;
mod zone;

pub use cadence::Cadence;
pub use night::{Change, Night};
pub use pattern::DayRule;
pub use slot::{Slot, SlotNote};
