//! Schedules: what runs by the clock, in words; what was last, and what is next.
//!
//! * [`read`]: of the platform and of tenants; `page`: for people.

mod page;
pub mod read;

use axum::Json;
use axum::extract::State;
use maud::Markup;
use serde::Serialize;
use utoipa::ToSchema;

use crate::hub::Hub;
use crate::hub::params::{Params, address};
use crate::hub::view::Answer;
use crate::hub::visitor::Visitor;
use read::Schedules;

/// `GET /schedules`
pub(in crate::hub) async fn show(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Markup> {
    let after = params.id("after")?.unwrap_or(0);
    let found = read::read(&hub.view(&visitor).await?, after).await?;
    Ok(page::show(&visitor, after, &found))
}

/// The schedules as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct SchedulesPage {
    #[serde(flatten)]
    found: Schedules,
    /// The address of the next page of backup schedules, when there is one.
    next: Option<String>,
}

/// `GET /api/schedules`
#[utoipa::path(
    get,
    path = "/api/schedules",
    tag = "schedules",
    summary = "What runs by the clock, what was last and what is next",
    params(("after" = Option<i64>, Query, description = "Behind this backup schedule: the next page of them")),
    responses((status = 200, body = SchedulesPage), (status = 400), (status = 401), (status = 404))
)]
pub(in crate::hub) async fn api(
    State(hub): State<Hub>,
    visitor: Visitor,
    params: Params,
) -> Answer<Json<SchedulesPage>> {
    let found = read::read(&hub.view(&visitor).await?, params.id("after")?.unwrap_or(0)).await?;
    let next = found.after.map(|after| address("/api/schedules", &[("after", Some(after.to_string()))]));
    Ok(Json(SchedulesPage { found, next }))
}
