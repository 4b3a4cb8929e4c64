//! Every address of the hub, in one list: the router is made of it, and the test that walks all addresses with every kind of
//! visitor reads it too, so that none can be forgotten.

use axum::Router;
use axum::routing::{MethodRouter, get};

use super::failure::Failure;
use super::shared::Hub;
use super::{assets, live, pages};

/// The stream of what changes; it has no end, so it has no time limit either.
pub(super) const LIVE: &str = "/live";

/// One address.
pub struct Route {
    /// With its parameters in braces.
    pub path: &'static str,
    /// Whether it may be seen without saying who asks: nothing of anybody's is on it.
    pub is_public: bool,
    handler: fn() -> MethodRouter<Hub>,
}

macro_rules! routes {
    ($($kind:ident $path:expr => $handler:path,)*) => {
        /// All of them.
        pub static ROUTES: &[Route] = &[$(Route { path: $path, is_public: routes!(@$kind), handler: || get($handler) },)*];
    };
    (@public) => { true };
    (@private) => { false };
}

routes! {
    public "/healthz" => pages::health::alive,
    public "/robots.txt" => assets::robots,
    public "/favicon.ico" => assets::icon,
    public "/assets/hub.css" => assets::style,
    public "/assets/hub.js" => assets::script,
    private "/readyz" => pages::health::ready,
    private LIVE => live::stream,
    private "/" => pages::now::show,
    private "/operations" => pages::operations::list,
    private "/operations.csv" => pages::operations::csv::download,
    private "/operations/{id}" => pages::operation::show,
    private "/schedules" => pages::schedules::show,
    private "/slots" => pages::slots::show,
    private "/slots/slot" => pages::slots::show_slot,
    private "/legacy/{table}/{id}" => pages::legacy::redirect,
    private "/api/openapi.json" => pages::openapi::describe,
    private "/failures" => pages::failures::show,
    private "/notifications" => pages::notifications::list,
    private "/skips" => pages::skips::list,
    private "/tenants" => pages::tenants::show,
    private "/api/failures" => pages::failures::api,
    private "/api/notifications" => pages::notifications::api,
    private "/api/now" => pages::now::api,
    private "/api/skips" => pages::skips::api,
    private "/api/tenants" => pages::tenants::api,
    private "/api/operations" => pages::operations::api,
    private "/api/operations/{id}" => pages::operation::api,
    private "/api/schedules" => pages::schedules::api,
    private "/api/slots" => pages::slots::api,
    private "/api/slots/slot" => pages::slots::api_slot,
}

/// The router over all of them; anything else is not found, as is what may not be seen.
pub(super) fn router() -> Router<Hub> {
    let all = ROUTES.iter().fold(Router::new(), |router, route| router.route(route.path, (route.handler)()));
    all.fallback(async || Failure::NotFound)
}

pub(super) fn is_public(path: &str) -> bool {
    ROUTES.iter().any(|route| route.path == path && route.is_public)
}

pub(super) fn is_asset(path: &str) -> bool {
    path.starts_with("/assets/")
}
