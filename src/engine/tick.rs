//! Settles the slots that are due (S1–S4, S6): observe the stored schedules, plan with [`super::due`], write each
//! schedule's plan in one transaction.
//!
//! Several schedulers see the same slots due; the one that moves `last_slot` on writes the runs and the skips with it,
//! the others find it moved and write nothing (S2). A process that dies half way leaves the slot due.

use std::collections::HashMap;

use chrono::TimeDelta;

use crate::catalog::cadence::Cadence;
use crate::catalog::schedules::{CatchUp, Overlap, Resolved};
use crate::catalog::{self, OnLost, Operation};
use crate::clock::Instant;
use crate::engine::agenda::Agenda;
use crate::engine::due::{Allowance, Due, State, due};
use crate::engine::patience::soon;
use crate::ledger::{FannedOut, Ledger, SkipRow, StoredSchedule};
use crate::metrics;
use crate::problem::Result;

/// How many times in a row one schedule may have more to do within one tick.
const ROUNDS: usize = 50;

/// A slot that is looked at within this time was not made up for: it is on time, and what is active overlaps it.
const PROMPT: TimeDelta = TimeDelta::seconds(5);

/// What one tick did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticked {
    /// The slots that this process settled by running them, with their schedule.
    pub ran: Vec<(String, Instant)>,
    /// Runs and overlaps over all of them.
    pub fanned_out: FannedOut,
    /// Rows of slots that did not run.
    pub skipped: u64,
    /// Whether slots were left that run as soon as the runs before them have ended.
    pub more: bool,
}

/// Ticks, and remembers what it has already read: expressions, and what it has already warned of.
#[derive(Debug, Default)]
pub struct Ticker {
    agenda: Agenda,
    cadences: HashMap<(String, String), Cadence>,
    warned: HashMap<String, String>,
}

impl Ticker {
    /// Settles everything that is due now. One schedule that cannot be settled does not stop the others.
    ///
    /// # Errors
    /// When the schedules cannot be read, or the first problem met while settling them.
    pub async fn tick(&mut self, ledger: &Ledger) -> Result<Ticked> {
        let mut ticked = Ticked::default();
        let (schedules, now) = self.agenda.look(ledger).await?;
        let mut first = Ok(());
        for stored in schedules {
            let key = stored.key.clone();
            match self.settle(ledger, stored, now, &mut ticked).await {
                Ok(Some(next)) => self.agenda.rests(key, next),
                Ok(None) => {}
                Err(problem) => first = first.and(Err(problem)),
            }
        }
        first.map(|()| ticked)
    }

    /// Settles one schedule, so that what follows (a resume, another expression) starts from now.
    ///
    /// # Errors
    /// A database problem.
    pub async fn tick_one(&mut self, ledger: &Ledger, key: &str) -> Result<Ticked> {
        let mut ticked = Ticked::default();
        let (schedules, now) = soon(ledger, ledger.schedules()).await?;
        if let Some(stored) = schedules.into_iter().find(|stored| stored.key == key) {
            self.settle(ledger, stored, now, &mut ticked).await?;
        }
        Ok(ticked)
    }

    /// Answers when it can next be due, if nothing is left to do until then.
    async fn settle(
        &mut self,
        ledger: &Ledger,
        mut stored: StoredSchedule,
        now: Instant,
        ticked: &mut Ticked,
    ) -> Result<Option<Instant>> {
        let Some(schedule) = self.resolve(&stored) else { return Ok(Some(Instant::MAX_UTC)) };
        let (mut wrote, mut rests) = (false, false);
        for _ in 0..ROUNDS {
            let state = State {
                schedule: &schedule,
                last_slot: stored.last_slot,
                created_at: stored.created_at,
                paused_at: stored.paused_at,
            };
            let plan = due(&state, now, allowance(&schedule));
            if let Some(ahead) = plan.ahead.filter(|ahead| ahead.as_secs() > 60) {
                self.warn(
                    &stored.key,
                    "ahead",
                    &format!(
                        "the last settled slot lies {} s ahead of the clock; nothing runs until then",
                        ahead.as_secs()
                    ),
                );
            }
            let Some(to) = plan.advance_to else {
                rests = true;
                break;
            };
            // Made up for one after the other: queued at once they would only be in each other's way, and of all
            // the slots that are promised a run the oldest would get one. A run that takes longer than its type is
            // expected to is not waited for: it overlaps, and its workspace alone is left behind.
            if schedule.catch_up == CatchUp::All
                && plan.slots_to_run.first().is_some_and(|slot| plan.more || wrote || now - slot > PROMPT)
                && soon(ledger, ledger.is_active(schedule.operation, back(now, schedule.operation.expected))).await?
            {
                ticked.more = true;
                break;
            }
            if !plan.slots_to_run.is_empty() {
                free(ledger, schedule.operation).await?;
            }
            let Some(fanned_out) = write(ledger, &schedule, &stored, &plan, to, now).await? else {
                // Another scheduler settled it; what it left is seen at the next tick.
                return Ok(None);
            };
            ticked.fanned_out.add(fanned_out);
            ticked.skipped += plan.skips.len() as u64;
            ticked.ran.extend(plan.slots_to_run.iter().map(|slot| (stored.key.clone(), *slot)));
            stored.last_slot = Some(to);
            if !plan.more {
                break;
            }
            wrote = true;
        }
        if schedule.enabled && schedule.overlap == Overlap::QueueOne && stored.paused_at.is_none() {
            let oldest = back(now, schedule.catch_up_window);
            ticked.fanned_out.ran += soon(ledger, ledger.run_owed(&stored.key, schedule.operation, oldest)).await?;
            // What is owed comes due when a run ends, which no clock tells.
            return Ok(None);
        }
        let next = || schedule.cadence.slots(now, Instant::MAX_UTC).next().map_or(Instant::MAX_UTC, |slot| slot.at);
        Ok(rests.then(next))
    }

