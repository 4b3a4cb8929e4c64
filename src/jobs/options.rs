//! What the command line says to a job.
//!
//! Filled once, by whoever reads the arguments; each job takes the part that it understands and refuses the rest,
//! so that nobody believes an option was obeyed that nothing looked at.

use std::time::Duration;

use crate::problem::{Problem, Result};

/// Every option that some job takes; nothing stands for "not given".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobOptions {
    /// Only what is older than this.
    pub older_than: Option<Duration>,
    /// At most so many rows of one workspace.
    pub limit: Option<u64>,
    /// Only this tenant.
    pub tenant: Option<i64>,
    /// The largest share of a workspace's runs, in percent, that may go without a confirmation.
    pub guard_share: Option<u8>,
    /// What a guard would stop is meant.
    pub confirm: bool,
    /// Only the plan is wanted; nothing will be written.
    pub dry_run: bool,
    /// The workspaces were named, so no other one is touched.
    pub named: bool,
}

/// An option that not every job takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// `--older-than`
    OlderThan,
    /// `--limit`
    Limit,
    /// `--tenant`
    Tenant,
    /// `--guard-share`
    GuardShare,
    /// `--confirm`
    Confirm,
}

impl Takes {
    const ALL: [Self; 5] = [Self::OlderThan, Self::Limit, Self::Tenant, Self::GuardShare, Self::Confirm];

    fn flag(self) -> &'static str {
        match self {
            Self::OlderThan => "--older-than",
            Self::Limit => "--limit",
            Self::Tenant => "--tenant",
            Self::GuardShare => "--guard-share",
            Self::Confirm => "--confirm",
        }
    }
}

impl JobOptions {
    /// Refuses every option that was given and that `operation` does not take.
    ///
    /// # Errors
    /// `option.not_for_this_type`, naming the first such option.
    pub fn only(&self, operation: &str, takes: &[Takes]) -> Result<()> {
        match Takes::ALL.into_iter().find(|option| self.given(*option) && !takes.contains(option)) {
            None => Ok(()),
            Some(option) => {
                let understood: Vec<&str> = takes.iter().map(|option| option.flag()).collect();
                let message = format!("`{operation}` does not take {}", option.flag());
                let next = if understood.is_empty() { "none of them".into() } else { understood.join(", ") };
                Err(Problem::request("option.not_for_this_type", message)
                    .next(format!("leave it out; it takes {next}")))
            }
        }
    }

    fn given(&self, option: Takes) -> bool {
        let Self { older_than, limit, tenant, guard_share, confirm, dry_run: _, named: _ } = self;
        match option {
            Takes::OlderThan => older_than.is_some(),
            Takes::Limit => limit.is_some(),
            Takes::Tenant => tenant.is_some(),
            Takes::GuardShare => guard_share.is_some(),
            Takes::Confirm => *confirm,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_a_type_does_not_take_is_refused_by_name() {
        let options = JobOptions { limit: Some(1), confirm: true, dry_run: true, ..JobOptions::default() };
        assert!(options.only("a.b", &[Takes::Limit, Takes::Confirm]).is_ok());
        let problem = options.only("a.b", &[Takes::Limit]).unwrap_err();
        assert_eq!(
            (problem.code, problem.message.as_str()),
            ("option.not_for_this_type", "`a.b` does not take --confirm")
        );
        assert!(problem.next.ends_with("it takes --limit"), "{}", problem.next);
        assert!(JobOptions::default().only("a.b", &[]).is_ok());
    }
}
