//! One row of one of the five domain tables that runs shadow, with what its shadow must know about it.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::super::generators::RowSource;
use super::super::names;
use super::super::rows::{At, BulkRun, GroupSync, InventorySync, Ordinal, Restore, ScheduleRun};
use super::super::words::{Adapter, Shadow};
use super::draft::{Draft, Person, SchedulePlan, SetPlan, hours, minutes};
use super::life::{LONGEST, Life, Tally, failures, message};
use super::ordinal;
use crate::catalog::{self, Operation};
use crate::clock::{Instant, text};
use crate::problem::Result;

/// A domain row as its shadow sees it.
pub(super) struct DomainRow {
    pub(super) adapter: Adapter,
    pub(super) ordinal: Ordinal,
    pub(super) key: String,
    pub(super) state: Shadow,
    pub(super) life: Life,
    pub(super) total: i64,
    pub(super) person: Option<Person>,
    pub(super) operation: &'static Operation,
    pub(super) identity: Json,
    pub(super) context: Json,
    pub(super) scheduled_for: Option<Instant>,
}

/// When a row last changed.
#[derive(Clone, Copy)]
pub(super) enum When {
    /// Somewhere in the tenant's history.
    History,
    /// So many minutes before the end of it.
    MinutesAgo(i64),
}

/// Adds a row in `status`, not linked to any run yet.
pub(super) fn add(
    draft: &mut Draft<'_>,
    home: usize,
    adapter: Adapter,
    status: &str,
    key: &str,
    when: When,
) -> Result<DomainRow> {
    let Some((status, state)) = adapter.status(status) else {
        return Err(draft.impossible(format!("{} has no status `{status}`", adapter.table())));
    };
    let key = format!("{}/{key}", draft.homes[home].key);
    let row = draft.source.row(adapter.table(), &key);
    let asked = Asked { home, status, state, key, when, row };
    match adapter {
        Adapter::RestoreRuns => restore(draft, asked),
        Adapter::BulkOperationRuns => bulk_run(draft, asked),
        Adapter::BackupScheduleRuns => schedule_run(draft, asked),
        Adapter::InventorySyncRuns => inventory_sync(draft, asked),
        Adapter::EntraGroupSyncRuns => group_sync(draft, asked),
    }
}

/// Links a row to a run, the one that shadows it or, where drift wants it, another.
pub(super) fn link(draft: &mut Draft<'_>, adapter: Adapter, row: Ordinal, run: Ordinal) {
    let place = usize::try_from(row).unwrap_or(usize::MAX);
    let plan = &mut draft.plan;
    let link = match adapter {
        Adapter::RestoreRuns => &mut plan.restores[place].operation_run_id,
        Adapter::BulkOperationRuns => &mut plan.bulk_runs[place].operation_run_id,
        Adapter::BackupScheduleRuns => &mut plan.schedule_runs[place].operation_run_id,
        Adapter::InventorySyncRuns => &mut plan.inventory_syncs[place].operation_run_id,
        Adapter::EntraGroupSyncRuns => &mut plan.group_syncs[place].operation_run_id,
    };
    *link = Some(run);
}

struct Asked {
    home: usize,
    status: &'static str,
    state: Shadow,
    key: String,
    when: When,
    row: RowSource,
}

impl Asked {
    /// The whole life, nothing of it before `earliest`.
    fn life(&self, draft: &Draft<'_>, earliest: Instant) -> Life {
        let until = draft.homes[self.home].until;
        let changed = match self.when {
            When::History => self.row.time("changed_at", earliest + LONGEST, until - hours(3)),
            When::MinutesAgo(ago) => until - minutes(ago),
        };
        Life::until(&self.row, self.state, changed)
    }

    /// How long after its slot a scheduled run is created.
    fn late(&self) -> TimeDelta {
        TimeDelta::seconds(self.row.between("seconds_late", 0, 20))
    }

