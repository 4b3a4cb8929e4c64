//! Operations: the ledger as a list.
//!
//! * [`filter`]: which of them; `rows`: the same as SQL; [`read`]: a page of them; `page`: for people; [`csv`]: for spreadsheets.

pub mod csv;
pub mod filter;
mod page;
pub mod read;
mod rows;

use axum::Json;
use axum::extract::State;
use maud::Markup;
use serde::Serialize;
use utoipa::ToSchema;

use crate::hub::Hub;
use crate::hub::params::{Params, address};
use crate::hub::view::Answer;
use crate::hub::visitor::Visitor;
use filter::{Filter, Page};
pub(in crate::hub) use page::table;
use read::Listed;

/// `GET /operations`
pub(in crate::hub) async fn list(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Markup> {
    let (filter, page) = (Filter::read(&params)?, Page::read(&params)?);
    let view = hub.view(&visitor).await?;
    let listed = read::read(&view, &filter, page).await?;
    let choices = page::choices(&view).await?;
    Ok(page::show(&visitor, &filter, page, &listed, &choices))
}

/// A page of operations as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct OperationsPage {
    #[serde(flatten)]
    listed: Listed,
    /// The address of the next page, when there is one.
    next: Option<String>,
}

/// `GET /api/operations`
#[utoipa::path(
    get,
    path = "/api/operations",
    tag = "operations",
    summary = "A page of operations, newest first",
    params(
        ("type" = Option<String>, Query, description = "Operation type, in any spelling"),
        ("status" = Option<String>, Query, description = "queued, running or completed"),
        ("outcome" = Option<String>, Query, description = "succeeded, partially_succeeded, blocked, failed, pending; several with commas"),
        ("freshness" = Option<String>, Query, description = "fresh_active, likely_stale, reconciled_failed or terminal_normal"),
        ("reconciled" = Option<bool>, Query, description = "Ended or made by recovery, or not"),
        ("slow" = Option<bool>, Query, description = "At work for longer than the type usually takes"),
        ("workspace" = Option<i64>, Query, description = "Id of the workspace"),
        ("tenant" = Option<i64>, Query, description = "Id of the tenant"),
        ("initiator" = Option<String>, Query, description = "system, people, or a name"),
        ("code" = Option<String>, Query, description = "Code of a failure"),
        ("slot" = Option<String>, Query, description = "The slot, RFC 3339"),
        ("since" = Option<String>, Query, description = "Begun at or after, RFC 3339; 30 days ago when not given"),
        ("until" = Option<String>, Query, description = "Begun before, RFC 3339"),
        ("ended_since" = Option<String>, Query, description = "Ended at or after, RFC 3339"),
        ("whole" = Option<bool>, Query, description = "Only work of a workspace as a whole, of no tenant"),
        ("before" = Option<i64>, Query, description = "Behind this operation: the next page"),
        ("limit" = Option<u32>, Query, description = "Rows, 1 to 200"),
    ),
    responses((status = 200, body = OperationsPage), (status = 400), (status = 401), (status = 404))
)]
pub(in crate::hub) async fn api(
    State(hub): State<Hub>,
    visitor: Visitor,
    params: Params,
) -> Answer<Json<OperationsPage>> {
    let (filter, page) = (Filter::read(&params)?, Page::read(&params)?);
    let listed = read::read(&hub.view(&visitor).await?, &filter, page).await?;
    let next = listed.before.map(|before| {
        let mut all = filter.params();
        all.extend([("before", Some(before.to_string())), ("limit", Some(page.limit.to_string()))]);
        address("/api/operations", &all)
    });
    Ok(Json(OperationsPage { listed, next }))
}
