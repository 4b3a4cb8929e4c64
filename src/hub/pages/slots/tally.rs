//! What became of slots, counted: runs by how they ended, workspaces that were left out, slots for which nothing ran.
//! Pure.

use serde::Serialize;
use utoipa::ToSchema;

use crate::hub::parts::{Mood, number};

/// What became of the slots of a cell. Runs and left-out workspaces are counted one by one, since a slot of the platform
/// has a run in each of them; the rest is counted by slot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tally {
    /// Slots, expected or seen.
    pub slots: i64,
    /// Runs that succeeded.
    pub succeeded: i64,
    /// Runs that succeeded in part.
    pub partially_succeeded: i64,
    /// Runs that were refused.
    pub blocked: i64,
    /// Runs that failed.
    pub failed: i64,
    /// Runs at work.
    pub running: i64,
    /// Runs that wait.
    pub queued: i64,
    /// Workspaces whose former run was still active.
    pub overlap: i64,
    /// Workspaces that were refused.
    pub refused: i64,
    /// Workspaces that have neither run nor reason, while others of the slot do.
    pub absent: i64,
    /// Slots that nobody looked at in time.
    pub missed: i64,
    /// Slots during which a person held the schedule.
    pub paused: i64,
    /// Slots for which a newer one ran.
    pub coalesced: i64,
    /// Slots that should have begun and have not.
    pub late: i64,
    /// Slots that passed without run or reason.
    pub untraced: i64,
    /// Slots that are due this moment.
    pub due: i64,
    /// Slots to come.
    pub ahead: i64,
    /// Slots so old that a run that found nothing to do is no longer kept.
    pub forgotten: i64,
    /// Slots that were not counted, for there are too many runs.
    pub uncounted: i64,
}

/// The part of a tally that matters most, from the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Expected, and neither run nor reason.
    Untraced,
    /// Should have begun and has not.
    Late,
    /// Nobody looked in time.
    Missed,
    /// A run failed.
    Failed,
    /// A run succeeded in part only, or was refused.
    Partial,
    /// Left out: a former run was still active, or a person held the schedule.
    Skipped,
    /// At work, or waiting.
    Running,
    /// A newer slot ran for it.
    Coalesced,
    /// Due this moment.
    Due,
    /// All is well.
    Ran,
    /// Not known.
    Unknown,
    /// To come.
    Ahead,
    /// No slot.
    Empty,
}

impl Kind {
    /// Whether somebody should look at it.
    #[must_use]
    pub fn is_trouble(self) -> bool {
        self <= Self::Skipped
    }

    /// For the eye.
    pub(in crate::hub) fn mood(self) -> Mood {
        match self {
            Self::Untraced | Self::Late | Self::Missed | Self::Failed => Mood::Bad,
            Self::Partial => Mood::Mixed,
            Self::Skipped => Mood::Stopped,
            Self::Running => Mood::Busy,
            Self::Due => Mood::Waiting,
            Self::Ran => Mood::Good,
            Self::Coalesced | Self::Unknown | Self::Ahead | Self::Empty => Mood::Quiet,
        }
    }

    /// Its classes in the table and in the picture: how it is doing, and what it is.
    #[must_use]
    pub fn classes(self) -> &'static str {
        match self {
            Self::Untraced => "bad untraced",
            Self::Late => "bad late",
            Self::Missed => "bad missed",
            Self::Failed => "bad failed",
            Self::Partial => "mixed partial",
            Self::Skipped => "stopped skipped",
            Self::Running => "busy running",
            Self::Coalesced => "quiet coalesced",
            Self::Due => "waiting due",
            Self::Ran => "good ran",
            Self::Unknown => "quiet unknown",
            Self::Ahead => "quiet ahead",
            Self::Empty => "empty",
        }
    }
}

impl Tally {
    /// Adds another's counts.
    pub fn add(&mut self, other: &Self) {
        let Self {
            slots,
            succeeded,
            partially_succeeded,
            blocked,
            failed,
            running,
            queued,
            overlap,
            refused,
            absent,
            missed,
            paused,
            coalesced,
            late,
            untraced,
            due,
            ahead,
            forgotten,
            uncounted,
        } = other;
        self.slots += slots;
        self.succeeded += succeeded;
        self.partially_succeeded += partially_succeeded;
        self.blocked += blocked;
        self.failed += failed;
        self.running += running;
        self.queued += queued;
        self.overlap += overlap;
        self.refused += refused;
        self.absent += absent;
        self.missed += missed;
        self.paused += paused;
        self.coalesced += coalesced;
        self.late += late;
        self.untraced += untraced;
        self.due += due;
        self.ahead += ahead;
        self.forgotten += forgotten;
        self.uncounted += uncounted;
    }