    fn failure_code(&self) -> Option<&'static str> {
        match self.state {
            Shadow::Over(_, code) => code,
            Shadow::None | Shadow::Queued | Shadow::Running => None,
        }
    }

    fn failure_text(&self) -> Option<String> {
        self.failure_code().map(|code| message(code).to_owned())
    }
}

fn restore(draft: &mut Draft<'_>, asked: Asked) -> Result<DomainRow> {
    let home = &draft.homes[asked.home];
    let newest = home.until - hours(26);
    let fit: Vec<_> = home.sets.iter().filter(|set| set.is_whole && set.completed_at <= newest).collect();
    let Some(set) = asked.row.choose("backup_set", &fit, |set| &set.key) else {
        let message = format!("tenant `{}` has no whole backup older than a day to restore from", home.key);
        return Err(draft.impossible(message));
    };
    let life = asked.life(draft, set.completed_at);
    let wanted = asked.row.between("requested_items", 2, ordinal(set.items.len()));
    let wanted: Vec<Ordinal> = set.items.iter().copied().take(usize::try_from(wanted).unwrap_or(2)).collect();
    let total = ordinal(wanted.len());
    let tally = Tally::new(&asked.row, asked.state, total);
    let (set, person) = (set.ordinal, draft.initiator(home.account, &asked.row, 85));
    let previewed = !matches!(asked.status, "draft" | "scoped" | "checked");
    let place = ordinal(draft.plan.restores.len());
    draft.plan.restores.push(Restore {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        backup_set_id: set,
        requested_by: person.as_ref().map(|person| person.ordinal),
        is_dry_run: asked.status == "previewed" && asked.row.chance("is_dry_run", 50),
        status: asked.status,
        requested_items: json!(wanted),
        preview: previewed.then(|| json!({ "create": total - total / 2, "update": total / 2 })),
        results: asked.state.is_over().then(|| tally.to_json(asked.state)),
        metadata: json!({ "reason": asked.row.one_of("reason", &["Rollback", "Drill", "Accidental deletion"]) }),
        group_mapping: json!({}),
        failure_reason: asked.failure_text(),
        idempotency_key: asked.row.hex("idempotency_key", 32),
        operation_run_id: None,
        started_at: life.started_at.map(At),
        completed_at: life.finished_at.map(At),
        created_at: At(life.created_at),
        updated_at: At(life.updated_at),
    });
    Ok(DomainRow {
        adapter: Adapter::RestoreRuns,
        ordinal: place,
        key: asked.key,
        state: asked.state,
        life,
        total,
        person,
        operation: catalog::find("restore.execute")?,
        identity: json!({ "restore_run_id": place }),
        context: json!({ "restore_run_id": place, "backup_set_id": set }),
        scheduled_for: None,
    })
}

fn bulk_run(draft: &mut Draft<'_>, asked: Asked) -> Result<DomainRow> {
    let home = &draft.homes[asked.home];
    let life = asked.life(draft, home.from);
    let mut kinds = vec![("drift", "generate", "drift.generate")];
    let before = |set: &&SetPlan| set.completed_at <= life.created_at;
    let set = home.sets.iter().find(before).map(|set| set.ordinal);
    if set.is_some() {
        kinds.push(("backup_set", "add_policies", "backup_set.add_policies"));
    }
    let (resource, action, operation) = *asked.row.one_of("kind", &kinds);
    let wanted = asked.row.between("total_items", 2, ordinal(home.policies.len()));
    let items: Vec<Ordinal> =
        home.policies.iter().take(usize::try_from(wanted).unwrap_or(2)).map(|policy| policy.ordinal).collect();
    let total = ordinal(items.len());
    let tally = Tally::new(&asked.row, asked.state, total);
    let person = draft.initiator(home.account, &asked.row, 70);
    let place = ordinal(draft.plan.bulk_runs.len());
    draft.plan.bulk_runs.push(BulkRun {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        user_id: person.as_ref().map(|person| person.ordinal),
        resource,
        action,
        idempotency_key: asked.row.hex("idempotency_key", 32),
        status: asked.status,
        total_items: total,
        processed_items: tally.processed(),
        succeeded: tally.succeeded,
        failed: tally.failed,
        skipped: tally.skipped,
        item_ids: json!(items),
        failures: asked.state.is_over().then(|| failures(&asked.row, asked.state).to_json()),
        operation_run_id: None,
        created_at: At(life.created_at),
        updated_at: At(life.updated_at),
    });
    let mut context = json!({ "bulk_operation_run_id": place });
    if let (Some(set), "backup_set") = (set, resource) {
        context["backup_set_id"] = set.into();
    }
    Ok(DomainRow {
        adapter: Adapter::BulkOperationRuns,
        ordinal: place,
        key: asked.key,
        state: asked.state,
        life,
        total,
        person,
        operation: catalog::find(operation)?,
        identity: json!({ "bulk_operation_run_id": place }),
        context,
        scheduled_for: None,
    })
}

