//! What a person was told: the end of the work that the person started.
//!
//! A visitor who is a person sees their own; the operator of everything sees those of anybody.
//!
//! * [`read`]: a page of them, and whose they are; `page`: for people.

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
use read::{Asked, Told, Whose};

/// `GET /notifications`
pub(in crate::hub) async fn list(State(hub): State<Hub>, visitor: Visitor, params: Params) -> Answer<Markup> {
    let asked = Asked::read(&params)?;
    let view = hub.view(&visitor).await?;
    Ok(match read::whose(&view, &visitor, &asked).await? {
        Whose::Of(person) => page::show(&visitor, &asked, &read::read(&view, person, &asked).await?),
        Whose::Choose => page::choose(&visitor, &asked, &read::people(&view, &asked).await?, view.now()),
        Whose::Nobody => page::nobody(&visitor, view.now()),
    })
}

/// A page of messages.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationsPage {
    #[serde(flatten)]
    told: Option<Told>,
    /// The address of the next page, when there is one.
    next: Option<String>,
}

/// `GET /api/notifications`
#[utoipa::path(
    get,
    path = "/api/notifications",
    tag = "notifications",
    summary = "What a person was told, newest first; nothing for a visitor who is no person and names none",
    params(
        ("user" = Option<i64>, Query, description = "Id of the person; one's own when not given"),
        ("before" = Option<i64>, Query, description = "Behind this message: the next page"),
        ("limit" = Option<u32>, Query, description = "Rows, 1 to 200"),
    ),
    responses((status = 200, body = NotificationsPage), (status = 400), (status = 401), (status = 404))
)]
pub(in crate::hub) async fn api(
    State(hub): State<Hub>,
    visitor: Visitor,
    params: Params,
) -> Answer<Json<NotificationsPage>> {
    let asked = Asked::read(&params)?;
    let view = hub.view(&visitor).await?;
    let told = match read::whose(&view, &visitor, &asked).await? {
        Whose::Of(person) => Some(read::read(&view, person, &asked).await?),
        Whose::Choose | Whose::Nobody => None,
    };
    let next = told.as_ref().and_then(|told| Some(address("/api/notifications", &asked.behind(told.before?))));
    Ok(Json(NotificationsPage { told, next }))
}
