//! Declared schedules and what an operator overrides or adds, to schedules that are known to be sound. All that is
//! wrong is told at once, so that a file is repaired in one go.
//!
//! `TYPE` overrides the declared schedule of a type; `TYPE#NAME` is a further one of the same type. They share its
//! identity: runs of one are in the way of the other's, and a slot that both have runs once.

use std::collections::BTreeMap;
use std::time::Duration;

use super::schedule::{CatchUp, EVERY_MINUTE, Overlap, Schedule};
use crate::catalog::cadence::Cadence;
use crate::catalog::find::{canonical, find};
use crate::catalog::operation::Operation;
use crate::problem::Problem;

/// The longest window to catch up in; longer ones are a slip of the pen, and arithmetic stays within the calendar.
const LONGEST_WINDOW: Duration = Duration::from_secs(10 * 366 * 24 * 60 * 60);

/// The longest name behind the `#` of a further schedule.
const LONGEST_NAME: usize = 40;

/// What an operator says about one schedule; what is left out stays as declared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Override {
    /// Cron expression.
    pub cron: Option<String>,
    /// IANA name of a zone.
    pub time_zone: Option<String>,
    /// `skip` or `queue_one`.
    pub overlap: Option<String>,
    /// `skip`, `latest` or `all`.
    pub catch_up: Option<String>,
    /// How old a slot may be and still run.
    pub catch_up_window: Option<Duration>,
    /// Whether it runs at all.
    pub enabled: Option<bool>,
}

/// A schedule whose every part was checked.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// What stands in `schedules.key`.
    pub key: String,
    /// The operation type that runs.
    pub operation: &'static Operation,
    /// Expression and zone.
    pub cadence: Cadence,
    /// What happens when the run before is still active.
    pub overlap: Overlap,
    /// What happens to slots that passed while nobody looked.
    pub catch_up: CatchUp,
    /// How old a slot may be and still run; whole seconds, as it is stored.
    pub catch_up_window: Duration,
    /// Whether it runs at all.
    pub enabled: bool,
}

/// Lays the overrides (by key; older spellings of a type are understood) over the declared schedules.
///
/// # Errors
/// Everything that is wrong: `schedule.type_unknown`, `schedule.type_twice`, `schedule.cron_invalid`,
/// `schedule.never_matches`, `schedule.zone_unknown`, `schedule.overlap_unknown`, `schedule.catch_up_unknown`,
/// `schedule.window_invalid`, `schedule.name_invalid`, `schedule.cron_missing`. Each message names the schedule.
pub fn resolve(declared: &[Schedule], overrides: &BTreeMap<String, Override>) -> Result<Vec<Resolved>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut by_key: BTreeMap<&str, &Override> = BTreeMap::new();
    let mut further: BTreeMap<String, Resolved> = BTreeMap::new();
    for (name, change) in overrides {
        if name.contains('#') {
            match another(declared, name, change) {
                Ok(sound) => {
                    if let Some(twice) = further.insert(sound.key.clone(), sound) {
                        let message = format!("`{}` is there twice, in two spellings", twice.key);
                        problems.push(Problem::request("schedule.type_twice", message).next("keep one of them"));
                    }
                }
                Err(wrong) => problems.extend(wrong.into_iter().map(|problem| named(name, problem))),
            }
            continue;
        }
        let key = canonical(name);
        if !declared.iter().any(|schedule| schedule.key == key) {
            problems.push(unknown(declared, name));
        } else if by_key.insert(key, change).is_some() {
            let message = format!("`{name}` and another spelling of `{key}` are both overridden");
            problems.push(Problem::request("schedule.type_twice", message).next(format!("keep `{key}` only")));
        }
    }
    let untouched = Override::default();
    let mut resolved = Vec::new();
    for schedule in declared {
        match one(schedule.key, schedule, by_key.get(schedule.key).copied().unwrap_or(&untouched)) {
            Ok(sound) => resolved.push(sound),
            Err(wrong) => problems.extend(wrong.into_iter().map(|problem| named(schedule.key, problem))),
        }
    }
    resolved.extend(further.into_values());
    if problems.is_empty() { Ok(resolved) } else { Err(problems) }
}

