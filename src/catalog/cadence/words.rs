//! An expression as people say it. Days and months are croner's to describe; times of day are said here, since croner
//! calls `*/7` and `0-30/10` “every 7 minutes” and “every 10 minutes”, which they are not.

use croner::Cron;

/// As many times of a day as are said one by one.
const MOST_TIMES: usize = 6;

pub(super) fn words(cron: &Cron) -> String {
    let pattern = &cron.pattern;
    let (seconds, minutes, hours) = (pattern.seconds.values(), pattern.minutes.values(), pattern.hours.values());
    let (time, is_list) = time(&seconds, &minutes, &hours);
    match days(pattern.as_str()) {
        days if days.is_empty() && is_list => format!("{time} every day"),
        days if days.is_empty() => time,
        days => format!("{time} {days}"),
    }
}

/// Which times of a day, and whether they are said one by one.
fn time(seconds: &[u16], minutes: &[u16], hours: &[u16]) -> (String, bool) {
    let is_list = hours.len() < 24 && minutes.len() * hours.len() <= MOST_TIMES;
    let within = match seconds {
        [0] => return (minute(minutes, hours, is_list, None), is_list),
        [one] if is_list => return (minute(minutes, hours, is_list, Some(*one)), true),
        all if all.len() == 60 => "every second".to_owned(),
        some => {
            step(some, 60).map_or_else(|| format!("at second {}", listed(some)), |by| format!("every {by} seconds"))
        }
    };
    if minutes.len() == 60 && hours.len() == 24 {
        return (within, false);
    }
    (format!("{}, {within} in each of these minutes", minute(minutes, hours, is_list, None)), false)
}

fn minute(minutes: &[u16], hours: &[u16], is_list: bool, second: Option<u16>) -> String {
    if is_list {
        let second = second.map(|second| format!(":{second:02}")).unwrap_or_default();
        let times = hours.iter().flat_map(|hour| minutes.iter().map(move |minute| (hour, minute)));
        let times: Vec<String> = times.map(|(hour, minute)| format!("{hour:02}:{minute:02}{second}")).collect();
        return format!("at {}", joined(&times));
    }
    let at = || if minutes == [0] { "on the hour".to_owned() } else { format!("at minute {}", listed(minutes)) };
    let often = match step(minutes, 60) {
        Some(1) => Some("every minute".to_owned()),
        Some(by) => Some(format!("every {by} minutes")),
        None => None,
    };
    match (often, step(hours, 24)) {
        (Some(often), Some(1)) => often,
        (None, Some(1)) if minutes == [0] => "every hour on the hour".to_owned(),
        (None, Some(1)) => format!("{} of every hour", at()),
        (None, Some(by)) => format!("every {by} hours {}", at()),
        (Some(often), _) => format!("{often} {}", within(hours)),
        (None, None) => format!("{} {}", at(), within(hours)),
    }
}

/// Hours that follow each other as a stretch of the day.
fn within(hours: &[u16]) -> String {
    match hours {
        [first, .., last] if usize::from(last - first) + 1 == hours.len() => {
            format!("from {first:02}:00 to {last:02}:59")
        }
        _ => format!("of the hours {}", listed(hours)),
    }
}

/// By how much the values go, when they go evenly through the whole of the field, over its end too.
fn step(values: &[u16], size: u16) -> Option<u16> {
    let by = size.checked_div(u16::try_from(values.len()).ok()?)?;
    let evenly = values.iter().zip(0..).all(|(value, n)| *value == n * by);
    (by < size && by * u16::try_from(values.len()).ok()? == size && evenly).then_some(by)
}

/// What croner says of days and months.
fn days(pattern: &str) -> String {
    let fields: Vec<&str> = pattern.split_whitespace().collect();
    let Some([day, month, weekday]) = fields.last_chunk::<3>() else { return String::new() };
    let Ok(midnight) = super::pattern::parser().parse(&format!("0 0 {day} {month} {weekday}")) else {
        return String::new();
    };
    let said = midnight.pattern.describe();
    let rest = said.strip_prefix("At 00:00").unwrap_or_default();
    rest.trim_start_matches(", ").trim_end_matches('.').replace(", and ", " and ")
}

fn listed(values: &[u16]) -> String {
    joined(&values.iter().map(u16::to_string).collect::<Vec<_>>())
}

fn joined(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Cadence;

    #[test]
    fn an_expression_is_said_as_people_say_it() {
        for (cron, words) in [
            ("* * * * *", "every minute"),
            ("*/5 * * * *", "every 5 minutes"),
            ("17 3 * * *", "at 03:17 every day"),
            ("30 2,14 * * *", "at 02:30 and 14:30 every day"),
            ("0 9 * * MON", "at 09:00 on Monday"),
            ("0 9 * * 1-5", "at 09:00 on Monday, Tuesday, Wednesday, Thursday, and Friday"),
            ("0 4 1 * *", "at 04:00 on day 1"),
            ("0 4 L 6 *", "at 04:00 on the last day of the month, in June"),
            ("0 * * * *", "every hour on the hour"),
            ("17,47 * * * *", "at minute 17 and 47 of every hour"),
            ("0 */2 * * *", "every 2 hours on the hour"),
            ("5 */6 * * *", "at 00:05, 06:05, 12:05 and 18:05 every day"),
            ("*/15 8-17 * * *", "every 15 minutes from 08:00 to 17:59"),
            ("* 8,12 * * *", "every minute of the hours 8 and 12"),
            ("@daily", "at 00:00 every day"),
            ("* * * * * *", "every second"),
            ("*/10 * * * * *", "every 10 seconds"),
            ("30 0 14 * * *", "at 14:00:30 every day"),
            ("0 0 4 1 * MON", "at 04:00 on day 1 or Monday"),
        ] {
            assert_eq!(Cadence::parse(cron, "UTC").unwrap().words(), words, "{cron}");
        }
    }

    #[test]
    fn what_does_not_go_on_over_the_hour_is_not_called_every_so_many_minutes() {
        for (cron, words) in [
            ("*/25 * * * *", "at minute 0, 25 and 50 of every hour"),
            ("0-30/10 * * * *", "at minute 0, 10, 20 and 30 of every hour"),
            ("0 */9 * * *", "at 00:00, 09:00 and 18:00 every day"),
            ("5-59/20 * * * *", "at minute 5, 25 and 45 of every hour"),
        ] {
            assert_eq!(Cadence::parse(cron, "UTC").unwrap().words(), words, "{cron}");
        }
    }
}
