//! Which operations a list shows: read from the address, written back into it. Every state of the
//! list is in its address, so a link to it is a link to exactly that.

use chrono::TimeDelta;

use crate::catalog;
use crate::clock::Instant;
use crate::hub::failure::Failure;
use crate::hub::params::{Params, address};
use crate::hub::parts::stamp;
use crate::hub::view::Answer;
use crate::ledger::{Freshness, Outcome, Status};

/// How far back a list goes when nobody says.
pub const USUAL: TimeDelta = TimeDelta::days(30);

/// Rows of a page, and the most that may be asked for.
pub const PAGE: u32 = 50;
const LARGEST_PAGE: u32 = 200;

/// Words for the choices, as people read and as addresses spell them.
pub const STATUSES: [Status; 3] = [Status::Queued, Status::Running, Status::Completed];
/// The outcomes that a run can end with, and that of one that has not.
pub const OUTCOMES: [Outcome; 5] =
    [Outcome::Succeeded, Outcome::PartiallySucceeded, Outcome::Blocked, Outcome::Failed, Outcome::Pending];
/// The outcomes that somebody should look at; there is an index of them by their end.
pub const TROUBLE: [Outcome; 3] = [Outcome::Failed, Outcome::PartiallySucceeded, Outcome::Blocked];
/// What can be said of a run now.
pub const FRESHNESSES: [Freshness; 4] =
    [Freshness::FreshActive, Freshness::LikelyStale, Freshness::ReconciledFailed, Freshness::TerminalNormal];

/// Who asked for a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// The system itself.
    System,
    /// Some person.
    People,
    /// Whoever has this name.
    Named(String),
}

/// What a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// This one only, however old; not part of an address.
    pub id: Option<i64>,
    /// Of this type, by its canonical name.
    pub operation: Option<String>,
    /// In this status.
    pub status: Option<Status>,
    /// With one of these outcomes.
    pub outcomes: Vec<Outcome>,
    /// So far to be believed.
    pub freshness: Option<Freshness>,
    /// Closed or made by recovery, or not.
    pub reconciled: Option<bool>,
    /// At work for longer than the type usually takes.
    pub is_slow: bool,
    /// Of this workspace.
    pub workspace: Option<i64>,
    /// Of this tenant.
    pub tenant: Option<i64>,
    /// Asked for by.
    pub by: Option<By>,
    /// With a failure of this code.
    pub code: Option<String>,
    /// Of this slot.
    pub slot: Option<Instant>,
    /// Begun at or after; when nobody says, a month ago, unless what is asked for is little however old it is: what is
    /// still open, and what did not end well since a certain time.
    pub since: Option<Instant>,
    /// Begun before.
    pub until: Option<Instant>,
    /// Ended at or after.
    pub ended_since: Option<Instant>,
    /// Of the workspace as a whole, so of no tenant.
    pub is_whole: bool,
}

/// Which page of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Behind this run.
    pub before: Option<i64>,
    /// Rows.
    pub limit: u32,
}

impl Filter {
    /// From an address.
    ///
    /// # Errors
    /// [`Failure::Parameter`] for what cannot be understood.
    pub fn read(params: &Params) -> Answer<Self> {
        let operation = params.text("type").map(|name| catalog::canonical(name).to_owned());
        let outcomes = match params.text("outcome") {
            None => Vec::new(),
            Some(words) => words
                .split(',')
                .map(|word| OUTCOMES.into_iter().find(|outcome| outcome.as_str() == word))
                .collect::<Option<Vec<_>>>()
                .ok_or_else(|| Failure::Parameter("outcome", listed(&OUTCOMES.map(Outcome::as_str))))?,
        };
        let statuses = STATUSES.map(Status::as_str);
        let freshnesses = FRESHNESSES.map(Freshness::as_str);
        Ok(Self {
            id: None,
            operation,
            status: params.word("status", &statuses, Status::parse)?,
            outcomes,
            freshness: params.word("freshness", &freshnesses, |word| {
                FRESHNESSES.into_iter().find(|freshness| freshness.as_str() == word)
            })?,
            reconciled: params.flag("reconciled")?,
            is_slow: params.flag("slow")?.unwrap_or(false),
            workspace: params.id("workspace")?,
            tenant: params.id("tenant")?,
            by: params.text("initiator").map(|name| match name {
                "system" => By::System,
                "people" => By::People,
                name => By::Named(name.to_owned()),
            }),
            code: params.text("code").map(str::to_owned),
            slot: params.instant("slot")?,
            since: params.instant("since")?,
            until: params.instant("until")?,
            ended_since: params.instant("ended_since")?,
            is_whole: params.flag("whole")?.unwrap_or(false),
        })
    }

    /// The parameters that say the same.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, Option<String>)> {
        let outcomes: Vec<&str> = self.outcomes.iter().map(|outcome| outcome.as_str()).collect();
        vec![
            ("type", self.operation.clone()),
            ("status", self.status.map(|status| status.as_str().to_owned())),
            ("outcome", (!outcomes.is_empty()).then(|| outcomes.join(","))),
            ("freshness", self.freshness.map(|freshness| freshness.as_str().to_owned())),
            ("reconciled", self.reconciled.map(|flag| flag.to_string())),
            ("slow", self.is_slow.then(|| "true".to_owned())),
            ("workspace", self.workspace.map(|id| id.to_string())),
            ("tenant", self.tenant.map(|id| id.to_string())),
            (
                "initiator",
                self.by.as_ref().map(|by| match by {
                    By::System => "system".to_owned(),
                    By::People => "people".to_owned(),
                    By::Named(name) => name.clone(),
                }),
            ),
            ("code", self.code.clone()),
            ("slot", self.slot.map(stamp)),
            ("since", self.since.map(stamp)),
            ("until", self.until.map(stamp)),
            ("ended_since", self.ended_since.map(stamp)),
            ("whole", self.is_whole.then(|| "true".to_owned())),
        ]
    }

    /// The address of the list.
    #[must_use]
    pub fn address(&self) -> String {
        address("/operations", &self.params())
    }

    /// Whether anything was asked for at all.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}

impl Page {
    /// From an address.
    ///
    /// # Errors
    /// [`Failure::Parameter`].
    pub fn read(params: &Params) -> Answer<Self> {
        Ok(Self { before: params.id("before")?, limit: params.number("limit", 1..=LARGEST_PAGE, PAGE)? })
    }
}

fn listed(words: &[&str]) -> String {
    format!("One or more of: {}; with commas between them.", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_its_filter_say_the_same() {
        let query = "type=restore.execute&status=completed&outcome=failed%2Cblocked&freshness=terminal_normal&reconciled=false\
                     &slow=true&workspace=3&tenant=7&initiator=Ada+L&code=run.worker_lost&slot=2026-11-20T08%3A00%3A00Z\
                     &since=2026-11-01T00%3A00%3A00Z&until=2026-12-01T00%3A00%3A00Z&ended_since=2026-11-02T00%3A00%3A00Z\
                     &whole=true";
        let filter = Filter::read(&Params::parse(query).unwrap()).unwrap();
        assert_eq!(filter.address(), format!("/operations?{query}"));
        assert_eq!(Filter::read(&Params::parse("").unwrap()).unwrap(), Filter::default());
    }

    #[test]
    fn an_older_spelling_of_a_type_is_the_type() {
        let filter = Filter::read(&Params::parse("type=backup.schedule.execute").unwrap()).unwrap();
        assert_eq!(filter.operation.as_deref(), Some("backup_schedule.scheduled"));
    }
}
