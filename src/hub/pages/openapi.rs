//! What the API can be asked, in the words of `OpenAPI`: made of the handlers' own declarations, so the two cannot drift.

use axum::Json;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Described;

use super::{failures, notifications, now, operation, operations, schedules, skips, slots, tenants};
use crate::hub::visitor::Visitor;

#[derive(OpenApi)]
#[openapi(
    info(title = "opsledger hub", description = "What ran, what did not, and why. Everything is read-only.", license(name = "MIT OR Apache-2.0")),
    paths(
        operations::api,
        operation::api,
        failures::api,
        notifications::api,
        now::api,
        schedules::api,
        skips::api,
        slots::api,
        slots::api_slot,
        tenants::api
    ),
    tags(
        (name = "operations", description = "Runs of the ledger"),
        (name = "now", description = "What is wrong at this moment"),
        (name = "failures", description = "What went wrong lately, by code"),
        (name = "slots", description = "What became of each slot"),
        (name = "schedules", description = "What runs by the clock"),
        (name = "skips", description = "Slots that did not run"),
        (name = "tenants", description = "How each kind of work stands for each tenant"),
        (name = "notifications", description = "What people were told")
    )
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
