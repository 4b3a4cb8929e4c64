//! The words that the questions share.

use crate::adapters::adapter::{Adapter, Shadows};
use crate::adapters::registry::ADAPTERS;
use crate::catalog;
use crate::db::Engine;
use crate::db::sql::{context_text, readable_time};

/// The columns of a record `d`, besides [`times`].
pub(super) const RECORD: &str = "d.id as d_id, d.workspace_id as d_workspace, d.tenant_id as d_tenant, d.status as d_status, \
                      d.operation_run_id as d_link";

pub(super) fn times(engine: Engine, adapter: &Adapter) -> String {
    let Adapter { started_at, finished_at, reason, gone, .. } = adapter;
    let at = |column| readable_time(engine, column);
    format!(
        "{} as d_created, {} as d_changed, {} as d_started, {} as d_finished, {reason} as d_reason, \
         case when {gone} then 1 else 0 end as d_gone",
        at("d.created_at"),
        at("d.updated_at"),
        at(started_at),
        at(finished_at)
    )
}

/// Whether the run `r` can be a shadow, as one condition.
pub(super) fn shadow_filter(adapter: &Adapter, names: &str) -> String {
    let linked =
        format!("({names} is not null or exists (select 1 from {} x where x.operation_run_id = r.id))", adapter.table);
    match adapter.shadows {
        Shadows::All(operation) => format!("r.type in ({})", listed(&spellings(operation))),
        Shadows::Linked(operation) => format!("r.type in ({}) and {linked}", listed(&spellings(operation))),
        Shadows::LinkedOfAnyType => format!("r.type not in ({}) and {linked}", listed(&taken())),
    }
}

/// The types that belong to an adapter of their own.
pub(super) fn taken() -> Vec<&'static str> {
    ADAPTERS.iter().filter_map(|other| other.operation()).flat_map(spellings).collect()
}

/// Names as a literal SQL list.
pub(in crate::adapters) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    quoted.join(", ")
}

/// The canonical name and the older spellings.
pub(in crate::adapters) fn spellings(operation: &'static str) -> Vec<&'static str> {
    let aliases = catalog::find(operation).map_or(&[][..], |entry| entry.aliases);
    [operation].iter().chain(aliases).copied().collect()
}

/// The runs that name the record `d` in their context, in its own scope.
pub(super) fn own_shadow(engine: Engine, adapter: &Adapter, operation: &'static str, what: &str) -> String {
    format!(
        "select {what} from operation_runs x where x.type in ({}) and {} = cast(d.id as text) \
         and x.workspace_id = d.workspace_id and x.tenant_id = d.tenant_id",
        listed(&spellings(operation)),
        context_text(engine, "x", adapter.context_key)
    )
}
