//! The house keeps its shape: arrows between rooms point down, one room writes the ledger, the root is a map.

mod one_door;
mod rooms;
mod source;

use std::path::Path;

use one_door::{definitions, other_writers};
use rooms::{cycle, inspect};

#[test]
fn arrows_between_rooms_point_down_only() {
    let (complaints, arrows) = inspect(&files());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(arrows.contains_key(&("db".into(), "problem".into())), "the reader of paths sees nothing: {arrows:?}");
}

#[test]
fn l1_only_the_ledger_writes_operation_runs() {
    let complaints = other_writers(&files());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn the_root_of_the_library_is_a_map_and_defines_nothing() {
    let (_, lib) = files().into_iter().find(|(file, _)| file == "src/lib.rs").expect("there is a root");
    assert_eq!(definitions(&lib), Vec::<String>::new());
}

#[test]
fn an_arrow_that_runs_up_or_across_is_seen_however_it_is_written() {
    let planted = [
        ("src/ledger/read.rs", "use crate::engine::Tick;", "ledger -> engine"),
        ("src/engine/runner.rs", "use crate::jobs;", "engine -> jobs"),
        ("src/engine/runner.rs", "fn f() { crate::adapters::all(); }", "engine -> adapters"),
        ("src/db/mod.rs", "pub use crate::{\n    clock,\n    ledger::{self, read::Run as R},\n};", "db -> ledger"),
        ("src/problem.rs", "use crate::clock::Instant;", "problem -> clock"),
        ("src/catalog/find.rs", "use crate::db::Db;", "catalog -> db"),
        ("src/clock.rs", "use super::db::Db;", "clock -> db"),
        ("src/ledger/write/claim.rs", "use super::super::super::engine::lease;", "ledger -> engine"),
        ("src/graph/http.rs", "mod t { use super::super::super::hub::page; }", "graph -> hub"),
        ("src/graph/http.rs", "const Q: char = '\"'; use crate::hub::page; // \"", "graph -> hub"),
        ("src/jobs/a.rs", "use crate::config::Settings;", "jobs -> config"),
        ("src/jobs/a.rs", "macro_rules! m { () => { $crate::bin::x() } }", "jobs -> bin"),
        ("src/engine/a.rs", "use migration::Migrator;", "engine -> migration"),
        ("src/hub/a.rs", "use crate::ledger::{read, write::complete};", "the hub reads only"),
        ("src/hub/a.rs", "async fn f(db: &Db) { db\n.writer()\n.execute(x); }", "the hub reads only"),
        ("src/helpers/a.rs", "", "`helpers` is no known room; add it to LEVELS"),
        ("src/ledger/a.rs", "use crate::utils::x;", "`utils` is no known room"),
        ("src/ledger/a.rs", "use crate::Problem;", "`Problem` is no known room"),
    ];
    for (file, text, reason) in planted {
        let (complaints, _) = inspect(&plant(file, text));
        assert_eq!(complaints.len(), 1, "{file}: {text}\n{complaints:?}");
        assert!(complaints[0].starts_with(file) && complaints[0].contains(reason), "{}", complaints[0]);
    }
}

#[test]
fn arrows_down_and_words_in_comments_or_texts_are_no_offence() {
    let planted = [
        ("src/bin/scheduler.rs", "use opsledger::{config::Settings, jobs, hub};\nmod args; use crate::args::Args;"),
        ("src/jobs/a.rs", "use crate::{adapters::proof, engine::job::Job, ledger::write, db};"),
        ("src/hub/page.rs", "use crate::ledger::read::{Run, Runs as R}; fn f(db: &Db) { db.reader(); }"),
        ("src/db/mod.rs", "use super::problem::Problem; use migration::Migrator; use crate::sanitizer::redact;"),
        ("src/clock.rs", "mod tests { use super::*; use super::Clock; }"),
        ("src/ledger/write/claim.rs", "use super::super::read; pub(crate) fn f() {} pub(in crate::ledger) fn g() {}"),
        (
            "src/ledger/a.rs",
            "//! See [`crate::engine`].\n/* use crate::jobs; /* crate::hub */ */\n/// crate::jobs\nfn f() {}",
        ),
        (
            "src/ledger/a.rs",
            "const S: &str = \"use crate::engine; \\\" crate::jobs\"; const R: &str = r#\"crate::hub \"x\"#;",
        ),
        ("src/ledger/a.rs", "fn f<'a>(x: &'a str) -> char { '\\'' } // crate::hub\n"),
    ];
    for (file, text) in planted {
        let (complaints, _) = inspect(&plant(file, text));
        assert!(complaints.is_empty(), "{file}: {text}\n{complaints:?}");
    }
}

#[test]
fn rooms_that_use_each_other_in_a_circle_are_named() {
    let arrows = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(from, to)| ((String::from(*from), String::from(*to)), String::new())).collect()
    };
    assert_eq!(cycle(&arrows(&[("a", "b"), ("b", "c"), ("a", "c")])), None);
    let circle = cycle(&arrows(&[("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("d", "e")])).expect("b, c, d");
    assert_eq!(circle, ["b", "c", "d", "b"]);
}

#[test]
fn another_writer_of_the_ledger_is_seen_however_it_is_written() {
    let planted = [
        ("src/jobs/a.rs", "const S: &str = \"INSERT INTO operation_runs (id) values (1)\";"),
        ("src/jobs/a.rs", "const S: &str = \"insert into \\\n    operation_runs (id)\";"),
        ("src/jobs/a.rs", "const S: &str = \"insert or replace into\n operation_runs (id)\";"),
        ("src/jobs/a.rs", "const S: &str = \"insert into \\\"operation_runs\\\" (id)\";"),
        ("src/hub/a.rs", "const S: &str = r#\"update \"public\".\"operation_runs\" set id = 1\"#;"),
        ("src/adapters/a.rs", "f(\"with x as (select 1) Update\\n\n  only operation_runs set id = 1\");"),
        ("src/seeding/a.rs", "f(\"delete from operation_runs\")"),
        ("src/seeding/copy.sql", "copy operation_runs from stdin"),
        ("src/engine/sweep.sql", "delete from -- the old ones\n    operation_runs where id < 9"),
        ("src/bin/seeder.rs", "f(\"truncate table operation_runs\")"),
        ("src/jobs/a.rs", "let run = operation_runs::ActiveModel { id: Set(1) };"),
        ("src/jobs/a.rs", "use crate::ledger::entity::{ActiveModel, Entity};"),
        ("src/jobs/a.rs", "operation_run::Entity::update_many().exec(&tx)"),
        ("src/domain/shadow.rs", "#[sea_orm(table_name = \"operation_runs\")] struct Model;"),
    ];
    for (file, text) in planted {
        let complaints = other_writers(&plant(file, text));
        assert_eq!(complaints.len(), 1, "{file}: {text}\n{complaints:?}");
    }
    let harmless = [
        ("src/ledger/write.rs", "f(\"update operation_runs set id = 1\")"),
        ("src/jobs/a.rs", "f(\"update bulk_operation_runs set id = 1; update operation_runs_copy set id = 1\")"),
        ("src/jobs/a.rs", "// update operation_runs\nf(\"select id from operation_runs for update\")"),
        ("src/jobs/a.rs", "f(\"delete from operation_run_leases\"); use crate::ledger::entity::Model;"),
    ];
    for (file, text) in harmless {
        assert_eq!(other_writers(&plant(file, text)), Vec::<String>::new(), "{file}: {text}");
    }
}

#[test]
fn a_definition_in_the_root_is_seen() {
    assert_eq!(
        definitions("//! Docs.\n#![warn(missing_docs)]\n/// A room.\npub mod db;\npub mod clock;"),
        Vec::<String>::new()
    );
    for planted in ["pub mod db;\npub use db::Db;", "fn f() {}", "pub mod db { }", "pub const N: u8 = 1;", "mod db;"] {
        assert_eq!(definitions(planted).len(), 1, "{planted}");
    }
}

fn plant(file: &str, text: &str) -> Vec<(String, String)> {
    vec![(file.to_owned(), text.to_owned())]
}

/// Every file of source and SQL below `src/`, with its path below the project.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("read a folder of src") {
            let path = entry.expect("read an entry of src").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "sql") {
                let name = path.strip_prefix(root).expect("it is below the project").display().to_string();
                files.push((name, std::fs::read_to_string(&path).expect("read a source file")));
            }
        }
    }
    assert!(files.len() > 5, "only {} files below src", files.len());
    files.sort();
    files
}
