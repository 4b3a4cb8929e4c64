//! The ordered list of migrations. A new one is a new line at the end; a landed one never changes.

use sea_orm::DbBackend;
use sea_orm_migration::{MigrationTrait, MigratorTrait};

use crate::step::Step;

/// Applies, rolls back and lists the migrations.
///
/// Callers wrap it in one transaction that also serialises migrating processes; see `opsledger::db`.
#[derive(Debug)]
pub struct Migrator;

/// All that the migrations execute on their way up, as one text: what a schema made by them can be named after.
#[must_use]
pub fn text(engine: DbBackend) -> String {
    steps().iter().map(|step| step.text(engine)).collect()
}

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        steps().into_iter().map(|step| Box::new(step) as Box<dyn MigrationTrait>).collect()
    }
}

fn steps() -> Vec<Step> {
    vec![
        Step {
            name: "m20261120_000001_tenancy",
            up: include_str!("sql/01_tenancy.up.sql"),
            down: include_str!("sql/01_tenancy.down.sql"),
            up_sqlite: "",
            up_postgres: "",
            down_postgres: "",
        },
        Step {
            name: "m20261120_000002_operations",
            up: include_str!("sql/02_operations.up.sql"),
            down: include_str!("sql/02_operations.down.sql"),
            up_sqlite: include_str!("sql/02_operations.sqlite.sql"),
            up_postgres: include_str!("sql/02_operations.postgres.sql"),
            down_postgres: "drop function opsledger_refuse_history_change() cascade;",
        },
        Step {
            name: "m20261120_000003_audit",
            up: include_str!("sql/03_audit.up.sql"),
            down: include_str!("sql/03_audit.down.sql"),
            up_sqlite: include_str!("sql/03_audit.sqlite.sql"),
            up_postgres: include_str!("sql/03_audit.postgres.sql"),
            down_postgres: "drop function opsledger_refuse_audit_change() cascade;",
        },
        Step {
            name: "m20261120_000004_legacy_history",
            up: include_str!("sql/04_legacy_history.up.sql"),
            down: include_str!("sql/04_legacy_history.down.sql"),
            up_sqlite: "",
            up_postgres: "",
            down_postgres: "",
        },
        Step {
            name: "m20261120_000005_tenant_records",
            up: include_str!("sql/05_tenant_records.up.sql"),
            down: include_str!("sql/05_tenant_records.down.sql"),
            up_sqlite: "",
            up_postgres: "",
            down_postgres: "",
        },
        Step {
            name: "m20261120_000006_seeding",
            up: include_str!("sql/06_seeding.up.sql"),
            down: include_str!("sql/06_seeding.down.sql"),
            up_sqlite: "",
            up_postgres: "",
            down_postgres: "",
        },
        Step {
            name: "m20261120_000007_provider",
            up: include_str!("sql/07_provider.up.sql"),
            down: include_str!("sql/07_provider.down.sql"),
            up_sqlite: "",
            up_postgres: "",
            down_postgres: "",
        },
        Step {
            name: "m20261120_000008_tenant_operations",
            up: include_str!("sql/08_tenant_operations.up.sql"),
            down: include_str!("sql/08_tenant_operations.down.sql"),
            up_sqlite: include_str!("sql/08_tenant_operations.sqlite.sql"),
            up_postgres: include_str!("sql/08_tenant_operations.postgres.sql"),
            down_postgres: "drop function opsledger_refuse_legacy_change() cascade; \
                     drop function opsledger_imports_legacy(); drop function opsledger_replan_backup_schedule();",
        },
        Step {
            name: "m20261120_000009_workers",
            up: include_str!("sql/09_workers.up.sql"),
            down: include_str!("sql/09_workers.down.sql"),
            up_sqlite: "",
            up_postgres: "",
            down_postgres: "",
        },
        Step {
            name: "m20261120_000010_seed_growth",
            up: include_str!("sql/10_seed_growth.up.sql"),
            down: include_str!("sql/10_seed_growth.down.sql"),
            up_sqlite: "",
            up_postgres: "",
            down_postgres: "",
        },
        Step {
            name: "m20261120_000011_hub",
            up: include_str!("sql/11_hub.up.sql"),
            down: include_str!("sql/11_hub.down.sql"),
            up_sqlite: "",
            up_postgres: "",
            down_postgres: "",
        },
    ]
}
