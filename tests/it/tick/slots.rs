//! Each slot is settled once, whole, for every active workspace (S2, S7).

use std::time::{Duration, Instant};

use super::*;

on_both! {
    async fn s2_a_slot_runs_once_for_every_active_workspace_and_for_no_archived_one(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        all.lab.t.sql("update workspaces set status = 'archived' where id = 2").await;
        assert_eq!(all.tick_after(59).await, Ticked::default(), "nothing is due yet");
        let ticked = all.tick_after(1).await;
        assert_eq!((ticked.fanned_out.ran, ticked.skipped), (1, 0));
        assert_eq!(ticked.ran, [(KEY.to_owned(), at("2026-11-20T10:01:00Z"))]);
        for _ in 0..3 {
            assert_eq!(all.tick_after(1).await, Ticked::default(), "a settled slot is settled");
        }
        let account = all.account().await;
        assert_eq!(account.of(1, at("2026-11-20T10:01:00Z")), ["run"]);
        assert_eq!(account.of(2, at("2026-11-20T10:01:00Z")), Vec::<&str>::new());
        assert_eq!(all.claim().await.len(), 1, "queued, for whoever claims it");
    }

    async fn s2_sixteen_tickers_at_once_settle_each_slot_once(t: TestDb) {
        let mut all = Clockwork::new(t, declared("* * * * *", "skip", "all")).await;
        for _ in 0..8 {
            all.lab.pass(60);
            let mut tickers = tokio::task::JoinSet::new();
            for n in 0..16 {
                let ledger = all.lab.worker(&format!("ticker-{n}"));
                tickers.spawn(async move { Ticker::default().tick(&ledger).await.unwrap() });
            }
            let ran: usize = tickers.join_all().await.iter().map(|ticked| ticked.ran.len()).sum();
            // One that finds the row held leaves the slot to the holder, so one tick in the end settles what is left.
            let last = all.tick_after(0).await.ran.len();
            assert_eq!((ran, last), (1, 0));
            all.work().await;
        }
        assert_eq!(all.story(60).await, ["run"; 8]);
    }

    async fn s2_a_slot_whose_run_has_long_ended_does_not_run_again_for_a_late_ticker(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        all.tick_after(60).await;
        all.work().await;
        // As if the progress had been lost: what is in the ledger still counts.
        all.lab.t.sql("update schedules set last_slot = null").await;
        let again = all.tick_after(1).await;
        assert_eq!(again.fanned_out.ran, 0);
        assert_eq!(all.story(60).await, ["run"]);
    }

    async fn s2_a_tick_that_fails_half_way_leaves_the_slot_due_and_nothing_written(t: TestDb) {
        for table in ["operation_runs", "schedule_skips"] {
            let mut all = Clockwork::minutely(TestDb::new(t.engine).await).await;
            // Workspace 2 is in the way of itself, so that the plan writes both tables.
            all.tick_after(60).await;
            let of_one = all.claim().await.into_iter().find(|claim| claim.scope.workspace() == 1).unwrap();
            all.lab.succeed(&of_one).await;
            let before = (all.account().await, all.last_slot().await);
            all.break_inserts_into(table).await;
            all.lab.pass(60);
            all.ticker.tick(&all.lab.ledger).await.expect_err("the planted trigger refuses");
            assert_eq!((all.account().await, all.last_slot().await), before, "{table}");
            all.mend(table).await;
            let ticked = all.tick_after(1).await;
            assert_eq!((ticked.fanned_out.ran, ticked.fanned_out.overlapped), (1, 1), "{table}");
        }
    }

    async fn s2_a_scheduler_that_is_frozen_in_the_middle_of_a_tick_stops_no_other_for_long(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        all.lab.t.sql("update schedules set note = 'x'").await;
        let (stored, _) = all.lab.ledger.schedules().await.unwrap();
        // SQLite has one writer: nobody can do anything beside a frozen one, and says `db.locked` after a while.
        if all.lab.t.engine == opsledger::db::Engine::Sqlite {
            return;
        }
        let frozen = all.lab.ledger.db().begin().await.unwrap();
        assert!(all.lab.ledger.advance_in(&frozen, &stored[0], at("2026-11-20T10:01:00Z")).await.unwrap());
        let began = Instant::now();
        assert_eq!(all.tick_after(60).await, Ticked::default(), "the slot is in the hands of another");
        assert!(began.elapsed() < Duration::from_secs(5), "the tick waited for a frozen one");
        frozen.rollback().await.unwrap();
        assert_eq!(all.tick_after(0).await.ran.len(), 1, "what it did not settle is still due");
    }

    async fn s7_of_six_thousand_workspaces_the_active_half_gets_one_run_each_and_few_statements_do_it(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        let numbers = "with recursive n(i) as (select 3 union all select i + 1 from n where i < 6000)";
        all.lab.t.sql(&format!(
            "{numbers} insert into workspaces (id, external_id, slug, name, status, created_at, updated_at) \
             select i, 'w' || i, 'w' || i, 'W', case when i % 2 = 0 then 'active' else 'archived' end, {{at}}, {{at}} from n"
        )).await;
        // Workspaces 2, 4, … and 1; every fourth is still busy.
        let began = Instant::now();
        assert_eq!(all.tick_after(60).await.fanned_out.ran, 3_001);
        let claims = all.lab.ledger.claim_queued(&[KEY], 10_000).await.unwrap();
        let free: Vec<Claim> = claims.into_iter().filter(|claim| claim.scope.workspace() % 4 != 0).collect();
        let closings: Vec<_> = free.iter().map(|claim| opsledger::ledger::Closing::of(claim, opsledger::ledger::Ending::succeeded())).collect();
        assert_eq!(all.lab.ledger.close_many(&closings).await.unwrap().closed.len(), free.len());
        let ticked = all.tick_after(60).await;
        assert_eq!((ticked.fanned_out.ran, ticked.fanned_out.overlapped), (1_501, 1_500));
        // A query for each workspace would be 12,000 commits or round trips: minutes on a disk, and many seconds here.
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        let account = all.account().await;
        let second = at("2026-11-20T10:02:00Z");
        let told = |workspaces: &mut dyn Iterator<Item = i64>| -> Vec<usize> {
            let mut words = [0; 3];
            for workspace in workspaces {
                match account.of(workspace, second)[..] {
                    ["run"] => words[0] += 1,
                    ["overlap"] => words[1] += 1,
                    _ => words[2] += 1,
                }
            }
            words.to_vec()
        };
        assert_eq!(told(&mut (1..=100)), [26, 25, 49], "each active workspace has exactly one of the two");
        let runs = account.runs.iter().filter(|run| run.slot == second).count();
        let skips = account.skips.iter().filter(|skip| skip.slot == second && skip.workspace.is_some()).count();
        assert_eq!((runs, skips), (1_501, 1_500));
        assert!(account.skips.iter().all(|skip| skip.blocking.is_some()), "each names the run that is in the way");
    }
}

impl Clockwork {
    async fn last_slot(&self) -> Option<opsledger::clock::Instant> {
        self.lab.ledger.schedules().await.unwrap().0[0].last_slot
    }

    async fn break_inserts_into(&self, table: &str) {
        let sql = match self.lab.t.engine {
            opsledger::db::Engine::Sqlite => {
                format!("create trigger planted before insert on {table} begin select raise(abort, 'planted'); end")
            }
            opsledger::db::Engine::Postgres => format!(
                "create function planted() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$; \
                 create trigger planted before insert on {table} for each row execute function planted()"
            ),
        };
        self.lab.t.sql(&sql).await;
    }

    async fn mend(&self, table: &str) {
        let on =
            if self.lab.t.engine == opsledger::db::Engine::Sqlite { String::new() } else { format!(" on {table}") };
        self.lab.t.sql(&format!("drop trigger planted{on}")).await;
    }
}
