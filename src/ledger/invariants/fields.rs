//! JSON columns that may be poisoned, instants that may be spelled in two ways, lists of names: as SQL words.

use crate::catalog::{OPERATIONS, Operation};
use crate::clock::{Instant, text};
use crate::db::Engine;

/// The column when it holds JSON of `kind` (`array`, `object`), else `empty`.
fn of_kind(engine: Engine, column: &str, kind: &str, empty: &str) -> String {
    match engine {
        Engine::Postgres => {
            format!("(case when jsonb_typeof({column}) = '{kind}' then {column} else '{empty}'::jsonb end)")
        }
        Engine::Sqlite => format!(
            "(case when json_valid({column}) then case when json_type({column}) = '{kind}' then {column} else '{empty}' end \
             else '{empty}' end)"
        ),
    }
}

/// Whether the column holds anything but JSON of `kind`.
pub(super) fn is_not(engine: Engine, column: &str, kind: &str) -> String {
    match engine {
        Engine::Postgres => format!("jsonb_typeof({column}) is distinct from '{kind}'"),
        Engine::Sqlite => {
            format!("(case when json_valid({column}) then json_type({column}) end) is distinct from '{kind}'")
        }
    }
}

/// A `from` item with the items of a JSON list, as `f`.
pub(super) fn items(engine: Engine, column: &str) -> String {
    let list = of_kind(engine, column, "array", "[]");
    match engine {
        Engine::Postgres => format!("jsonb_array_elements({list}) as f(item)"),
        Engine::Sqlite => format!("json_each({list}) as f"),
    }
}

/// How many items a JSON list has.
pub(super) fn length(engine: Engine, column: &str) -> String {
    let list = of_kind(engine, column, "array", "[]");
    match engine {
        Engine::Postgres => format!("jsonb_array_length({list})"),
        Engine::Sqlite => format!("json_array_length({list})"),
    }
}

/// A field of an item of [`items`], as text; null when there is none.
pub(super) fn field(engine: Engine, name: &str) -> String {
    match engine {
        Engine::Postgres => format!("(case when jsonb_typeof(f.item) = 'object' then f.item ->> '{name}' end)"),
        Engine::Sqlite => format!("(case when f.type = 'object' then cast(f.value ->> '{name}' as text) end)"),
    }
}

/// Whether an object in a column has a key.
pub(super) fn has(engine: Engine, column: &str, key: &str) -> String {
    let object = of_kind(engine, column, "object", "{}");
    match engine {
        Engine::Postgres => format!("({object} -> '{key}') is not null"),
        Engine::Sqlite => format!("json_type({object}, '$.{key}') is not null"),
    }
}

/// A number under a key of an object; `absent` when there is no such key, null when it is no number.
pub(super) fn number(engine: Engine, column: &str, key: &str, absent: &str) -> String {
    let object = of_kind(engine, column, "object", "{}");
    match engine {
        Engine::Postgres => format!(
            "(case when ({object} -> '{key}') is null then {absent}::numeric \
             when jsonb_typeof({object} -> '{key}') = 'number' then ({object} ->> '{key}')::numeric end)"
        ),
        Engine::Sqlite => format!(
            "(case when json_type({object}, '$.{key}') is null then {absent} \
             when json_type({object}, '$.{key}') in ('integer', 'real') then {object} ->> '{key}' end)"
        ),
    }
}

/// An instant in a form that compares: on SQLite the same one may end in `Z` or in `+00:00`.
pub(super) fn instant(engine: Engine, column: &str) -> String {
    match engine {
        Engine::Postgres => column.to_owned(),
        Engine::Sqlite => format!("replace({column}, 'Z', '+00:00')"),
    }
}

/// An instant of ours, to compare with one.
pub(super) fn given(instant: Instant) -> String {
    format!("'{}'", text(instant))
}

/// The types that `chosen` keeps, as a list of texts that is never empty.
pub(super) fn types(chosen: impl Fn(&Operation) -> bool) -> String {
    let names =
        OPERATIONS.iter().filter(|operation| chosen(operation)).map(|operation| format!("'{}'", operation.name));
    let names: Vec<String> = names.chain(["''".to_owned()]).collect();
    format!("({})", names.join(", "))
}
