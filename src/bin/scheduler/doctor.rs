//! `scheduler doctor`: asks the database whether everything that must be true is true.

use opsledger::cli::{DatabaseArgs, Exit, say, say_json, table};
use opsledger::clock::Clock;
use opsledger::db::{Access, schema};
use opsledger::ledger::invariants::{INVARIANTS, Severity, check};
use opsledger::problem::Result;
use serde_json::json;

pub(crate) async fn run(database: &DatabaseArgs, json: bool) -> Result<Exit> {
    let db = database.open(Access::Existing, 1).await?;
    schema::require_current(&db).await?;
    let findings = check(&db, Clock::system().now()).await?;
    let violated = findings.iter().filter(|finding| finding.severity == Severity::Violation).count();
    if json {
        say_json(&json!({ "checked": INVARIANTS.len(), "violated": violated, "findings": findings }));
    } else {
        if !findings.is_empty() {
            let mut lines = table(["Invariant", "", "What should be true", "Rows", "First of them"]);
            for finding in &findings {
                let first = finding.examples.first().map(|example| format!("#{} {}", example.row_id, example.detail));
                lines.add_row([
                    finding.invariant.to_owned(),
                    match finding.severity {
                        Severity::Warning => "warning".into(),
                        Severity::Violation => "VIOLATED".into(),
                    },
                    finding.sentence.to_owned(),
                    finding.count.to_string(),
                    first.unwrap_or_default(),
                ]);
            }
            say(lines);
        }
        let warned = findings.len() - violated;
        say(format!("{} invariants checked: {violated} violated, {warned} warning(s).", INVARIANTS.len()));
    }
    Ok(if violated == 0 { Exit::Done } else { Exit::Failed })
}