fn schedule_run(draft: &mut Draft<'_>, asked: Asked) -> Result<DomainRow> {
    let home = &draft.homes[asked.home];
    let Some(schedule) = asked.row.choose("backup_schedule", &home.schedules, |schedule| &schedule.key) else {
        return Err(draft.impossible(format!("tenant `{}` has no backup schedule", home.key)));
    };
    let (life, slot) = slotted_life(draft, &asked, schedule);
    draft.slots.insert((schedule.ordinal, slot));
    let tally = Tally::new(&asked.row, asked.state, ordinal(home.policies.len()).max(2));
    let person = None;
    let place = ordinal(draft.plan.schedule_runs.len());
    let schedule = schedule.ordinal;
    draft.plan.schedule_runs.push(ScheduleRun {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        backup_schedule_id: schedule,
        // The backups of that time are gone: retention kept the newest.
        backup_set_id: None,
        scheduled_for: At(slot),
        status: asked.status,
        summary: tally.to_json(asked.state),
        error_code: asked.failure_code(),
        error_message: asked.failure_text(),
        operation_run_id: None,
        started_at: life.started_at.map(At),
        finished_at: life.finished_at.map(At),
        created_at: At(life.created_at),
        updated_at: At(life.updated_at),
    });
    Ok(DomainRow {
        adapter: Adapter::BackupScheduleRuns,
        ordinal: place,
        key: asked.key,
        state: asked.state,
        life,
        total: tally.total,
        person,
        operation: catalog::find("backup_schedule.scheduled")?,
        identity: json!({ "backup_schedule_id": schedule, "scheduled_for": text(slot) }),
        context: json!({
            "backup_schedule_id": schedule,
            "backup_schedule_run_id": place,
            "scheduled_for": text(slot),
        }),
        scheduled_for: Some(slot),
    })
}

/// A slot that no row has yet, to the minute, and a life that begins there.
fn slotted_life(draft: &Draft<'_>, asked: &Asked, schedule: &SchedulePlan) -> (Life, Instant) {
    let earliest = draft.homes[asked.home].from.max(schedule.created_at);
    let life = asked.life(draft, earliest);
    let is_free = |slot: &Instant| !draft.slots.contains(&(schedule.ordinal, *slot));
    if matches!(asked.when, When::History) {
        let slots = (0..).map(|back| schedule.slot_before(life.created_at, back));
        if let Some(slot) = slots.take_while(|slot| *slot > earliest).find(is_free) {
            return (life.moved(slot - life.created_at + asked.late()), slot);
        }
    }
    // Work in progress, or more history than there were slots: as if the schedule had been another then.
    let minute = life.created_at - TimeDelta::seconds(life.created_at.timestamp().rem_euclid(60));
    let slot = (0..).map(|back| minute - minutes(back)).find(is_free).unwrap_or(minute);
    (life, slot)
}

