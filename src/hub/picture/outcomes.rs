//! How runs ended over time: one bar for each stretch, stacked from good to bad, so that trouble is on top where it is
//! seen. The same numbers stand beside it as a table, each a link to the runs that it counts.

use chrono::{DateTime, Utc};
use maud::{Markup, html};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Instant;
use crate::hub::pages::operations::filter::Filter;
use crate::hub::parts::{number, time};
use crate::ledger::Outcome;

/// Units of a bar, of the gap behind it, and of the height that the largest bar has.
const WIDE: usize = 10;
const GAP: usize = 2;
const HIGH: i64 = 100;

/// What is there is seen: the least height of a part that is not empty.
const LEAST: i64 = 3;

/// The runs that were begun in a stretch of time, by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Bucket {
    /// The beginning.
    pub from: DateTime<Utc>,
    /// The end, which is the beginning of the next.
    pub until: DateTime<Utc>,
    /// Ended as they should.
    pub succeeded: i64,
    /// Ended well in part.
    pub partially_succeeded: i64,
    /// Refused before any work was done.
    pub blocked: i64,
    /// Failed.
    pub failed: i64,
    /// Queued or running.
    pub active: i64,
}

impl Bucket {
    /// An empty one.
    #[must_use]
    pub fn new(from: Instant, until: Instant) -> Self {
        Self { from, until, succeeded: 0, partially_succeeded: 0, blocked: 0, failed: 0, active: 0 }
    }

    /// Adds `count` runs with the stored word of their outcome.
    pub fn add(&mut self, outcome: &str, count: i64) {
        match Outcome::parse(outcome) {
            Some(Outcome::Succeeded) => self.succeeded += count,
            Some(Outcome::PartiallySucceeded) => self.partially_succeeded += count,
            Some(Outcome::Blocked) => self.blocked += count,
            Some(Outcome::Failed) => self.failed += count,
            Some(Outcome::Pending) | None => self.active += count,
        }
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.succeeded + self.partially_succeeded + self.blocked + self.failed + self.active
    }

    /// From good to bad: the class of the part, its word, its count, and the list of those runs.
    fn parts(&self) -> [(&'static str, &'static str, i64, Filter); 5] {
        let begun = Filter { since: Some(self.from), until: Some(self.until), ..Filter::default() };
        let ended = |outcome| Filter { outcomes: vec![outcome], ..begun.clone() };
        [
            ("good", "succeeded", self.succeeded, ended(Outcome::Succeeded)),
            ("busy", "active", self.active, Filter { outcomes: vec![Outcome::Pending], ..begun.clone() }),
            ("mixed", "partial", self.partially_succeeded, ended(Outcome::PartiallySucceeded)),
            ("stopped", "blocked", self.blocked, ended(Outcome::Blocked)),
            ("bad", "failed", self.failed, ended(Outcome::Failed)),
        ]
    }

    fn words(&self) -> String {
        let parts: Vec<String> = self
            .parts()
            .iter()
            .filter(|(_, _, count, _)| *count > 0)
            .map(|(_, word, count, _)| format!("{} {word}", number(*count)))
            .collect();
        let what = if parts.is_empty() { "no operation".to_owned() } else { parts.join(", ") };
        format!("{}: {what}", self.from.format("%a %d %b %H:%M"))
    }
}

/// The bars, oldest first, with a table of the same numbers; nothing when there are no buckets.
#[must_use]
pub fn outcomes(buckets: &[Bucket]) -> Markup {
    let Some((first, last)) = buckets.first().zip(buckets.last()) else { return html! {} };
    let most = buckets.iter().map(Bucket::total).max().unwrap_or(0).max(1);
    let wide = buckets.len() * (WIDE + GAP);
    let (all, bad) = (buckets.iter().map(Bucket::total).sum(), buckets.iter().map(|bucket| bucket.failed).sum());
    let summary = format!(
        "{} to {} UTC: {} operations were begun, {} of them failed. The largest bar is {}.",
        first.from.format("%Y-%m-%d %H:%M"),
        last.until.format("%Y-%m-%d %H:%M"),
        number(all),
        number(bad),
        number(most),
    );
    html! {
        figure.picture {
            svg.outcomes role="img" aria-labelledby="outcomes-title outcomes-desc" preserveAspectRatio="none"
                viewBox=(format!("0 0 {wide} {}", HIGH + 4)) {
                title #outcomes-title { "How operations ended, over time" }
                desc #outcomes-desc { (summary) }
                @for (n, bucket) in buckets.iter().enumerate() { (bar(n, bucket, most)) }
            }
            p.axis aria-hidden="true" { span { (first.from.format("%a %H:%M")) } span { (last.until.format("%a %H:%M")) } }
            figcaption { (summary) }
            @if all > 0 {
                details {
                    summary { "These numbers as a table" }
                    (table(buckets))
                }
            }
        }
    }
}

fn bar(n: usize, bucket: &Bucket, most: i64) -> Markup {
    let (x, mut top) = (n * (WIDE + GAP), HIGH + 4);
    html! {
        g {
            title { (bucket.words()) }
            // Something to point at where nothing happened.
            rect.ground x=(x) y="0" width=(WIDE) height=(HIGH + 4) {}
            @for (class, _, count, _) in bucket.parts() {
                @if count > 0 {
                    @let high = (count * HIGH / most).max(LEAST);
                    @let y = { top -= high; top };
                    rect class=(class) x=(x) y=(y.max(0)) width=(WIDE) height=(high) {}
                }
            }
        }
    }
}

fn table(buckets: &[Bucket]) -> Markup {
    html! {
        table.numbers {
            thead { tr {
                th scope="col" { "From (UTC)" }
                @for (_, word, _, _) in buckets[0].parts() { th scope="col" { (word) } }
            } }
            tbody {
                @for bucket in buckets.iter().rev().filter(|bucket| bucket.total() > 0) {
                    tr {
                        th scope="row" { (time(bucket.from)) }
                        @for (_, word, count, filter) in bucket.parts() {
                            td.count data-label=(word) {
                                @if count > 0 { a href=(filter.address()) { (number(count)) } } @else { "0" }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32) -> Instant {
        format!("2026-11-20T{hour:02}:00:00Z").parse().unwrap()
    }

    #[test]
    fn a_single_failure_among_very_many_is_still_seen() {
        let mut bucket = Bucket::new(at(8), at(9));
        bucket.add("succeeded", 1_000_000);
        bucket.add("failed", 1);
        let drawn = outcomes(&[bucket]).into_string();
        assert!(drawn.contains(r#"<rect class="bad" x="0""#), "{drawn}");
        assert!(drawn.contains("1 failed"), "{drawn}");
    }

    #[test]
    fn it_says_in_words_what_it_shows_and_has_no_inline_style() {
        let mut bucket = Bucket::new(at(8), at(9));
        bucket.add("blocked", 2);
        bucket.add("pending", 3);
        let drawn = outcomes(&[Bucket::new(at(7), at(8)), bucket]).into_string();
        assert!(drawn.contains("<title") && drawn.contains("<desc") && drawn.contains("5 operations were begun"));
        assert!(drawn.contains("3 active, 2 blocked") && !drawn.contains("style="), "{drawn}");
        assert_eq!(outcomes(&[]).into_string(), "");
    }
}
