//! Schedules that a person holds, changes, switches off or no longer declares (S6).

use super::*;

on_both! {
    async fn s6_a_pause_is_one_growing_row_and_the_audit_log_says_who_and_why(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        all.tick_after(60).await;
        all.work().await;
        all.lab.ledger.set_paused(KEY, "ada", Some("upstream is down"), true).await.unwrap();
        for _ in 0..5 {
            assert_eq!(all.tick_after(60).await.fanned_out.ran, 0);
        }
        let account = all.account().await;
        assert_eq!(account.skips.len(), 1, "{:?}", account.skips);
        assert_eq!(all.story(60).await, ["run", "paused", "paused", "paused", "paused", "paused"]);
        all.ticker.tick_one(&all.lab.ledger, KEY).await.unwrap();
        all.lab.ledger.set_paused(KEY, "bob", None, false).await.unwrap();
        all.tick_after(60).await;
        assert_eq!(all.story(60).await, ["run", "paused", "paused", "paused", "paused", "paused", "run"]);
        all.work().await;
        all.lab.ledger.set_paused(KEY, "ada", Some("again"), true).await.unwrap();
        all.tick_after(120).await;
        assert_eq!(all.account().await.skips.len(), 2, "another pause is another row");
        let said = all.lab.t.texts("select actor_name || ' ' || action || ' ' || summary from audit_logs order by id").await;
        assert_eq!(said, [
            format!("ada schedule.paused {KEY}: upstream is down"),
            format!("bob schedule.resumed {KEY}"),
            format!("ada schedule.paused {KEY}: again"),
        ]);
    }

    async fn s6_of_two_who_pause_at_once_one_does(t: TestDb) {
        let all = Clockwork::minutely(t).await;
        for round in 1..=10 {
            let (one, two) = (all.lab.worker("one"), all.lab.worker("two"));
            let paused = round % 2 == 1;
            let (one, two) = tokio::join!(
                tokio::spawn(async move { one.set_paused(KEY, "ada", None, paused).await }),
                tokio::spawn(async move { two.set_paused(KEY, "bob", None, paused).await }),
            );
            assert_ne!(one.unwrap().is_ok(), two.unwrap().is_ok());
            assert_eq!(all.lab.rows("audit_logs").await, round);
        }
    }

    async fn s6_a_changed_expression_counts_from_now_and_owes_nothing(t: TestDb) {
        let mut all = Clockwork::new(t, declared("0 * * * *", "skip", "all")).await;
        all.tick_after(1_800).await;
        let said = all.lab.ledger.declare(&[declared("* * * * *", "skip", "all")]).await.unwrap();
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!(all.tick_after(0).await, Ticked::default(), "thirty slots before the change are not owed");
        assert_eq!(all.tick_after(60).await.ran, [(KEY.to_owned(), at("2026-11-20T10:31:00Z"))]);
        assert_eq!(all.lab.ledger.declare(&[declared("* * * * *", "skip", "all")]).await.unwrap(), Vec::<String>::new());
    }

    async fn s6_a_schedule_that_is_switched_off_or_no_longer_declared_does_not_fire_and_owes_nothing_later(t: TestDb) {
        for gone in [false, true] {
            let mut all = Clockwork::new(TestDb::new(t.engine).await, declared("* * * * *", "skip", "all")).await;
            let off = Declaration { enabled: false, ..declared("* * * * *", "skip", "all") };
            all.lab.ledger.declare(if gone { &[] } else { std::slice::from_ref(&off) }).await.unwrap();
            all.tick_after(300).await;
            assert_eq!(all.account().await, Account::default());
            // As a starting scheduler does it: what was stored is settled before the declaration is.
            all.ticker.tick(&all.lab.ledger).await.unwrap();
            all.lab.ledger.declare(&[declared("* * * * *", "skip", "all")]).await.unwrap();
            assert_eq!(all.tick_after(30).await, Ticked::default());
            assert_eq!(all.tick_after(30).await.fanned_out.ran, 2);
        }
    }

    async fn s6_a_schedule_of_a_type_that_a_newer_program_declared_is_left_to_it(t: TestDb) {
        let newer = Declaration { key: "newer.work".into(), operation_type: "newer.work".into(), ..declared("* * * * *", "skip", "latest") };
        let mut all = Clockwork::new(t, newer).await;
        assert_eq!(all.lab.ledger.declare(&[declared("* * * * *", "skip", "latest")]).await.unwrap().len(), 1);
        let (stored, _) = all.lab.ledger.schedules().await.unwrap();
        assert!(stored.iter().all(|schedule| schedule.enabled), "{stored:?}");
        assert_eq!(all.tick_after(60).await.ran.len(), 1, "and it is for the newer one to tick");
        let (stored, _) = all.lab.ledger.schedules().await.unwrap();
        assert_eq!(stored.iter().find(|schedule| schedule.key == "newer.work").unwrap().last_slot, None);
    }

    async fn s6_pausing_what_is_not_there_is_refused_and_nothing_is_written(t: TestDb) {
        let all = Clockwork::minutely(t).await;
        let ledger = &all.lab.ledger;
        assert_eq!(ledger.set_paused("ops.none", "ada", None, true).await.unwrap_err().code, "schedule.unknown");
        assert_eq!(ledger.set_paused(KEY, "ada", None, false).await.unwrap_err().code, "schedule.not_paused");
        assert_eq!(all.lab.rows("audit_logs").await, 0);
    }

    async fn s1_one_schedule_that_cannot_be_read_stops_no_other(t: TestDb) {
        let stale = |cron: &str| Declaration {
            key: "ops.reconcile_stale_runs".into(),
            operation_type: "ops.reconcile_stale_runs".into(),
            ..declared(cron, "skip", "latest")
        };
        let lab = Lab::new(t).await;
        lab.ledger.declare(&[declared("every now and then", "skip", "latest"), stale("* * * * *")]).await.unwrap();
        let mut all = Clockwork { lab, ticker: Ticker::default() };
        let ticked = all.tick_after(60).await;
        assert_eq!(ticked.ran.len(), 1);
        assert_eq!(ticked.ran[0].0, "ops.reconcile_stale_runs");
    }
}
