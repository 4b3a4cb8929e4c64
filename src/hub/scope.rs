//! What a visitor may see: it comes from who the visitor is, and every question to the database carries it.
//!
//! There is no default. A [`super::View`] cannot be opened without one, and the SQL of every page asks it for the
//! condition; PostgreSQL's row level security stands behind that (`opsledger.workspaces`, `opsledger.tenants`).

use std::fmt::Write as _;

/// Which rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every workspace: the operator of the whole platform.
    Everything,
    /// Everything of these workspaces.
    Workspaces(Vec<i64>),
    /// These tenants of one workspace, and nothing that is the workspace's as a whole.
    Tenants {
        /// The workspace.
        workspace: i64,
        /// The tenants.
        tenants: Vec<i64>,
    },
}

impl Scope {
    /// The rows called `alias` of a table with `workspace_id` and `tenant_id`, as a condition. Ids stand in the text, so
    /// that the planner sees how few they are; nothing that a person wrote does.
    #[must_use]
    pub fn rows(&self, alias: &str) -> String {
        match self {
            Self::Everything => "true".into(),
            Self::Workspaces(ids) => among(&format!("{alias}.workspace_id"), ids),
            Self::Tenants { workspace, tenants } => {
                format!("{alias}.workspace_id = {workspace} and {}", among(&format!("{alias}.tenant_id"), tenants))
            }
        }
    }

    /// The rows called `alias` of `workspaces`.
    #[must_use]
    pub fn workspaces(&self, alias: &str) -> String {
        match self {
            Self::Everything => "true".into(),
            Self::Workspaces(ids) => among(&format!("{alias}.id"), ids),
            Self::Tenants { workspace, .. } => format!("{alias}.id = {workspace}"),
        }
    }

    /// The rows called `alias` of `tenants`.
    #[must_use]
    pub fn tenants(&self, alias: &str) -> String {
        match self {
            Self::Everything => "true".into(),
            Self::Workspaces(ids) => among(&format!("{alias}.workspace_id"), ids),
            Self::Tenants { workspace, tenants } => {
                format!("{alias}.workspace_id = {workspace} and {}", among(&format!("{alias}.id"), tenants))
            }
        }
    }

    /// Whether what belongs to nobody in particular, such as the schedules of the platform, may be seen with the names
    /// of people on it.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::Everything
    }

    /// The values of `opsledger.workspaces` and `opsledger.tenants` for PostgreSQL's own policies.
    #[must_use]
    pub(super) fn settings(&self) -> (String, String) {
        match self {
            Self::Everything => ("*".into(), String::new()),
            Self::Workspaces(ids) => (listed(ids), String::new()),
            Self::Tenants { workspace, tenants } => (workspace.to_string(), listed(tenants)),
        }
    }
}

/// Nothing at all when there is none.
fn among(column: &str, ids: &[i64]) -> String {
    match ids {
        [] => "1 = 0".into(),
        [one] => format!("{column} = {one}"),
        many => format!("{column} in ({})", listed(many)),
    }
}

/// `-1` for none: an empty setting would mean something else.
fn listed(ids: &[i64]) -> String {
    let mut text = String::new();
    for id in ids {
        let comma = if text.is_empty() { "" } else { "," };
        let _ = write!(text, "{comma}{id}");
    }
    if text.is_empty() { "-1".into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_of_nothing_sees_nothing() {
        assert_eq!(Scope::Workspaces(Vec::new()).rows("r"), "1 = 0");
        assert_eq!(Scope::Workspaces(Vec::new()).settings(), ("-1".into(), String::new()));
        let none = Scope::Tenants { workspace: 7, tenants: Vec::new() };
        assert_eq!(none.rows("r"), "r.workspace_id = 7 and 1 = 0");
        assert_eq!(none.settings(), ("7".into(), "-1".into()));
    }

    #[test]
    fn the_condition_names_the_ids_and_the_settings_say_the_same() {
        let two = Scope::Workspaces(vec![3, 5]);
        assert_eq!((two.rows("r"), two.settings().0), ("r.workspace_id in (3,5)".into(), "3,5".into()));
        let tenant = Scope::Tenants { workspace: 7, tenants: vec![9] };
        assert_eq!(tenant.rows("r"), "r.workspace_id = 7 and r.tenant_id = 9");
        assert_eq!(tenant.tenants("t"), "t.workspace_id = 7 and t.id = 9");
        assert_eq!(Scope::Everything.settings(), ("*".into(), String::new()));
    }
}
