//! From "every so often" to a cron expression, where the two agree.

use std::time::Duration;

use crate::problem::{Problem, Result};

/// The expression of a slot every `interval`, counted from the full minute, hour or day.
///
/// # Errors
/// `schedule.interval_uneven` for an interval that does not divide one of them: its last slots would come too close.
pub fn every(interval: Duration) -> Result<String> {
    let seconds = interval.as_secs();
    let step = |step: u64| if step == 1 { "*".to_owned() } else { format!("*/{step}") };
    let divides = |unit: u64, whole: u64| seconds.is_multiple_of(unit) && whole.is_multiple_of(seconds);
    match seconds {
        _ if interval.subsec_nanos() != 0 => Err(uneven(interval)),
        1..60 if divides(1, 60) => Ok(format!("{} * * * * *", step(seconds))),
        60..3_600 if divides(60, 3_600) => Ok(format!("{} * * * *", step(seconds / 60))),
        3_600..86_400 if divides(3_600, 86_400) => Ok(format!("0 {} * * *", step(seconds / 3_600))),
        86_400 => Ok("0 0 * * *".to_owned()),
        _ => Err(uneven(interval)),
    }
}

fn uneven(interval: Duration) -> Problem {
    let message = format!("{} does not divide a minute, an hour or a day", humantime::format_duration(interval));
    Problem::request("schedule.interval_uneven", message)
        .next("use such as 10s, 30s, 1m, 5m, 15m, 1h; or give the schedule a `cron` of its own")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_interval_is_an_expression_and_any_other_is_refused() {
        for (seconds, expected) in [
            (1, "* * * * * *"),
            (2, "*/2 * * * * *"),
            (30, "*/30 * * * * *"),
            (60, "* * * * *"),
            (300, "*/5 * * * *"),
            (3_600, "0 * * * *"),
            (21_600, "0 */6 * * *"),
            (86_400, "0 0 * * *"),
        ] {
            let cron = every(Duration::from_secs(seconds)).unwrap();
            assert_eq!(cron, expected);
            assert!(crate::catalog::cadence::Cadence::parse(&cron, "UTC").is_ok(), "{cron}");
        }
        for millis in [0, 500, 7_000, 90_000, 2_700_000 + 60_000, 5 * 3_600_000, 172_800_000] {
            assert_eq!(every(Duration::from_millis(millis)).unwrap_err().code, "schedule.interval_uneven", "{millis}");
        }
    }
}
