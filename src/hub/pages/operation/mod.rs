//! Operation #id: one run whole, and its story.
//!
//! * [`read`]: the run and what stands around it; [`band`]: what is usual for its type; `story`: it in sentences (pure);
//!   `page`: for people.

pub mod band;
mod page;
pub mod read;
mod story;

use axum::Json;
use axum::extract::{Path, State};
use maud::Markup;
use serde::Serialize;
use utoipa::ToSchema;

use crate::hub::Hub;
use crate::hub::params::path_id;
use crate::hub::view::Answer;
use crate::hub::visitor::Visitor;
use read::Whole;

/// `GET /operations/{id}`
pub(in crate::hub) async fn show(State(hub): State<Hub>, visitor: Visitor, Path(id): Path<String>) -> Answer<Markup> {
    let view = hub.view(&visitor).await?;
    let whole = read::read(&view, path_id(&id)?).await?;
    Ok(page::show(&visitor, &whole))
}

/// A run whole, as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct OperationWhole {
    #[serde(flatten)]
    whole: Whole,
    /// Its story, sentence by sentence.
    story: Vec<String>,
}

/// `GET /api/operations/{id}`
#[utoipa::path(
    get,
    path = "/api/operations/{id}",
    tag = "operations",
    summary = "One operation, whole",
    params(("id" = i64, Path, description = "Its id")),
    responses((status = 200, body = OperationWhole), (status = 401), (status = 404))
)]
pub(in crate::hub) async fn api(
    State(hub): State<Hub>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Answer<Json<OperationWhole>> {
    let view = hub.view(&visitor).await?;
    let mut whole = read::read(&view, path_id(&id)?).await?;
    let story = story::tell(&whole);
    if !visitor.sees_diagnostics() {
        whole.diagnostics = None;
    }
    Ok(Json(OperationWhole { whole, story }))
}
