//! Which schedules can be due: read anew when something about them has changed, and each looked at again at its next
//! slot. A second in which nothing happens costs one question, with one schedule and with a thousand.
//!
//! Only a memory: what is done about a schedule is written under the condition that it still stands as it was read.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::patience::soon;
use crate::clock::Instant;
use crate::ledger::{Ledger, StoredSchedule};
use crate::problem::Result;

/// After this long everything is read anew, whatever the database says of changes: a row may be repaired by hand.
const TRUSTED: TimeDelta = TimeDelta::seconds(60);

/// What is stored, as far as it is known, and when each of it can next be due.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    stored: Vec<StoredSchedule>,
    /// What the database said of changes when it was read.
    mark: String,
    read_at: Option<Instant>,
    asked_at: Option<Instant>,
    /// By key; nothing is due earlier.
    next: HashMap<String, Instant>,
}

impl Agenda {
    /// The schedules that can be due, and the time by which they are judged.
    ///
    /// # Errors
    /// A database problem.
    pub(super) async fn look(&mut self, ledger: &Ledger) -> Result<(Vec<StoredSchedule>, Instant)> {
        let (mark, now) = soon(ledger, ledger.schedules_mark()).await?;
        if self.asked_at.is_some_and(|before| now < before) {
            // The clock was set back: what was next is no longer known.
            self.next.clear();
        }
        self.asked_at = Some(now);
        let is_fresh = self.read_at.is_some_and(|read| read <= now && now - read < TRUSTED);
        if mark != self.mark || !is_fresh {
            // Read after the mark: a change in between shows as another mark at the next look.
            let (stored, _) = soon(ledger, ledger.schedules()).await?;
            let before: HashMap<&str, &StoredSchedule> =
                self.stored.iter().map(|one| (one.key.as_str(), one)).collect();
            for changed in stored.iter().filter(|one| before.get(one.key.as_str()) != Some(one)) {
                self.next.remove(&changed.key);
            }
            (self.stored, self.mark, self.read_at) = (stored, mark, Some(now));
        }
        let can_be_due = |stored: &&StoredSchedule| self.next.get(&stored.key).is_none_or(|next| *next <= now);
        Ok((self.stored.iter().filter(can_be_due).cloned().collect(), now))
    }

    /// Notes that a schedule, as it was read, needs no look before `next`.
    pub(super) fn rests(&mut self, key: String, next: Instant) {
        self.next.insert(key, next);
    }
}
