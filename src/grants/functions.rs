//! The two functions that policies ask, as SQL.
//!
//! Each policy asks them in a sub-select, so that a statement asks once and not for each row. What is no list of ids is
//! an empty one: a reader that says nonsense sees nothing, and gets no error page.

use super::roles::{Role, Roles};
use crate::db::rls;

/// Whether the reader said that it sees every workspace.
pub(super) const SEES_ALL: &str = "opsledger_scope_is_all";

/// The ids that the reader gave in a setting.
pub(super) const IDS: &str = "opsledger_scope_ids";

/// Makes them.
pub(super) fn make(roles: &Roles) -> String {
    let (schema, hub, owner) = (roles.schema(), roles.name(Role::Hub), roles.name(Role::Owner));
    let (workspaces, all) = (rls::WORKSPACES, rls::ALL);
    format!(
        "create or replace function {schema}.{SEES_ALL}() returns boolean language sql stable parallel safe
set search_path = pg_catalog, pg_temp as $$
    select coalesce(current_setting('{workspaces}', true) = '{all}', false)
$$;
create or replace function {schema}.{IDS}(setting text) returns bigint[] language sql stable parallel safe
set search_path = pg_catalog, pg_temp as $$
    select case when said.ids ~ '^[0-9]{{1,18}}(,[0-9]{{1,18}})*$' then string_to_array(said.ids, ',')::bigint[]
        else '{{}}'::bigint[] end
    from (select current_setting(setting, true)) as said (ids)
$$;
alter function {schema}.{SEES_ALL}() owner to {owner};
alter function {schema}.{IDS}(text) owner to {owner};
revoke all on function {schema}.{SEES_ALL}(), {schema}.{IDS}(text) from public;
grant execute on function {schema}.{SEES_ALL}(), {schema}.{IDS}(text) to {hub};
"
    )
}
