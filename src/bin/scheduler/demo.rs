//! stub
use opsledger::cli::{DatabaseArgs, Exit};
use opsledger::problem::Result;
use crate::arguments::DemoArguments;
pub(crate) async fn run(_: &DatabaseArgs, _: DemoArguments, _: bool) -> Result<Exit> { Ok(Exit::Done) }
