//! Every rule that production's data obeys, held against every row of every profile, in SQL of its own.

use opsledger::catalog::OPERATIONS;
use opsledger::db::Engine;
use opsledger::seeding;
use uuid::{Uuid, Variant};

use super::{AS_OF, PROFILES, seeded};
use crate::support::TestDb;

const OWNED_BY_TENANTS: [&str; 10] = [
    "policies",
    "backup_schedules",
    "backup_sets",
    "backup_items",
    "inventory_sync_runs",
    "entra_group_sync_runs",
    "bulk_operation_runs",
    "backup_schedule_runs",
    "restore_runs",
    "findings",
];

on_both! {
    async fn no_row_of_any_profile_breaks_a_rule(t: TestDb) {
        for name in PROFILES {
            let t = TestDb::new(t.engine).await;
            seeded(&t, name).await;
            for (rule, bad) in rules(t.engine) {
                assert_eq!(t.count(&format!("select count(*) from {bad}")).await, 0, "{name}: {rule}");
            }
            for table in ["workspaces", "tenants"] {
                for id in t.texts(&format!("select external_id from {table}")).await {
                    let id = Uuid::try_parse(&id).expect("a UUID");
                    assert_eq!((id.get_version_num(), id.get_variant()), (4, Variant::RFC4122));
                }
            }
            assert!(seeding::verify(&t.db).await.unwrap().is_clean(), "{name}");
        }
    }

    async fn the_sanitizer_had_nothing_to_hide_in_any_profile(t: TestDb) {
        seeded(&t, "incident").await;
        for placeholder in ["[secret]", "[email]", "[token]", "[redacted]"] {
            let marked = format!(
                "select count(*) from operation_runs where cast(context as text) like '%{placeholder}%' \
                 or cast(failure_summary as text) like '%{placeholder}%'"
            );
            assert_eq!(t.count(&marked).await, 0, "{placeholder}");
        }
        assert_eq!(t.count("select count(*) from operation_runs where cast(context as text) like '%\"[%'").await, 0);
    }

    async fn dev_holds_every_status_role_type_and_outcome(t: TestDb) {
        seeded(&t, "dev").await;
        assert_eq!(t.count("select count(distinct workspace_id) from tenants").await, 2);
        assert_eq!(t.count("select count(*) from tenants").await, 6);
        assert_eq!(t.count("select count(distinct role) from workspace_memberships").await, 4);
        assert_eq!(t.count("select count(*) from tenants where status = 'archived'").await, 1);
        assert_eq!(
            t.count("select count(*) from tenants x where not exists (select 1 from policies p where p.tenant_id = x.id)").await,
            1
        );
        for (table, statuses) in [
            ("restore_runs", 13),
            ("bulk_operation_runs", 6),
            ("backup_schedule_runs", 6),
            ("inventory_sync_runs", 5),
            ("entra_group_sync_runs", 4),
            ("backup_sets", 3),
            ("findings", 2),
            ("operation_runs", 3),
        ] {
            assert_eq!(t.count(&format!("select count(distinct status) from {table}")).await, statuses, "{table}");
        }
        assert_eq!(t.count("select count(distinct outcome) from operation_runs").await, 5);
        let types = t.texts("select distinct type from operation_runs order by type").await;
        let declared: Vec<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
        assert_eq!(types, declared);
    }
}

