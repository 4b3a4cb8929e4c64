//! stub
use crate::arguments::DemoArguments;
use opsledger::cli::{DatabaseArgs, Exit};
use opsledger::problem::Result;
pub(crate) async fn run(_: &DatabaseArgs, _: DemoArguments, _: bool) -> Result<Exit> {
    Ok(Exit::Done)
}
