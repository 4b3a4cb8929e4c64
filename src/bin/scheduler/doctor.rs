//! stub
use opsledger::cli::{DatabaseArgs, Exit};
use opsledger::problem::Result;
pub(crate) async fn run(_: &DatabaseArgs, _: bool) -> Result<Exit> {
    Ok(Exit::Done)
}
