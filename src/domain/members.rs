//! Who belongs to which workspaces.

use sea_orm::ConnectionTrait;

use crate::problem::Result;

/// A user, with the active workspaces that they are a member of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The user's id.
    pub id: i64,
    /// Their name.
    pub name: String,
    /// Workspace and role.
    pub workspaces: Vec<(i64, String)>,
}

/// The user with this e-mail address, as it stands there or in small letters; nothing when there is none.
///
/// # Errors
/// A database problem.
pub async fn find<C: ConnectionTrait>(connection: &C, email: &str) -> Result<Option<Member>> {
    let sql = "select u.id, u.name, w.id as workspace_id, m.role from users u \
               left join workspace_memberships m on m.user_id = u.id \
               left join workspaces w on w.id = m.workspace_id and w.status = 'active' \
               where u.email in ($1, lower($1)) order by u.id, w.id";
    let statement = sea_orm::Statement::from_sql_and_values(connection.get_database_backend(), sql, [email.into()]);
    let mut found: Option<Member> = None;
    for row in connection.query_all_raw(statement).await? {
        let id: i64 = row.try_get("", "id")?;
        let member = match &mut found {
            // Two addresses that differ in letter case only are two people; nobody is guessed.
            Some(member) if member.id != id => return Ok(None),
            Some(member) => member,
            None => found.insert(Member { id, name: row.try_get("", "name")?, workspaces: Vec::new() }),
        };
        if let Some(workspace) = row.try_get::<Option<i64>>("", "workspace_id")? {
            member.workspaces.push((workspace, row.try_get("", "role")?));
        }
    }
    Ok(found)
}
