//! A page of messages, newest first. Whose they may be is decided here, and the scope holds besides: a message about work
//! that the visitor may not see is not shown.

use chrono::{DateTime, Utc};
use sea_orm::QueryResult;
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::catalog;
use crate::clock::Instant;
use crate::hub::failure::Failure;
use crate::hub::pages::operations::read::Named;
use crate::hub::pages::sql::containing;
use crate::hub::params::Params;
use crate::hub::view::{Answer, View};
use crate::hub::visitor::{Role, Visitor};
use crate::sanitizer::scrub_json;

/// Rows of a page, and the most that may be asked for.
pub const PAGE: u32 = 50;
const LARGEST_PAGE: u32 = 200;

/// People that are offered at once.
const PEOPLE: u32 = 50;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Of this person.
    pub user: Option<i64>,
    /// People whose name contains this.
    pub q: Option<String>,
    /// Behind this message.
    pub before: Option<i64>,
    /// Rows.
    pub limit: u32,
}

/// Whose messages are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// This person's.
    Of(Person),
    /// Nobody was named, and the visitor may see anybody's.
    Choose,
    /// Nobody was named, and the visitor is no person.
    Nobody,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Person {
    /// The id.
    pub id: i64,
    /// The name.
    pub name: String,
}

/// Messages of a person.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Told {
    /// Whose they are.
    pub user: Person,
    /// The messages, newest first.
    pub notifications: Vec<Notification>,
    /// The message behind which the next page begins, when there is one.
    pub before: Option<i64>,
    /// When this was so.
    pub at: DateTime<Utc>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Notification {
    /// Its id.
    pub id: i64,
    /// The operation that it is about: “Operation #id”.
    pub operation_id: i64,
    /// The canonical type.
    #[serde(rename = "type")]
    pub operation: String,
    /// What people read for the type.
    pub label: &'static str,
    /// The workspace.
    pub workspace: Named,
    /// The tenant, when the work was for one.
    pub tenant: Option<Named>,
    /// How it ended: `succeeded`, `partially_succeeded`, `blocked` or `failed`.
    pub outcome: String,
    /// What was counted.
    pub counts: Json,
    /// What went wrong first, in safe words.
    pub failure: Option<Json>,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

impl Asked {
    /// From an address.
    ///
    /// # Errors
    /// A parameter that cannot be understood.
    pub fn read(params: &Params) -> Answer<Self> {
        Ok(Self {
            user: params.id("user")?,
            q: params.text("q").map(str::to_owned),
            before: params.id("before")?,
            limit: params.number("limit", 1..=LARGEST_PAGE, PAGE)?,
        })
    }

    /// The parameters of the page behind `before`.
    #[must_use]
    pub fn behind(&self, before: i64) -> Vec<(&'static str, Option<String>)> {
        vec![
            ("user", self.user.map(|id| id.to_string())),
            ("before", Some(before.to_string())),
            ("limit", (self.limit != PAGE).then(|| self.limit.to_string())),
        ]
    }
}

/// Whose messages they are to be.
///
/// # Errors
/// [`Failure::NotFound`] for a person who is not there, or whose messages are not the visitor's to see.
pub async fn whose(view: &View, visitor: &Visitor, asked: &Asked) -> Answer<Whose> {
    let sees_all = visitor.scope.is_everything() && visitor.role >= Role::Operator;
    let id = match (asked.user, visitor.user) {
        (Some(id), own) if sees_all || own == Some(id) => id,
        (Some(_), _) => return Err(Failure::NotFound),
        (None, Some(own)) => own,
        (None, None) => return Ok(if sees_all { Whose::Choose } else { Whose::Nobody }),
    };
    let row = view.one("select u.name from users u where u.id = $1", [id.into()]).await?;
    match row {
        Some(row) => Ok(Whose::Of(Person { id, name: row.try_get("", "name")? })),
        // One's own name may be out of one's sight, one's messages are not.
        None if visitor.user == Some(id) => Ok(Whose::Of(Person { id, name: visitor.name.clone() })),
        None => Err(Failure::NotFound),
    }
}

/// People to choose from, by name.
///
/// # Errors
/// A database problem.
pub async fn people(view: &View, asked: &Asked) -> Answer<Vec<Person>> {
    let (met, values) = match &asked.q {
        Some(words) => ("lower(u.name) like $1 escape '\\'", vec![containing(words).into()]),
        None => ("true", Vec::new()),
    };
    let sql = format!("select u.id, u.name from users u where {met} order by u.name, u.id limit {PEOPLE}");
    let rows = view.all(&sql, values).await?;
    rows.iter().map(|row| Ok(Person { id: row.try_get("", "id")?, name: row.try_get("", "name")? })).collect()
}

/// The page of `user`.
///
/// # Errors
/// [`Failure::NotFound`] when it begins behind a message that is not to be seen; a database problem.
pub async fn read(view: &View, user: Person, asked: &Asked) -> Answer<Told> {
    let mine = format!("n.user_id = {} and {}", user.id, view.scope().rows("n"));
    let (behind, values) = match asked.before {
        None => (String::new(), Vec::new()),
        Some(id) => {
            let sql = format!("select n.created_at from notifications n where n.id = {id} and {mine}");
            let row = view.one(&sql, []).await?.ok_or(Failure::NotFound)?;
            let at: Instant = row.try_get("", "created_at")?;
            (format!(" and n.created_at <= $1 and (n.created_at < $1 or n.id < {id})"), vec![at.into()])
        }
    };
    let sql = format!(
        "select n.id, n.operation_run_id, n.workspace_id, w.external_id as workspace_external_id, w.name as workspace, n.tenant_id, \
         t.external_id as tenant_external_id, t.name as tenant, cast(n.data as text) as data, n.created_at, n.read_at \
         from (select n.* from notifications n where {mine}{behind} order by n.created_at desc, n.id desc limit {}) n \
         join workspaces w on w.id = n.workspace_id left join tenants t on t.id = n.tenant_id \
         order by n.created_at desc, n.id desc",
        asked.limit + 1
    );
    let rows = view.all(&sql, values).await?;
    let mut notifications: Vec<Notification> = rows.iter().map(notification).collect::<Answer<_>>()?;
    let has_more = notifications.len() > asked.limit as usize;
    notifications.truncate(asked.limit as usize);
    let before = notifications.last().filter(|_| has_more).map(|last| last.id);
    Ok(Told { user, notifications, before, at: view.now() })
}

fn notification(row: &QueryResult) -> Answer<Notification> {
    let text: String = row.try_get("", "data")?;
    let data = scrub_json(&serde_json::from_str(&text).unwrap_or_default());
    let word = |key: &str| data[key].as_str().unwrap_or_default().to_owned();
    let stored = word("type");
    let tenant = match row.try_get::<Option<i64>>("", "tenant_id")? {
        None => None,
        Some(id) => Some(Named {
            id,
            external_id: row.try_get::<Option<String>>("", "tenant_external_id")?.unwrap_or_default(),
            name: row.try_get::<Option<String>>("", "tenant")?.unwrap_or_default(),
        }),
    };
    Ok(Notification {
        id: row.try_get("", "id")?,
        operation_id: row.try_get("", "operation_run_id")?,
        label: catalog::label(&stored),
        operation: catalog::canonical(&stored).to_owned(),
        workspace: Named {
            id: row.try_get("", "workspace_id")?,
            external_id: row.try_get("", "workspace_external_id")?,
            name: row.try_get("", "workspace")?,
        },
        tenant,
        outcome: word("outcome"),
        counts: data["counts"].clone(),
        failure: data.get("failure").filter(|failure| failure.is_object()).cloned(),
        created_at: row.try_get("", "created_at")?,
        read_at: row.try_get("", "read_at")?,
    })
}
