//! Slots that did not run, each with its reason: those of the schedules of the house, and those of tenants' own backups.
//!
//! * [`filter`]: which of them; [`read`]: a page of them; [`reason`]: the reasons in words; `page`: for people.

pub mod filter;
mod page;
pub mod read;
pub mod reason;

use axum::Json;
use axum::extract::State;
use maud::Markup;
use serde::Serialize;
use utoipa::ToSchema;

use super::now::life::{self, Late};
use crate::hub::Hub;
use crate::hub::params::{Params, address};
use crate::hub::view::Answer;
use crate::hub::visitor::Visitor;
use filter::{Filter, Page};
use read::Listed;

/// `GET /skips`
pub(in crate::hub) async fn list(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Markup> {
    let (filter, page) = (Filter::read(&params)?, Page::read(&params)?);
    let view = hub.view(&visitor).await?;
    let listed = read::read(&view, &filter, &page).await?;
    let late = life::late(&view).await?;
    Ok(page::show(&visitor, &filter, &page, &listed, &late))
}

/// A page of slots that did not run.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkipsPage {
    #[serde(flatten)]
    listed: Listed,
    /// Schedules with a slot that is due and that nobody has settled yet.
    late: Vec<Late>,
    /// The address of the next page, when there is one.
    next: Option<String>,
}

/// `GET /api/skips`
#[utoipa::path(
    get,
    path = "/api/skips",
    tag = "skips",
    summary = "A page of slots that did not run, newest first, and schedules that are late",
    params(
        ("schedule" = Option<String>, Query, description = "Key of the schedule; backup_schedule.scheduled for tenants' own"),
        ("reason" = Option<String>, Query, description = "overlap, missed, paused, coalesced or blocked"),
        ("workspace" = Option<i64>, Query, description = "Id of the workspace"),
        ("tenant" = Option<i64>, Query, description = "Id of the tenant"),
        ("whole" = Option<bool>, Query, description = "Only of a workspace as a whole, of no tenant"),
        ("house" = Option<bool>, Query, description = "Only of a schedule as a whole, of no workspace"),
        ("since" = Option<String>, Query, description = "With a slot at or after, RFC 3339; 30 days ago when not given"),
        ("until" = Option<String>, Query, description = "With the last slot before, RFC 3339"),
        ("before" = Option<String>, Query, description = "Behind this entry: the next page"),
        ("limit" = Option<u32>, Query, description = "Rows, 1 to 200"),
    ),
    responses((status = 200, body = SkipsPage), (status = 400), (status = 401), (status = 404))
)]
pub(in crate::hub) async fn api(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Json<SkipsPage>> {
    let (filter, page) = (Filter::read(&params)?, Page::read(&params)?);
    let view = hub.view(&visitor).await?;
    let listed = read::read(&view, &filter, &page).await?;
    let late = life::late(&view).await?;
    let next = listed.before.as_ref().map(|before| {
        let mut all = filter.params();
        all.extend([("before", Some(before.clone())), ("limit", Some(page.limit.to_string()))]);
        address("/api/skips", &all)
    });
    Ok(Json(SkipsPage { listed, late, next }))
}
