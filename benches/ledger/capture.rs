//! What the ledger really sends for each step of a life cycle, so that a floor can send the very same.

use std::sync::{Arc, Mutex};

use opsledger::catalog;
use opsledger::clock::Clock;
use opsledger::db::Db;
use opsledger::ledger::{Claim, Ensured, Ledger, Start};
use sea_orm::Value;

use crate::Result;
use crate::load::{self, Form};

/// A statement as it went out.
#[derive(Debug, Clone)]
pub struct Sent {
    pub sql: String,
    pub values: Vec<Value>,
}

/// The statements of each step, one transaction a step, and the run that they were about.
#[derive(Debug)]
pub struct Captured {
    pub steps: Vec<Vec<Sent>>,
    pub run: i64,
    pub hash: String,
}

impl Captured {
    /// A text, with `"@hash"` and `@run` where this life cycle has its own.
    pub fn template(&self, text: &str) -> String {
        let (run, hash) = (self.run.to_string(), &self.hash);
        text.replace(hash, "@hash").replace(&run, "@run")
    }
}

/// Lets one life cycle happen and notes what is sent.
pub async fn life(db: Db, form: Form) -> Result<Captured> {
    let noted: Arc<Mutex<Vec<Sent>>> = Arc::default();
    let notes = Arc::clone(&noted);
    let db = db.watched(move |info| {
        let values = info.statement.values.iter().flat_map(|values| values.0.clone()).collect();
        let sent = Sent { sql: info.statement.sql.to_string(), values };
        notes.lock().expect("nobody panics while noting").push(sent);
    });
    let taken = || std::mem::take(&mut *noted.lock().expect("nobody panics while noting"));
    let ledger = Ledger::new(db, Clock::system(), "bench");
    let request = load::request(0, "captured".into());
    let hash = opsledger::ledger::identity::hash(request.scope, request.operation.name, &request.identity)?;
    let mut steps = Vec::new();
    let start = if form == Form::Queued { Start::Queued } else { Start::Running };
    let mut claim = claim_of(ledger.ensure(request.clone(), start).await?)?;
    steps.push(taken());
    if form == Form::Hit {
        ledger.ensure(request, start).await?;
        steps = vec![taken()];
    }
    if form == Form::Queued {
        claim = ledger.claim_queued(&[load::OPERATION], 1).await?[0];
        steps.push(taken());
    }
    let _ = ledger.complete(&claim, load::ending(catalog::find(load::OPERATION)?)).await?;
    if form != Form::Hit {
        steps.push(taken());
    }
    ledger.db().clone().close().await?;
    Ok(Captured { steps, run: claim.run_id, hash })
}

pub fn claim_of(ensured: Ensured) -> Result<Claim> {
    match ensured {
        Ensured::Created(claim) => Ok(claim),
        Ensured::Existing(holder) => anyhow::bail!("run {} holds an identity that should be free", holder.run_id),
    }
}
