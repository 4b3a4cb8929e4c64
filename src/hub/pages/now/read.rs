//! All of the page in one look.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::healed::{self, Healed};
use super::life::{self, Life};
use super::missed::{self, Missed};
use super::numbers::{self, Number, Share};
use super::storage::{self, Storage};
use crate::hub::pages::trend::{self, Step};
use crate::hub::picture::outcomes::Bucket;
use crate::hub::view::{Answer, View};

/// What is wrong at this moment.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Now {
    /// When this was so.
    pub at: DateTime<Utc>,
    /// The numbers, the worst first.
    pub numbers: Vec<Number>,
    /// How much of what ended did so as it should.
    pub shares: Vec<Share>,
    /// Whose work did not happen in the last 24 h, worst first.
    pub missed: Vec<Missed>,
    /// How the operations of the last 24 hours ended, by the hour in which they were begun.
    pub trend: Vec<Bucket>,
    /// What reconciling found.
    pub healed: Healed,
    /// Whether a scheduler is at work.
    pub life: Life,
    /// How the database does.
    pub storage: Storage,
}

/// Reads it.
///
/// # Errors
/// A database problem.
pub async fn read(view: &View) -> Answer<Now> {
    let began = std::time::Instant::now();
    Ok(Now {
        at: view.now(),
        numbers: numbers::strip(view).await?,
        shares: numbers::shares(view).await?,
        missed: missed::read(view).await?,
        trend: trend::read(view, Step::Hour, 24).await?,
        healed: healed::read(view).await?,
        life: life::read(view).await?,
        storage: storage::read(view, began).await?,
    })
}
