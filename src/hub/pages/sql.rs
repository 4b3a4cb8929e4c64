//! The words of SQL that several pages need.

use sea_orm::Value;

use crate::catalog;
use crate::db::Engine;

/// A condition that grows, with its values: `$1`, `$2` … in the order in which they were said.
#[derive(Debug, Default)]
pub struct Where {
    parts: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    /// One that begins with what is always true of the rows that may be seen.
    #[must_use]
    pub fn new(mine: String) -> Self {
        Self { parts: vec![mine], values: Vec::new() }
    }

    /// And this, which needs no value.
    pub fn and(&mut self, condition: impl Into<String>) {
        self.parts.push(condition.into());
    }

    /// And this, in which `?` is `value`.
    pub fn and_value(&mut self, condition: &str, value: impl Into<Value>) {
        let parameter = self.parameter(value);
        self.parts.push(condition.replace('?', &parameter));
    }

    /// A further value, by its parameter.
    pub fn parameter(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// The condition.
    #[must_use]
    pub fn sql(&self) -> String {
        self.parts.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(" and ")
    }

    /// Its values.
    #[must_use]
    pub fn values(&self) -> Vec<Value> {
        self.values.clone()
    }
}

/// The code of the first failure of the run `run`; on SQLite a list that a person spoilt has none.
#[must_use]
pub fn first_code(engine: Engine, run: &str) -> String {
    match engine {
        Engine::Postgres => format!("({run}.failure_summary -> 0 ->> 'code')"),
        Engine::Sqlite => {
            format!("(case when json_valid({run}.failure_summary) then {run}.failure_summary ->> '$[0].code' end)")
        }
    }
}

/// The reason code of the first failure of the run `run`.
#[must_use]
pub fn first_reason(engine: Engine, run: &str) -> String {
    match engine {
        Engine::Postgres => format!("({run}.failure_summary -> 0 ->> 'reason_code')"),
        Engine::Sqlite => {
            format!(
                "(case when json_valid({run}.failure_summary) then {run}.failure_summary ->> '$[0].reason_code' end)"
            )
        }
    }
}

/// Whether a failure of the run `run` has the code in `parameter`.
#[must_use]
pub fn has_code(engine: Engine, run: &str, parameter: &str) -> String {
    match engine {
        Engine::Postgres => {
            format!("{run}.failure_summary @> jsonb_build_array(jsonb_build_object('code', {parameter}::text))")
        }
        Engine::Sqlite => format!(
            "json_valid({run}.failure_summary) and exists (select 1 from json_each({run}.failure_summary) f \
             where f.type = 'object' and f.value ->> 'code' = {parameter})"
        ),
    }
}

/// The canonical type of the run `run`, older spellings included.
#[must_use]
pub fn canonical_type(run: &str) -> String {
    let cases: Vec<String> = catalog::declared()
        .filter(|operation| !operation.aliases.is_empty())
        .map(|operation| {
            let aliases: Vec<String> = operation.aliases.iter().map(|alias| format!("'{alias}'")).collect();
            format!("when {run}.type in ({}) then '{}'", aliases.join(", "), operation.name)
        })
        .collect();
    if cases.is_empty() { format!("{run}.type") } else { format!("(case {} else {run}.type end)", cases.join(" ")) }
}

/// The words of a person as a pattern for `like … escape '\\'`: those that contain them, whatever the case.
#[must_use]
pub fn containing(words: &str) -> String {
    let mut pattern = String::from("%");
    for letter in words.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// A yes or no as 1 or 0, of one type on both engines.
#[must_use]
pub fn flag(condition: &str) -> String {
    format!("cast(case when {condition} then 1 else 0 end as bigint)")
}
