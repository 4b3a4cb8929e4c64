//! What every handler has at hand: the database, the clock, and who is let in.

use std::sync::Arc;

use axum::extract::FromRef;
use futures::future::BoxFuture;

use super::door::Door;
use super::hosts::Hosts;
use super::rate::Rates;
use super::scope::Scope;
use super::view::{Answer, View};
use super::visitor::Visitor;
use crate::clock::Clock;
use crate::db::Db;
use crate::problem::Result;

/// From a record of before the ledger, by table and id, to the id of its run. The room that knows those tables is not below
/// this one, so whoever starts the hub hands it over.
pub type Legacy = Arc<dyn for<'a> Fn(&'a View, &str, i64) -> BoxFuture<'a, Result<i64>> + Send + Sync>;

/// The hub, shared by all its handlers.
#[derive(Clone)]
pub struct Hub(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) db: Db,
    pub(super) clock: Clock,
    pub(super) door: Door,
    pub(super) hosts: Hosts,
    pub(super) rates: Rates,
    pub(super) legacy: Legacy,
    pub(super) behind_tls: bool,
    pub(super) stop: tokio_util::sync::CancellationToken,
}

impl Hub {
    /// A look at what `visitor` may see.
    ///
    /// # Errors
    /// As [`View::open`].
    pub async fn view(&self, visitor: &Visitor) -> Answer<View> {
        View::open(&self.0.db, &visitor.scope, self.0.clock.now()).await
    }

    /// A look at everything, to find out who a visitor is; never at what is shown.
    pub(super) async fn door_view(&self) -> Answer<View> {
        View::open(&self.0.db, &Scope::Everything, self.0.clock.now()).await
    }
}

impl FromRef<Hub> for Clock {
    fn from_ref(hub: &Hub) -> Self {
        hub.0.clock.clone()
    }
}
