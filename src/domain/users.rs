//! Finding one person.

use sea_orm::ConnectionTrait;

use crate::db::Db;
use crate::db::sql::statement;
use crate::problem::{Problem, Result};

/// The id of the person with this address.
///
/// # Errors
/// `user.unknown`.
pub async fn find(db: &Db, email: &str) -> Result<i64> {
    let sql = "select id from users where email = $1";
    let row = db.reader().query_one_raw(statement(db.engine(), sql, [email.into()])).await?;
    // The address is not repeated: it is a person's, and errors end in logs.
    let row = row.ok_or_else(|| {
        Problem::request("user.unknown", "there is no user with this address")
            .next("give the address as the platform knows it, in the same letters")
    })?;
    Ok(row.try_get_by_index(0)?)
}
