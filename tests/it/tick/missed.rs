//! Slots that passed while nobody looked (S4), and a clock that jumps.

use std::time::Instant;

use super::*;

/// Down from 10:01:30 for five minutes: the slots of 10:02 to 10:06 were missed.
async fn after_five_minutes_down(t: TestDb, schedule: Declaration) -> Vec<String> {
    let mut all = Clockwork::new(t, schedule).await;
    all.tick_after(60).await;
    all.work().await;
    all.tick_after(30).await;
    all.lab.pass(290);
    // Runs of one identity wait for each other: each tick works off what it queued.
    for _ in 0..10 {
        all.tick_after(0).await;
        all.work().await;
    }
    all.story(60).await
}

on_both! {
    async fn s4_skip_makes_up_for_nothing_but_a_slot_that_is_just_now(t: TestDb) {
        let story = after_five_minutes_down(t, declared("* * * * *", "skip", "skip")).await;
        assert_eq!(story, ["run", "missed", "missed", "missed", "missed", "run"]);
    }

    async fn s4_latest_runs_the_newest_and_one_row_stands_for_the_others(t: TestDb) {
        let story = after_five_minutes_down(t, declared("* * * * *", "skip", "latest")).await;
        assert_eq!(story, ["run", "coalesced", "coalesced", "coalesced", "coalesced", "run"]);
    }

    async fn s4_all_runs_every_slot_within_the_window_one_after_the_other(t: TestDb) {
        let story = after_five_minutes_down(t, declared("* * * * *", "skip", "all")).await;
        assert_eq!(story, ["run"; 6]);
    }

    async fn s4_all_waits_for_the_run_before_and_counts_a_slot_as_overlapped_only_when_it_is_on_time(t: TestDb) {
        let mut all = Clockwork::new(t, declared("* * * * *", "skip", "all")).await;
        let ticked = all.tick_after(180).await;
        assert_eq!((ticked.ran.len(), ticked.more), (1, true));
        for _ in 0..3 {
            let ticked = all.tick_after(0).await;
            assert_eq!((ticked.ran.len(), ticked.more), (0, true), "the first is still active");
        }
        all.work().await;
        assert!(all.tick_after(0).await.more);
        all.work().await;
        assert!(!all.tick_after(0).await.more);
        assert_eq!(all.story(60).await, ["run"; 3]);
        assert_eq!(all.tick_after(60).await.fanned_out.overlapped, 2);
        assert_eq!(all.story(60).await, ["run", "run", "run", "overlap"]);
    }

    async fn s4_all_leaves_a_workspace_behind_that_hangs_and_makes_up_for_the_others(t: TestDb) {
        let mut all = Clockwork::new(t, declared("* * * * *", "skip", "all")).await;
        all.tick_after(180).await;
        for claim in all.claim().await.into_iter().filter(|claim| claim.scope.workspace() == 1) {
            all.lab.succeed(&claim).await;
        }
        assert_eq!((all.tick_after(60).await.ran.len(), all.tick_after(0).await.more), (0, true), "as long as it may take");
        all.lab.pass(1);
        for _ in 0..4 {
            all.tick_after(0).await;
            all.work().await;
        }
        let account = all.account().await;
        let story = |workspace| account.story(workspace, at("2026-11-20T10:00:00Z"), all.lab.now(), 60);
        assert_eq!(story(1), ["run"; 4]);
        assert_eq!(story(2), ["run", "overlap", "overlap", "overlap"]);
    }

    async fn s4_all_leaves_out_what_is_older_than_the_window(t: TestDb) {
        let schedule = Declaration { catch_up_window: 180, ..declared("* * * * *", "skip", "all") };
        let story = after_five_minutes_down(t, schedule).await;
        assert_eq!(story, ["run", "missed", "missed", "run", "run", "run"]);
    }

    async fn s4_latest_runs_nothing_that_is_older_than_the_window(t: TestDb) {
        let mut all = Clockwork::new(t, Declaration { catch_up_window: 120, ..declared("0 * * * *", "skip", "latest") }).await;
        all.tick_after(3 * 3_600 + 1_800).await;
        assert_eq!(all.story(3_600).await, ["missed"; 3]);
    }

    async fn s4_ten_thousand_missed_slots_are_a_few_rows_and_little_time(t: TestDb) {
        for catch_up in ["skip", "latest", "all"] {
            let schedule = Declaration { catch_up_window: 3_600, ..declared("* * * * * *", "skip", catch_up) };
            let mut all = Clockwork::new(TestDb::new(t.engine).await, schedule).await;
            let began = Instant::now();
            let ticked = all.tick_after(10_000).await;
            assert!(began.elapsed().as_secs() < 30, "{catch_up}: {:?}", began.elapsed());
            assert_eq!((ticked.ran.len(), ticked.more), (1, catch_up == "all"));
            let account = all.account().await;
            assert_eq!(account.runs.len(), 2, "{catch_up}: one run a workspace");
            assert!(account.skips.len() <= 2, "{catch_up}: {} rows", account.skips.len());
            let start = at("2026-11-20T10:00:00Z");
            let story = account.story(1, start, account.runs[0].slot, 1);
            assert_eq!(story.len(), if catch_up == "all" { 6_400 } else { 10_000 }, "{catch_up}");
            assert_eq!(story.iter().filter(|word| *word == "run").count(), 1, "{catch_up}");
        }
    }

    async fn s4_a_new_schedule_is_not_owed_the_time_before_it(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        assert_eq!(all.tick_after(0).await, Ticked::default());
    }

    async fn s2_a_clock_that_is_set_back_settles_nothing_twice(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        for _ in 0..5 {
            all.tick_after(60).await;
            all.work().await;
        }
        for _ in 0..4 {
            assert_eq!(all.tick_after(-60).await, Ticked::default());
        }
        for _ in 0..4 {
            assert_eq!(all.tick_after(60).await, Ticked::default(), "this time was settled before");
            all.work().await;
        }
        assert_eq!(all.tick_after(60).await.fanned_out.ran, 2);
        assert_eq!(all.story(60).await, ["run"; 6]);
    }

    async fn s4_a_clock_that_jumps_a_day_ahead_is_an_absence(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        all.tick_after(60).await;
        all.work().await;
        all.tick_after(86_400).await;
        let story = all.story(60).await;
        assert_eq!((story.first().unwrap().as_str(), story.last().unwrap().as_str()), ("run", "run"));
        assert!(story[1..story.len() - 1].iter().all(|word| word == "coalesced" || word == "missed"), "{story:?}");
    }
}
