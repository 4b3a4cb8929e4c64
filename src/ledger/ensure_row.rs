//! The rows behind [`super::ensure`]: a request as the statements take it, and what they give back.

use std::borrow::Cow;

use chrono::SubsecRound;
use sea_orm::QueryResult;
use serde::Serialize;
use serde_json::Value as Json;

use super::bounds::storable;
use super::context::Context;
use super::ensure::{Holder, Request};
use super::identity;
use super::words::Status;
use crate::clock::{Instant, text};
use crate::problem::Result;

/// A request as a row of a batch; `n` is its place among the requests.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    pub(super) n: usize,
    pub(super) workspace_id: i64,
    pub(super) tenant_id: Option<i64>,
    user_id: Option<i64>,
    initiator: Cow<'a, str>,
    r#type: &'static str,
    pub(super) hash: String,
    context: Json,
    slot: Option<String>,
    available_at: Option<String>,
}

/// What a new row is known by among those of its batch.
pub(super) type Key = (i64, Option<i64>, String, Option<Instant>);

/// Who holds an identity.
pub(super) fn holder(row: &QueryResult) -> Result<Holder> {
    let status: String = row.try_get("", "status")?;
    Ok(Holder {
        run_id: row.try_get("", "id")?,
        status: Status::parse(&status).unwrap_or(Status::Running),
        initiator_name: row.try_get("", "initiator_name")?,
    })
}

/// The same, with the place of the request.
pub(super) fn numbered(row: &QueryResult) -> Result<(usize, Holder)> {
    let n: i64 = row.try_get("", "n")?;
    Ok((usize::try_from(n).unwrap_or_default(), holder(row)?))
}

impl Row<'_> {
    /// What its new run is known by.
    pub(super) fn key(&self, request: &Request) -> Key {
        (self.workspace_id, self.tenant_id, self.hash.clone(), request.scheduled_for.map(whole))
    }
}

/// The row of request `n`.
pub(super) fn row(n: usize, request: &Request) -> Result<Row<'_>> {
    let Request { scope, operation, identity, initiator, context, scheduled_for, available_at } = request;
    Ok(Row {
        n,
        workspace_id: scope.workspace(),
        tenant_id: scope.tenant(),
        user_id: initiator.user_id,
        initiator: storable(&initiator.name),
        r#type: operation.name,
        hash: identity::hash(*scope, operation.name, identity)?,
        context: Context::new(operation, context).to_json(),
        slot: scheduled_for.map(whole).map(text),
        available_at: available_at.map(kept).map(text),
    })
}

/// A slot is a whole second: what is finer is the same slot.
pub(super) fn whole(instant: Instant) -> Instant {
    instant.trunc_subsecs(0)
}

/// An instant as both engines keep it.
fn kept(instant: Instant) -> Instant {
    instant.trunc_subsecs(6)
}

/// The key of a new row, its id and its token.
pub(super) fn created(row: &QueryResult) -> Result<(Key, (i64, i64))> {
    let key = (
        row.try_get("", "workspace_id")?,
        row.try_get("", "tenant_id")?,
        row.try_get("", "run_identity_hash")?,
        row.try_get("", "scheduled_for")?,
    );
    Ok((key, (row.try_get("", "id")?, row.try_get("", "claim_token")?)))
}
