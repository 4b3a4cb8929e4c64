//! Which slots a list shows: read from the address, written back into it, and said as SQL.
//!
//! Two tables hold them: of the schedules of the house, whose rows may belong to a workspace, a tenant or nobody; and of
//! tenants' own backup schedules. The list is both.

use chrono::TimeDelta;

use super::reason::{REASONS, reason};
use crate::clock::Instant;
use crate::hub::pages::sql::Where;
use crate::hub::params::{Params, address};
use crate::hub::parts::stamp;
use crate::hub::scope::Scope;
use crate::hub::view::{Answer, View};

/// How far back a list goes when nobody says.
const USUAL: TimeDelta = TimeDelta::days(30);

/// Under which schedule the slots of tenants' own backup schedules are found.
pub const BACKUPS: &str = "backup_schedule.scheduled";

/// Rows of a page, and the most that may be asked for.
pub const PAGE: u32 = 50;
const LARGEST_PAGE: u32 = 200;

/// What a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of the schedule with this key.
    pub schedule: Option<String>,
    /// For this reason.
    pub reason: Option<&'static str>,
    /// Of this workspace.
    pub workspace: Option<i64>,
    /// Of this tenant.
    pub tenant: Option<i64>,
    /// Of a workspace as a whole, so of no tenant.
    pub is_whole: bool,
    /// Of a schedule as a whole, so of no workspace.
    pub is_house: bool,
    /// With a slot at or after; a month ago when nobody says.
    pub since: Option<Instant>,
    /// With the last slot before.
    pub until: Option<Instant>,
}

/// Which page of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Behind this entry: its table and id, such as `s12`.
    pub before: Option<(char, i64)>,
    /// Rows.
    pub limit: u32,
}

impl Filter {
    /// From an address.
    ///
    /// # Errors
    /// A parameter that cannot be understood.
    pub fn read(params: &Params) -> Answer<Self> {
        let words = REASONS.each_ref().map(|reason| reason.word);
        Ok(Self {
            schedule: params.text("schedule").map(str::to_owned),
            reason: params.word("reason", &words, |word| reason(word).map(|known| known.word))?,
            workspace: params.id("workspace")?,
            tenant: params.id("tenant")?,
            is_whole: params.flag("whole")?.unwrap_or(false),
            is_house: params.flag("house")?.unwrap_or(false),
            since: params.instant("since")?,
            until: params.instant("until")?,
        })
    }

