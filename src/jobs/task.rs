//! What a job is to the person who starts it by hand: besides doing its work, it can show its plan, and it has
//! words for what it found.
//!
//! The engine knows nothing of this: it runs jobs, and a dry run never reaches it.

use serde_json::{Map, Value as Json};

use crate::engine::Job;
use crate::ledger::Ledger;
use crate::problem::Result;

/// A job that can be started from the command line.
#[async_trait::async_trait]
pub trait Task: Job {
    /// The plan of a pass over these workspaces, of which nothing is written.
    ///
    /// # Errors
    /// A database problem.
    async fn plan(&self, ledger: &Ledger, workspaces: Vec<i64>) -> Result<Vec<Planned>>;

    /// How to speak of what it found.
    fn words(&self) -> &'static Words;
}

/// One line of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Whose pass it belongs to.
    pub workspace_id: i64,
    /// Its kind, as [`Words::kinds`] and the context of the run name it.
    pub kind: String,
    /// How many rows this line stands for.
    pub count: u64,
    /// What would be done, in one or two words.
    pub change: &'static str,
    /// Why, in one sentence.
    pub reason: String,
    /// The line for programs, besides its workspace.
    pub facts: Map<String, Json>,
}

/// The vocabulary of a job.
#[derive(Debug)]
pub struct Words {
    /// The key in the context of a run under which the kinds are counted.
    pub key: &'static str,
    /// What a kind is called, as a heading.
    pub heading: &'static str,
    /// What happens to a row when all goes well.
    pub done: &'static str,
    /// What is said when there was nothing to do.
    pub nothing: &'static str,
    /// Kinds and what they mean, in the order in which people read them; others come after these.
    pub kinds: &'static [(&'static str, &'static str)],
}
