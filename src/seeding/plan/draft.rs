//! What the steps of a plan share: the rows so far, and what each tenant has to build on.

use std::collections::HashSet;

use chrono::TimeDelta;

use super::super::generators::{RowSource, Source};
use super::super::rows::Ordinal;
use super::super::scenario::Scenario;
use super::super::scenario::model::{Persona, Records};
use super::Plan;
use crate::catalog::cadence::Cadence;
use crate::clock::Instant;
use crate::problem::Problem;

/// A plan in the making.
pub(super) struct Draft<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) source: Source,
    pub(super) as_of: Instant,
    pub(super) plan: Plan,
    pub(super) accounts: Vec<Account>,
    pub(super) homes: Vec<Home<'a>>,
    /// Slots of backup schedules that are taken, to the minute.
    pub(super) slots: HashSet<(Ordinal, Instant)>,
}

/// A workspace as the steps see it.
pub(super) struct Account {
    pub(super) ordinal: Ordinal,
    pub(super) key: String,
    pub(super) created_at: Instant,
    /// Those who may start work.
    pub(super) people: Vec<Person>,
}

/// Somebody who may start work.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) ordinal: Ordinal,
    pub(super) key: String,
    pub(super) name: String,
}

/// A tenant as the steps see it.
pub(super) struct Home<'a> {
    pub(super) account: usize,
    pub(super) workspace: Ordinal,
    pub(super) tenant: Ordinal,
    /// `workspace/tenant`.
    pub(super) key: String,
    pub(super) records: Option<&'a Records>,
    pub(super) persona: Option<Persona>,
    /// Whether it may hold work in progress.
    pub(super) is_active: bool,
    pub(super) created_at: Instant,
    /// The span in which its history lies: nothing of it is younger than `until`.
    pub(super) from: Instant,
    pub(super) until: Instant,
    pub(super) policies: Vec<PolicyPlan>,
    pub(super) schedules: Vec<SchedulePlan>,
    pub(super) sets: Vec<SetPlan>,
    /// Restores that are over, and when they began.
    pub(super) restored: Vec<(Ordinal, Instant)>,
    /// Inventories that were taken, and when.
    pub(super) inventories: Vec<(Ordinal, Instant)>,
}

pub(super) struct PolicyPlan {
    pub(super) ordinal: Ordinal,
    pub(super) policy_type: &'static str,
    pub(super) external_id: String,
    pub(super) name: String,
}

pub(super) struct SchedulePlan {
    pub(super) ordinal: Ordinal,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) created_at: Instant,
    /// Minutes after midnight, by the clock of its zone.
    pub(super) minute_local: i64,
    /// How far that clock is before UTC.
    pub(super) offset_minutes: i64,
    /// When it fires, where its zone changes the clock.
    pub(super) cadence: Option<Cadence>,
    /// The week days of that clock on which it fires, Monday being 1.
    pub(super) days: Vec<u32>,
}

pub(super) struct SetPlan {
    pub(super) ordinal: Ordinal,
    pub(super) key: String,
    pub(super) completed_at: Instant,
    pub(super) is_whole: bool,
    pub(super) items: Vec<Ordinal>,
}

impl Home<'_> {
    /// The backups from which a restore may start: whole, of more than one thing, and older than any restore in
    /// progress.
    pub(super) fn restorable(&self) -> impl Iterator<Item = &SetPlan> {
        let newest = self.until - hours(26);
        self.sets.iter().filter(move |set| set.is_whole && set.items.len() >= 2 && set.completed_at <= newest)
    }
}

impl<'a> Draft<'a> {
    pub(super) fn new(scenario: &'a Scenario, seed: i64, as_of: Instant) -> Self {
        Self {
            scenario,
            source: Source::new(seed, scenario.name()),
            as_of,
            plan: Plan::default(),
            accounts: Vec::new(),
            homes: Vec::new(),
            slots: HashSet::new(),
        }
    }

    /// Who starts a piece of work: somebody in `percent` of all cases, else the system.
    pub(super) fn initiator(&self, account: usize, row: &RowSource, percent: i64) -> Option<Person> {
        if !row.chance("is_started_by_a_person", percent) {
            return None;
        }
        row.choose("initiator", &self.accounts[account].people, |person| &person.key).cloned()
    }

    /// What the file asks for cannot be.
    pub(super) fn impossible(&self, message: impl std::fmt::Display) -> Problem {
        Problem::request("scenario.impossible", format!("{}: {message}", self.scenario.origin))
            .next("change the scenario; nothing was written")
    }
}

pub(super) fn minutes(count: i64) -> TimeDelta {
    TimeDelta::minutes(count)
}

pub(super) fn hours(count: i64) -> TimeDelta {
    TimeDelta::hours(count)
}

pub(super) fn days(count: i64) -> TimeDelta {
    TimeDelta::days(count)
}
