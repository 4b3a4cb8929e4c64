//! The slot board in little: a row for each job, a square for each stretch of time, so that a dark night is seen at once.
//! An addition to the table, which says the same in words.

use maud::{Markup, html};

/// Units of a square, and of the gap behind it.
const SIDE: usize = 10;
const GAP: usize = 2;

/// A row of squares.
pub struct Row<'a> {
    /// The job.
    pub name: &'a str,
    /// Of each square its class, and what it says when it is pointed at; none where there was no slot.
    pub squares: Vec<Option<(&'static str, String)>>,
}

/// The picture of these rows, which all have as many squares; nothing when there are none.
#[must_use]
pub fn heat(summary: &str, rows: &[Row<'_>]) -> Markup {
    let columns = rows.first().map_or(0, |row| row.squares.len());
    if columns == 0 {
        return html! {};
    }
    let (wide, high) = (columns * (SIDE + GAP), rows.len() * (SIDE + GAP));
    html! {
        figure.picture {
            svg.heat role="img" aria-labelledby="heat-title heat-desc" viewBox=(format!("0 0 {wide} {high}")) {
                title #heat-title { "Slots by job and time" }
                desc #heat-desc { (summary) " The table below says the same in words." }
                @for (y, row) in rows.iter().enumerate() {
                    @for (x, square) in row.squares.iter().enumerate() {
                        @if let Some((class, words)) = square {
                            rect class=(class) x=(x * (SIDE + GAP)) y=(y * (SIDE + GAP)) width=(SIDE) height=(SIDE) rx="1" {
                                title { (row.name) ", " (words) }
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

    #[test]
    fn a_square_is_where_a_slot_was_and_says_what_became_of_it() {
        let rows = [Row { name: "a <job>", squares: vec![None, Some(("bad", "08:00: failed".into()))] }];
        let drawn = heat("One slot failed.", &rows).into_string();
        assert_eq!(drawn.matches("<rect").count(), 1);
        assert!(drawn.contains("a &lt;job&gt;, 08:00: failed") && drawn.contains("x=\"12\""), "{drawn}");
        assert_eq!(heat("", &[]).into_string(), "");
    }
}
