//! A change of the clock that takes or doubles times that an expression names. For warnings, which name dates;
//! nothing is decided by it.

use chrono::{NaiveDateTime, TimeDelta};

use crate::clock::Instant;

/// What the clock does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It goes forward; local times are left out.
    Gap,
    /// It goes back; local times come twice.
    Fold,
}

/// A change of the clock that an expression falls into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Night {
    /// When the clock changes.
    pub at: Instant,
    /// Which way.
    pub change: Change,
    /// By how much.
    pub by: TimeDelta,
    /// The nominal times that are left out or come twice, in order, at most [`Night::MOST`] of them.
    pub times: Vec<NaiveDateTime>,
    /// Whether there are more than those.
    pub more: bool,
}

impl Night {
    /// How many times are named; an expression may hit every second of the hour.
    pub const MOST: usize = 4;
}
