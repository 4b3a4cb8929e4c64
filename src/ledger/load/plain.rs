//! Rows whose values need no normaliser, made in some hundred nanoseconds each.

use super::cells::{self, Values};
use crate::catalog::Operation;
use crate::db::bulk::Cells;
use crate::ledger::identity;
use crate::ledger::words::{Outcome, Scope, Status};

/// A value of a plain context: nothing in it can be a secret.
#[derive(Debug, Clone, Copy)]
pub enum Plain<'a> {
    /// A number: nearly always an id.
    Number(i64),
    /// A word of the program's own, such as an instant; it needs no escape.
    Word(&'a str),
}

/// A run whose values need no sanitizer. Instants are microseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub struct PlainRun<'a> {
    /// Its id.
    pub id: i64,
    /// For whom.
    pub scope: Scope,
    /// Who asked; the system when nobody.
    pub user: Option<(i64, &'a str)>,
    /// What kind of work.
    pub operation: &'static Operation,
    /// Keys and values, sorted by key.
    pub identity: &'a [(&'static str, Plain<'a>)],
    /// Where it stands.
    pub status: Status,
    /// How it ended.
    pub outcome: Outcome,
    /// Keys and numbers, sorted by key; what the type does not allow is dropped.
    pub counts: &'a [(&'static str, i64)],
    /// Failures as [`crate::ledger::Failures::to_json`] gives them, as text.
    pub failures: &'a str,
    /// Keys and values, sorted by key; what the type does not allow is dropped.
    pub context: &'a [(&'static str, Plain<'a>)],
    /// The slot.
    pub slot: Option<i64>,
    /// Start.
    pub started_at: Option<i64>,
    /// End.
    pub completed_at: Option<i64>,
    /// Creation.
    pub created_at: i64,
    /// Last change.
    pub updated_at: i64,
}

/// Writes the cells of a plain run. `scratch` is reused from row to row.
pub fn plain(run: &PlainRun<'_>, scratch: &mut Scratch, cells: &mut impl Cells) {
    let Scratch { identity, hash, counts, context } = scratch;
    object(identity, run.identity.iter().copied());
    identity::hash_of_text(run.scope, run.operation.name, identity, hash);
    let allowed = run.counts.iter().filter(|(key, _)| run.operation.allows_count(key));
    object(counts, allowed.map(|(key, count)| (*key, Plain::Number((*count).max(0)))));
    object(context, run.context.iter().copied().filter(|(key, _)| run.operation.allows_context(key)));
    let values = Values {
        id: run.id,
        scope: run.scope,
        user_id: run.user.map(|(id, _)| id),
        initiator: run.user.map_or("System", |(_, name)| name),
        operation: run.operation,
        status: run.status,
        outcome: run.outcome,
        hash,
        counts,
        failures: run.failures,
        context,
        slot: run.slot,
        attempt: i64::from(run.started_at.is_some()),
        reconciled_at: None,
        started_at: run.started_at,
        completed_at: run.completed_at,
        created_at: run.created_at,
        updated_at: run.updated_at,
    };
    cells::write(&values, cells);
}

/// Texts that are made anew for each row, in memory that is not.
#[derive(Debug, Default)]
pub struct Scratch {
    identity: String,
    hash: String,
    counts: String,
    context: String,
}

fn object<'a>(out: &mut String, entries: impl Iterator<Item = (&'static str, Plain<'a>)>) {
    out.clear();
    out.push('{');
    for (key, value) in entries {
        if out.len() > 1 {
            out.push(',');
        }
        out.push('"');
        out.push_str(key);
        match value {
            Plain::Number(number) => {
                out.push_str("\":");
                out.push_str(itoa::Buffer::new().format(number));
            }
            Plain::Word(word) => {
                out.push_str("\":\"");
                out.push_str(word);
                out.push('"');
            }
        }
    }
    out.push('}');
}
