//! Rows that come from elsewhere, and the ids that they bring.

use opsledger::catalog;
use opsledger::ledger::{Failures, Imported, Initiator, Outcome, Status};
use serde_json::json;

use super::*;

fn ended(lab: &Lab, id: Option<i64>, n: i64) -> Imported {
    Imported {
        id,
        scope: ACME_EU,
        operation: catalog::find(BACKUP).unwrap(),
        identity: json!({ "n": n }),
        initiator: Initiator::system(),
        status: Status::Completed,
        outcome: Outcome::Succeeded,
        counts: json!({ "total": 1, "stranger": 2 }),
        failures: Failures::default(),
        context: json!({ "backup_set_id": 7, "stranger": 2 }),
        scheduled_for: None,
        attempt: 1,
        reconciled_at: None,
        started_at: Some(lab.now()),
        completed_at: Some(lab.now()),
        created_at: lab.now(),
        updated_at: lab.now(),
    }
}

async fn import(lab: &Lab, rows: &[Imported]) -> Vec<i64> {
    let tx = lab.t.db.begin().await.unwrap();
    let made = lab.ledger.import_in(&tx, rows).await.unwrap();
    tx.commit().await.unwrap();
    made.into_iter().map(|(id, _)| id).collect()
}

on_both! {
    async fn rows_that_bring_ids_keep_them_and_the_next_run_gets_one_of_its_own(t: TestDb) {
        let lab = Lab::new(t).await;
        let rows: Vec<Imported> = (1..=30).map(|n| ended(&lab, Some(n), n)).collect();
        assert_eq!(import(&lab, &rows).await, (1..=30).collect::<Vec<_>>());
        let run = lab.run(30).await;
        assert_eq!((run.summary_counts, run.context), (json!({ "total": 1 }), json!({ "backup_set_id": 7 })));
        assert!(lab.running(ACME, SWEEP, 1).await.run_id > 30);
    }

    async fn rows_whose_id_is_taken_are_left_out_and_what_is_there_stays(t: TestDb) {
        let lab = Lab::new(t).await;
        import(&lab, &[ended(&lab, Some(1), 1), ended(&lab, Some(2), 2)]).await;
        let before = lab.run(1).await;
        lab.pass(5);
        let again = [ended(&lab, Some(1), 1), ended(&lab, Some(2), 2), ended(&lab, Some(3), 3)];
        assert_eq!(import(&lab, &again).await, [3]);
        assert_eq!(lab.run(1).await, before);
    }

    async fn rows_without_an_id_get_one_and_an_identity_that_is_held_is_left_out(t: TestDb) {
        let lab = Lab::new(t).await;
        let held = lab.running(ACME_EU, BACKUP, 1).await.run_id;
        let open = Imported {
            status: Status::Running,
            outcome: Outcome::Pending,
            completed_at: None,
            ..ended(&lab, None, 1)
        };
        assert_eq!(import(&lab, std::slice::from_ref(&open)).await, Vec::<i64>::new());
        let free = Imported { identity: json!({ "n": 2 }), ..open };
        let made = import(&lab, &[free, ended(&lab, None, 1)]).await;
        assert!(made.len() == 2 && made.iter().all(|id| *id > held));
    }
}
