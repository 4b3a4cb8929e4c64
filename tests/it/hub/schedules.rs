//! Schedules in words, with what was last and what is next.

use chrono::TimeDelta;
use opsledger::clock::text;
use opsledger::db::Db;
use opsledger::hub::pages::schedules::read;
use opsledger::hub::pages::trend::{self, Step};
use opsledger::hub::serve::STATEMENT_LIMIT;
use opsledger::hub::{Scope, View};
use serde_json::json;

use super::explain;
use super::slots::{HOURLY, now, planted, served};

on_both! {
    async fn a_schedule_is_told_in_words_with_its_last_run_and_its_next_five(t: TestDb) {
        planted(&t).await;
        t.sql(&format!(
            "insert into schedules (key, operation_type, cron, time_zone, overlap, catch_up, paused_at, paused_by, note, created_at, updated_at) values \
             ('ops.prune_operation_runs#night', 'ops.prune_operation_runs', '30 2 * * *', 'Europe/Warsaw', 'queue_one', 'skip', '{0}', 'Ada', 'moving <house>', '{0}', '{0}')",
            text(now() - TimeDelta::hours(2))
        ))
        .await;
        let hub = served(&t, true).await;
        let found = hub.json("/api/schedules").await;
        let of = |key: &str| found["schedules"].as_array().unwrap().iter().find(|one| one["key"] == key).unwrap().clone();
        let (hourly, night) = (of(HOURLY), of("ops.prune_operation_runs#night"));
        assert_eq!(hourly["words"], "every hour on the hour, UTC");
        assert_eq!(hourly["last_run"]["slot"], "2026-11-20T11:00:00Z");
        assert_eq!(hourly["next"].as_array().unwrap().len(), 5);
        assert_eq!(hourly["next"][0]["at"], "2026-11-20T13:00:00Z");
        assert_eq!(night["words"], "at 02:30 every day, Europe/Warsaw");
        assert_eq!(night["next"][0], json!({"at": "2026-11-21T01:30:00Z", "local": "2026-11-21 02:30:00 +01:00", "note": null}));
        assert_eq!(night["paused"]["by"], "Ada");
        assert_eq!(night["nights"][0], "2027-03-28: the clock goes forward over 02:30");
        let page = hub.page("/schedules").await;
        for words in ["at 02:30 every day, Europe/Warsaw", "moving &lt;house&gt;", "one more waits for it", "what was missed is not made up for", "2026-11-21 02:30:00 +01:00"] {
            assert!(page.contains(words), "{words}");
        }
        assert!(page.contains(&format!("/operations/{}", hourly["last_run"]["id"])));
    }

    async fn backup_schedules_are_paged_by_id_and_each_comes_once(t: TestDb) {
        planted(&t).await;
        for id in 1..=60 {
            t.sql(&format!(
                "insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, timezone, created_at, updated_at) \
                 values ({id}, 1, 1, 'Backup {id}', 'daily', '02:30', 'Europe/Warsaw', {{at}}, {{at}})"
            ))
            .await;
        }
        let hub = served(&t, true).await;
        let (mut seen, mut next) = (Vec::new(), Some("/api/schedules".to_owned()));
        while let Some(path) = next {
            let page = hub.json(&path).await;
            seen.extend(page["backup_schedules"].as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap().to_owned()));
            next = page["next"].as_str().map(str::to_owned);
        }
        let expected: Vec<String> = (1..=60).map(|id| format!("backup_schedule.scheduled/{id}")).collect();
        assert_eq!(seen, expected);
    }

    async fn what_the_bars_count_is_what_their_list_shows_and_nothing_walks_the_ledger(t: TestDb) {
        planted(&t).await;
        let hub = served(&t, true).await;
        let db = Db::open_reading(&t.url, 2, STATEMENT_LIMIT).await.unwrap();
        let view = View::open(&db, &Scope::Everything, now()).await.unwrap();
        let buckets = trend::read(&view, Step::Hour, 24).await.unwrap();
        let mut counted = 0;
        for bucket in buckets.iter().filter(|bucket| bucket.total() > 0) {
            for (outcome, count) in [("succeeded", bucket.succeeded), ("failed", bucket.failed), ("pending", bucket.active)] {
                let list = hub.json(&format!("/api/operations?outcome={outcome}&since={}&until={}&limit=200", text(bucket.from).replace('+', "%2B"), text(bucket.until).replace('+', "%2B"))).await;
                assert_eq!(list["operations"].as_array().unwrap().len() as i64, count, "{outcome} {}", bucket.from);
            }
            counted += bucket.total();
        }
        assert_eq!(counted, 30, "sixteen of the world and fourteen of the board");
        drop(view);
        explain::plant_history(&t).await;
        explain::analyze(&t).await;
        for scope in [Scope::Everything, Scope::Workspaces(vec![1]), Scope::Tenants { workspace: 1, tenants: vec![1] }] {
            let view = View::open(&db, &scope, now()).await.unwrap();
            view.remember();
            trend::read(&view, Step::Hour, 24).await.unwrap();
            if !matches!(scope, Scope::Tenants { .. }) {
                read::read(&view, 0).await.unwrap();
            }
            explain::assert_no_walk(&view, &format!("schedules of {scope:?}")).await;
        }
    }
}