/// The key under which a schedule is stored, from `TYPE` or `TYPE#NAME` with the type in any spelling.
///
/// # Errors
/// `operation.unknown`, or `schedule.name_invalid`.
pub fn key(name: &str) -> Result<String, Problem> {
    let Some((of, label)) = name.split_once('#') else { return Ok(find(name)?.name.to_owned()) };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if label.is_empty() || label.len() > LONGEST_NAME || !label.chars().all(plain) {
        let message = format!("`{label}` is no name for a schedule");
        return Err(Problem::request("schedule.name_invalid", message)
            .next(format!("behind the `#` use a-z, 0-9, `_` and `-`, up to {LONGEST_NAME} of them")));
    }
    Ok(format!("{}#{label}", find(of)?.name))
}

/// A further schedule of a type: like the declared one where it says nothing else, but for the expression.
fn another(declared: &[Schedule], name: &str, change: &Override) -> Result<Resolved, Vec<Problem>> {
    let key = key(name).map_err(|problem| vec![problem])?;
    let operation = find(name.split('#').next().unwrap_or_default()).map_err(|problem| vec![problem])?;
    if change.cron.is_none() {
        return Err(vec![
            Problem::request("schedule.cron_missing", "a further schedule of a type needs its own `cron`")
                .next("such as cron = \"30 2 * * *\""),
        ]);
    }
    let like = declared.iter().find(|schedule| schedule.operation == operation.name);
    let like = like.copied().unwrap_or(Schedule { operation: operation.name, ..EVERY_MINUTE });
    one(&key, &like, change)
}

fn one(key: &str, schedule: &Schedule, change: &Override) -> Result<Resolved, Vec<Problem>> {
    let Override { cron, time_zone, overlap, catch_up, catch_up_window, enabled } = change;
    let cadence =
        Cadence::parse(cron.as_deref().unwrap_or(schedule.cron), time_zone.as_deref().unwrap_or(schedule.time_zone));
    let overlap = word(overlap.as_deref(), schedule.overlap, Overlap::parse, "schedule.overlap_unknown", || {
        Overlap::ALL.map(Overlap::as_str).join(", ")
    });
    let catch_up = word(catch_up.as_deref(), schedule.catch_up, CatchUp::parse, "schedule.catch_up_unknown", || {
        CatchUp::ALL.map(CatchUp::as_str).join(", ")
    });
    let window = window(catch_up_window.unwrap_or(schedule.catch_up_window));
    match (find(schedule.operation), cadence, overlap, catch_up, window) {
        (Ok(operation), Ok(cadence), Ok(overlap), Ok(catch_up), Ok(catch_up_window)) => Ok(Resolved {
            key: key.to_owned(),
            operation,
            cadence,
            overlap,
            catch_up,
            catch_up_window,
            enabled: enabled.unwrap_or(schedule.enabled),
        }),
        (operation, cadence, overlap, catch_up, window) => {
            let wrong = [operation.err(), cadence.err(), overlap.err(), catch_up.err(), window.err()];
            Err(wrong.into_iter().flatten().collect())
        }
    }
}

fn word<T>(
    given: Option<&str>,
    declared: T,
    parse: impl Fn(&str) -> Option<T>,
    code: &'static str,
    known: impl Fn() -> String,
) -> Result<T, Problem> {
    let Some(given) = given else { return Ok(declared) };
    parse(given).ok_or_else(|| {
        Problem::request(code, format!("`{given}` is not known")).next(format!("give one of {}", known()))
    })
}

fn window(given: Duration) -> Result<Duration, Problem> {
    if given.subsec_nanos() == 0 && given <= LONGEST_WINDOW {
        return Ok(given);
    }
    Err(Problem::request("schedule.window_invalid", "`catch_up_window` is not in whole seconds, or is over ten years")
        .next("write it as 90s, 15m, 24h or 7days; 0s for none"))
}

fn named(key: &str, problem: Problem) -> Problem {
    Problem { message: format!("schedule `{key}`: {}", problem.message), ..problem }
}

