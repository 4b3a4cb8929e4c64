//! Every code that a run can carry has its line in the runbook: whoever is paged reads what it means and what to do.

use std::collections::BTreeMap;
use std::path::Path;

use opsledger::catalog::{self, codes};
use regex::Regex;

/// Rooms that write failures.
const ROOMS: [&str; 9] = [
    "src/adapters",
    "src/db",
    "src/domain/legitimacy.rs",
    "src/engine",
    "src/graph",
    "src/jobs",
    "src/ledger",
    "src/problem.rs",
    "src/seeding",
];

/// Dotted words there that no run carries: what a caller did wrong before there was a run, events of the audit log, and
/// names of things.
const OTHERS: &[&str] = &[
    "backup_item.unknown",
    "backup_schedule.created",
    "backup_schedule.unknown",
    "bulk.key_invalid",
    "bulk.not_a_bulk_type",
    "bulk.selection_empty",
    "legacy.link_invalid",
    "legacy.no_operation",
    "legacy.not_found",
    "operation.already_ended",
    "operation.not_dispatchable",
    "operation.not_found",
    "operation.not_runnable",
    "operation_run.cancelled",
    "operation_run.completed",
    "opsledger.tenants",
    "opsledger.workspaces",
    "option.missing",
    "option.not_for_this_type",
    "prune.unconfirmed",
    "restore.confirmation_required",
    "restore.not_found",
    "restore_run.confirmed",
    "schedule.already_paused",
    "schedule.not_paused",
    "schedule.paused",
    "schedule.resumed",
    "schedule.unknown",
    "scheduler.no_waker",
    "tenant.created",
    "workspace.created",
];

/// Beginnings of such words in the seeder: names of draws, and what is wrong with a scenario before anything is written.
const SEEDER: [&str; 9] =
    ["address.", "cast.", "names.", "person.", "policy.", "population.", "scenario.", "seed.", "tenant."];

fn sources(path: &Path, found: &mut Vec<(String, String)>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), found);
        }
    } else if path.extension().is_some_and(|end| end == "rs") {
        let text = std::fs::read_to_string(path).unwrap();
        // Unit tests make codes up.
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
        found.push((path.display().to_string(), code));
    }
}

/// The codes in the sources, and where each stands.
fn written() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dotted = Regex::new(r#""([a-z][a-z0-9_]+(?:\.[a-z0-9_]+)+)""#).unwrap();
    // Why work may not start is one word.
    let refusal = Regex::new(r#"\bno\(\s*"([a-z_]+)""#).unwrap();
    let mut files = Vec::new();
    for room in ROOMS {
        sources(&root.join(room), &mut files);
    }
    assert!(files.len() > 100, "the rooms have moved");
    let mut codes = BTreeMap::new();
    for (file, text) in &files {
        let of_seeder = file.contains("src/seeding");
        for found in dotted.captures_iter(text).chain(refusal.captures_iter(text)) {
            let code = &found[1];
            let is_column = code.split('.').next().is_some_and(|first| first.len() == 1);
            let is_other = OTHERS.contains(&code) || (of_seeder && SEEDER.iter().any(|word| code.starts_with(word)));
            if !is_column && !is_other && catalog::find(code).is_err() {
                codes.insert(code.to_owned(), file.clone());
            }
        }
    }
    codes
}

#[test]
fn every_code_in_the_sources_has_a_meaning_and_a_next_step() {
    let written = written();
    assert!(written.contains_key("run.worker_lost") && written.contains_key("tenant_not_operable"), "it finds codes");
    let missing: Vec<_> = written.iter().filter(|(code, _)| codes::code(code).is_none()).collect();
    assert!(
        missing.is_empty(),
        "add a line to src/catalog/codes/ for each code that a run can carry, or name it in OTHERS here: {missing:#?}"
    );
}

#[test]
fn no_line_of_the_runbook_is_about_a_code_that_nobody_writes() {
    let written = written();
    // The timetable of a schedule is read in the catalog, whose codes stand beside `backup_schedule.not_dispatched`.
    let elsewhere = [
        "backup_schedule.days_invalid",
        "backup_schedule.time_invalid",
        "schedule.cron_invalid",
        "schedule.never_matches",
        "schedule.zone_unknown",
    ];
    let idle: Vec<_> = codes::all()
        .map(|known| known.code)
        .filter(|code| !written.contains_key(*code) && !elsewhere.contains(code))
        .collect();
    assert!(idle.is_empty(), "{idle:?}");
}
