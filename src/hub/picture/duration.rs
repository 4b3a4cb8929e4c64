//! How long a run took against what is usual: the band from the middle to nineteen of twenty, and where this run stands.

use std::time::Duration;

use maud::{Markup, html};

use crate::hub::pages::operation::band::Band;
use crate::hub::parts::length;

/// Units of the picture.
const WIDE: u64 = 200;
const HIGH: u64 = 16;

/// How many times the end of the band the scale goes at most; what took longer stands at the edge, with an arrow.
const FARTHEST: u64 = 6;

/// Where things stand, in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Places {
    from: u64,
    to: u64,
    spent: u64,
    is_beyond: bool,
}

fn places(spent: u64, band: Band) -> Places {
    let (p50, p95) = (band.p50_ms.max(1), band.p95_ms.max(band.p50_ms).max(1));
    let farthest = p95.saturating_mul(FARTHEST);
    // A little room to the right of whatever is largest.
    let whole = p95.max(spent.min(farthest)).saturating_mul(5) / 4 + 1;
    let place = |ms: u64| u64::try_from(u128::from(ms) * u128::from(WIDE) / u128::from(whole)).unwrap_or(WIDE);
    Places { from: place(p50), to: place(p95), spent: place(spent.min(farthest)), is_beyond: spent > farthest }
}

/// The picture of a run that took `spent`, beside the usual `band` of its type. `id` tells it from others on the page.
#[must_use]
pub fn duration(id: &str, spent: Duration, band: Band) -> Markup {
    let milliseconds = u64::try_from(spent.as_millis()).unwrap_or(u64::MAX);
    let Places { from, to, spent: at, is_beyond } = places(milliseconds, band);
    let usual = |ms| length(Duration::from_millis(ms));
    let how = match band.times_usual(spent) {
        Some(times) => format!("{times:.1} times as long as usual"),
        None if milliseconds > band.p95_ms => "longer than nineteen of twenty".to_owned(),
        None => "as usual".to_owned(),
    };
    let words = format!(
        "It took {}, {how}: half take up to {}, nineteen of twenty up to {}.",
        length(spent),
        usual(band.p50_ms),
        usual(band.p95_ms)
    );
    let class = if milliseconds > band.p95_ms { "mark bad" } else { "mark good" };
    let (title, desc) = (format!("{id}-title"), format!("{id}-desc"));
    html! {
        svg.duration role="img" aria-labelledby=(format!("{title} {desc}")) viewBox=(format!("0 0 {WIDE} {HIGH}")) {
            title id=(title) { "Duration against what is usual" }
            desc id=(desc) { (words) }
            rect.ground x="0" y="6" width=(WIDE) height="4" {}
            rect.band x=(from) y="3" width=(to.saturating_sub(from).max(2)) height="10" {}
            @if is_beyond {
                path class=(class) d=(format!("M{} 2 L{} 8 L{} 14 Z", WIDE - 8, WIDE, WIDE - 8)) {}
            } @else {
                rect class=(class) x=(at.saturating_sub(1)) y="0" width="3" height=(HIGH) {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAND: Band = Band { p50_ms: 1_000, p95_ms: 2_000, runs: 40 };

    #[test]
    fn everything_stands_within_the_picture_however_long_it_took() {
        for spent in [0, 1, 1_000, 2_000, 11_999, 12_001, u64::MAX] {
            let Places { from, to, spent: at, is_beyond } = places(spent, BAND);
            assert!(from < to && to < WIDE && at < WIDE, "{spent}: {from} {to} {at}");
            assert_eq!(is_beyond, spent > 12_000, "{spent}");
        }
        let flat = places(0, Band { p50_ms: 0, p95_ms: 0, runs: 8 });
        assert!(flat.to < WIDE);
    }

    #[test]
    fn it_says_how_many_times_as_long_as_usual() {
        let drawn = duration("run", Duration::from_millis(3_200), BAND).into_string();
        assert!(drawn.contains("3.2 times as long as usual") && drawn.contains("mark bad"), "{drawn}");
        let usual = duration("run", Duration::from_millis(900), BAND).into_string();
        assert!(usual.contains("as usual") && usual.contains("mark good") && !usual.contains("style="), "{usual}");
    }
}