    /// The stored schedule, understood; nothing for one that this program does not know or cannot read.
    fn resolve(&mut self, stored: &StoredSchedule) -> Option<Resolved> {
        let operation = catalog::find(&stored.operation_type).ok()?;
        let expression = (stored.cron.clone(), stored.time_zone.clone());
        if !self.cadences.contains_key(&expression) {
            match Cadence::parse(&stored.cron, &stored.time_zone) {
                Ok(cadence) => {
                    self.cadences.insert(expression.clone(), cadence);
                }
                Err(problem) => {
                    self.warn(&stored.key, problem.code, &problem.message);
                    return None;
                }
            }
        }
        Some(Resolved {
            key: stored.key.clone(),
            operation,
            cadence: self.cadences.get(&expression)?.clone(),
            overlap: Overlap::parse(&stored.overlap)?,
            catch_up: CatchUp::parse(&stored.catch_up)?,
            catch_up_window: std::time::Duration::from_secs(u64::try_from(stored.catch_up_window).unwrap_or(0)),
            enabled: stored.enabled,
        })
    }

    /// Says something once, until it changes: a tick comes every second.
    fn warn(&mut self, key: &str, code: &str, what: &str) {
        if self.warned.insert(key.to_owned(), code.to_owned()).as_deref() != Some(code) {
            tracing::warn!(schedule = key, code, "schedule {key}: {what}");
        }
    }
}

/// `now` less `window`, or as far back as time goes.
fn back(now: Instant, window: std::time::Duration) -> Instant {
    TimeDelta::from_std(window).ok().and_then(|window| now.checked_sub_signed(window)).unwrap_or(Instant::UNIX_EPOCH)
}

/// Ends the runs of lost workers that would be in the way of their own type's slot for ever: those of the type that
/// recovers all others. Any other type waits for that one, which knows a lost worker from a lost database.
async fn free(ledger: &Ledger, operation: &'static Operation) -> Result<()> {
    if operation.stale.on_lost != OnLost::OwnSlot {
        return Ok(());
    }
    loop {
        let freed = soon(ledger, ledger.release_lost(operation)).await?;
        if freed.is_empty() {
            return Ok(());
        }
        tracing::warn!(
            runs = freed.len(),
            operation = operation.name,
            "{} operations of {} were left by a lost worker and are now failed",
            freed.len(),
            operation.name
        );
    }
}

/// Every slot that is made up for is a step of its own.
fn allowance(schedule: &Resolved) -> Allowance {
    let usual = Allowance::default();
    if schedule.catch_up == CatchUp::All { Allowance { limit: 1, ..usual } } else { usual }
}

/// Writes the plan of one schedule, all of it or nothing; none when another scheduler was faster.
async fn write(
    ledger: &Ledger,
    schedule: &Resolved,
    stored: &StoredSchedule,
    plan: &Due,
    to: Instant,
    now: Instant,
) -> Result<Option<FannedOut>> {
    let tx = soon(ledger, ledger.db().begin()).await?;
    if !soon(ledger, ledger.advance_in(&tx, stored, to)).await? {
        // Said and not left to the drop, which lets go of the schedule whenever the pool comes to it: until then the
        // next to look would find it held.
        tx.rollback().await?;
        return Ok(None);
    }
    for skip in &plan.skips {
        let row = SkipRow { slot: skip.slot, slot_through: skip.slot_through, reason: skip.reason.as_str() };
        ledger.skip_in(&tx, stored, &row).await?;
    }
    let mut done = FannedOut::default();
    for slot in &plan.slots_to_run {
        done.add(ledger.fan_out_in(&tx, &stored.key, schedule.operation, *slot).await?);
    }
    tx.commit().await?;
    for slot in &plan.slots_to_run {
        metrics::slot_ran(&stored.key, (now - *slot).to_std().unwrap_or_default(), done.ran);
        tracing::info!(schedule = stored.key, %slot, ran = done.ran, overlapped = done.overlapped, "schedule {} settled the slot {slot}", stored.key);
    }
    metrics::slots_skipped(&stored.key, "overlap", done.overlapped);
    for skip in &plan.skips {
        metrics::slots_skipped(&stored.key, skip.reason.as_str(), 1);
        tracing::warn!(
            schedule = stored.key,
            reason = skip.reason.as_str(),
            count = skip.count,
            "schedule {}: {} slots from {} to {} did not run ({})",
            stored.key,
            skip.count,
            skip.slot,
            skip.last(),
            skip.reason.as_str()
        );
    }
    Ok(Some(done))
}
