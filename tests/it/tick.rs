//! What a tick settles (S2 to S7) and how the service works on it (S9), with a clock that the test moves.

mod agenda;
mod commands;
mod missed;
mod overlap;
mod pause;
mod service;
mod slots;
pub mod work;

use opsledger::engine::tick::{Ticked, Ticker};
use opsledger::ledger::{Claim, Declaration};

use crate::ledger::{Lab, at};
use crate::support::TestDb;
use crate::support::account::Account;

/// The schedule of these tests; the key is its type.
pub const KEY: &str = "ops.reconcile_adapter_runs";

/// A ledger with two workspaces, 1 and 2, and a scheduler's tick. The clock stands at 10:00:00.
pub struct Clockwork {
    pub lab: Lab,
    pub ticker: Ticker,
}

pub fn declared(cron: &str, overlap: &'static str, catch_up: &'static str) -> Declaration {
    Declaration {
        key: KEY.into(),
        operation_type: KEY.into(),
        cron: cron.into(),
        time_zone: "UTC".into(),
        overlap,
        catch_up,
        catch_up_window: 86_400,
        enabled: true,
    }
}

impl Clockwork {
    /// With this schedule, declared just now.
    pub async fn new(t: TestDb, schedule: Declaration) -> Self {
        let lab = Lab::new(t).await;
        lab.ledger.declare(&[schedule]).await.unwrap();
        Self { lab, ticker: Ticker::default() }
    }

    pub async fn minutely(t: TestDb) -> Self {
        Self::new(t, declared("* * * * *", "skip", "latest")).await
    }

    /// Lets time pass and ticks once.
    pub async fn tick_after(&mut self, seconds: i64) -> Ticked {
        self.lab.pass(seconds);
        self.ticker.tick(&self.lab.ledger).await.unwrap()
    }

    /// Claims everything that waits, and ends it.
    pub async fn work(&self) {
        for claim in self.claim().await {
            self.lab.succeed(&claim).await;
        }
    }

    pub async fn claim(&self) -> Vec<Claim> {
        self.lab.ledger.claim_queued(&[KEY], 1_000).await.unwrap()
    }

    pub async fn account(&self) -> Account {
        Account::read(&self.lab.t.db, KEY).await
    }

    /// What became of the slots since 10:00:00, for workspace 1; the same as for workspace 2.
    pub async fn story(&self, step: i64) -> Vec<String> {
        let account = self.account().await;
        let story = |workspace| account.story(workspace, at("2026-11-20T10:00:00Z"), self.lab.now(), step);
        assert_eq!(story(1), story(2));
        story(1)
    }
}
