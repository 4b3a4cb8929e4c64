//! stub
use crate::db::Db;
use crate::problem::Result;
/// stub
#[derive(Debug, serde::Serialize)]
pub struct Verified {}
/// stub
/// # Errors
/// none
pub async fn verify(_db: &Db) -> Result<Verified> {
    Ok(Verified {})
}
