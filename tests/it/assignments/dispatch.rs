//! How a host asks: what is the same work, and a run that it brings along.

use std::sync::Mutex;

use opsledger::jobs::assignments::{dispatch_fetch, dispatch_fetches, dispatch_restore};
use opsledger::ledger::{Cooled, Initiator, Ledger};

use super::*;

on_both! {
    async fn l9_the_run_is_there_before_any_work_and_says_what_it_is_about(t: TestDb) {
        let site = Site::new(t).await;
        let ada = Initiator::user(1, "Ada");
        let asked = Fetch { initiator: ada.clone(), ..fetch(1) };
        let Cooled::Created(claim) = dispatch_fetch(&site.lab.ledger, &asked).await.unwrap() else { panic!("a new one") };
        let run = site.lab.run(claim.run_id).await;
        assert_eq!((run.status.as_str(), run.user_id, run.tenant_id), ("queued", Some(1), Some(1)));
        assert_eq!(run.context, json!({ "backup_set_id": 1, "backup_item_id": 1 }));
        // Whoever asks next gets the same one, and it stays Ada's.
        let next = dispatch_fetch(&site.lab.ledger, &fetch(1)).await.unwrap();
        assert!(matches!(next, Cooled::Existing(holder) if holder.run_id == run.id && holder.initiator_name == "Ada"));
    }

    async fn work_is_the_same_by_tenant_type_and_target(t: TestDb) {
        let site = Site::new(t).await;
        let ledger = &site.lab.ledger;
        let other = Fetch { tenant_id: 2, ..fetch(1) };
        let runs = [
            dispatch_fetch(ledger, &fetch(1)).await.unwrap().run_id(),
            dispatch_fetch(ledger, &fetch(2)).await.unwrap().run_id(),
            dispatch_fetch(ledger, &other).await.unwrap().run_id(),
            dispatch_restore(ledger, &restore(1)).await.unwrap().run_id(),
            dispatch_restore(ledger, &restore(2)).await.unwrap().run_id(),
        ];
        assert_eq!(runs.iter().collect::<std::collections::HashSet<_>>().len(), 5);
        let same = Fetch { backup_set_id: 7, ..fetch(1) };
        assert_eq!(dispatch_fetch(ledger, &same).await.unwrap().run_id(), runs[0], "an item is an item");
    }

    async fn a_run_that_the_host_made_is_the_one_that_is_used(t: TestDb) {
        let site = Site::new(t).await;
        let ledger = &site.lab.ledger;
        // As a start surface makes it: each click is new.
        let click = with_context(wish(ACME_EU, FETCH, 77), json!({ "backup_item_id": 1 }));
        let mine = created(site.lab.ensure(click, opsledger::ledger::Start::Queued).await).run_id;
        let asked = Fetch { operation_run_id: Some(mine), ..fetch(1) };
        assert!(matches!(dispatch_fetch(ledger, &asked).await.unwrap(), Cooled::Existing(holder) if holder.run_id == mine));
        let (_, run) = site.works_off().await;
        assert_eq!((run.id, summary(&run).as_str()), (mine, "succeeded 1/1/1/0/0"));
        site.lab.pass(3_600);
        let late = dispatch_fetch(ledger, &asked).await.unwrap();
        assert!(matches!(late, Cooled::Recent(holder) if holder.run_id == mine), "it was this run that was asked for");
        for wrong in [
            Fetch { backup_item_id: 2, ..asked.clone() },
            Fetch { tenant_id: 2, ..asked.clone() },
            Fetch { operation_run_id: Some(999), ..asked.clone() },
        ] {
            assert_eq!(dispatch_fetch(ledger, &wrong).await.unwrap_err().code, "assignments.run_mismatch");
        }
        let restore = Restore { operation_run_id: Some(mine), ..restore(1) };
        assert_eq!(dispatch_restore(ledger, &restore).await.unwrap_err().code, "assignments.run_mismatch");
        assert_eq!(site.lab.rows("operation_runs").await, 1);
    }

    async fn a_whole_backup_is_asked_for_in_a_handful_of_statements(t: TestDb) {
        let site = Site::new(t).await;
        let sent: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&sent);
        let db = site.lab.t.db.clone().watched(move |info| seen.lock().unwrap().push(info.statement.sql.clone()));
        let now = site.lab.now();
        let ledger = Ledger::new(db, opsledger::clock::Clock::fixed(now), "watched");
        let all: Vec<Fetch> = (1..=2_000).map(fetch).collect();
        let first = dispatch_fetches(&ledger, &all).await.unwrap();
        assert!(first.iter().all(|answer| matches!(answer, Cooled::Created(_))));
        let statements = sent.lock().unwrap().drain(..).filter(|sql| sql.contains("operation_runs")).count();
        assert!(statements <= 4, "{statements} statements");
        let again = dispatch_fetches(&ledger, &all).await.unwrap();
        assert!(again.iter().zip(&first).all(|(again, first)| again.run_id() == first.run_id()));
        assert_eq!(site.lab.rows("operation_runs").await, 2_000);
    }
}
