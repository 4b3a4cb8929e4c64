//! When something is due, in real zones. Every expected instant is written out or comes from [`oracle`], which walks
//! minutes with jiff and knows nothing of croner.

pub mod agreement;
mod bounds;
mod calendar;
mod nights;
pub mod oracle;
pub mod sketch;

use opsledger::catalog::Cadence;
use opsledger::catalog::cadence::Slot;
use opsledger::clock::Instant;

pub fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

pub fn cadence(cron: &str, zone: &str) -> Cadence {
    Cadence::parse(cron, zone).expect("a sound cadence")
}

/// As in `28T01:00Z 03:00 moved out of the gap`: the slot in UTC, the local clock, and the note.
pub fn told(slot: &Slot) -> String {
    let note = slot.note.map(|note| format!(" {note}")).unwrap_or_default();
    format!("{} {}{note}", slot.at.format("%dT%H:%MZ"), slot.local.format("%H:%M"))
}

pub fn slots(cron: &str, zone: &str, after: &str, until: &str) -> Vec<String> {
    cadence(cron, zone).slots(at(after), at(until)).map(|slot| told(&slot)).collect()
}

/// The slots in UTC alone, as in `01:00`.
pub fn times(cron: &str, zone: &str, after: &str, until: &str) -> Vec<String> {
    cadence(cron, zone).slots(at(after), at(until)).map(|slot| slot.at.format("%H:%M").to_string()).collect()
}
