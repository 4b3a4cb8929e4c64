//! The numbers of the page. Each is the count of a list, made from the very filter to which it links.

use chrono::TimeDelta;
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Instant;
use crate::hub::pages::operations::filter::Filter;
use crate::hub::pages::skips::filter::Filter as Skips;
use crate::hub::parts::Mood;
use crate::hub::view::{Answer, View};
use crate::ledger::{Freshness, Outcome, Status};

/// What counts as lately.
pub const LATELY: TimeDelta = TimeDelta::hours(24);

/// How a run can end: the list of them is the list of what has ended.
const ENDED: [Outcome; 4] = [Outcome::Succeeded, Outcome::PartiallySucceeded, Outcome::Blocked, Outcome::Failed];

/// A number and the list that it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Number {
    /// A stable name.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// What exactly is counted.
    pub meaning: &'static str,
    /// How many.
    pub count: i64,
    /// The address of the list.
    pub link: String,
    /// How one should feel about more than none.
    #[serde(skip)]
    pub(super) mood: Mood,
}

/// How much of what ended did so as it should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Share {
    /// The stretch, such as `24 h`.
    pub over: &'static str,
    /// Begun in it and succeeded by now.
    pub succeeded: Number,
    /// Begun in it and ended by now.
    pub ended: Number,
}

impl Share {
    /// In percent; nothing of nothing. Never 100 while anything is missing.
    #[must_use]
    pub fn percent(&self) -> Option<f64> {
        let (some, all) = (self.succeeded.count, self.ended.count);
        if all == 0 {
            return None;
        }
        let permille = i32::try_from(some.saturating_mul(1_000) / all).unwrap_or_default();
        Some(f64::from(permille) / 10.0)
    }
}

/// The strip on top, the worst first.
///
/// # Errors
/// A database problem.
pub async fn strip(view: &View) -> Answer<Vec<Number>> {
    let lately = Some(view.now() - LATELY);
    let ended = |outcome| Filter { outcomes: vec![outcome], ended_since: lately, ..Filter::default() };
    let standing = |status| Filter { status: Some(status), ..Filter::default() };
    let runs = [
        ("failing", "Failed", "Operations that ended failed in the last 24 h", Mood::Bad, ended(Outcome::Failed)),
        (
            "overdue",
            "Overdue",
            "Open operations that are likely stale: nobody took them, or nobody has been heard of who works on them",
            Mood::Bad,
            Filter { freshness: Some(Freshness::LikelyStale), ..Filter::default() },
        ),
        (
            "slow",
            "Longer than usual",
            "Operations at work for longer than their type is expected to take",
            Mood::Mixed,
            Filter { is_slow: true, ..Filter::default() },
        ),
        (
            "blocked",
            "Blocked",
            "Operations that were refused in the last 24 h before any work was done",
            Mood::Stopped,
            ended(Outcome::Blocked),
        ),
        (
            "partial",
            "Partly done",
            "Operations that ended well only in part in the last 24 h",
            Mood::Mixed,
            ended(Outcome::PartiallySucceeded),
        ),
    ];
    let mut numbers = Vec::new();
    for (name, label, meaning, mood, filter) in runs {
        numbers.push(operations(view, name, label, meaning, mood, &filter).await?);
    }
    numbers.push(skipped(view).await?);
    for (name, label, meaning, mood, filter) in [
        ("running", "Running", "Operations at work now", Mood::Busy, standing(Status::Running)),
        ("queued", "Waiting", "Operations in the queue", Mood::Waiting, standing(Status::Queued)),
    ] {
        numbers.push(operations(view, name, label, meaning, mood, &filter).await?);
    }
    Ok(numbers)
}

/// The shares of success of a day and of a week.
///
/// # Errors
/// A database problem.
pub async fn shares(view: &View) -> Answer<Vec<Share>> {
    let mut shares = Vec::new();
    for (over, names, since) in [
        ("24 h", ["succeeded_24h", "ended_24h"], view.now() - LATELY),
        ("7 d", ["succeeded_7d", "ended_7d"], view.now() - TimeDelta::days(7)),
    ] {
        let of = |outcomes: &[Outcome]| Filter { outcomes: outcomes.to_vec(), since: Some(since), ..Filter::default() };
        let (good, all) = (of(&[Outcome::Succeeded]), of(&ENDED));
        let meaning = "Operations begun in this time that have succeeded";
        let succeeded = operations(view, names[0], "Succeeded", meaning, Mood::Good, &good).await?;
        let meaning = "Operations begun in this time that have ended";
        let ended = operations(view, names[1], "Ended", meaning, Mood::Quiet, &all).await?;
        shares.push(Share { over, succeeded, ended });
    }
    Ok(shares)
}

/// How many runs `filter` shows.
///
/// # Errors
/// A database problem.
pub async fn count(view: &View, filter: &Filter) -> Answer<i64> {
    let rows = filter.rows(view.engine(), view.scope(), view.now());
    view.count(&format!("select count(*) from operation_runs r where {}", rows.sql()), rows.values()).await
}

async fn operations(
    view: &View,
    name: &'static str,
    label: &'static str,
    meaning: &'static str,
    mood: Mood,
    filter: &Filter,
) -> Answer<Number> {
    Ok(Number { name, label, meaning, count: count(view, filter).await?, link: filter.address(), mood })
}

async fn skipped(view: &View) -> Answer<Number> {
    let filter = lately(view.now());
    Ok(Number {
        name: "skipped",
        label: "Did not run",
        meaning: "Slots, or stretches of them, that did not run in the last 24 h",
        count: filter.count(view).await?,
        link: filter.address(),
        mood: Mood::Mixed,
    })
}

/// The slots that did not run lately.
pub(super) fn lately(now: Instant) -> Skips {
    Skips { since: Some(now - LATELY), ..Skips::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(some: i64, all: i64) -> Share {
        let number = |count| Number { name: "", label: "", meaning: "", count, link: String::new(), mood: Mood::Quiet };
        Share { over: "24 h", succeeded: number(some), ended: number(all) }
    }

    #[test]
    fn a_share_is_never_rounded_up_to_all_of_them() {
        assert_eq!(share(99_999, 100_000).percent(), Some(99.9));
        assert_eq!(share(5, 5).percent(), Some(100.0));
        assert_eq!(share(0, 0).percent(), None);
    }
}
