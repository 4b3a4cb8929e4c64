//! Now: what is wrong at this moment, for whoever is paged at night.
//!
//! * [`numbers`]: how many are failing, overdue, slow …; each is made from the filter of the list that it links to, so the
//!   two cannot disagree. `life`: whether a scheduler is at work. `healed`: what reconciling found lately. [`missed`]:
//!   whose work did not happen. `storage`: how the database does. [`read`]: all of it in one look; `page`: for people.

pub mod healed;
pub mod life;
pub mod missed;
pub mod numbers;
mod page;
pub mod read;
pub mod storage;

use axum::Json;
use axum::extract::State;
use maud::Markup;

use crate::hub::Hub;
use crate::hub::view::Answer;
use crate::hub::visitor::Visitor;
use read::Now;

/// `GET /`
pub(in crate::hub) async fn show(State(hub): State<Hub>, visitor: Visitor) -> Answer<Markup> {
    let now = read::read(&hub.view(&visitor).await?).await?;
    Ok(page::show(&visitor, &now))
}

/// `GET /api/now`
#[utoipa::path(
    get,
    path = "/api/now",
    tag = "now",
    summary = "What is wrong at this moment; each number with the list that it counts",
    responses((status = 200, body = Now), (status = 401))
)]
pub(in crate::hub) async fn api(State(hub): State<Hub>, visitor: Visitor) -> Answer<Json<Now>> {
    let mut now = read::read(&hub.view(&visitor).await?).await?;
    if !visitor.sees_diagnostics() {
        now.life.worker = None;
    }
    Ok(Json(now))
}
