//! How the database does: that it answered is why there is a page at all; how quickly, and whether its schema is ours.

use std::time::Instant as Stopwatch;

use serde::Serialize;
use utoipa::ToSchema;

use crate::db::schema::{self, State};
use crate::hub::view::{Answer, View};

/// What is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Storage {
    /// `SQLite` or `PostgreSQL`.
    pub engine: &'static str,
    /// How long everything that is on this page took to read, in milliseconds.
    pub look_ms: u64,
    /// Whether it has exactly the migrations of this program.
    pub is_current: bool,
    /// What to do when it has not.
    pub next: Option<String>,
}

/// Reads it; the look began at `began`.
///
/// # Errors
/// A database problem.
pub async fn read(view: &View, began: Stopwatch) -> Answer<Storage> {
    let state = schema::state_through(view.connection(), view.engine()).await?;
    let next = match &state {
        State::Current => None,
        State::Missing { .. } => Some("It has no tables of ours: run `scheduler migrate up`.".to_owned()),
        State::Outdated { pending } => {
            Some(format!("It lacks {} migrations, first {}: run `scheduler migrate up`.", pending.len(), pending[0]))
        }
        State::Newer { unknown } => {
            Some(format!("It has {} migrations that this hub does not know: serve the newer program.", unknown.len()))
        }
    };
    Ok(Storage {
        engine: view.engine().name(),
        look_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        is_current: state == State::Current,
        next,
    })
}
