//! What a pruning pass is asked to do.

use std::time::Duration;

use crate::catalog::OPERATIONS;
use crate::jobs::options::{JobOptions, Takes};
use crate::problem::Problem;

/// More than this share of a workspace's runs, in percent, does not go without a confirmation.
pub const DEFAULT_GUARD_SHARE: u8 = 20;
/// Fewer runs than this go without one, whatever their share.
pub const GUARD_FLOOR: u64 = 100;

/// The options of a pruning pass.
#[derive(Debug, Clone)]
pub struct Options {
    /// Instead of what the catalog says of each type.
    pub older_than: Option<Duration>,
    /// The guard, in percent.
    pub guard_share: u8,
    /// What the guard would stop is meant.
    pub confirm: bool,
    /// Rows a page and a transaction.
    pub page: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { older_than: None, guard_share: DEFAULT_GUARD_SHARE, confirm: false, page: 1_000 }
    }
}

impl TryFrom<&JobOptions> for Options {
    type Error = Problem;

    fn try_from(given: &JobOptions) -> Result<Self, Problem> {
        given.only("ops.prune_operation_runs", &[Takes::OlderThan, Takes::GuardShare, Takes::Confirm])?;
        let promised = OPERATIONS.iter().map(|operation| operation.retention).max().unwrap_or_default();
        // Silently keeping more than was asked for would be as wrong as silently keeping less than was promised.
        if let Some(asked) = given.older_than.filter(|asked| *asked < promised && !given.confirm && !given.dry_run) {
            let message = format!(
                "--older-than {} is shorter than the {} for which some types are kept",
                humantime::format_duration(asked),
                shown_days(promised),
            );
            return Err(Problem::request("prune.unconfirmed", message)
                .next("look with --dry-run, then add --confirm if that is meant"));
        }
        Ok(Self {
            older_than: given.older_than,
            guard_share: given.guard_share.unwrap_or(DEFAULT_GUARD_SHARE),
            confirm: given.confirm,
            ..Self::default()
        })
    }
}

fn shown_days(duration: Duration) -> String {
    format!("{} days", duration.as_secs() / 86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shorter_retention_needs_a_confirmation_and_a_longer_one_does_not() {
        let asked = |days: u64, confirm, dry_run| {
            let older_than = Some(Duration::from_secs(days * 86_400));
            Options::try_from(&JobOptions { older_than, confirm, dry_run, ..JobOptions::default() })
        };
        assert_eq!(asked(60, false, false).unwrap_err().code, "prune.unconfirmed");
        assert!(asked(60, true, false).is_ok() && asked(60, false, true).is_ok() && asked(90, false, false).is_ok());
    }
}