    /// The parameters that say the same.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, Option<String>)> {
        let flag = |is_set: bool| is_set.then(|| "true".to_owned());
        vec![
            ("schedule", self.schedule.clone()),
            ("reason", self.reason.map(str::to_owned)),
            ("workspace", self.workspace.map(|id| id.to_string())),
            ("tenant", self.tenant.map(|id| id.to_string())),
            ("whole", flag(self.is_whole)),
            ("house", flag(self.is_house)),
            ("since", self.since.map(stamp)),
            ("until", self.until.map(stamp)),
        ]
    }

    /// The address of the list.
    #[must_use]
    pub fn address(&self) -> String {
        address("/skips", &self.params())
    }

    /// The rows that it shows, as the two halves of a `union all`, of those that `scope` allows; their values are added to
    /// `all`. Columns: `source`, `id`, `schedule`, `workspace_id`, `tenant_id`, `slot`, `slot_through`, `ended`, `reason`,
    /// `blocking_run_id`.
    #[must_use]
    pub fn halves(&self, all: &mut Where, scope: &Scope, now: Instant) -> [String; 2] {
        let ended = |alias: &str| format!("coalesce({alias}.slot_through, {alias}.slot)");
        let since = all.parameter(self.since.unwrap_or(now - USUAL));
        let until = self.until.map(|until| all.parameter(until));
        let schedule = self.schedule.as_ref().map(|schedule| all.parameter(schedule.clone()));
        let mut house = vec![seen(scope, "s"), format!("{} >= {since}", ended("s"))];
        let mut backups = vec![scope.rows("k"), format!("{} >= {since}", ended("k"))];
        if let Some(until) = until {
            house.push(format!("{} < {until}", ended("s")));
            backups.push(format!("{} < {until}", ended("k")));
        }
        if let Some(schedule) = schedule {
            house.push(format!("s.schedule_key = {schedule}"));
            backups.push(format!("{schedule} = '{BACKUPS}'"));
        }
        for (column, value) in [("workspace_id", self.workspace), ("tenant_id", self.tenant)] {
            if let Some(id) = value {
                house.push(format!("s.{column} = {id}"));
                backups.push(format!("k.{column} = {id}"));
            }
        }
        if let Some(word) = self.reason {
            house.push(format!("s.reason = '{word}'"));
            backups.push(format!("k.reason = '{word}'"));
        }
        if self.is_whole || self.is_house {
            let which = if self.is_house { "s.workspace_id is null" } else { "s.workspace_id is not null" };
            house.push(format!("s.tenant_id is null and {which}"));
            backups.push("1 = 0".into());
        }
        let met = |conditions: Vec<String>| {
            conditions.into_iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" and ")
        };
        [
            format!(
                "select 's' as source, s.id, s.schedule_key as schedule, s.workspace_id, s.tenant_id, s.slot, s.slot_through, \
                 {} as ended, s.reason, s.blocking_run_id from schedule_skips s where {}",
                ended("s"),
                met(house)
            ),
            format!(
                "select 'b' as source, k.id, cast(k.backup_schedule_id as text) as schedule, k.workspace_id, k.tenant_id, \
                 k.slot, k.slot_through, {} as ended, k.reason, k.blocking_run_id from backup_schedule_skips k where {}",
                ended("k"),
                met(backups)
            ),
        ]
    }

    /// How many rows it shows.
    ///
    /// # Errors
    /// A database problem.
    pub async fn count(&self, view: &View) -> Answer<i64> {
        let mut all = Where::new("true".into());
        let [house, backups] = self.halves(&mut all, view.scope(), view.now());
        view.count(&format!("select count(*) from ({house} union all {backups}) k"), all.values()).await
    }
}

/// The rows called `alias` of the schedules of the house. One without a workspace is of them all: everybody sees it who
/// sees anything.
fn seen(scope: &Scope, alias: &str) -> String {
    match scope {
        Scope::Workspaces(ids) if ids.is_empty() => scope.rows(alias),
        _ => format!("({}) or {alias}.workspace_id is null", scope.rows(alias)),
    }
}

impl Page {
    /// From an address.
    ///
    /// # Errors
    /// A parameter that cannot be understood.
    pub fn read(params: &Params) -> Answer<Self> {
        let before = params.word("before", &["an entry, as the page before names it"], |text| {
            let source = text.chars().next().filter(|source| ['s', 'b'].contains(source))?;
            let id = text[1..].parse().ok().filter(|id| *id > 0)?;
            Some((source, id))
        })?;
        Ok(Self { before, limit: params.number("limit", 1..=LARGEST_PAGE, PAGE)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::failure::Failure;

    #[test]
    fn an_address_and_its_filter_say_the_same() {
        let query = "schedule=ops.x%23n&reason=overlap&workspace=3&tenant=7&whole=true&house=true\
                     &since=2026-11-01T00%3A00%3A00Z&until=2026-12-01T00%3A00%3A00Z";
        let filter = Filter::read(&Params::parse(query).unwrap()).unwrap();
        assert_eq!(filter.address(), format!("/skips?{query}"));
        assert_eq!(Filter::read(&Params::parse("").unwrap()).unwrap(), Filter::default());
    }

    #[test]
    fn what_stands_behind_before_is_an_entry_or_refused() {
        let before =
            |text: &str| Page::read(&Params::parse(&format!("before={text}")).unwrap()).map(|page| page.before);
        assert_eq!(before("b12"), Ok(Some(('b', 12))));
        for wrong in ["x1", "s", "s-1", "1", "%C3%BC1", "s1%20or%201"] {
            assert!(matches!(before(wrong), Err(Failure::Parameter("before", _))), "{wrong}");
        }
    }

    #[test]
    fn what_a_person_wrote_never_stands_in_the_statement() {
        let filter = Filter { schedule: Some("x'); drop table users; --".into()), ..Filter::default() };
        let mut all = Where::new("true".into());
        let halves = filter.halves(&mut all, &Scope::Everything, Instant::default());
        assert!(halves.iter().all(|half| !half.contains("drop")));
    }
}
