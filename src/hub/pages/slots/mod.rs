//! The slot board: did everything that should have run, run?
//!
//! * [`window`]: the stretch of time; [`jobs`]: whose slots; [`read`]: what was found; [`plan`] and [`tally`] (pure): what
//!   became of each slot; [`board`]: all of it as a table; `page`: for people.
//! * [`slot`]: one slot of one job, with who missed it and why; `slot_page`: for people.

pub mod board;
pub mod jobs;
mod page;
pub mod plan;
#[cfg(test)]
mod plan_tests;
pub mod read;
pub mod slot;
mod slot_page;
pub mod tally;
pub mod window;

use axum::Json;
use axum::extract::State;
use maud::Markup;

use crate::hub::Hub;
use crate::hub::failure::Failure;
use crate::hub::params::Params;
use crate::hub::view::Answer;
use crate::hub::visitor::Visitor;
use board::Board;
pub(in crate::hub) use page::slot_address;
use slot::SlotWhole;
use window::Window;

/// `GET /slots`
pub(in crate::hub) async fn show(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Markup> {
    let view = hub.view(&visitor).await?;
    let window = Window::read(&params, view.now())?;
    let board = board::read(&view, &window).await?;
    Ok(page::show(&visitor, &window, &board))
}

/// `GET /api/slots`
#[utoipa::path(
    get,
    path = "/api/slots",
    tag = "slots",
    summary = "Did everything that should have run, run?",
    params(
        ("job" = Option<String>, Query, description = "Key of one schedule"),
        ("hours" = Option<u32>, Query, description = "How many hours, 1 to 168; 24 when not given"),
        ("until" = Option<String>, Query, description = "The end, RFC 3339; shortly after now when not given"),
    ),
    responses((status = 200, body = Board), (status = 400), (status = 401), (status = 404))
)]
pub(in crate::hub) async fn api(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Json<Board>> {
    let view = hub.view(&visitor).await?;
    let window = Window::read(&params, view.now())?;
    Ok(Json(board::read(&view, &window).await?))
}

/// `GET /slots/slot?job=…&at=…`
pub(in crate::hub) async fn show_slot(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Markup> {
    let whole = one(&hub, &visitor, &params).await?;
    Ok(slot_page::show(&visitor, &whole))
}

/// `GET /api/slots/slot`
#[utoipa::path(
    get,
    path = "/api/slots/slot",
    tag = "slots",
    summary = "One slot of one job, with who has no run of it and why",
    params(
        ("job" = String, Query, description = "Key of the schedule"),
        ("at" = String, Query, description = "The slot, RFC 3339"),
    ),
    responses((status = 200, body = SlotWhole), (status = 400), (status = 401), (status = 404))
)]
pub(in crate::hub) async fn api_slot(
    State(hub): State<Hub>,
    visitor: Visitor,
    params: Params,
) -> Answer<Json<SlotWhole>> {
    Ok(Json(one(&hub, &visitor, &params).await?))
}

async fn one(hub: &Hub, visitor: &Visitor, params: &Params) -> Answer<SlotWhole> {
    // An address without a job or a time is an address of nothing.
    let (job, at) = (params.text("job"), params.instant("at")?);
    let (Some(job), Some(at)) = (job, at) else { return Err(Failure::NotFound) };
    slot::read(&hub.view(visitor).await?, job, at).await
}
