//! Tenants × jobs: how each kind of work last ended for each tenant, the worst first.
//!
//! * `rank`: which tenants stand on a page; [`read`]: their cells; `page`: for people.

mod page;
mod rank;
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
pub use rank::Asked;
use read::Matrix;

/// `GET /tenants`
pub(in crate::hub) async fn show(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Markup> {
    let asked = Asked::read(&params)?;
    let matrix = read::read(&hub.view(&visitor).await?, &asked).await?;
    Ok(page::show(&visitor, &asked, &matrix))
}

/// A page of tenants.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantsPage {
    #[serde(flatten)]
    matrix: Matrix,
    /// The address of the next page, when there is one.
    next: Option<String>,
}

/// `GET /api/tenants`
#[utoipa::path(
    get,
    path = "/api/tenants",
    tag = "tenants",
    summary = "How each kind of work last ended for each tenant, the worst first",
    params(
        ("q" = Option<String>, Query, description = "Tenants whose name or external id contains this"),
        ("workspace" = Option<i64>, Query, description = "Id of the workspace"),
        ("after" = Option<i64>, Query, description = "Behind this tenant: the next page"),
        ("limit" = Option<u32>, Query, description = "Tenants, 1 to 100"),
    ),
    responses((status = 200, body = TenantsPage), (status = 400), (status = 401), (status = 404))
)]
pub(in crate::hub) async fn api(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Json<TenantsPage>> {
    let asked = Asked::read(&params)?;
    let matrix = read::read(&hub.view(&visitor).await?, &asked).await?;
    let next = matrix.after.map(|after| address("/api/tenants", &asked.behind(after)));
    Ok(Json(TenantsPage { matrix, next }))
}
