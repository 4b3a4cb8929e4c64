//! One due instant. Its identity is the UTC second; the local time is for people and for the rules of S5.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDateTime};

use crate::clock::Instant;

/// An instant at which a cadence is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// The whole second, in UTC: what is stored and what makes the slot unique.
    pub at: Instant,
    /// What the clocks of the zone show at that instant.
    pub local: DateTime<FixedOffset>,
    /// The local time that the expression names; differs from `local` only when the slot was moved.
    pub nominal: NaiveDateTime,
    /// What a change of the clock did to this slot.
    pub note: Option<SlotNote>,
}

/// What a change of the clock did to a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotNote {
    /// The nominal time does not exist on that day; the slot is the first instant that does.
    MovedOutOfGap,
    /// An interval expression lost all its times to the gap; one slot at the gap's end stands for them.
    MakesUpForGap,
    /// The local time comes twice, and only this first one counts.
    FirstOfTwoOnly,
    /// The local time comes twice, and this is the first.
    FirstOfTwo,
    /// The local time comes twice, and this is the second.
    SecondOfTwo,
}

impl SlotNote {
    /// The words that people read.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MovedOutOfGap => "moved out of the gap",
            Self::MakesUpForGap => "makes up for the gap",
            Self::FirstOfTwoOnly => "first of two, runs once",
            Self::FirstOfTwo => "first of two",
            Self::SecondOfTwo => "second of two",
        }
    }
}

impl fmt::Display for SlotNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
