//! Tokens of the monitoring hub: who may look, at what, and until when.
//!
//! A token is 256 random bits that are shown once; the database keeps their SHA-256, so whoever reads it (or a copy of
//! it) can open nothing. A plain hash will do where a password would need a slow one: there is nothing to guess.
//!
//! * [`issue`]: making one, and taking it back.
//! * [`PlainToken`]: the token itself, for as long as somebody holds it.
//! * [`find`]: whose it is, asked by the hub at each request; reads only.

pub mod issue;
mod plain;

use sea_orm::{ConnectionTrait, QueryResult};
use serde::Serialize;
use subtle::ConstantTimeEq;

pub use plain::{PREFIX, PlainToken};

use crate::clock::Instant;
use crate::db::sql::statement;
use crate::db::{Db, Engine};
use crate::problem::{Problem, Result};

/// What whoever holds a token may do, in the words of `workspace_memberships`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Looks; details are sanitised.
    Readonly,
    /// Looks, and may start what operators start.
    Operator,
    /// Manages a workspace.
    Manager,
    /// Owns it.
    Owner,
}

impl Role {
    /// All of them, from the least to the most.
    pub const ALL: [Self; 4] = [Self::Readonly, Self::Operator, Self::Manager, Self::Owner];

    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Readonly => "readonly",
            Self::Operator => "operator",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }

    /// The role with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// A token that was presented and holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubToken {
    /// Its row.
    pub id: i64,
    /// Who or what uses it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The one workspace that it sees; every workspace when there is none.
    pub workspace_id: Option<i64>,
    /// The tenants that it sees, by rising ids; all of its workspace when there are none.
    pub tenants: Vec<i64>,
    /// The person whose token it is.
    pub user_id: Option<i64>,
}

/// A token as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its row.
    pub id: i64,
    /// Who or what uses it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The slug of its workspace; every workspace when there is none.
    pub workspace: Option<String>,
    /// The public ids of its tenants; all of its workspace when there are none.
    pub tenants: Vec<String>,
    /// The address of the person whose token it is.
    pub user: Option<String>,
    /// When it was made.
    pub created_at: Instant,
    /// By whom.
    pub created_by: String,
    /// When it ends by itself.
    pub expires_at: Option<Instant>,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

/// The token that somebody presented; nothing if there is none such, if it was taken back, or if it ended at `now`. All
/// of these look the same from outside. Two looks at most, each at an index.
///
/// # Errors
/// A database problem.
pub async fn find(
    connection: &impl ConnectionTrait,
    engine: Engine,
    presented: &str,
    now: Instant,
) -> Result<Option<HubToken>> {
    // What nobody could have made here is not worth a question.
    let Some(presented) = PlainToken::parse(presented) else { return Ok(None) };
    let hash = presented.hash();
    let sql = "select id, name, token_hash, role, workspace_id, user_id, expires_at, revoked_at from hub_tokens \
               where token_hash = $1";
    let row = connection.query_one_raw(statement(engine, sql, [hash.as_str().into()])).await?;
    let Some(row) = row else { return Ok(None) };
    let kept: String = row.try_get("", "token_hash")?;
    let is_the_same: bool = kept.as_bytes().ct_eq(hash.as_bytes()).into();
    let expires_at: Option<Instant> = row.try_get("", "expires_at")?;
    let is_revoked = row.try_get::<Option<Instant>>("", "revoked_at")?.is_some();
    if !is_the_same || is_revoked || expires_at.is_some_and(|end| end <= now) {
        return Ok(None);
    }
    let id: i64 = row.try_get("", "id")?;
    let sql = "select tenant_id from hub_token_tenants where token_id = $1 order by tenant_id";
    let tenants = connection.query_all_raw(statement(engine, sql, [id.into()])).await?;
    Ok(Some(HubToken {
        id,
        name: row.try_get("", "name")?,
        role: role(&row)?,
        workspace_id: row.try_get("", "workspace_id")?,
        tenants: tenants.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?,
        user_id: row.try_get("", "user_id")?,
    }))
}

/// Every token, the newest first; also those that have ended.
///
/// # Errors
/// A database problem.
pub async fn list(db: &Db) -> Result<Vec<Listed>> {
    let sql = "select t.token_id, e.external_id from hub_token_tenants t join tenants e on e.id = t.tenant_id \
               order by t.token_id, e.external_id";
    let mut tenants: Vec<(i64, String)> = Vec::new();
    for row in db.reader().query_all_raw(statement(db.engine(), sql, [])).await? {
        tenants.push((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
    }
    let sql = "select t.id, t.name, t.role, w.slug as workspace, u.email as person, t.created_at, t.created_by, \
               t.expires_at, t.revoked_at from hub_tokens t left join workspaces w on w.id = t.workspace_id \
               left join users u on u.id = t.user_id order by t.id desc";
    let rows = db.reader().query_all_raw(statement(db.engine(), sql, [])).await?;
    rows.iter()
        .map(|row| {
            let id: i64 = row.try_get("", "id")?;
            Ok(Listed {
                id,
                name: row.try_get("", "name")?,
                role: role(row)?,
                workspace: row.try_get("", "workspace")?,
                tenants: tenants.iter().filter(|(of, _)| *of == id).map(|(_, tenant)| tenant.clone()).collect(),
                user: row.try_get("", "person")?,
                created_at: row.try_get("", "created_at")?,
                created_by: row.try_get("", "created_by")?,
                expires_at: row.try_get("", "expires_at")?,
                revoked_at: row.try_get("", "revoked_at")?,
            })
        })
        .collect()
}

fn role(row: &QueryResult) -> Result<Role> {
    let word: String = row.try_get("", "role")?;
    Role::from_word(&word)
        .ok_or_else(|| Problem::work("token.unreadable", format!("a token has the role `{word}`, which nobody knows")))
}
