//! Links that are older than the ledger, such as `/legacy/inventory_sync_runs/42`, lead to the run that is meant.

use axum::extract::{Path, State};
use axum::response::Redirect;

use crate::hub::Hub;
use crate::hub::failure::Failure;
use crate::hub::params::path_id;
use crate::hub::view::Answer;
use crate::hub::visitor::Visitor;

/// `GET /legacy/{table}/{id}`. One that leads to nothing that the visitor may see leads nowhere.
pub(in crate::hub) async fn redirect(
    State(hub): State<Hub>,
    visitor: Visitor,
    Path((table, id)): Path<(String, String)>,
) -> Answer<Redirect> {
    let view = hub.view(&visitor).await?;
    let id = path_id(&id)?;
    let resolved = (hub.0.legacy)(&view, &table, id).await;
    let run = match resolved {
        Ok(run) => run,
        Err(problem) if problem.code.starts_with("legacy.") => return Err(Failure::NotFound),
        Err(problem) => return Err(problem.into()),
    };
    let sql = format!("select count(*) from operation_runs r where r.id = $1 and {}", view.scope().rows("r"));
    match view.count(&sql, [run.into()]).await? {
        0 => Err(Failure::NotFound),
        _ => Ok(Redirect::permanent(&format!("/operations/{run}"))),
    }
}
