//! The row of `operation_runs` as it is read. Writing goes through the verbs, never through an `ActiveModel`.

use sea_orm::entity::prelude::*;

/// One run, column by column.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "operation_runs")]
#[expect(missing_docs, reason = "the columns are described in the migration and in ARCHITECTURE.md")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub workspace_id: i64,
    pub tenant_id: Option<i64>,
    pub user_id: Option<i64>,
    pub initiator_name: String,
    #[sea_orm(column_name = "type")]
    pub operation: String,
    pub status: String,
    pub outcome: String,
    pub run_identity_hash: String,
    pub summary_counts: Json,
    pub failure_summary: Json,
    pub context: Json,
    pub scheduled_for: Option<DateTimeUtc>,
    pub attempt: i32,
    pub claim_token: i64,
    pub available_at: Option<DateTimeUtc>,
    pub reconciled_at: Option<DateTimeUtc>,
    pub started_at: Option<DateTimeUtc>,
    pub completed_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is walked through the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
