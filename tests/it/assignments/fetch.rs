//! A fetch, from its dispatch to what stands in the item.

use axum::http::Method;
use opsledger::jobs::assignments::dispatch_fetch;
use opsledger::ledger::{Initiator, Taken};

use super::*;
use crate::support::provider::Mishap;

async fn fetched(site: &Site, item: i64) -> Run {
    dispatch_fetch(&site.lab.ledger, &fetch(item)).await.unwrap();
    site.works_off().await.1
}

on_both! {
    async fn a_fetch_keeps_what_the_provider_has_with_the_item(t: TestDb) {
        let site = Site::new(t).await;
        let run = fetched(&site, 1).await;
        assert_eq!(summary(&run), "succeeded 1/1/1/0/0");
        assert_eq!(site.item(1).await, r#"fetched [{"target":{"groupId":"now-1"}}]"#);
        assert_eq!(site.item(2).await, r#"fetched [{"target":{"groupId":"then-2"}}]"#, "the others are left alone");
        assert_eq!((&run.context["backup_item_id"], &run.context["provider_connection_id"]), (&json!(1), &json!(1)));
        assert_eq!(run.context["target_scope"], json!({ "entra_tenant_id": "contoso.example" }));
        assert_eq!((site.server.asked(&Method::GET).len(), site.server.changes()), (1, 0));
    }

    async fn a_provider_that_asks_for_patience_twice_costs_attempts_and_no_second_run(t: TestDb) {
        let site = Site::new(t).await;
        for _ in 0..2 {
            site.server.goes_wrong("assignments", Mishap::Status(429, Some(("retry-after", "0".into()))));
        }
        let run = fetched(&site, 1).await;
        assert_eq!((summary(&run).as_str(), run.attempt), ("succeeded 1/1/1/0/0", 3));
        assert_eq!((site.lab.rows("operation_runs").await, site.server.asked(&Method::GET).len()), (1, 3));
    }

    async fn a_provider_that_says_no_is_asked_once(t: TestDb) {
        let site = Site::new(t).await;
        site.server.goes_wrong("assignments", Mishap::Status(403, None));
        let run = fetched(&site, 1).await;
        assert_eq!((summary(&run).as_str(), run.attempt), ("failed 1/1/0/1/0", 1));
        assert_eq!(reasons(&run, "assignments.fetch_failed"), ["provider.permission_denied"]);
        assert_eq!(site.server.asked(&Method::GET).len(), 1);
        assert_eq!(site.item(1).await, r#"failed [{"target":{"groupId":"then-1"}}]"#, "what was captured before stays");
        assert!(!run.failure_summary.to_string().contains("canary"));
    }

    async fn a_fetch_whose_attempts_are_used_up_fails_with_the_last_cause_and_the_item_says_so(t: TestDb) {
        let site = Site::new(t).await;
        for mishap in [Mishap::Status(500, None), Mishap::Half, Mishap::Body("{".into())] {
            site.server.goes_wrong("assignments", mishap);
        }
        let run = fetched(&site, 1).await;
        assert_eq!((summary(&run).as_str(), run.attempt), ("failed 1/1/0/1/0", 3));
        assert_eq!(reasons(&run, "assignments.fetch_failed"), ["provider.invalid_response"]);
        assert!(site.item(1).await.starts_with("failed "));
        // It may be asked for again at once.
        assert_eq!(summary(&fetched(&site, 1).await), "succeeded 1/1/1/0/0");
    }

    async fn an_item_that_is_gone_or_of_another_tenant_is_not_asked_about(t: TestDb) {
        let site = Site::new(t).await;
        add_item(&site.lab.t, 9, 2, 2).await;
        site.lab.t.sql("update backup_items set deleted_at = {at} where id = 2").await;
        for item in [2, 9, 99] {
            let run = fetched(&site, item).await;
            assert_eq!(summary(&run), "failed 1/1/0/1/0");
            assert_eq!(reasons(&run, "assignments.fetch_failed"), ["assignments.item_missing"]);
        }
        assert!(site.server.world().seen.is_empty());
    }

    async fn without_a_connection_or_a_right_nothing_is_asked_and_the_run_is_blocked(t: TestDb) {
        let site = Site::new(t).await;
        let by_ada = Fetch { initiator: Initiator::user(1, "Ada"), ..fetch(1) };
        dispatch_fetch(&site.lab.ledger, &by_ada).await.unwrap();
        let run = site.works_off().await.1;
        assert_eq!(run.outcome, "blocked");
        assert_eq!(reasons(&run, "execution.refused"), ["initiator_not_entitled"]);
        for status in ["revoked", "consent_required"] {
            site.lab.t.sql(&format!("update provider_connections set status = '{status}'")).await;
            let run = fetched(&site, 1).await;
            assert_eq!(run.outcome, "blocked");
            assert_eq!(reasons(&run, "execution.refused"), ["provider_connection_invalid"]);
        }
        site.lab.t.sql("update provider_connections set status = 'connected', entra_tenant_id = '../x'").await;
        let run = fetched(&site, 1).await;
        assert_eq!((run.outcome.as_str(), reasons(&run, "assignments.fetch_failed")), ("failed", vec!["provider_connection_invalid".to_owned()]));
        assert!(site.server.world().seen.is_empty());
    }

    async fn l5_a_worker_that_was_overtaken_keeps_nothing(t: TestDb) {
        let site = Site::new(t).await;
        for mishap in [None, Some(Mishap::Status(403, None))] {
            let attempt = attempt(&site.lab, FETCH, json!({ "backup_item_id": 1 })).await;
            site.lab.take_over(attempt.claim.run_id).await;
            mishap.into_iter().for_each(|mishap| site.server.goes_wrong("assignments", mishap));
            let Err(Setback::Final(ending)) = site.work(FETCH).attempt(&attempt).await else { panic!("it is not ours") };
            assert_eq!(ending.failures().items()[0].code(), "run.claim_lost");
            assert_eq!(site.item(1).await, r#"fetched [{"target":{"groupId":"then-1"}}]"#);
            site.lab.t.sql("delete from operation_runs").await;
        }
    }
}

/// An attempt at a run that is held here.
pub async fn attempt(lab: &Lab, operation: &str, context: Value) -> Attempt {
    let request = with_context(wish(ACME_EU, operation, 1), context.clone());
    let claim = created(lab.ensure(request, opsledger::ledger::Start::Running).await);
    let initiator = Initiator::system();
    Attempt::of(lab.ledger.clone(), Taken { claim, attempt: 1, initiator, context, scheduled_for: None })
}
