//! What must be true of the ledger and its neighbours, as SQL (the heart of `scheduler doctor`).
//!
//! Most of it the schema already refuses; a database that was restored, repaired by hand or written by another
//! program may say otherwise. Each invariant is a query for the rows that break it; no row, it holds. A query reads
//! poisoned JSON as what it is not, a list or an object, and never fails over it. Nothing is repaired here.

mod fields;
mod runs;
mod scopes;
mod values;

pub(super) use scopes::LINKED;

use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::clock::Instant;
use crate::db::sql::statement;
use crate::db::{Db, Engine};
use crate::problem::Result;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look; nothing relies on it.
    Warning,
    /// The ledger is not what it promises to be.
    Violation,
}

/// One thing that must be true.
#[derive(Debug)]
pub struct Invariant {
    /// Its stable name.
    pub id: &'static str,
    /// How bad it is when it is not true.
    pub severity: Severity,
    /// What is true when it holds.
    pub sentence: &'static str,
    sql: fn(Engine, Instant) -> String,
}

impl Invariant {
    /// The query that selects `row_id` and `detail` of each row that breaks it.
    #[must_use]
    pub fn sql(&self, engine: Engine, now: Instant) -> String {
        (self.sql)(engine, now)
    }
}

/// An invariant that does not hold, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The invariant's name.
    pub invariant: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What should be true.
    pub sentence: &'static str,
    /// How many rows break it.
    pub count: i64,
    /// The first of them, at most [`EXAMPLES`].
    pub examples: Vec<Example>,
}

/// A row that breaks an invariant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Id of the run, or of the row that `detail` names.
    pub row_id: i64,
    /// What is wrong with it; never the content of the row.
    pub detail: String,
}

/// At most so many examples for one finding.
pub const EXAMPLES: usize = 5;

/// Every invariant, in the order in which it is reported.
pub static INVARIANTS: &[Invariant] = &[
    Invariant {
        id: "I1",
        severity: Severity::Violation,
        sentence: "An identity has at most one active run",
        sql: runs::double_identity,
    },
    Invariant {
        id: "I2",
        severity: Severity::Violation,
        sentence: "A slot has at most one run, whatever became of it",
        sql: runs::double_slot,
    },
    Invariant {
        id: "I3",
        severity: Severity::Violation,
        sentence: "Status, outcome and times of a run agree",
        sql: runs::states_and_times,
    },
    Invariant {
        id: "I4",
        severity: Severity::Violation,
        sentence: "A running run has a lease that has not run out long ago",
        sql: runs::nobodys_run,
    },
    Invariant {
        id: "I5",
        severity: Severity::Violation,
        sentence: "Outcome and failures of a run agree, and their codes are of the stable form",
        sql: values::outcome_and_failures,
    },
    Invariant {
        id: "I6",
        severity: Severity::Violation,
        sentence: "An audited run has one line about its end in the audit log, and none before it ends",
        sql: runs::end_in_audit_log,
    },
    Invariant {
        id: "I6b",
        severity: Severity::Warning,
        sentence: "A recent line of the audit log about a run has its run, unless a person had that run pruned early",
        sql: runs::audit_row_without_run,
    },
    Invariant {
        id: "I9",
        severity: Severity::Violation,
        sentence: "The audit log names the workspace and tenant of the run it is about",
        sql: scopes::audit_row_of_another_scope,
    },
    Invariant {
        id: "I11",
        severity: Severity::Violation,
        sentence: "What a run remembers is of the right kind and stays within its bounds",
        sql: values::bounds,
    },
    Invariant {
        id: "I13",
        severity: Severity::Violation,
        sentence: "Processed items are those that succeeded, failed or were skipped",
        sql: values::counts_add_up,
    },
    Invariant {
        id: "I15",
        severity: Severity::Violation,
        sentence: "A row of a tenant is in the workspace of that tenant",
        sql: scopes::tenant_of_another_workspace,
    },
    Invariant {
        id: "I16",
        severity: Severity::Warning,
        sentence: "A domain record is linked to a run of its own workspace and tenant",
        sql: scopes::link_across_scopes,
    },
    Invariant {
        id: "I17",
        severity: Severity::Violation,
        sentence: "A notification tells the initiator of a run that the run has ended",
        sql: scopes::stray_notification,
    },
    Invariant {
        id: "I18",
        severity: Severity::Warning,
        sentence: "The external id of a workspace or tenant is a UUID",
        sql: scopes::external_id_form,
    },
];

/// The invariants that do not hold, in the order of [`INVARIANTS`]; none is good news. `now` stands for the clock
/// wherever the engine has none of its own.
///
/// # Errors
/// A database problem.
pub async fn check(db: &Db, now: Instant) -> Result<Vec<Finding>> {
    let engine = db.engine();
    let mut findings = Vec::new();
    for invariant in INVARIANTS {
        let Invariant { id, severity, sentence, sql: _ } = invariant;
        let sql = format!(
            "select row_id, detail, count(*) over () as total from ({}) as found order by row_id, detail limit {EXAMPLES}",
            invariant.sql(engine, now)
        );
        let rows = db.reader().query_all_raw(statement(engine, &sql, [])).await?;
        let Some(first) = rows.first() else { continue };
        let count = first.try_get("", "total")?;
        let examples = rows
            .iter()
            .map(|row| Ok(Example { row_id: row.try_get("", "row_id")?, detail: row.try_get("", "detail")? }))
            .collect::<Result<_>>()?;
        findings.push(Finding { invariant: id, severity: *severity, sentence, count, examples });
    }
    Ok(findings)
}
