//! Tables for people, JSON for programs.

use std::path::Path;

use comfy_table::{Table, presets};
use opsledger::db::Engine;
use serde::Serialize;

use crate::Result;
use crate::arguments::Arguments;

/// One line: a rate, its floor, and the ratio of the two in each round.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub engine: &'static str,
    pub name: &'static str,
    /// What the two figures are.
    pub unit: &'static str,
    pub ours: f64,
    pub floor: f64,
    pub ratios: Vec<f64>,
    pub goal: Option<f64>,
    pub notes: Vec<(&'static str, f64)>,
    pub durability: String,
}

#[derive(Debug, Serialize)]
struct Section {
    title: &'static str,
    row: Row,
    ratio: f64,
}

#[derive(Debug, Serialize)]
pub struct Report {
    quick: bool,
    history: i64,
    rows: Vec<Section>,
}

impl Row {
    pub fn new(engine: Engine) -> Self {
        Self {
            engine: engine.name(),
            name: "",
            unit: "per second",
            ours: 0.0,
            floor: 0.0,
            ratios: Vec::new(),
            goal: None,
            notes: Vec::new(),
            durability: String::new(),
        }
    }

    pub fn note(&mut self, name: &'static str, value: f64) {
        self.notes.push((name, value));
    }
}

impl Report {
    pub fn new(arguments: &Arguments) -> Self {
        Self { quick: arguments.quick, history: arguments.history(), rows: Vec::new() }
    }

    /// Prints the row as soon as it is known: the whole takes minutes.
    pub fn add(&mut self, title: &'static str, row: Row) {
        let ratio = median(&row.ratios);
        let spread = |pick: fn(f64, f64) -> f64| row.ratios.iter().copied().reduce(pick).unwrap_or_default();
        let goal = row.goal.map_or_else(String::new, |goal| {
            format!(" (goal {goal:.2}: {})", if ratio >= goal { "holds" } else { "missed" })
        });
        let mut table = Table::new();
        table.load_style(presets::UTF8_BORDERS_ONLY);
        let mut header = vec![format!("{}, ours", row.unit), "floor".into(), "ratio".into(), "min–max".into()];
        header.extend(row.notes.iter().map(|(name, _)| (*name).to_owned()));
        table.set_header(header);
        let mut line = vec![
            number(row.ours),
            number(row.floor),
            format!("{ratio:.2}"),
            format!("{:.2}–{:.2}", spread(f64::min), spread(f64::max)),
        ];
        line.extend(row.notes.iter().map(|(_, value)| number(*value)));
        table.add_row(line);
        println!("{title} · {} · {}{goal}\n{table}\n  {}\n", row.engine, row.name, row.durability);
        self.rows.push(Section { title, row, ratio });
    }

    /// Writes the JSON file if one was asked for, and says at the end whether the goals hold.
    pub fn finish(&self, json: Option<&Path>) -> Result {
        if let Some(path) = json {
            std::fs::write(path, serde_json::to_vec_pretty(self)?)?;
        }
        let missed = self.rows.iter().filter(|section| section.row.goal.is_some_and(|goal| section.ratio < goal));
        match missed.map(|section| format!("{} on {}", section.row.name, section.row.engine)).collect::<Vec<_>>() {
            _ if self.quick => println!("Quick: the bench works; these numbers mean nothing."),
            names if names.is_empty() => println!("Every goal holds."),
            names => println!("Missed: {}.", names.join("; ")),
        }
        Ok(())
    }
}

pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    match sorted.len() {
        0 => 0.0,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

fn number(value: f64) -> String {
    if value.abs() >= 100.0 || value == 0.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}
