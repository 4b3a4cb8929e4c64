//! Making a token and taking it back; each leaves a line in the audit log, in the same transaction.

use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{PlainToken, Role};
use crate::clock::Instant;
use crate::db::sql::{batch, ints, statement};
use crate::db::{Db, Engine};
use crate::domain::audit::{self, Line};
use crate::problem::{Problem, Result};

/// A token that somebody asks for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Who or what will use it.
    pub name: &'a str,
    /// What it may do.
    pub role: Role,
    /// The one workspace that it sees; every workspace when there is none.
    pub workspace: Option<i64>,
    /// The tenants that it sees; all of its workspace when there are none.
    pub tenants: &'a [i64],
    /// The person whose token it is.
    pub user: Option<i64>,
    /// When it ends by itself.
    pub expires_at: Option<Instant>,
    /// Who asks.
    pub by: &'a str,
}

/// A token that was made.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Its row.
    pub id: i64,
    /// The token: what is not passed on now is gone for good.
    pub token: PlainToken,
}

/// What became of a request to take a token back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// It ended just now.
    Now,
    /// It had been taken back before; nothing was written.
    Before(Instant),
}

/// Makes a token.
///
/// # Errors
/// `token.name_missing`, `token.workspace_missing` when tenants are named without their workspace,
/// `token.tenant_elsewhere` when one of them is not of the workspace, `token.expired` when it would end at once, or a
/// database problem.
pub async fn create(db: &Db, wanted: Wanted<'_>, now: Instant) -> Result<Issued> {
    let Wanted { name, role, workspace, tenants, user, expires_at, by } = wanted;
    if name.trim().is_empty() || by.trim().is_empty() {
        return Err(Problem::request("token.name_missing", "a token has a name, and somebody who made it")
            .next("say who or what will use it, and who you are: --name 'wall display' --by ada"));
    }
    if workspace.is_none() && !tenants.is_empty() {
        return Err(workspace_missing());
    }
    if expires_at.is_some_and(|end| end <= now) {
        return Err(Problem::request("token.expired", "the token would have ended before it is made")
            .next("give a time from now on, such as --expires 90d"));
    }
    let token = PlainToken::generate()?;
    let tx = db.begin().await?;
    require_tenants(&tx, db.engine(), workspace, tenants).await?;
    let sql = "insert into hub_tokens (name, token_hash, role, workspace_id, user_id, created_at, created_by, expires_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8) returning id";
    let values = [
        name.trim().into(),
        token.hash().into(),
        role.as_str().into(),
        workspace.into(),
        user.into(),
        now.into(),
        by.trim().into(),
        expires_at.into(),
    ];
    let row = tx.query_one_raw(statement(db.engine(), sql, values)).await?;
    let id: i64 =
        row.ok_or_else(|| Problem::work("db.statement_failed", "a new token has no id"))?.try_get_by_index(0)?;
    if let Some(workspace) = workspace.filter(|_| !tenants.is_empty()) {
        let sql = format!(
            "insert into hub_token_tenants (token_id, workspace_id, tenant_id) select $2, $3, id from tenants where id in {}",
            ints(db.engine(), 1)
        );
        tx.execute_raw(statement(db.engine(), &sql, [batch(&tenants), id.into(), workspace.into()])).await?;
    }
    let sees = match (workspace, tenants.len()) {
        (None, _) => "every workspace".to_owned(),
        (Some(_), 0) => "the workspace".to_owned(),
        (Some(_), some) => format!("{some} tenant(s) of the workspace"),
    };
    let summary = format!("A token was made for {}: it sees {sees} as {}", name.trim(), role.as_str());
    write_line(&tx, db.engine(), workspace, by, "hub_token.created", id, &summary, now).await?;
    tx.commit().await?;
    Ok(Issued { id, token })
}

/// The refusal of a token for tenants of nobody.
#[must_use]
pub fn workspace_missing() -> Problem {
    Problem::request("token.workspace_missing", "a token for some tenants needs their workspace")
        .next("add --workspace SLUG")
}

/// Takes a token back: the hub refuses it from its next request on. Doing it again changes nothing.
///
/// # Errors
/// `token.unknown`, or a database problem.
pub async fn revoke(db: &Db, id: i64, by: &str, now: Instant) -> Result<Revoked> {
    let tx = db.begin().await?;
    // Held, so that of two who take it back at once one is told that the other did.
    let lock = if db.engine() == Engine::Postgres { " for update" } else { "" };
    let sql = format!("select name, workspace_id, created_at, revoked_at from hub_tokens where id = $1{lock}");
    let row = tx.query_one_raw(statement(db.engine(), &sql, [id.into()])).await?;
    let Some(row) = row else {
        return Err(Problem::request("token.unknown", format!("there is no token {id}"))
            .next("`scheduler token list` shows the tokens and their ids"));
    };
    if let Some(before) = row.try_get::<Option<Instant>>("", "revoked_at")? {
        return Ok(Revoked::Before(before));
    }
    let name: String = row.try_get("", "name")?;
    // The clock of another machine may have made it a moment later than this one's.
    let at = now.max(row.try_get("", "created_at")?);
    let sql = "update hub_tokens set revoked_at = $2 where id = $1";
    tx.execute_raw(statement(db.engine(), sql, [id.into(), at.into()])).await?;
    let summary = format!("The token of {name} was taken back");
    let workspace = row.try_get("", "workspace_id")?;
    write_line(&tx, db.engine(), workspace, by, "hub_token.revoked", id, &summary, now).await?;
    tx.commit().await?;
    Ok(Revoked::Now)
}

/// The database refuses them too, but does not say which.
async fn require_tenants(
    tx: &DatabaseTransaction,
    engine: Engine,
    workspace: Option<i64>,
    tenants: &[i64],
) -> Result<()> {
    let Some(workspace) = workspace.filter(|_| !tenants.is_empty()) else { return Ok(()) };
    let sql = format!("select id from tenants where workspace_id = $2 and id in {}", ints(engine, 1));
    let rows = tx.query_all_raw(statement(engine, &sql, [batch(&tenants), workspace.into()])).await?;
    let found: Vec<i64> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?;
    match tenants.iter().find(|tenant| !found.contains(tenant)) {
        None => Ok(()),
        Some(tenant) => Err(Problem::request(
            "token.tenant_elsewhere",
            format!("tenant {tenant} is not of the workspace that the token is for"),
        )
        .next("a token sees tenants of one workspace; make one for each workspace")),
    }
}

#[expect(clippy::too_many_arguments, reason = "a line of the log has so many fields")]
async fn write_line(
    tx: &DatabaseTransaction,
    engine: Engine,
    workspace_id: Option<i64>,
    by: &str,
    action: &'static str,
    id: i64,
    summary: &str,
    now: Instant,
) -> Result<()> {
    let resource = ("hub_token", id);
    let actor = by.trim();
    let line = Line { workspace_id, tenant_id: None, user_id: None, is_person: true, actor, action, resource, summary };
    audit::write_in(tx, engine, line, now).await
}
