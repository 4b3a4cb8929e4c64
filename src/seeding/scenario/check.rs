//! What the types of a scenario cannot say: names that must exist, statuses, ages, and how many rows all in all.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::amount::{Count, MOST_ROWS};
use super::crowd;
use super::model::{
    Drift, DriftKind, Elsewhere, Endings, InProgress, Persona, Records, Scenario, ShadowStatus, Tenant, TenantStatus,
    Workspace,
};
use super::placed::Placed;
use crate::catalog::{self, ScopeKind};
use crate::seeding::words::{Adapter, Shadow};

/// What is wrong, and where.
pub(super) struct Wrong {
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

pub(super) type Checked<T = ()> = Result<T, Wrong>;

pub(super) fn wrong<T>(span: Range<usize>, message: impl Into<String>) -> Checked<T> {
    Err(Wrong { span, message: message.into() })
}

pub(super) fn check(scenario: &Scenario) -> Checked {
    key(&scenario.name, &mut BTreeSet::new())?;
    for records in scenario.records.values() {
        check_records(records)?;
    }
    let mut keys = BTreeSet::new();
    for workspace in &scenario.workspaces {
        key(&workspace.key, &mut keys)?;
        check_workspace(scenario, workspace)?;
    }
    if let Some(population) = &scenario.population {
        crowd::check(population)?;
    }
    scenario.in_progress.iter().try_for_each(check_in_progress)?;
    scenario.drift.iter().try_for_each(check_drift)?;
    let named = scenario.in_progress.iter().map(|rows| &rows.tenant);
    for name in named.chain(scenario.drift.iter().map(|drift| &drift.tenant)).flatten() {
        check_name(scenario, name)?;
    }
    total(scenario)
}

/// Lower case letters, digits, hyphens and underscores; once.
fn key(name: &Placed<String>, seen: &mut BTreeSet<String>) -> Checked {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if name.is_empty() || name.len() > 40 || !name.chars().all(plain) {
        return wrong(name.span(), format!("`{}` is no name: 1 to 40 of a-z, 0-9, - and _", **name));
    }
    if !seen.insert((**name).clone()) {
        return wrong(name.span(), format!("`{}` stands twice", **name));
    }
    Ok(())
}

fn check_workspace(scenario: &Scenario, workspace: &Workspace) -> Checked {
    check_operations(&workspace.operations, ScopeKind::Workspace)?;
    let mut keys = BTreeSet::new();
    for tenant in &workspace.tenants {
        key(&tenant.key, &mut keys)?;
        check_tenant(scenario, workspace, tenant)?;
    }
    Ok(())
}

fn check_tenant(scenario: &Scenario, workspace: &Workspace, tenant: &Tenant) -> Checked {
    if tenant.age_days.0 >= workspace.age_days.0 {
        return wrong(tenant.age_days.span(), "a tenant is younger than its workspace");
    }
    match (&tenant.archived_days_ago, tenant.status) {
        (Some(days), TenantStatus::Archived) if days.0 + 2 > tenant.age_days.0 => {
            return wrong(days.span(), "a tenant lives for two days before it is archived");
        }
        (Some(_), TenantStatus::Archived) | (None, _) => {}
        (Some(days), _) => return wrong(days.span(), "only an archived tenant has archived_days_ago"),
    }
    if let (Some(Persona::Empty), Some(name)) = (tenant.persona, &tenant.records) {
        return wrong(name.span(), "the empty tenant has no records");
    }
    let Some(name) = &tenant.records else { return Ok(()) };
    let Some(records) = scenario.records.get(&**name) else {
        return wrong(name.span(), format!("there are no [records.{}]", **name));
    };
    if tenant.age_days.0 < 3 {
        return wrong(tenant.age_days.span(), "a tenant with records is at least three days old");
    }
    if tenant.status == TenantStatus::Archived
        && let Some((adapter, status)) = active(records)
    {
        let message =
            format!("an archived tenant has nothing at work, but `{}` holds a {status} {adapter} row", **name);
        return wrong(name.span(), message);
    }
    Ok(())
}

fn active(records: &Records) -> Option<(&'static str, &str)> {
    Adapter::ALL.into_iter().find_map(|adapter| {
        let rows = records.by_status(adapter);
        let mut at_work = rows.iter().filter(|(_, count)| count.0 > 0).map(|(status, _)| status.as_str());
        let status = at_work.find(|status| adapter.status(status).is_some_and(|(_, shadow)| shadow.is_active()))?;
        Some((adapter.table(), status))
    })
}

fn check_records(records: &Records) -> Checked {
    for adapter in Adapter::ALL {
        let rows = records.by_status(adapter);
        for status in rows.keys() {
            known(adapter, status, rows.span())?;
        }
    }
    check_operations(&records.operations, ScopeKind::Tenant)?;
    let needs = |rows: &Placed<BTreeMap<String, Count>>, what: bool, message: &str| match what || sum(rows) == 0 {
        true => Ok(()),
        false => wrong(rows.span(), message),
    };
    if records.backup_sets.0 > 0 && records.backup_schedules.0 == 0 {
        return wrong(records.backup_sets.span(), "backup_sets are made by schedules: set backup_schedules");
    }
    if records.items_per_set.0 > records.policies.0 {
        return wrong(records.items_per_set.span(), "items_per_set is more than there are policies");
    }
    let restorable = records.backup_sets.0 > 0 && records.items_per_set.0 >= 2;
    needs(&records.restore_runs, restorable, "restores need backup_sets and at least two items_per_set")?;
    needs(&records.backup_schedule_runs, records.backup_schedules.0 > 0, "these rows need backup_schedules")?;
    needs(&records.bulk_operation_runs, records.policies.0 >= 2, "these rows need at least two policies")?;
    if records.findings.0 > 0 && records.policies.0 == 0 {
        return wrong(records.policies.span(), "findings are about policies: set at least one");
    }
    Ok(())
}

fn check_operations(operations: &Placed<BTreeMap<String, Endings>>, scope: ScopeKind) -> Checked {
    for name in operations.keys() {
        let operation = match catalog::find(name) {
            Ok(operation) if operation.name == name => operation,
            Ok(operation) => return wrong(operations.span(), format!("`{name}` is spelt `{}` today", operation.name)),
            Err(problem) => return wrong(operations.span(), problem.message),
        };
        if operation.scope != scope {
            return wrong(operations.span(), format!("`{name}` is work of another scope"));
        }
        if matches!(operation.name, "restore.execute" | "backup_schedule.scheduled") {
            return wrong(operations.span(), format!("runs of `{name}` come with their domain rows"));
        }
    }
    Ok(())
}

fn known(adapter: Adapter, status: &str, span: Range<usize>) -> Checked<Shadow> {
    match adapter.status(status) {
        Some((_, shadow)) => Ok(shadow),
        None => {
            let names: Vec<&str> = adapter.statuses().iter().map(|(name, _)| *name).collect();
            wrong(span, format!("{} has no status `{status}`: it has {}", adapter.table(), names.join(", ")))
        }
    }
}

fn check_in_progress(rows: &InProgress) -> Checked {
    match known(rows.table, &rows.domain_status, rows.domain_status.span())? {
        Shadow::Queued | Shadow::Running => Ok(()),
        Shadow::None | Shadow::Over(..) => wrong(rows.domain_status.span(), "that is not in progress"),
    }
}

fn check_drift(drift: &Drift) -> Checked {
    use DriftKind::{
        DomainBehind, DomainMissing, ScopeMismatch, ShadowBehind, ShadowMissing, ShadowNotStarted, TooRecent,
    };
    let span = drift.kind.span();
    let domain = match &drift.domain_status {
        Some(status) => Some(known(drift.table, status, status.span())?),
        None => None,
    };
    let shadow = drift.shadow_status.as_ref().map(|status| **status);
    let open = matches!(shadow, Some(ShadowStatus::Queued | ShadowStatus::Running));
    if drift.belongs_to.is_some() != (*drift.kind == ScopeMismatch) {
        return wrong(span, "belongs_to says where the domain row of a scope_mismatch belongs");
    }
    let fits = match *drift.kind {
        ShadowBehind | TooRecent => open && domain.is_some_and(Shadow::is_over),
        ShadowNotStarted => shadow == Some(ShadowStatus::Queued) && domain == Some(Shadow::Running),
        ShadowMissing => {
            drift.table == Adapter::RestoreRuns
                && shadow.is_none()
                && domain.is_some_and(|domain| domain != Shadow::None)
        }
        DomainMissing => open && domain.is_none(),
        DomainBehind => shadow == Some(ShadowStatus::Completed) && domain.is_some_and(Shadow::is_active),
        ScopeMismatch => match drift.belongs_to {
            Some(Elsewhere::Run) => open && domain.is_some_and(Shadow::is_over),
            _ => open && domain.is_some_and(|domain| domain != Shadow::None),
        },
    };
    if fits { Ok(()) } else { wrong(span, "this kind of drift does not go with these statuses") }
}

fn check_name(scenario: &Scenario, name: &Placed<String>) -> Checked {
    let is_there = scenario.workspaces.iter().any(|workspace| {
        let below = name.strip_prefix(workspace.key.as_str()).and_then(|rest| rest.strip_prefix('/'));
        below.is_some_and(|below| workspace.tenants.iter().any(|tenant| *tenant.key == below))
    });
    if is_there { Ok(()) } else { wrong(name.span(), format!("there is no tenant `{}`: say workspace/tenant", **name)) }
}

fn sum(counts: &BTreeMap<String, Count>) -> i64 {
    counts.values().map(|count| count.0).fold(0, i64::saturating_add)
}

fn ended(operations: &BTreeMap<String, Endings>) -> i64 {
    operations.values().map(|endings| endings.count()).fold(0, i64::saturating_add)
}

/// Each number may be sane and their product not.
fn total(scenario: &Scenario) -> Checked {
    let mut rows: i64 = 0;
    let mut add = |more: i64, span: Range<usize>| {
        rows = rows.saturating_add(more);
        if rows > MOST_ROWS {
            return wrong(
                span,
                format!(
                    "with this the scenario comes to more than {MOST_ROWS} rows, and they are held in memory: count them in a [population]"
                ),
            );
        }
        Ok(())
    };
    for workspace in &scenario.workspaces {
        let people: i64 = workspace.members.by_role().iter().map(|(_, count)| count).sum();
        add(people.saturating_mul(2).saturating_add(ended(&workspace.operations)), workspace.key.span())?;
        for tenant in &workspace.tenants {
            let Some(records) = tenant.records.as_ref().and_then(|name| scenario.records.get(&**name)) else {
                continue;
            };
            let sets = records.backup_sets.0.saturating_mul(records.items_per_set.0.saturating_add(2));
            let shadowed =
                Adapter::ALL.iter().map(|adapter| sum(records.by_status(*adapter))).fold(0, i64::saturating_add);
            let more = [records.policies.0, records.backup_schedules.0, records.findings.0, shadowed.saturating_mul(2)];
            let more = more.into_iter().fold(sets, i64::saturating_add).saturating_add(ended(&records.operations));
            add(more, tenant.key.span())?;
        }
    }
    for drift in &scenario.drift {
        add(drift.count.0.saturating_mul(2), drift.kind.span())?;
    }
    for rows in &scenario.in_progress {
        add(rows.count.0.saturating_mul(2), rows.domain_status.span())?;
    }
    Ok(())
}
