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

/// A step whose texts lie under its name. What only one engine needs comes with it.
macro_rules! step {
    ($name:literal $(, $field:ident: $text:expr)* $(,)?) => {
        Step {
            $($field: $text,)*
            ..Step::shared(
                concat!("m20261120_0000", $name),
                include_str!(concat!("sql/", $name, ".up.sql")),
                include_str!(concat!("sql/", $name, ".down.sql")),
            )
        }
    };
}

fn steps() -> Vec<Step> {
    vec![
        step!("01_tenancy"),
        step!(
            "02_operations",
            up_sqlite: include_str!("sql/02_operations.sqlite.sql"),
            up_postgres: include_str!("sql/02_operations.postgres.sql"),
            down_postgres: "drop function opsledger_refuse_history_change() cascade;",
        ),
        step!(
            "03_audit",
            up_sqlite: include_str!("sql/03_audit.sqlite.sql"),
            up_postgres: include_str!("sql/03_audit.postgres.sql"),
            down_postgres: "drop function opsledger_refuse_audit_change() cascade;",
        ),
        step!("04_legacy_history"),
        step!("05_tenant_records"),
        step!("06_seeding"),
        step!("07_provider"),
        step!(
            "08_tenant_operations",
            up_sqlite: include_str!("sql/08_tenant_operations.sqlite.sql"),
            up_postgres: include_str!("sql/08_tenant_operations.postgres.sql"),
            down_postgres: "drop function opsledger_refuse_legacy_change() cascade; \
                     drop function opsledger_imports_legacy(); drop function opsledger_replan_backup_schedule();",
        ),
        step!("09_workers"),
        step!("10_seed_growth"),
        step!("11_hub"),
    ]
}
