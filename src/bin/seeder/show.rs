//! Tables for people.

use opsledger::cli::{say, table};
use opsledger::clock::text;
use opsledger::seeding::converge::Difference;
use opsledger::seeding::verify::CheckedScenario;
use opsledger::seeding::{Applied, Outlook, Path, Way};

pub(crate) fn applied(applied: &Applied) {
    let mut rows = table(["table", "rows"]);
    for line in applied.tables.iter().filter(|line| line.rows > 0) {
        rows.add_row([line.table.clone(), line.rows.to_string()]);
    }
    say(rows);
    let verb = if applied.changed { "applied" } else { "was there already, nothing changed:" };
    say(format!("{verb} {}, seed {}, as of {}", applied.scenario, applied.seed, text(applied.as_of)));
    if let Some(taken) = &applied.path {
        say(path(taken));
    }
    if let Some(Difference { added, changed, removed }) = &applied.difference {
        say(format!("{added} row(s) added, {changed} set right, {removed} removed"));
    }
    say(format!("digest {}", applied.digest));
}

fn path(path: &Path) -> String {
    let way = if path.way == Way::Bulk { "bulk" } else { "ordinary" };
    format!("path: {way}, because {}", path.why)
}

pub(crate) fn plan(plan: &Outlook) {
    let mut rows = table(["table", "rows", "megabytes"]);
    for line in plan.tables.iter().filter(|line| line.rows > 0) {
        let about = if line.exact { "" } else { "about " };
        let megabytes = (line.bytes / 1_000_000).to_string();
        rows.add_row([line.table.to_owned(), format!("{about}{}", line.rows), megabytes]);
    }
    say(rows);
    say(format!("{}, seed {}, as of {}, scale {}", plan.scenario, plan.seed, text(plan.as_of), plan.scale));
    if plan.is_there {
        say("it is there already: applying it changes nothing");
    }
    say(path(&plan.path));
    say(format!("about {} rows, {} MB, {} s", plan.rows, plan.bytes / 1_000_000, plan.seconds));
    if !plan.left_null.is_empty() {
        say(format!("left null, to cut a cycle: {}", plan.left_null.join(", ")));
    }
    for conflict in &plan.conflicts {
        say(format!("{}: {}", conflict.code, conflict.message));
    }
}

pub(crate) fn checked(checked: &CheckedScenario) {
    let mut rows = table(["table", "seeded", "there", "since"]);
    for line in checked.tables.iter().filter(|line| line.seeded > 0) {
        let since = if line.changed { "changed by later work" } else { "" };
        rows.add_row([line.table.clone(), line.seeded.to_string(), line.rows.to_string(), since.to_owned()]);
    }
    say(rows);
    for finding in &checked.findings {
        say(format!("{}: {} row(s) of {}: {}", finding.check, finding.rows, finding.table, finding.message));
    }
    let count = checked.findings.len();
    let verdict = if count == 0 { "no row breaks a rule".to_owned() } else { format!("{count} rule(s) are broken") };
    say(format!("{}, seed {}, as of {}: {verdict}", checked.scenario, checked.seed, text(checked.as_of)));
    say(format!("digest {}", checked.digest));
    if checked.digest != checked.recorded_digest {
        say(format!("as it was written: {}", checked.recorded_digest));
    }
}
