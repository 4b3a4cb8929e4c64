//! The present filter as a file for spreadsheets: the same rows in the same order, up to a bound.
//!
//! A spreadsheet takes a cell that begins with `=` and its like for a formula, and names are written by people: such a cell
//! gets an apostrophe in front, which spreadsheets do not show.

use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;

use super::filter::{Filter, Page};
use super::read::{self, Operation};
use crate::clock::Instant;
use crate::hub::Hub;
use crate::hub::params::Params;
use crate::hub::parts::stamp;
use crate::hub::view::{Answer, View};
use crate::hub::visitor::Visitor;

/// The most rows of a file.
pub const MOST: i64 = 10_000;

/// Rows of one question to the database.
const AT_ONCE: u32 = 1_000;

const HEAD: &str = "operation_id,type,label,workspace,workspace_id,tenant,tenant_id,initiator,status,outcome,freshness,\
                    reconciled,slow,failure_code,attempt,slot,created_at,started_at,completed_at";

/// `GET /operations.csv`. The header `x-opsledger-truncated` says whether there are more rows than the file holds.
pub(in crate::hub) async fn download(
    State(hub): State<Hub>,
    visitor: Visitor,
    params: Params,
) -> Answer<impl IntoResponse> {
    let filter = Filter::read(&params)?;
    let (text, is_cut) = write(&hub.view(&visitor).await?, &filter, MOST).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (CONTENT_DISPOSITION, "attachment; filename=\"operations.csv\""),
        (HeaderName::from_static("x-opsledger-truncated"), if is_cut { "true" } else { "false" }),
    ];
    Ok((headers, text))
}

/// The file, and whether it was cut after `most` rows.
///
/// # Errors
/// A database problem.
pub async fn write(view: &View, filter: &Filter, most: i64) -> Answer<(String, bool)> {
    let mut text = format!("{HEAD}\r\n");
    let (mut before, mut left) = (None, usize::try_from(most).unwrap_or(usize::MAX));
    loop {
        let limit = u32::try_from(left).unwrap_or(AT_ONCE).min(AT_ONCE);
        let listed = read::read(view, filter, Page { before, limit }).await?;
        for operation in &listed.operations {
            line(&mut text, operation);
        }
        left -= listed.operations.len();
        match listed.before {
            Some(last) if left > 0 => before = Some(last),
            more => return Ok((text, more.is_some())),
        }
    }
}

fn line(text: &mut String, run: &Operation) {
    let at = |instant: Option<Instant>| instant.map(stamp).unwrap_or_default();
    let tenant = run.tenant.as_ref();
    let cells = [
        run.id.to_string(),
        run.operation.clone(),
        run.label.to_owned(),
        run.workspace.name.clone(),
        run.workspace.external_id.clone(),
        tenant.map(|tenant| tenant.name.clone()).unwrap_or_default(),
        tenant.map(|tenant| tenant.external_id.clone()).unwrap_or_default(),
        run.initiator_name.clone(),
        run.status.clone(),
        run.outcome.clone(),
        run.freshness_state.to_owned(),
        run.reconciled.to_string(),
        run.slow.to_string(),
        run.failure_code.clone().unwrap_or_default(),
        run.attempt.to_string(),
        at(run.scheduled_for),
        stamp(run.created_at),
        at(run.started_at),
        at(run.completed_at),
    ];
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            text.push(',');
        }
        write_cell(text, cell);
    }
    text.push_str("\r\n");
}

/// As RFC 4180 has it. Spreadsheets trim, and know the wide forms of the signs too.
fn write_cell(text: &mut String, cell: &str) {
    let is_formula = cell.starts_with(['\t', '\r', '\n'])
        || cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let guard = if is_formula { "'" } else { "" };
    if cell.contains(['"', ',', '\r', '\n']) {
        text.push('"');
        text.push_str(guard);
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(guard);
        text.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let mut written = String::new();
        write_cell(&mut written, text);
        written
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1"] {
            let written = cell(evil);
            assert!(written.trim_start_matches('"').starts_with('\''), "{written}");
        }
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
    }

    #[test]
    fn a_cell_with_signs_of_the_format_is_quoted_and_others_stay_as_they_are() {
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("a\"b"), "\"a\"\"b\"");
        assert_eq!(cell("a\r\nb"), "\"a\r\nb\"");
        assert_eq!(cell("Acme – Süd"), "Acme – Süd");
    }
}
