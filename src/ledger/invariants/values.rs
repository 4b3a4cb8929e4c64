//! What stands in the JSON columns of a run (I5, I11, I13).

use super::fields::{field, has, is_not, items, length, number};
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::json_bytes;
use crate::ledger::bounds::BYTE_LIMIT;
use crate::ledger::failures::ITEM_LIMIT;
use crate::sanitizer::MESSAGE_LIMIT;

pub(super) fn outcome_and_failures(engine: Engine, _: Instant) -> String {
    let failures = length(engine, "r.failure_summary");
    let (code, reason) = (field(engine, "code"), field(engine, "reason_code"));
    format!(
        "select r.id as row_id, r.outcome || ' without a failure' as detail from operation_runs r \
         where r.status = 'completed' and r.outcome in ('failed', 'partially_succeeded') and {failures} = 0 \
         union all select r.id, 'succeeded with failures' from operation_runs r \
         where r.status = 'completed' and r.outcome = 'succeeded' and {failures} > 0 \
         union all select r.id, 'a failure code of another form' from operation_runs r \
         where exists (select 1 from {} where {} or {})",
        items(engine, "r.failure_summary"),
        malformed(engine, &format!("coalesce({code}, '')")),
        malformed(engine, &format!("coalesce({reason}, 'none')")),
    )
}

/// Whether a text has another form than `a.b_1.c`.
fn malformed(engine: Engine, code: &str) -> String {
    match engine {
        Engine::Postgres => format!(r"{code} !~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$'"),
        Engine::Sqlite => {
            format!("{code} not glob '[a-z]*' or {code} glob '*[^a-z0-9_.]*' or {code} glob '*..*' or {code} glob '*.'")
        }
    }
}

pub(super) fn bounds(engine: Engine, _: Instant) -> String {
    let message = field(engine, "message");
    let control = match engine {
        Engine::Postgres => format!(r"{message} ~ '[\u0001-\u001f\u007f-\u009f]'"),
        Engine::Sqlite => {
            format!("{message} glob '*[' || char(1) || '-' || char(31) || char(127) || '-' || char(159) || ']*'")
        }
    };
    let column = |column: &str, kind: &str| {
        format!(
            "select r.id as row_id, '{column} of another kind' as detail from operation_runs r where {} \
             union all select r.id, '{column} over {BYTE_LIMIT} bytes' from operation_runs r where {} > {BYTE_LIMIT}",
            is_not(engine, &format!("r.{column}"), kind),
            json_bytes(engine, &format!("r.{column}")),
        )
    };
    format!(
        "{} union all {} union all {} \
         union all select r.id, 'over {ITEM_LIMIT} failures' from operation_runs r where {} > {ITEM_LIMIT} \
         union all select r.id, 'a failure message that is too long or has control characters' from operation_runs r \
         where exists (select 1 from {} where length({message}) > {MESSAGE_LIMIT} or {control})",
        column("failure_summary", "array"),
        column("context", "object"),
        column("summary_counts", "object"),
        length(engine, "r.failure_summary"),
        items(engine, "r.failure_summary"),
    )
}

pub(super) fn counts_add_up(engine: Engine, _: Instant) -> String {
    let count = |key, absent| number(engine, "r.summary_counts", key, absent);
    format!(
        "select r.id as row_id, r.type || ' counts ' || coalesce(cast({0} as text), 'no number of') || ' processed' as detail \
         from operation_runs r where r.status = 'completed' and {1} and {2} \
         and {0} is distinct from {3} + {4} + {5}",
        count("processed", "null"),
        has(engine, "r.summary_counts", "total"),
        has(engine, "r.summary_counts", "processed"),
        count("succeeded", "0"),
        count("failed", "0"),
        count("skipped", "0"),
    )
}
