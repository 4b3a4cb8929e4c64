//! Whether a scheduler is at work, as far as the stored data tell. Nobody writes a heartbeat for its own sake, so two
//! things that only a live process does are taken for one: settling the slots of schedules, which some schedule is due for
//! at least once a minute, and keeping the lease of an operation.

use chrono::TimeDelta;
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalog::Cadence;
use crate::clock::Instant;
use crate::hub::view::{Answer, View};

/// How late a slot may be settled before that is worth a word.
pub const GRACE: TimeDelta = TimeDelta::seconds(90);

/// As many slots of a late schedule as are counted.
const MOST: usize = 1_000;

/// The signs of life.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Life {
    /// The schedule whose slot was settled last.
    pub schedule: Option<String>,
    /// That slot.
    pub last_slot: Option<chrono::DateTime<chrono::Utc>>,
    /// Schedules with a slot that is due and that nobody has settled, the longest due first.
    pub late: Vec<Late>,
    /// Operations whose worker has promised to be alive beyond now.
    pub leases: i64,
    /// The latest end of such a promise.
    pub lease_until: Option<chrono::DateTime<chrono::Utc>>,
    /// Whose it is; left out for who may not see workers.
    pub worker: Option<String>,
}

/// A schedule that nobody serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Late {
    /// Its key.
    pub schedule: String,
    /// The first slot that was not settled.
    pub slot: chrono::DateTime<chrono::Utc>,
    /// How many there are by now; counted up to a thousand.
    pub slots: usize,
}

impl Life {
    /// Whether nobody seems to be at work though somebody should be.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        !self.late.is_empty()
    }
}

/// Reads them.
///
/// # Errors
/// A database problem.
pub async fn read(view: &View) -> Answer<Life> {
    let mut life = Life { late: late(view).await?, ..Life::default() };
    let newest =
        "select key, last_slot from schedules where last_slot is not null order by last_slot desc, key limit 1";
    if let Some(row) = view.one(newest, []).await? {
        life.schedule = Some(row.try_get("", "key")?);
        life.last_slot = Some(row.try_get("", "last_slot")?);
    }
    let leases = |what: &str| {
        format!(
            "select {what} from operation_run_leases l where l.expires_at > $1 and exists \
             (select 1 from operation_runs r where r.id = l.run_id and r.status = 'running' and {})",
            view.scope().rows("r")
        )
    };
    life.leases = view.count(&leases("count(*)"), [view.now().into()]).await?;
    let last = format!("{} order by l.expires_at desc, l.run_id limit 1", leases("l.worker, l.expires_at"));
    if let Some(row) = view.one(&last, [view.now().into()]).await? {
        life.worker = Some(row.try_get("", "worker")?);
        life.lease_until = Some(row.try_get("", "expires_at")?);
    }
    Ok(life)
}

/// The schedules that are late.
///
/// # Errors
/// A database problem.
pub async fn late(view: &View) -> Answer<Vec<Late>> {
    let is_on = match view.engine() {
        crate::db::Engine::Postgres => "enabled",
        crate::db::Engine::Sqlite => "enabled = 1",
    };
    let sql = format!(
        "select key, cron, time_zone, last_slot from schedules where {is_on} and paused_at is null and last_slot is not null"
    );
    let mut late = Vec::new();
    for row in view.all(&sql, []).await? {
        let (cron, zone): (String, String) = (row.try_get("", "cron")?, row.try_get("", "time_zone")?);
        // One that cannot be read is told by the scheduler at each tick.
        let Ok(cadence) = Cadence::parse(&cron, &zone) else { continue };
        late.extend(late_of(&cadence, row.try_get("", "key")?, row.try_get("", "last_slot")?, view.now()));
    }
    late.sort_by(|one, other| (one.slot, &one.schedule).cmp(&(other.slot, &other.schedule)));
    Ok(late)
}

fn late_of(cadence: &Cadence, schedule: String, last: Instant, now: Instant) -> Option<Late> {
    let until = now - GRACE;
    let slot = cadence.slots(last, until).next()?.at;
    Some(Late { schedule, slot, slots: cadence.count(last, until, MOST) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        format!("2026-11-20T{text}Z").parse().unwrap()
    }

    #[test]
    fn a_schedule_is_late_when_its_slot_is_long_due_and_not_a_moment_after_it() {
        let minutely = Cadence::parse("* * * * *", "UTC").unwrap();
        let late = |now| late_of(&minutely, "a.b".into(), at("08:00:00"), at(now)).map(|late| (late.slot, late.slots));
        assert_eq!(late("08:02:29"), None);
        assert_eq!(late("08:02:31"), Some((at("08:01:00"), 1)));
        assert_eq!(late("09:01:30"), Some((at("08:01:00"), 60)));
    }
}
