//! The pieces that pages are made of: badges, times, empty lists. A badge is icon, word and colour, never colour alone.

use std::time::Duration;

use chrono::SecondsFormat;
use maud::{Markup, html};

use crate::clock::Instant;

/// A machine's form of an instant.
pub(super) fn stamp(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The time of day.
pub(super) fn clock(at: Instant) -> String {
    at.format("%H:%M:%S").to_string()
}

/// An instant for people; hovering shows it whole.
pub(super) fn time(at: Instant) -> Markup {
    html! { time datetime=(stamp(at)) title=(stamp(at)) { (at.format("%Y-%m-%d %H:%M:%S")) } }
}

/// An instant, or a dash.
pub(super) fn maybe_time(at: Option<Instant>) -> Markup {
    at.map_or_else(dash, time)
}

/// What stands where nothing is.
pub(super) fn dash() -> Markup {
    html! { span.none { "–" } }
}

/// The time between two instants; never less than nothing.
pub(super) fn between(from: Instant, to: Instant) -> Duration {
    (to - from).to_std().unwrap_or_default()
}

/// A length of time in at most two units: `3 d 4 h`, `12 m 5 s`, `1.4 s`, `35 ms`.
pub(super) fn length(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0 if time.as_millis() == 0 => "0 ms".into(),
        0 => format!("{} ms", time.as_millis()),
        1..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        60..3_600 => two(seconds / 60, "m", seconds % 60, "s"),
        3_600..86_400 => two(seconds / 3_600, "h", seconds % 3_600 / 60, "m"),
        _ => two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h"),
    }
}

fn two(large: u64, unit: &str, small: u64, of: &str) -> String {
    if small == 0 { format!("{large} {unit}") } else { format!("{large} {unit} {small} {of}") }
}

/// A number with thin spaces, as people read large ones.
pub(super) fn number(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    if count < 0 { format!("−{text}") } else { text }
}

/// How a thing is doing, for the eye: each has an icon, a word and a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// As it should be.
    Good,
    /// Partly.
    Mixed,
    /// Not as it should be.
    Bad,
    /// Refused, on purpose.
    Stopped,
    /// At work.
    Busy,
    /// Waiting its turn.
    Waiting,
    /// Neither good nor bad.
    Quiet,
}

impl Mood {
    fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Mixed => "mixed",
            Self::Bad => "bad",
            Self::Stopped => "stopped",
            Self::Busy => "busy",
            Self::Waiting => "waiting",
            Self::Quiet => "quiet",
        }
    }

    pub(super) fn icon(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Mixed => "◐",
            Self::Bad => "✕",
            Self::Stopped => "⊘",
            Self::Busy => "▶",
            Self::Waiting => "◷",
            Self::Quiet => "·",
        }
    }
}

/// A badge with `word` on it.
pub(super) fn badge(mood: Mood, word: &str) -> Markup {
    html! { span class=(format!("badge {}", mood.class())) { span.icon aria-hidden="true" { (mood.icon()) } " " (word) } }
}

/// How a run is doing, in one badge: how it ended, or where it stands.
pub(super) fn run_badge(status: &str, outcome: &str, is_stale: bool) -> Markup {
    match (status, outcome) {
        ("queued", _) if is_stale => badge(Mood::Bad, "stale in the queue"),
        ("running", _) if is_stale => badge(Mood::Bad, "stale"),
        ("queued", _) => badge(Mood::Waiting, "queued"),
        ("running", _) => badge(Mood::Busy, "running"),
        (_, "succeeded") => badge(Mood::Good, "succeeded"),
        (_, "partially_succeeded") => badge(Mood::Mixed, "partial"),
        (_, "blocked") => badge(Mood::Stopped, "blocked"),
        (_, "failed") => badge(Mood::Bad, "failed"),
        (_, other) => badge(Mood::Quiet, other),
    }
}

/// A list that is empty because there is nothing, with what would fill it.
pub(super) fn nothing(what: &str, hint: &Markup) -> Markup {
    html! { div.empty { p.lead { (what) } p { (hint) } } }
}

/// A list that is empty because of its filters, with the way out.
pub(super) fn nothing_matches(what: &str, without: &str) -> Markup {
    html! { div.empty { p.lead { (what) } p { a href=(without) { "Show all" } } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_in_two_units_at_most() {
        let told: Vec<String> = [0, 35, 1_400, 59_000, 725_000, 7_200_000, 273_600_000]
            .into_iter()
            .map(|ms| length(Duration::from_millis(ms)))
            .collect();
        assert_eq!(told, ["0 ms", "35 ms", "1.4 s", "59 s", "12 m 5 s", "2 h", "3 d 4 h"]);
    }

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!((number(-12).as_str(), number(0).as_str()), ("−12", "0"));
    }

    #[test]
    fn a_queued_run_never_looks_like_a_succeeded_one() {
        assert!(run_badge("queued", "pending", false).into_string().contains("waiting"));
        assert!(!run_badge("queued", "pending", false).into_string().contains("good"));
    }
}