/// Sentence, and the rows that break it.
fn rules(engine: Engine) -> Vec<(String, String)> {
    let mut rules = Vec::new();
    let mut rule = |sentence: &str, bad: String| rules.push((sentence.to_owned(), bad));
    for table in OWNED_BY_TENANTS {
        rule(
            &format!("{table}: the workspace is the tenant's"),
            format!("{table} x join tenants t on t.id = x.tenant_id where t.workspace_id <> x.workspace_id"),
        );
        rule(
            &format!("{table}: nothing is older than its tenant"),
            format!("{table} x join tenants t on t.id = x.tenant_id where x.created_at < t.created_at"),
        );
        rule(&format!("{table}: created, then updated"), format!("{table} where updated_at < created_at"));
        rule(
            &format!("{table}: nothing after the seed's instant"),
            format!("{table} where {}", after("updated_at", engine)),
        );
        rule(
            &format!("{table}: an archived tenant has no later history"),
            format!("{table} x join tenants t on t.id = x.tenant_id where x.updated_at > t.deleted_at"),
        );
    }
    for (table, begun, ended) in [
        ("operation_runs", "started_at", "completed_at"),
        ("restore_runs", "started_at", "completed_at"),
        ("inventory_sync_runs", "started_at", "finished_at"),
        ("entra_group_sync_runs", "started_at", "finished_at"),
        ("backup_schedule_runs", "started_at", "finished_at"),
    ] {
        // The record of the seed itself lies behind the seed's rows.
        let table = match table {
            "operation_runs" => {
                "(select * from operation_runs where id < (select first_id + id_room from seed_blocks \
                 where table_name = 'operation_runs')) r"
            }
            other => other,
        };
        rule(
            &format!("{table}: created, started, ended, in this order"),
            format!(
                "{table} where {begun} < created_at or {ended} < {begun} or {ended} < created_at or updated_at < coalesce({ended}, {begun}, created_at)"
            ),
        );
        rule(
            &format!("{table}: nothing after the seed's instant"),
            format!("{table} where {} or {}", after("updated_at", engine), after(ended, engine)),
        );
    }
    rule(
        "runs: the workspace is the tenant's, and older",
        "operation_runs x join tenants t on t.id = x.tenant_id where t.workspace_id <> x.workspace_id or x.created_at < t.created_at".into(),
    );
    rule(
        "runs: somebody of the workspace asked for them, and not a reader",
        "operation_runs x where user_id is not null and not exists (select 1 from workspace_memberships m \
         where m.user_id = x.user_id and m.workspace_id = x.workspace_id and m.role <> 'readonly' and m.created_at <= x.created_at)".into(),
    );
    rule(
        "runs: the initiator's name is a snapshot of the user's, or the system's",
        "operation_runs x left join users u on u.id = x.user_id where x.initiator_name <> coalesce(u.name, 'System')"
            .into(),
    );
    rule(
        "tenants: none is older than its workspace",
        "tenants x join workspaces w on w.id = x.workspace_id where x.created_at < w.created_at".into(),
    );
    rule(
        "restores: only from an earlier backup of the tenant that succeeded",
        "restore_runs x where not exists (select 1 from backup_sets s where s.id = x.backup_set_id and s.tenant_id = x.tenant_id \
         and s.status = 'completed' and s.completed_at <= x.created_at)".into(),
    );
    rule(
        "backups: none before its schedule, and as many items as it says",
        "backup_sets x join backup_schedules s on s.id = x.backup_schedule_id where x.created_at < s.created_at \
         or x.item_count <> (select count(*) from backup_items i where i.backup_set_id = x.id)"
            .into(),
    );
    rule(
        "items: captured while their backup was made",
        "backup_items i join backup_sets s on s.id = i.backup_set_id where i.captured_at < s.created_at or i.captured_at > s.completed_at".into(),
    );
    rule(
        "findings: found after the inventory that showed them",
        "findings f join inventory_sync_runs s on s.id = f.current_run_id where f.tenant_id <> s.tenant_id or f.created_at < s.finished_at".into(),
    );
    rule(
        "findings: no fingerprint twice",
        "(select fingerprint from findings group by fingerprint having count(*) > 1) x".into(),
    );
    outcomes(engine, &mut rule);
    rule(
        "runs: no two active ones of one identity",
        "(select 1 from operation_runs where status <> 'completed' group by workspace_id, tenant_id, run_identity_hash having count(*) > 1) x".into(),
    );
    rule(
        "runs: an active one is the shadow of a record",
        "operation_runs where status <> 'completed' and cast(context as text) not like '%restore_run_id%' \
         and cast(context as text) not like '%sync_run_id%' and cast(context as text) not like '%bulk_operation_run_id%' \
         and cast(context as text) not like '%backup_schedule_run_id%'".into(),
    );
    rules
}

/// How runs ended, and what that left behind.
fn outcomes(engine: Engine, rule: &mut impl FnMut(&str, String)) {
    let (length, count): (&str, fn(&str) -> String) = match engine {
        Engine::Postgres => {
            ("jsonb_array_length(failure_summary)", |key| format!("coalesce((summary_counts ->> '{key}')::bigint, 0)"))
        }
        Engine::Sqlite => {
            ("json_array_length(failure_summary)", |key| format!("coalesce(summary_counts ->> '{key}', 0)"))
        }
    };
    rule(
        "runs: success has no failures",
        format!("operation_runs where outcome in ('succeeded', 'pending') and {length} > 0"),
    );
    rule(
        "runs: anything less has some",
        format!("operation_runs where outcome in ('failed', 'partially_succeeded', 'blocked') and {length} = 0"),
    );
    let [total, processed, succeeded, failed, skipped] =
        ["total", "processed", "succeeded", "failed", "skipped"].map(count);
    rule(
        "runs: counts add up",
        format!("operation_runs where {processed} <> {succeeded} + {failed} + {skipped} or {processed} > {total}"),
    );
    rule(
        "runs: counts fit the outcome",
        format!(
            "operation_runs where (outcome = 'succeeded' and ({failed} > 0 or {processed} <> {total})) \
             or (outcome = 'partially_succeeded' and ({succeeded} = 0 or {failed} = 0)) \
             or (outcome = 'failed' and {succeeded} > 0) or (outcome = 'blocked' and {processed} > 0)"
        ),
    );
    let audited: Vec<String> = OPERATIONS
        .iter()
        .filter(|operation| operation.audited)
        .map(|operation| format!("'{}'", operation.name))
        .collect();
    rule(
        "audit: exactly one line for each ended run of an audited type, and none for others",
        format!(
            "operation_runs r where (select count(*) from audit_logs a where a.resource_type = 'operation_run' \
             and a.action = 'operation_run.completed' and a.resource_id = r.id and a.workspace_id = r.workspace_id) \
             <> case when r.status = 'completed' and r.type in ({}) then 1 else 0 end",
            audited.join(", ")
        ),
    );
    rule(
        "audit: no line about a run that is not there",
        "audit_logs a where resource_type = 'operation_run' and not exists (select 1 from operation_runs r where r.id = a.resource_id)".into(),
    );
    rule(
        "notifications: one for each ended run of a person, and none for others",
        "operation_runs r where (select count(*) from notifications n where n.operation_run_id = r.id and n.user_id = r.user_id) \
         <> case when r.status = 'completed' and r.user_id is not null then 1 else 0 end".into(),
    );
    rule(
        "notifications: told at the end, read after",
        "notifications n join operation_runs r on r.id = n.operation_run_id where n.created_at <> r.completed_at or n.read_at < n.created_at".into(),
    );
}

fn after(column: &str, engine: Engine) -> String {
    match engine {
        Engine::Postgres => format!("{column} > timestamptz '{AS_OF}'"),
        Engine::Sqlite => format!("julianday({column}) > julianday('{AS_OF}')"),
    }
}
