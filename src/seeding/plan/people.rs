//! Workspaces, the people in them, and their tenants.

use serde_json::json;

use super::super::names;
use super::super::rows::{At, Membership, Ordinal, Tenant, User, Workspace};
use super::super::scenario::model::{self, Persona, TenantStatus, WorkspaceStatus};
use super::draft::{Account, Draft, Home, Person, days, hours, minutes};
use super::{ordinal, personas};
use crate::clock::Instant;

pub(super) fn add(draft: &mut Draft<'_>) {
    let scenario = draft.scenario;
    for workspace in &scenario.workspaces {
        add_workspace(draft, workspace);
    }
}

fn add_workspace<'a>(draft: &mut Draft<'a>, workspace: &'a model::Workspace) {
    let row = draft.source.row("workspaces", &workspace.key);
    let created_at = row.time(
        "created_at",
        draft.as_of - days(workspace.age_days.0),
        draft.as_of - days(workspace.age_days.0) + hours(8),
    );
    let name = names::company(&row);
    // The digits make the slug this scenario's and seed's own, beside any other.
    let slug = format!("{}-{}", names::slug(&name), row.hex("slug", 6));
    let place = ordinal(draft.plan.workspaces.len());
    draft.plan.workspaces.push(Workspace {
        external_id: row.uuid("external_id").to_string(),
        slug: slug.clone(),
        name: name.clone(),
        status: match workspace.status {
            WorkspaceStatus::Active => "active",
            WorkspaceStatus::Archived => "archived",
        },
        created_at: At(created_at),
        updated_at: At(row.time("updated_at", created_at, created_at + hours(12))),
    });
    let account = draft.accounts.len();
    draft.accounts.push(Account { ordinal: place, key: (*workspace.key).clone(), created_at, people: Vec::new() });
    add_members(draft, account, workspace, &slug);
    for tenant in &workspace.tenants {
        let is_active = workspace.status == WorkspaceStatus::Active && tenant.status == TenantStatus::Active;
        add_tenant(draft, account, tenant, &name, is_active);
    }
}

fn add_members(draft: &mut Draft<'_>, account: usize, workspace: &model::Workspace, slug: &str) {
    let (place, created_at) = (draft.accounts[account].ordinal, draft.accounts[account].created_at);
    for (role, count) in workspace.members.by_role() {
        for n in 1..=count {
            let key = format!("{}/{role}/{n}", *workspace.key);
            let row = draft.source.row("users", &key);
            let (first, last) = names::person(&row);
            let name = format!("{first} {last}");
            let joined = row.time("joined_at", created_at, created_at + hours(12));
            let known = At(row.time("created_at", joined - days(20), joined));
            let user = ordinal(draft.plan.users.len());
            draft.plan.users.push(User {
                // The role and its number make the address unique, and tell a developer whom to log in as.
                email: format!("{}.{}.{role}{n}@{slug}.example", names::slug(&first), names::slug(&last)),
                name: name.clone(),
                created_at: known,
                updated_at: known,
            });
            draft.plan.memberships.push(Membership {
                workspace_id: place,
                user_id: user,
                role,
                created_at: At(joined),
                updated_at: At(joined),
            });
            if role != "readonly" {
                draft.accounts[account].people.push(Person { ordinal: user, key, name });
            }
        }
    }
}

fn add_tenant<'a>(draft: &mut Draft<'a>, account: usize, tenant: &'a model::Tenant, company: &str, is_active: bool) {
    let workspace: Ordinal = draft.accounts[account].ordinal;
    let key = format!("{}/{}", draft.accounts[account].key, *tenant.key);
    let row = draft.source.row("tenants", &key);
    let earliest = draft.as_of - days(tenant.age_days.0);
    let mut created_at = row.time("created_at", earliest, earliest + hours(6));
    if tenant.persona == Some(Persona::LeapDay) {
        created_at = personas::last_leap_day(draft.as_of).max(draft.accounts[account].created_at + hours(1));
    }
    let until = tenant.archived_days_ago.as_ref().map_or(draft.as_of, |ago| draft.as_of - days(ago.0));
    let archived = tenant.status == TenantStatus::Archived;
    let changed_at = if archived { until } else { created_at + minutes(row.between("updated_at", 5, 90)) };
    let title = title(&tenant.key);
    let place = ordinal(draft.plan.tenants.len());
    draft.plan.tenants.push(Tenant {
        workspace_id: workspace,
        external_id: row.uuid("external_id").to_string(),
        entra_tenant_id: row.uuid("entra_tenant_id").to_string(),
        name: personas::named(tenant.persona, format!("{company} {title}")),
        domain: format!("{}-{}.example", names::slug(company), *tenant.key),
        environment: tenant.environment.clone(),
        status: match tenant.status {
            TenantStatus::Draft => "draft",
            TenantStatus::Onboarding => "onboarding",
            TenantStatus::Active => "active",
            TenantStatus::Archived => "archived",
        },
        metadata: json!({ "region": row.one_of("region", &["eu-west", "eu-north", "us-east", "ap-south"]) }),
        created_at: At(created_at),
        updated_at: At(changed_at),
        deleted_at: archived.then_some(At(until)),
    });
    draft.homes.push(Home {
        account,
        workspace,
        tenant: place,
        key,
        records: tenant.records.as_ref().and_then(|name| draft.scenario.records.get(&**name)),
        persona: tenant.persona,
        is_active,
        created_at,
        from: later(created_at + days(1), until - days(draft.scenario.history_days.0)),
        until,
        policies: Vec::new(),
        schedules: Vec::new(),
        sets: Vec::new(),
        restored: Vec::new(),
        inventories: Vec::new(),
    });
}

fn later(a: Instant, b: Instant) -> Instant {
    a.max(b)
}

/// `field-test` as `Field test`.
fn title(key: &str) -> String {
    let words = key.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}
