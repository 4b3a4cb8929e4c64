//! For whoever watches the process: it lives; it can answer. Neither says anything of anybody.

use axum::extract::State;
use axum::http::StatusCode;

use crate::hub::Hub;
use crate::hub::view::Answer;
use crate::hub::visitor::Visitor;

pub(in crate::hub) async fn alive() -> StatusCode {
    StatusCode::NO_CONTENT
}

pub(in crate::hub) async fn ready(State(hub): State<Hub>, visitor: Visitor) -> Answer<StatusCode> {
    hub.view(&visitor).await?.count("select count(*) from schedules", []).await?;
    Ok(StatusCode::NO_CONTENT)
}
