//! How a tenant is connected to its directory provider.

use sea_orm::ConnectionTrait;

use crate::db::Db;
use crate::db::sql::statement;
use crate::problem::Result;

/// The provider that is spoken to.
pub const PROVIDER: &str = "entra";

/// The status in which a connection may be used.
pub const CONNECTED: &str = "connected";

/// A tenant's connection. The secret that belongs to it is never in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderConnection {
    /// Its row.
    pub id: i64,
    /// Whether it may be used, as the platform last found out.
    pub status: String,
    /// The tenant's own id at the provider.
    pub entra_tenant_id: String,
}

impl ProviderConnection {
    /// Whether work may be done over it.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.status == CONNECTED
    }
}

/// The connection of a tenant, if it ever had one.
///
/// # Errors
/// A database problem.
pub async fn of_tenant(db: &Db, tenant: i64) -> Result<Option<ProviderConnection>> {
    let sql = "select id, status, entra_tenant_id from provider_connections where tenant_id = $1 and provider = $2";
    let row = db.reader().query_one_raw(statement(db.engine(), sql, [tenant.into(), PROVIDER.into()])).await?;
    row.map(|row| {
        Ok(ProviderConnection {
            id: row.try_get("", "id")?,
            status: row.try_get("", "status")?,
            entra_tenant_id: row.try_get("", "entra_tenant_id")?,
        })
    })
    .transpose()
}
