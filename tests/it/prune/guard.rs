//! The guard: a pass that would delete too much stops before it deletes anything.

use super::*;

on_both! {
    async fn too_large_a_share_is_blocked_with_numbers_and_a_confirmation_lifts_it(t: TestDb) {
        let lab = Lab::new(t).await;
        let ids = many_old(&lab, ACME_EU, "policy.sync", 100 * DAY, json!({ "total": 1 }), 101).await;
        many_old(&lab, ACME_US, "policy.sync", DAY, json!({ "total": 1 }), 99).await;
        let small = old(&lab, Scope::Tenant { workspace: 2, tenant: 3 }, "policy.sync", 100 * DAY, json!({})).await;
        let blocked = prune(&lab, Options::default()).await;
        assert_eq!((blocked.outcome(), five(&blocked)), (Outcome::Blocked, [101, 0, 0, 0, 0]));
        let failure = &blocked.failures().items()[0];
        assert_eq!(failure.code(), "prune.guard");
        assert!(failure.message().starts_with("101 of 201 runs (50%) would be deleted, more than the guard of 20%"), "{}", failure.message());
        assert_eq!(blocked.context()["guard"], json!({ "would_delete": 101, "history": 101, "of": 201, "limit_percent": 20 }));
        assert_eq!(left(&lab, &ids).await.len(), 101);
        assert_eq!(left(&lab, &[small]).await, Vec::<i64>::new(), "the other workspace is not held up");
        let audited = lab.t.texts("select outcome from audit_logs where workspace_id = 1").await;
        assert_eq!(audited, ["blocked"]);
        assert_eq!(five(&prune(&lab, Options { confirm: true, ..Options::default() }).await), [101, 101, 101, 0, 0]);
    }

    async fn a_larger_share_lets_it_pass_and_few_rows_need_none(t: TestDb) {
        let lab = Lab::new(t).await;
        many_old(&lab, ACME_EU, "policy.sync", 100 * DAY, json!({}), 100).await;
        assert_eq!(prune(&lab, Options::default()).await.outcome(), Outcome::Succeeded, "a hundred is below the floor");
        many_old(&lab, ACME_EU, "policy.sync", 100 * DAY, json!({}), 150).await;
        assert_eq!(prune(&lab, Options::default()).await.outcome(), Outcome::Blocked);
        assert_eq!(prune(&lab, Options { guard_share: 99, ..Options::default() }).await.outcome(), Outcome::Succeeded);
    }

    async fn passes_that_found_nothing_to_do_do_not_close_the_guard(t: TestDb) {
        let lab = Lab::new(t).await;
        many_old(&lab, ACME, SWEEP, 8 * DAY, json!({ "total": 0 }), 200).await;
        assert_eq!(five(&prune(&lab, Options::default()).await), [200, 200, 200, 0, 0]);
    }
}
