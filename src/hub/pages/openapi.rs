//! What the API can be asked, in the words of OpenAPI: made of the handlers' own declarations, so the two cannot drift.

use axum::Json;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Described;

use super::{operation, operations};
use crate::hub::visitor::Visitor;

#[derive(OpenApi)]
#[openapi(
    info(title = "opsledger hub", description = "What ran, what did not, and why. Everything is read-only.", license(name = "MIT OR Apache-2.0")),
    paths(operations::api, operation::api),
    tags((name = "operations", description = "Runs of the ledger"))
)]
struct Api;

/// `GET /api/openapi.json`
pub(in crate::hub) async fn describe(_: Visitor) -> Json<Described> {
    Json(description())
}

/// The description.
#[must_use]
pub fn description() -> Described {
    Api::openapi()
}
