//! The rows of a list, as SQL: what a [`Filter`] shows, said as a condition.

use chrono::TimeDelta;

use super::filter::{By, Filter, TROUBLE, USUAL};
use crate::catalog;
use crate::clock::Instant;
use crate::db::Engine;
use crate::hub::pages::sql::{Where, has_code};
use crate::hub::scope::Scope;
use crate::ledger::stale_sql::{holds, overlong};
use crate::ledger::{Freshness, Outcome, Status};

/// What the partial indexes of trouble say, word for word: SQLite uses one only where it reads its very condition.
const IS_TROUBLE: &str = "e.outcome in ('failed', 'partially_succeeded', 'blocked')";

impl Filter {
    /// The runs called `r` that it shows, of those that `scope` allows, as of `now`.
    #[must_use]
    pub fn rows(&self, engine: Engine, scope: &Scope, now: Instant) -> Where {
        let Self {
            id,
            operation,
            status,
            outcomes,
            freshness,
            reconciled,
            is_slow,
            workspace,
            tenant,
            by,
            code,
            slot,
            since,
            until,
            ended_since,
            is_whole,
        } = self;
        let mut rows = Where::new(scope.rows("r"));
        if let Some(id) = id {
            rows.and(format!("r.id = {id}"));
            return rows;
        }
        if let Some(name) = operation {
            let spellings: Vec<String> = match catalog::find(name) {
                Ok(entry) => entry.aliases.iter().chain([&entry.name]).map(|name| format!("'{name}'")).collect(),
                Err(_) => vec![rows.parameter(name.clone())],
            };
            match spellings.as_slice() {
                [one] => rows.and(format!("r.type = {one}")),
                many => rows.and(format!("r.type in ({})", many.join(", "))),
            }
        }
        if let Some(status) = status {
            rows.and(format!("r.status = '{}'", status.as_str()));
        }
        match outcomes.as_slice() {
            [] => {}
            [one] => rows.and(format!("r.outcome = '{}'", one.as_str())),
            many => rows.and(format!("r.outcome in ({})", quoted(many))),
        }
        if let Some(freshness) = freshness {
            rows.and(holds(engine, "r", *freshness, now));
        }
        match reconciled {
            Some(true) => rows.and("r.reconciled_at is not null"),
            Some(false) => rows.and("r.reconciled_at is null"),
            None => {}
        }
        if *is_slow {
            rows.and(overlong(engine, "r", now));
        }
        if let Some(id) = workspace {
            rows.and(format!("r.workspace_id = {id}"));
        }
        if let Some(id) = tenant {
            rows.and(format!("r.tenant_id = {id}"));
        }
        if *is_whole {
            rows.and("r.tenant_id is null");
        }
        match by {
            Some(By::System) => rows.and("r.user_id is null"),
            Some(By::People) => rows.and("r.user_id is not null"),
            Some(By::Named(name)) => rows.and_value("r.initiator_name = ?", name.clone()),
            None => {}
        }
        if let Some(code) = code {
            let parameter = rows.parameter(code.clone());
            rows.and("r.outcome in ('failed', 'partially_succeeded', 'blocked')");
            rows.and(has_code(engine, "r", &parameter));
        }
        if let Some(slot) = slot {
            rows.and_value("r.scheduled_for = ?", *slot);
            // A run is never begun before its slot, which spares the search the rest of history.
            rows.and_value("r.created_at >= ?", *slot - TimeDelta::minutes(1));
        }
        if self.is_open() {
            // From the few that are open to their rows: a planner that walks by time would read the month for them.
            rows.and("r.id in (select o.id from operation_runs o where o.status in ('queued', 'running'))");
        }
        match ended_since {
            Some(ended) if self.is_trouble() => {
                let ended = rows.parameter(*ended);
                rows.and(format!(
                    "r.id in (select e.id from operation_runs e where {IS_TROUBLE} and e.outcome in ({}) and e.completed_at >= {ended})",
                    quoted(outcomes)
                ));
            }
            Some(ended) => rows.and_value("r.completed_at >= ?", *ended),
            None if self.is_trouble() && engine == Engine::Sqlite => rows.and(IS_TROUBLE.replace("e.", "r.")),
            None => {}
        }
        if let Some(since) = since.or_else(|| self.usual_since(now)) {
            rows.and_value("r.created_at >= ?", since);
        }
        if let Some(until) = until {
            rows.and_value("r.created_at < ?", *until);
        }
        rows
    }

    /// Whether it shows only what is queued or running.
    fn is_open(&self) -> bool {
        matches!(self.status, Some(Status::Queued | Status::Running))
            || matches!(self.freshness, Some(Freshness::FreshActive | Freshness::LikelyStale))
            || self.is_slow
    }

    /// Whether it shows only what did not end well.
    fn is_trouble(&self) -> bool {
        !self.outcomes.is_empty() && self.outcomes.iter().all(|outcome| TROUBLE.contains(outcome))
    }

    /// Where the list begins when nobody says: a search has an end.
    fn usual_since(&self, now: Instant) -> Option<Instant> {
        match self.ended_since {
            _ if self.slot.is_some() || self.is_open() => None,
            Some(_) if self.is_trouble() => None,
            ended => Some(ended.unwrap_or(now) - USUAL),
        }
    }
}

fn quoted(outcomes: &[Outcome]) -> String {
    outcomes.iter().map(|outcome| format!("'{}'", outcome.as_str())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_wrote_never_stands_in_the_statement() {
        let evil = "x'); drop table users; --";
        let filter = Filter {
            operation: Some(evil.into()),
            by: Some(By::Named(evil.into())),
            code: Some(evil.into()),
            ..Filter::default()
        };
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let rows = filter.rows(engine, &Scope::Everything, Instant::default());
            assert!(!rows.sql().contains("drop"), "{}", rows.sql());
        }
    }
}