fn inventory_sync(draft: &mut Draft<'_>, asked: Asked) -> Result<DomainRow> {
    let home = &draft.homes[asked.home];
    let life = asked.life(draft, home.from);
    let total = asked.row.between("items_observed", 12, 400);
    let tally = Tally::new(&asked.row, asked.state, total);
    let person = draft.initiator(home.account, &asked.row, 25);
    let types: Vec<&str> = names::POLICY_TYPES.iter().map(|(name, _, _)| *name).take(3).collect();
    let place = ordinal(draft.plan.inventory_syncs.len());
    draft.plan.inventory_syncs.push(InventorySync {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        selection_hash: asked.row.hex("selection_hash", 64),
        selection_payload: json!({ "policy_types": types }),
        status: asked.status,
        items_observed_count: tally.processed(),
        items_upserted_count: tally.succeeded,
        errors_count: tally.failed,
        error_message: asked.failure_text(),
        operation_run_id: None,
        started_at: life.started_at.map(At),
        finished_at: life.finished_at.map(At),
        created_at: At(life.created_at),
        updated_at: At(life.updated_at),
    });
    if asked.status == "success" {
        draft.homes[asked.home].inventories.push((place, life.updated_at));
    }
    Ok(DomainRow {
        adapter: Adapter::InventorySyncRuns,
        ordinal: place,
        key: asked.key,
        state: asked.state,
        life,
        total,
        person,
        operation: catalog::find("inventory.sync")?,
        identity: json!({ "inventory_sync_run_id": place }),
        context: json!({ "inventory_sync_run_id": place }),
        scheduled_for: None,
    })
}

fn group_sync(draft: &mut Draft<'_>, asked: Asked) -> Result<DomainRow> {
    let home = &draft.homes[asked.home];
    let life = asked.life(draft, home.from);
    let total = asked.row.between("items_observed", 20, 900);
    let tally = Tally::new(&asked.row, asked.state, total);
    let person = draft.initiator(home.account, &asked.row, 20);
    let place = ordinal(draft.plan.group_syncs.len());
    draft.plan.group_syncs.push(GroupSync {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        selection_key: (*asked.row.one_of("selection_key", &["all_groups", "security_groups"])).to_owned(),
        slot_key: person.is_none().then(|| life.created_at.format("%Y%m%d%H%M").to_string()),
        status: asked.status,
        pages_fetched: (tally.processed() + 99) / 100,
        items_observed_count: tally.processed(),
        items_upserted_count: tally.succeeded,
        error_count: tally.failed,
        error_code: asked.failure_code(),
        error_message: asked.failure_text(),
        operation_run_id: None,
        started_at: life.started_at.map(At),
        finished_at: life.finished_at.map(At),
        created_at: At(life.created_at),
        updated_at: At(life.updated_at),
    });
    Ok(DomainRow {
        adapter: Adapter::EntraGroupSyncRuns,
        ordinal: place,
        key: asked.key,
        state: asked.state,
        life,
        total,
        person,
        operation: catalog::find("directory_groups.sync")?,
        identity: json!({ "entra_group_sync_run_id": place }),
        context: json!({ "entra_group_sync_run_id": place }),
        scheduled_for: None,
    })
}

/// Takes the row that was just added away again: it served to describe a shadow of something that is gone.
pub(super) fn remove_last(draft: &mut Draft<'_>, adapter: Adapter) {
    let plan = &mut draft.plan;
    match adapter {
        Adapter::RestoreRuns => drop(plan.restores.pop()),
        Adapter::BulkOperationRuns => drop(plan.bulk_runs.pop()),
        Adapter::BackupScheduleRuns => drop(plan.schedule_runs.pop()),
        Adapter::InventorySyncRuns => drop(plan.inventory_syncs.pop()),
        Adapter::EntraGroupSyncRuns => drop(plan.group_syncs.pop()),
    }
}
