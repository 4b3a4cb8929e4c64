//! Several schedules of one type, very many of them, and what a second costs in which none is due (S1).

use std::time::{Duration, Instant};

use super::*;

fn named(name: &str, cron: &str) -> Declaration {
    Declaration { key: format!("{KEY}#{name}"), ..declared(cron, "skip", "latest") }
}

on_both! {
    async fn s1_two_schedules_of_one_type_share_its_identity_and_a_slot_of_both_runs_once(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        all.lab.ledger.declare(&[declared("* * * * *", "skip", "latest"), named("even", "*/2 * * * *")]).await.unwrap();
        for slots in [1, 2, 1, 2] {
            assert_eq!(all.tick_after(60).await.ran.len(), slots);
            all.work().await;
        }
        assert_eq!(all.story(60).await, ["run"; 4]);
        assert_eq!(all.lab.rows("operation_runs").await, 8);
        assert_eq!(all.lab.rows("schedule_skips").await, 0);
    }

    async fn s3_the_run_of_one_schedule_is_in_the_way_of_the_other_of_its_type(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        all.lab.ledger.declare(&[declared("* * * * *", "skip", "latest"), named("half", "30 * * * * *")]).await.unwrap();
        all.tick_after(60).await;
        let ticked = all.tick_after(30).await;
        assert_eq!((ticked.fanned_out.ran, ticked.fanned_out.overlapped), (0, 2));
        let skipped = all.lab.t.texts("select distinct schedule_key from schedule_skips").await;
        assert_eq!(skipped, [format!("{KEY}#half")]);
    }

    async fn s1_a_thousand_schedules_are_looked_at_when_they_are_due_and_not_each_second(t: TestDb) {
        let mut all = Clockwork::new(t, declared("0 12 * * *", "skip", "latest")).await;
        let mut many: Vec<Declaration> = (0..1_000).map(|n| named(&format!("n{n}"), "0 0 1 1 *")).collect();
        many.push(declared("* * * * *", "skip", "latest"));
        all.lab.ledger.declare(&many).await.unwrap();
        all.tick_after(1).await;
        let began = Instant::now();
        for _ in 0..58 {
            assert_eq!(all.tick_after(1).await, Ticked::default());
        }
        let each = began.elapsed() / 58;
        // Reading a thousand rows and working out when each is due takes several times as long.
        assert!(each < Duration::from_millis(20), "{each:?} a second");
        assert_eq!(all.tick_after(1).await.ran.len(), 1, "and the one that is due is settled");
    }

    async fn s1_what_others_did_to_a_schedule_is_seen_at_the_next_tick(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        let other = all.lab.worker("other");
        all.tick_after(60).await;
        all.work().await;
        all.tick_after(1).await;
        other.declare(&[declared("30 * * * * *", "skip", "latest")]).await.unwrap();
        assert_eq!(all.tick_after(29).await.ran.len(), 1, "another expression");
        all.work().await;
        other.set_paused(KEY, "ada", None, true).await.unwrap();
        all.tick_after(1).await;
        assert_eq!(all.tick_after(60).await.skipped, 1, "a pause");
        other.set_paused(KEY, "ada", None, false).await.unwrap();
        all.tick_after(1).await;
        assert_eq!(all.tick_after(60).await.ran.len(), 1, "the end of it");
        all.work().await;
        // By hand, and past everything that would tell of it.
        all.lab.t.sql("update schedules set cron = '* * * * * *'").await;
        all.tick_after(1).await;
        assert_eq!(all.tick_after(60).await.ran.len(), 1, "within a minute");
    }
}