    /// Adds `count` runs of that status and outcome.
    pub fn add_runs(&mut self, status: &str, outcome: &str, count: i64) {
        match (status, outcome) {
            ("queued", _) => self.queued += count,
            ("running", _) => self.running += count,
            (_, "succeeded") => self.succeeded += count,
            (_, "partially_succeeded") => self.partially_succeeded += count,
            (_, "blocked") => self.blocked += count,
            _ => self.failed += count,
        }
    }

    /// Runs of all kinds: what the list of operations of the slot shows.
    #[must_use]
    pub fn runs(&self) -> i64 {
        self.succeeded + self.partially_succeeded + self.blocked + self.failed + self.running + self.queued
    }

    /// What matters most.
    #[must_use]
    pub fn kind(&self) -> Kind {
        let first = [
            (self.untraced + self.absent, Kind::Untraced),
            (self.late, Kind::Late),
            (self.missed, Kind::Missed),
            (self.failed, Kind::Failed),
            (self.partially_succeeded + self.blocked + self.refused, Kind::Partial),
            (self.overlap + self.paused, Kind::Skipped),
            (self.running + self.queued, Kind::Running),
            (self.coalesced, Kind::Coalesced),
            (self.due, Kind::Due),
            (self.succeeded, Kind::Ran),
            (self.uncounted + self.forgotten, Kind::Unknown),
            (self.ahead, Kind::Ahead),
        ];
        first.into_iter().find(|(count, _)| *count > 0).map_or(Kind::Empty, |(_, kind)| kind)
    }

    /// In words, the worst first; each part has its own number when there is more than one of anything.
    #[must_use]
    pub fn words(&self) -> String {
        let parts = [
            (self.untraced, "without a trace"),
            (self.absent, "left out without a reason"),
            (self.late, "late"),
            (self.missed, "missed"),
            (self.failed, "failed"),
            (self.partially_succeeded, "partial"),
            (self.blocked, "blocked"),
            (self.refused, "refused"),
            (self.overlap, "skipped: overlap"),
            (self.paused, "skipped: paused"),
            (self.running, "running"),
            (self.queued, "waiting"),
            (self.coalesced, "coalesced"),
            (self.due, "due now"),
            (self.succeeded, "ran"),
            (self.forgotten, "no longer kept"),
            (self.uncounted, "not counted"),
            (self.ahead, "to come"),
        ];
        let parts: Vec<(i64, &str)> = parts.into_iter().filter(|(count, _)| *count > 0).collect();
        match parts.as_slice() {
            [] => "no slot".to_owned(),
            [(1, word)] => (*word).to_owned(),
            many => {
                many.iter().map(|(count, word)| format!("{} {word}", number(*count))).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_part_gives_the_colour_and_every_part_is_said() {
        let tally = Tally { slots: 1, succeeded: 9_998, failed: 2, ..Tally::default() };
        assert_eq!((tally.kind(), tally.words().as_str()), (Kind::Failed, "2 failed, 9\u{202f}998 ran"));
        let absent = Tally { slots: 1, succeeded: 2, absent: 1, ..Tally::default() };
        assert_eq!(absent.kind(), Kind::Untraced);
        assert_eq!(Tally { slots: 1, paused: 1, ..Tally::default() }.words(), "skipped: paused");
        assert_eq!((Tally::default().kind(), Tally::default().words().as_str()), (Kind::Empty, "no slot"));
    }

    #[test]
    fn trouble_is_what_did_not_run_or_did_not_end_well() {
        for (tally, is_trouble) in [
            (Tally { coalesced: 1, ..Tally::default() }, false),
            (Tally { running: 1, succeeded: 5, ..Tally::default() }, false),
            (Tally { overlap: 1, succeeded: 5, ..Tally::default() }, true),
            (Tally { late: 1, ..Tally::default() }, true),
        ] {
            assert_eq!(tally.kind().is_trouble(), is_trouble, "{tally:?}");
        }
    }
}