fn unknown(declared: &[Schedule], name: &str) -> Problem {
    let tail = name.rsplit('.').next().unwrap_or(name);
    let near = declared.iter().find(|schedule| !tail.is_empty() && schedule.key.contains(tail));
    let hint = near.map(|schedule| format!("did you mean `{}`? ", schedule.key)).unwrap_or_default();
    let known: Vec<&str> = declared.iter().map(|schedule| schedule.key).collect();
    Problem::request("schedule.type_unknown", format!("no schedule is declared for `{name}`"))
        .next(format!("{hint}the schedules are {}", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::super::schedule::SCHEDULES;
    use super::*;

    fn over(name: &str, change: Override) -> BTreeMap<String, Override> {
        BTreeMap::from([(name.to_owned(), change)])
    }

    #[test]
    fn a_further_schedule_of_a_type_is_like_the_declared_one_where_it_says_nothing_else() {
        let night = Override { cron: Some("30 2 * * *".into()), ..Override::default() };
        let resolved = resolve(SCHEDULES, &over("ops_reconcile_adapter_runs#night", night.clone())).unwrap();
        let further = resolved.last().unwrap();
        assert_eq!((further.key.as_str(), resolved.len()), ("ops.reconcile_adapter_runs#night", SCHEDULES.len() + 1));
        assert_eq!(further.operation.name, "ops.reconcile_adapter_runs");
        assert_eq!((further.cadence.cron(), further.catch_up, further.enabled), ("30 2 * * *", CatchUp::Latest, true));
        for (name, change, code) in [
            ("ops.reconcile_adapter_runs#night", Override::default(), "schedule.cron_missing"),
            ("ops.reconcile_adapter_runs#", night.clone(), "schedule.name_invalid"),
            ("ops.reconcile_adapter_runs#At Night", night.clone(), "schedule.name_invalid"),
            ("ops.nothing#night", night, "operation.unknown"),
        ] {
            let problems = resolve(SCHEDULES, &over(name, change)).unwrap_err();
            assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [code], "{name}");
            assert!(problems[0].message.contains(name), "{}", problems[0].message);
        }
    }

    #[test]
    fn what_is_not_overridden_stays_as_declared() {
        let change = Override {
            cron: Some("30  2 * * *".into()),
            time_zone: Some("europe/warsaw".into()),
            catch_up: Some("all".into()),
            enabled: Some(false),
            ..Override::default()
        };
        let resolved = resolve(SCHEDULES, &over("ops.prune_operation_runs", change)).unwrap();
        assert_eq!(resolved.len(), SCHEDULES.len());
        let prune = resolved.iter().find(|schedule| schedule.key == "ops.prune_operation_runs").unwrap();
        assert_eq!((prune.cadence.cron(), prune.cadence.time_zone()), ("30 2 * * *", "Europe/Warsaw"));
        assert_eq!((prune.catch_up, prune.overlap, prune.enabled), (CatchUp::All, Overlap::Skip, false));
        let stale = resolved.iter().find(|schedule| schedule.key == "ops.reconcile_stale_runs").unwrap();
        assert_eq!((stale.cadence.cron(), stale.cadence.time_zone(), stale.enabled), ("* * * * *", "UTC", true));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_and_names_its_schedule() {
        let mut overrides = over(
            "ops.prune_operation_runs",
            Override {
                cron: Some("0 0 30 2 *".into()),
                overlap: Some("queue".into()),
                catch_up: Some("none".into()),
                catch_up_window: Some(Duration::from_millis(1500)),
                ..Override::default()
            },
        );
        overrides.insert("ops.reconcile_adapter".into(), Override::default());
        let stale = Override { time_zone: Some("Europe/Warszaw".into()), ..Override::default() };
        overrides.insert("ops.reconcile_stale_runs".into(), stale);
        let problems = resolve(SCHEDULES, &overrides).unwrap_err();
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(
            codes,
            [
                "schedule.type_unknown",
                "schedule.never_matches",
                "schedule.overlap_unknown",
                "schedule.catch_up_unknown",
                "schedule.window_invalid",
                "schedule.zone_unknown"
            ]
        );
        assert!(problems[0].next.starts_with("did you mean `ops.reconcile_adapter_runs`?"), "{}", problems[0].next);
        assert!(problems[1].message.starts_with("schedule `ops.prune_operation_runs`: "), "{}", problems[1].message);
        assert!(problems[5].next.contains("`Europe/Warsaw`"), "{}", problems[5].next);
    }

    #[test]
    fn an_older_spelling_is_understood_and_two_spellings_are_one_too_many() {
        let off = || Override { enabled: Some(false), ..Override::default() };
        let mut overrides = over("ops_reconcile_adapter_runs", off());
        let resolved = resolve(SCHEDULES, &overrides).unwrap();
        assert!(resolved.iter().any(|schedule| schedule.key == "ops.reconcile_adapter_runs" && !schedule.enabled));
        overrides.insert("ops.reconcile_adapter_runs".into(), off());
        assert_eq!(resolve(SCHEDULES, &overrides).unwrap_err()[0].code, "schedule.type_twice");
    }
}
