//! A request that finds its identity held writes nothing: no row, no id, no transaction that others must see.

use opsledger::db::Engine;
use opsledger::ledger::Start;

use super::*;

/// How far the whole server, or another connection to the file, sees the database as written.
async fn written(observer: &TestDb) -> String {
    match observer.engine {
        Engine::Sqlite => observer.count("pragma data_version").await.to_string(),
        Engine::Postgres => observer.text("select pg_current_wal_insert_lsn()::text").await,
    }
}

on_both! {
    async fn l2_a_request_whose_identity_is_held_writes_nothing(t: TestDb) {
        let lab = Lab::new(t).await;
        let observer = lab.t.again().await;
        let held = lab.running(ACME_EU, BACKUP, 1).await;
        // The log of a server moves with every test that runs beside this one, so it is asked until it stood
        // still: a request that writes would move it each time.
        let started = std::time::Instant::now();
        for start in [Start::Running, Start::Queued] {
            loop {
                let before = written(&observer).await;
                assert_eq!(existing(lab.ensure(wish(ACME_EU, BACKUP, 1), start).await).run_id, held.run_id);
                if written(&observer).await == before {
                    break;
                }
                assert!(started.elapsed().as_secs() < 120, "each request with {start:?} was written");
            }
        }
        // And this is what the observer sees when something is written.
        let before = written(&observer).await;
        let next = lab.running(ACME_EU, BACKUP, 2).await;
        assert_ne!(written(&observer).await, before);
        assert_eq!(next.run_id, held.run_id + 1, "no id was spent");
    }
}
