//! What happened at one slot of a tenant: the types of the cycle one after the other, each over before the next.

use super::tenant::Tenant;
use super::world::REASONS;
use crate::catalog::Operation;
use crate::ledger::{Outcome, Status};
use crate::seeding::words::Shadow;

/// One piece of work and how it went.
pub(super) struct Work {
    /// Its number within the tenant.
    pub(super) number: u32,
    pub(super) address: u64,
    pub(super) cycle: u32,
    pub(super) operation: &'static Operation,
    pub(super) state: Shadow,
    pub(super) status: Status,
    pub(super) outcome: Outcome,
    /// The code of its failure, and why.
    pub(super) failure: Option<(&'static str, &'static str)>,
    pub(super) slot: i64,
    pub(super) created: i64,
    pub(super) started: Option<i64>,
    pub(super) completed: Option<i64>,
    /// Who asked for it, by number.
    pub(super) person: Option<usize>,
    pub(super) total: i64,
    pub(super) succeeded: i64,
    pub(super) failed: i64,
}

impl Work {
    /// The last change.
    pub(super) fn updated(&self) -> i64 {
        self.completed.or(self.started).unwrap_or(self.created)
    }

    /// Counts as the ledger keeps them, sorted by key.
    pub(super) fn counts(&self) -> [(&'static str, i64); 5] {
        let Self { total, succeeded, failed, .. } = *self;
        [
            ("failed", failed),
            ("processed", succeeded + failed),
            ("skipped", 0),
            ("succeeded", succeeded),
            ("total", total),
        ]
    }
}

/// Types that shadow nothing and are not audited: any of them may still be at work.
fn may_be_open(operation: &Operation) -> bool {
    matches!(operation.name, "policy.sync" | "assignments.fetch" | "directory_role_definitions.sync")
}

/// Codes of a failure, of a part of one, and of a refusal; where there is none, the next worse stands in.
fn codes(operation: &str) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    match operation {
        "backup_schedule.scheduled" => ("backup.failed", Some("backup.partial"), None),
        "restore.execute" => ("restore.failed", Some("restore.partial"), None),
        "inventory.sync" => ("provider.throttled", Some("inventory.partial"), Some("inventory.skipped")),
        "directory_groups.sync" => ("provider.permission_denied", None, None),
        "assignments.fetch" => {
            ("assignments.fetch_failed", Some("assignments.fetch_failed"), Some("provider.consent_missing"))
        }
        "assignments.restore" => {
            ("assignments.restore_failed", Some("assignments.restore_failed"), Some("provider.consent_missing"))
        }
        _ => ("provider.unavailable", Some("items.failed"), Some("provider.consent_missing")),
    }
}

impl Tenant<'_> {
    /// The work of this number.
    pub(super) fn happened(&self, number: u32) -> Work {
        let (world, address) = (self.world, self.work(number));
        let fields = &world.fields;
        let length = u32::try_from(world.cycle.len()).unwrap_or(1);
        let (cycle, turn) = (number / length, number % length);
        let operation = world.cycle[turn as usize];
        let slot = self.slot(cycle);
        let step = world.period() / i64::from(length);
        let state = self.state(operation, cycle, turn, address);
        let created = slot + i64::from(turn) * step;
        let began = created + fields.run_waited.between(address, 1, 5);
        let expected = i64::try_from(operation.expected.as_secs()).unwrap_or(60);
        let worked = fields.run_worked.between(address, 1, expected.min(step - 20).max(1));
        let (started, completed) = match state {
            Shadow::None | Shadow::Queued => (None, None),
            Shadow::Running => (Some(began), None),
            Shadow::Over(Outcome::Blocked, _) => (None, Some(began)),
            Shadow::Over(..) => (Some(began), Some(began + worked)),
        };
        let (status, outcome) = state.run().unwrap_or((Status::Queued, Outcome::Pending));
        let total = match operation.name {
            "backup_schedule.scheduled" | "restore.execute" => world.population.items_per_backup.0,
            _ => fields.run_total.between(address, 2, 40),
        };
        let (succeeded, failed) = match state {
            Shadow::Over(Outcome::Succeeded, _) => (total, 0),
            Shadow::Over(Outcome::PartiallySucceeded, _) => {
                let lost = fields.run_lost.between(address, 1, (total / 3).max(1));
                (total - lost, lost)
            }
            Shadow::Over(Outcome::Failed, _) => (0, total),
            _ => (0, 0),
        };
        let failure = match state {
            Shadow::Over(_, Some(code)) => Some((code, *fields.run_reason.one_of(address, &REASONS))),
            _ => None,
        };
        // Slots are the system's own.
        let by_person = operation.name != "backup_schedule.scheduled"
            && fields.run_asked.chance(address, world.population.asked_for.0);
        let person = by_person.then(|| fields.run_person.between(address, 0, i64::from(super::tenant::STARTERS) - 1));
        Work {
            number,
            address,
            cycle,
            operation,
            state,
            status,
            outcome,
            failure,
            slot,
            created,
            started,
            completed,
            person: person.and_then(|person| usize::try_from(person).ok()),
            total,
            succeeded,
            failed,
        }
    }

    fn state(&self, operation: &'static Operation, cycle: u32, turn: u32, address: u64) -> Shadow {
        let (world, fields) = (self.world, &self.world.fields);
        // Of one type only the first of a cycle: two at work would share an identity.
        let first = world.cycle.iter().position(|other| may_be_open(other)) == Some(turn as usize);
        if cycle == 0 && first && fields.run_active.chance(address, world.population.in_progress.0) {
            return if address.is_multiple_of(2) { Shadow::Running } else { Shadow::Queued };
        }
        let outcomes = &world.population.outcomes;
        let (failed, partial, blocked) = codes(operation.name);
        // One item is done or not.
        let single = world.population.items_per_backup.0 < 2
            && matches!(operation.name, "backup_schedule.scheduled" | "restore.execute");
        let draw = fields.run_ending.between(address, 1, 100);
        if draw <= outcomes.succeeded {
            return Shadow::Over(Outcome::Succeeded, None);
        }
        if draw <= outcomes.succeeded + outcomes.partially_succeeded {
            return match partial {
                Some(code) if !single => Shadow::Over(Outcome::PartiallySucceeded, Some(code)),
                _ => Shadow::Over(Outcome::Failed, Some(failed)),
            };
        }
        match blocked {
            Some(code) if draw > 100 - outcomes.blocked => Shadow::Over(Outcome::Blocked, Some(code)),
            _ => Shadow::Over(Outcome::Failed, Some(failed)),
        }
    }

    /// The number of the work of another type in the same cycle, if it came before `turn`.
    pub(super) fn earlier(&self, work: &Work, operation: &str) -> Option<u32> {
        let length = u32::try_from(self.world.cycle.len()).unwrap_or(1);
        let turn = work.number % length;
        let found = self.world.cycle.iter().position(|other| other.name == operation)?;
        let found = u32::try_from(found).ok()?;
        (found < turn).then(|| work.cycle * length + found)
    }

    /// The backup that a restore of this cycle starts from: the cycle's own if it is whole, else the founding one.
    pub(super) fn source(&self, work: &Work) -> u32 {
        let own = self.earlier(work, "backup_schedule.scheduled");
        let whole = |number: &u32| matches!(self.happened(*number).state, Shadow::Over(Outcome::Succeeded, _));
        own.filter(whole).unwrap_or(super::address::FOUNDING)
    }
}
