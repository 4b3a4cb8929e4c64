//! A slot that meets an active run of the same identity (S3).

use super::*;
use chrono::{DateTime, Utc};

on_both! {
    async fn s3_skip_writes_one_overlap_row_a_workspace_with_the_run_that_is_in_the_way(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        all.tick_after(60).await;
        let claims = all.claim().await;
        let of_one = claims.iter().find(|claim| claim.scope.workspace() == 1).unwrap();
        all.lab.succeed(of_one).await;
        let ticked = all.tick_after(60).await;
        assert_eq!((ticked.fanned_out.ran, ticked.fanned_out.overlapped), (1, 1));
        let account = all.account().await;
        let second = at("2026-11-20T10:02:00Z");
        assert_eq!((account.of(1, second), account.of(2, second)), (vec!["run"], vec!["overlap"]));
        let busy = claims.iter().find(|claim| claim.scope.workspace() == 2).unwrap();
        assert_eq!(account.skips[0].blocking, Some(busy.run_id));
        // The former run ends; the slot stays skipped, and the next one runs.
        all.lab.succeed(busy).await;
        all.tick_after(60).await;
        let account = all.account().await;
        assert_eq!(account.story(2, at("2026-11-20T10:00:00Z"), all.lab.now(), 60), ["run", "overlap", "run"]);
    }

    async fn s3_a_run_that_was_started_by_hand_is_in_the_way_too(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        let request = opsledger::ledger::Request::new(
            crate::ledger::ACME,
            opsledger::catalog::find(KEY).unwrap(),
            serde_json::json!({}),
        );
        let by_hand = crate::ledger::created(all.lab.ensure(request, opsledger::ledger::Start::Running).await);
        all.tick_after(60).await;
        let account = all.account().await;
        assert_eq!((account.skips.len(), account.skips[0].blocking), (1, Some(by_hand.run_id)));
        assert_eq!((account.skips[0].workspace, account.runs[0].workspace), (Some(1), 2));
    }

    async fn s3_queue_one_runs_the_newest_overlapped_slot_once_after_the_former_run_ended(t: TestDb) {
        let mut all = Clockwork::new(t, declared("* * * * *", "queue_one", "latest")).await;
        all.tick_after(60).await;
        let first = all.claim().await;
        for _ in 0..3 {
            assert_eq!(all.tick_after(60).await.fanned_out.overlapped, 2);
        }
        assert_eq!(all.story(60).await, ["run", "overlap", "overlap", "overlap"]);
        assert_eq!(all.tick_after(1).await.fanned_out.ran, 0, "the former run is still active");
        for claim in &first {
            all.lab.succeed(claim).await;
        }
        assert_eq!(all.tick_after(1).await.fanned_out.ran, 2);
        assert_eq!(all.story(60).await, ["run", "overlap", "overlap", "run"]);
        all.work().await;
        for _ in 0..3 {
            assert_eq!(all.tick_after(1).await.fanned_out.ran, 0, "the older ones stay skipped");
        }
        all.tick_after(55).await;
        assert_eq!(all.story(60).await, ["run", "overlap", "overlap", "run", "run"]);
    }

    async fn s3_queue_one_owes_nothing_once_a_newer_slot_has_run(t: TestDb) {
        let mut all = Clockwork::new(t, declared("* * * * *", "queue_one", "latest")).await;
        all.tick_after(60).await;
        let first = all.claim().await;
        all.tick_after(60).await;
        for claim in &first {
            all.lab.succeed(claim).await;
        }
        // The former run ended within the minute and nobody ticked: the newest slot is the one that runs.
        let ticked = all.tick_after(60).await;
        assert_eq!(ticked.fanned_out.ran, 2);
        all.work().await;
        assert_eq!(all.tick_after(1).await.fanned_out.ran, 0);
        assert_eq!(all.story(60).await, ["run", "overlap", "run"]);
    }

    async fn s3_two_schedulers_that_both_see_what_is_owed_run_it_once(t: TestDb) {
        let mut all = Clockwork::new(t, declared("* * * * *", "queue_one", "latest")).await;
        for round in 0..10 {
            all.tick_after(60).await;
            let first = all.claim().await;
            all.tick_after(60).await;
            for claim in &first {
                all.lab.succeed(claim).await;
            }
            let operation = opsledger::catalog::find(KEY).unwrap();
            let (one, two) = (all.lab.worker("one"), all.lab.worker("two"));
            let (one, two) = tokio::join!(
                tokio::spawn(async move { one.run_owed(KEY, operation, DateTime::<Utc>::UNIX_EPOCH).await.unwrap() }),
                tokio::spawn(async move { two.run_owed(KEY, operation, DateTime::<Utc>::UNIX_EPOCH).await.unwrap() }),
            );
            assert_eq!(one.unwrap() + two.unwrap(), 2, "round {round}");
            all.work().await;
        }
        assert_eq!(all.story(60).await, ["run"; 20]);
    }
}
