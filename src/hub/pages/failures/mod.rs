//! Failures of the last days, grouped by stable code and type: what is new, what is frequent, whom it hits, what to do.
//!
//! * [`read`]: the groups; `page`: for people; `bars`: the trend as a picture.

mod bars;
mod page;
pub mod read;

use axum::Json;
use axum::extract::State;
use maud::Markup;

use crate::hub::Hub;
use crate::hub::params::Params;
use crate::hub::view::Answer;
use crate::hub::visitor::Visitor;
use read::{Asked, Grouped};

/// `GET /failures`
pub(in crate::hub) async fn show(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Markup> {
    let asked = Asked::read(&params)?;
    let grouped = read::read(&hub.view(&visitor).await?, &asked).await?;
    Ok(page::show(&visitor, &asked, &grouped))
}

/// `GET /api/failures`
#[utoipa::path(
    get,
    path = "/api/failures",
    tag = "failures",
    summary = "Failures of the last days, by code and type, the most frequent first",
    params(
        ("days" = Option<u32>, Query, description = "How many days of UTC, today included: 1 to 90, 7 when not given"),
        ("type" = Option<String>, Query, description = "Operation type, in any spelling"),
        ("workspace" = Option<i64>, Query, description = "Id of the workspace"),
        ("tenant" = Option<i64>, Query, description = "Id of the tenant"),
    ),
    responses((status = 200, body = Grouped), (status = 400), (status = 401))
)]
pub(in crate::hub) async fn api(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Json<Grouped>> {
    let asked = Asked::read(&params)?;
    Ok(Json(read::read(&hub.view(&visitor).await?, &asked).await?))
}
