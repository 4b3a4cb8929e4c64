//! The cron expression alone. croner reads it and searches on plain calendar time, where no hour is missing and none
//! comes twice; what a zone does to the result is not known here. What croner lets through and no person means is
//! refused here: empty entries, steps longer than their field, dates that never come.

use std::sync::Arc;

use croner::Cron;
use croner::errors::CronError;
use croner::parser::{CronParser, Seconds, Year};
use jiff::civil::{DateTime, date};

use crate::problem::{Problem, Result};

/// Longer than any honest expression; what people send through a form must not cost more to read than that.
const LONGEST: usize = 256;

/// The fields in the order in which they are written, and the longest step that still meets two values.
const FIELDS: [(&str, u32); 6] =
    [("second", 59), ("minute", 59), ("hour", 23), ("day of month", 30), ("month", 11), ("day of week", 6)];

/// How an expression meets a change of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Names times of the day: each nominal time counts once.
    WallClock,
    /// Has `*` or `/` in minute or hour: follows elapsed time.
    Interval,
}

/// Which rule applies when both day of month and day of week are restricted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayRule {
    /// Either is enough, as in classic cron.
    Either,
    /// Both must hold: the day of week is written with a leading `+`.
    Both,
}

/// An expression that matches at some time.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    /// As it was written, with single blanks.
    pub(super) text: String,
    pub(super) kind: Kind,
    /// Whether there are hours of the day that the expression leaves out.
    pub(super) picks_hours: bool,
    /// Whether minute or hour is a list or a range.
    pub(super) is_list: bool,
    /// Shared: croner keeps a place for each year that there is, and schedules are copied at each slot.
    cron: Arc<Cron>,
}

impl Pattern {
    pub(super) fn parse(text: &str) -> Result<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.len() > LONGEST {
            return Err(invalid(&format!("the expression is longer than {LONGEST} characters")));
        }
        let parser = parser();
        check_entries(&text)?;
        let cron = parser.parse(&text).map_err(|error| invalid(&format!("`{text}`: {}", reason(&error))))?;
        // croner has spelled out `@daily` and its like; fields are counted from the end because seconds may be absent.
        let fields: Vec<&str> = cron.pattern.as_str().split_whitespace().collect();
        let (minute, hour) = (fields[fields.len() - 5], fields[fields.len() - 4]);
        let either = |signs: [char; 2]| minute.contains(signs) || hour.contains(signs);
        let pattern = Self {
            kind: if either(['*', '/']) { Kind::Interval } else { Kind::WallClock },
            picks_hours: cron.pattern.hours.values().len() < 24,
            is_list: either([',', '-']),
            cron: Arc::new(cron),
            text,
        };
        // The calendar repeats itself after 400 years, which is what croner has left from here.
        match pattern.at_or_after(date(4599, 1, 1).at(0, 0, 0, 0)) {
            Some(_) => Ok(pattern),
            None => {
                Err(Problem::request("schedule.never_matches", format!("`{}` names no date that exists", pattern.text))
                    .next("check day of month against month; `L` as day of month is the last day of every month"))
            }
        }
    }

    /// The first match from `civil` on.
    pub(super) fn at_or_after(&self, civil: DateTime) -> Option<DateTime> {
        self.cron.find_next_occurrence(&civil, true).ok()
    }

    /// The last match up to `civil`.
    pub(super) fn at_or_before(&self, civil: DateTime) -> Option<DateTime> {
        self.cron.find_previous_occurrence(&civil, true).ok()
    }

    /// It in words.
    pub(super) fn words(&self) -> String {
        super::words::words(&self.cron)
    }

    /// The rule for days, when day of month and day of week are both restricted.
    pub(super) fn day_rule(&self) -> Option<DayRule> {
        let pattern = &self.cron.pattern;
        let both = !pattern.is_dom_wildcard() && !pattern.is_dow_wildcard();
        both.then(|| if pattern.matches_dom_and_dow() { DayRule::Both } else { DayRule::Either })
    }
}

