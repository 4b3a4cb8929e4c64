//! A row of numbers as bars, with the numbers in words for who does not see them. No inline style: the policy of the pages
//! forbids it, so every size is an attribute.

use maud::{Markup, html};

const WIDE: usize = 6;
const GAP: usize = 2;
const HIGH: i64 = 24;

/// Bars for `counts`; `what` says what they count.
pub(super) fn bars(counts: &[i64], what: &str) -> Markup {
    let most = counts.iter().copied().max().unwrap_or_default().max(1);
    let told: Vec<String> = counts.iter().map(i64::to_string).collect();
    let words = format!("{what}: {}", told.join(", "));
    let wide = counts.len() * (WIDE + GAP);
    html! {
        svg.bars viewBox=(format!("0 0 {wide} {HIGH}")) width=(wide) height=(HIGH) role="img" aria-label=(words) {
            title { (words) }
            @for (n, count) in counts.iter().enumerate() {
                // What is there is seen, however little it is beside the rest.
                @let high = if *count == 0 { 1 } else { (count * HIGH / most).max(3) };
                rect.some[*count > 0] x=(n * (WIDE + GAP)) y=(HIGH - high) width=(WIDE) height=(high) {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_say_in_words_what_they_show_and_a_little_is_more_than_nothing() {
        let drawn = bars(&[0, 1, 1_000], "Operations a day").into_string();
        assert!(drawn.contains("aria-label=\"Operations a day: 0, 1, 1000\""), "{drawn}");
        assert!(drawn.contains("height=\"3\"") && drawn.contains("height=\"24\""), "{drawn}");
        assert!(!drawn.contains("style="));
        assert!(bars(&[], "x").into_string().contains("<svg"));
    }
}
