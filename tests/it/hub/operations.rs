//! The list and one run of it.

use std::collections::BTreeSet;

use opsledger::clock::Clock;

use super::served::Served;
use super::world;

fn ids(page: &serde_json::Value) -> Vec<i64> {
    page["operations"].as_array().unwrap().iter().map(|run| run["id"].as_i64().unwrap()).collect()
}

on_both! {
    async fn pages_partition_the_list_also_when_all_runs_are_of_one_instant(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::open(&t).await;
        let (mut seen, mut next) = (Vec::new(), Some("/api/operations?limit=3".to_owned()));
        while let Some(path) = next {
            let page = hub.json(&path).await;
            seen.extend(ids(&page));
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(seen.len(), 16, "{seen:?}");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 16, "none twice");
        assert!(seen.is_sorted_by(|a, b| a > b), "newest first, and by id within an instant: {seen:?}");
    }

    async fn each_filter_shows_what_it_says(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::open(&t).await;
        for (filter, expected) in [
            ("status=queued", vec![44, 34, 24, 14]),
            ("status=running", vec![43, 33, 23, 13]),
            ("outcome=failed", vec![42, 32, 22, 12]),
            ("outcome=failed,succeeded&tenant=1", vec![12, 11]),
            ("workspace=2", vec![34, 33, 32, 31]),
            ("tenant=2&status=completed", vec![22, 21]),
            ("initiator=people", vec![34, 33, 32, 31, 14, 13, 12, 11]),
            ("initiator=system&status=queued", vec![44, 24]),
            ("initiator=Ada", vec![14, 13, 12, 11]),
            ("code=policy.sync_failed&workspace=1", vec![42, 22, 12]),
            ("code=provider.throttled", vec![]),
            ("reconciled=true", vec![]),
            ("type=policy_sync&tenant=3&status=queued", vec![34]),
            ("type=nobody.knows", vec![]),
            ("slow=true&tenant=1", vec![13]),
            ("freshness=fresh_active&tenant=1", vec![14, 13]),
            ("freshness=terminal_normal&tenant=1", vec![12, 11]),
            ("until=2020-01-01", vec![]),
        ] {
            let expected: Vec<i64> = expected;
            let page = hub.json(&format!("/api/operations?{filter}")).await;
            assert_eq!(ids(&page), expected, "{filter}");
            let html = hub.page(&format!("/operations?{filter}")).await;
            assert_eq!(html.matches("data-row").count(), expected.len(), "{filter}");
            if expected.is_empty() {
                assert!(html.contains("No operation matches these filters") && html.contains("Show all"), "{filter}");
            }
        }
    }

    async fn an_empty_ledger_says_what_would_fill_it(t: TestDb) {
        let hub = Served::open(&t).await;
        let html = hub.page("/operations").await;
        assert!(html.contains("No operation in the last 30 days") && html.contains("/schedules"));
    }

    async fn a_run_tells_its_story_with_its_failure_and_what_to_do(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::open(&t).await;
        let html = hub.page("/operations/12").await;
        for words in [
            "Operation #12",
            "Ada asked for it at",
            "It failed at",
            "policy.sync_failed",
            "provider.throttled",
            "The provider is busy",
            "scheduler show 12",
        ] {
            assert!(html.contains(words), "{words}:\n{html}");
        }
        assert!(!html.contains("View run") && !html.contains("Run #"));
        let json = hub.json("/api/operations/12").await;
        assert_eq!(json["failure_summary"][0]["reason_code"], "provider.throttled");
        assert!(json["story"].as_array().unwrap().len() >= 3);
    }

    async fn names_with_reserved_characters_show_as_they_are_and_run_nothing(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;";
        let quoted = evil.replace('\'', "''");
        t.sql(&format!(
            "update tenants set name = '{quoted}' where id = 1; update workspaces set name = '{quoted}' where id = 1; \
             update operation_runs set initiator_name = '{quoted}' where id in (13, 14)"
        ))
        .await;
        let hub = Served::open(&t).await;
        for path in ["/operations", "/operations/13", "/operations?initiator=%3Cscript%3Ealert(1)%3C/script%3E"] {
            let html = hub.page(path).await;
            assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{path}");
            assert!(html.contains("&lt;script&gt;"), "{path}");
        }
    }
}