/// croner, for the fields that are allowed here.
pub(super) fn parser() -> CronParser {
    CronParser::builder().seconds(Seconds::Optional).year(Year::Disallowed).build()
}

/// croner skips empty entries and takes `*/90` minutes for every hour; both are slips of the pen.
fn check_entries(text: &str) -> Result<()> {
    let fields: Vec<&str> = text.split(' ').collect();
    // A wrong number of fields is croner's to refuse.
    let Some(skip) = FIELDS.len().checked_sub(fields.len()).filter(|skip| *skip <= 1) else { return Ok(()) };
    for (field, (name, longest)) in fields.iter().zip(&FIELDS[skip..]) {
        for entry in field.split(',') {
            if entry.is_empty() {
                return Err(invalid(&format!("`{text}`: an entry of the {name} is empty")));
            }
            let step = entry.split_once('/').and_then(|(_, step)| step.parse::<u32>().ok());
            if step.is_some_and(|step| step > *longest) {
                return Err(invalid(&format!("`{text}`: the step of the {name} is longer than the field")));
            }
        }
    }
    Ok(())
}

fn reason(error: &CronError) -> String {
    error.to_string().trim_end_matches('.').to_owned()
}

fn invalid(message: &str) -> Problem {
    Problem::request("schedule.cron_invalid", message).next(
        "write minute, hour, day of month, month and day of week, as in `30 2 * * *`; a sixth field in front is the second",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> &'static str {
        Pattern::parse(text).expect_err(text).code
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_form_that_can() {
        for text in [
            "",
            "nonsense",
            "* * * *",
            "60 * * * *",
            "* 24 * * *",
            "5/15 * * * *",
            "*/0 * * * *",
            "*/90 * * * *",
            "0 */24 * * *",
            "1,,2 * * * *",
            ", * * * *",
            "0 0 * * * * 2027",
            "@never",
            "0 0 * * * FRY",
        ] {
            assert_eq!(code(text), "schedule.cron_invalid", "{text}");
        }
        assert_eq!(code(&"1,".repeat(200)), "schedule.cron_invalid");
        assert!(Pattern::parse("* * * *").unwrap_err().next.contains("`30 2 * * *`"));
    }

    #[test]
    fn dates_that_never_come_are_refused() {
        for text in ["0 0 30 2 *", "0 0 31 2,4,6,9,11 *", "0 0 0 30 2 +MON"] {
            assert_eq!(code(text), "schedule.never_matches", "{text}");
        }
        for text in ["0 0 29 2 *", "0 0 29 2 +MON", "0 0 30 2 MON", "0 0 31 * *", "0 0 LW * *", "@yearly"] {
            assert!(Pattern::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn s5_a_star_or_a_slash_in_minute_or_hour_makes_an_interval_and_the_other_fields_have_no_say() {
        let kind = |text: &str| Pattern::parse(text).unwrap().kind;
        for text in ["30 2 * * *", "15,45 1 * * *", "0-30 1-3 */2 * *", "* 30 2 * * *", "*/10 30 2 * * *", "@daily"] {
            assert_eq!(kind(text), Kind::WallClock, "{text}");
        }
        for text in ["*/30 * * * *", "0 * * * *", "*/30 2 * * *", "0 0-12/3 * * *", "* 0 * * * *", "@hourly"] {
            assert_eq!(kind(text), Kind::Interval, "{text}");
        }
    }

    #[test]
    fn the_text_is_kept_as_written_with_single_blanks() {
        assert_eq!(Pattern::parse("  0  3 *\t* Mon ").unwrap().text, "0 3 * * Mon");
        assert_eq!(Pattern::parse("@daily").unwrap().text, "@daily");
    }

    #[test]
    fn the_rule_for_days_is_told_only_when_both_are_restricted() {
        let rule = |text: &str| Pattern::parse(text).unwrap().day_rule();
        assert_eq!(rule("0 0 13 * *"), None);
        assert_eq!(rule("0 0 ? * FRI"), None);
        assert_eq!(rule("0 0 13 * FRI"), Some(DayRule::Either));
        assert_eq!(rule("0 0 13 * +FRI"), Some(DayRule::Both));
    }
}
