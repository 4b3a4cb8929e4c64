//! Who may use whom. An arrow points down, or it is a mistake.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{self, Path};

/// Every room and its level. A room uses lower levels and itself, never its neighbours.
const LEVELS: [(&str, u8); 21] = [
    ("bin", 4),
    ("jobs", 3),
    ("fixtures", 3),
    ("cli", 3),
    ("engine", 2),
    ("adapters", 2),
    ("seeding", 2),
    ("grants", 2),
    ("hub", 2),
    ("ledger", 1),
    ("domain", 1),
    ("graph", 1),
    ("catalog", 0),
    ("sanitizer", 0),
    ("clock", 0),
    ("config", 0),
    ("telemetry", 0),
    ("metrics", 0),
    ("db", 0),
    ("problem", 0),
    ("migration", 0),
];

/// The ground floor has no lower level, so what it may use is said one by one.
const GROUND: [(&str, &[&str]); 8] = [
    ("db", &["migration", "problem", "clock", "sanitizer"]),
    ("catalog", &["problem", "clock"]),
    ("config", &["problem", "clock", "sanitizer", "db"]),
    ("telemetry", &["problem", "sanitizer"]),
    ("metrics", &["problem"]),
    ("sanitizer", &[]),
    ("clock", &["problem"]),
    ("problem", &["sanitizer"]),
];

/// From room to room, with the place that says so.
pub type Arrows = BTreeMap<(String, String), String>;

/// What is wrong with `files` (path below the project and text), and the arrows that were seen.
pub fn inspect(files: &[(String, String)]) -> (Vec<String>, Arrows) {
    let mut complaints = Vec::new();
    let mut arrows = Arrows::new();
    for (file, text) in files.iter().filter(|(file, _)| file.ends_with(".rs") && file != "src/lib.rs") {
        let module = module_of(file);
        let room = &module[0];
        if level(room).is_none() {
            complaints
                .push(format!("{file}: `{room}` is no known room; add it to LEVELS in tests/it/layering/rooms.rs"));
            continue;
        }
        let read = source::read(text);
        for path in source::paths(&read.tokens, &module, room != "bin") {
            let place = format!("{file}:{}", path.line);
            complaints.extend(objection(room, &path).map(|reason| format!("{place}: {reason}")));
            if path.segments[0] != *room {
                arrows.entry((room.clone(), path.segments[0].clone())).or_insert(place);
            }
        }
        if room == "hub" {
            let words: Vec<&str> = read.tokens.iter().map(|token| token.text.as_str()).collect();
            for call in words.windows(3).filter(|three| three[0] == "." && three[2] == "(") {
                if ["writer", "begin"].contains(&call[1]) {
                    complaints.push(format!("{file}: the hub reads only, and `.{}()` is a way to write", call[1]));
                }
            }
        }
    }
    // One line may name the same room twice.
    complaints.dedup();
    complaints.extend(cycle(&arrows).map(|rooms| format!("rooms use each other in a circle: {}", rooms.join(" -> "))));
    (complaints, arrows)
}

fn objection(room: &str, path: &Path) -> Option<String> {
    let target = path.segments[0].as_str();
    let (Some(from), Some(to)) = (level(room), level(target)) else {
        return Some(format!(
            "`{target}` is no known room (and the root defines nothing); add it to LEVELS in tests/it/layering/rooms.rs"
        ));
    };
    if room == target {
        return None;
    }
    if target == "config" && room != "bin" {
        return Some(format!("{room} -> config: configuration enters in the binaries and travels as values"));
    }
    if target == "migration" && room != "db" {
        return Some(format!("{room} -> migration: only db knows the migrations"));
    }
    if room == "hub" && path.segments.iter().any(|segment| segment == "write") {
        return Some(format!("hub -> {}: the hub reads only", path.segments.join("::")));
    }
    let allowed = match from {
        0 => GROUND.iter().any(|(name, uses)| *name == room && uses.contains(&target)),
        _ => to < from,
    };
    (!allowed).then(|| format!("{room} -> {target} runs back up (or across); only a row goes from low to high"))
}

fn level(room: &str) -> Option<u8> {
    LEVELS.iter().find(|(name, _)| *name == room).map(|(_, level)| *level)
}

/// `src/ledger/write/claim.rs` is `["ledger", "write", "claim"]`.
fn module_of(file: &str) -> Vec<String> {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Vec<String> = path.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    module
}

/// Some circle of rooms, if there is one.
pub fn cycle(arrows: &Arrows) -> Option<Vec<String>> {
    let mut left: BTreeSet<&(String, String)> = arrows.keys().collect();
    loop {
        let users: BTreeSet<&String> = left.iter().map(|(from, _)| from).collect();
        let before = left.len();
        // An arrow to a room that uses nobody leads into no circle.
        left.retain(|(_, to)| users.contains(to));
        match left.first() {
            None => return None,
            // What is left leads into circles only; following it long enough walks one.
            Some((from, _)) if left.len() == before => {
                let mut walk = vec![from.clone()];
                loop {
                    let here = walk.last().expect("it starts somewhere");
                    let next = left.iter().find(|(from, _)| from == here).expect("every room left uses one").1.clone();
                    if let Some(start) = walk.iter().position(|room| *room == next) {
                        walk.push(next);
                        return Some(walk.split_off(start));
                    }
                    walk.push(next);
                }
            }
            Some(_) => {}
        }
    }
}
