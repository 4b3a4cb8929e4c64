//! The words of SQL that several pages need.

use sea_orm::Value;

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

/// A yes or no as 1 or 0, of one type on both engines.
#[must_use]
pub fn flag(condition: &str) -> String {
    format!("cast(case when {condition} then 1 else 0 end as bigint)")
}
