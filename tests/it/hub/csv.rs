//! The list as a file, and what hostile texts become on the pages and in it.

use opsledger::clock::Clock;
use opsledger::domain::hub_tokens::Role;
use opsledger::hub::pages::operations::csv;
use opsledger::hub::pages::operations::filter::Filter;
use opsledger::hub::{Scope, View};

use super::served::Served;
use super::world;
use crate::support::TestDb;

/// Written into every text that a person or a program of somebody else can write.
const HOSTILE: &str = "=1+1<script>alert(1)</script><img src=x onerror=alert(2)>\"\u{202e}";

/// Puts it there; the database's own rules refuse it nowhere.
async fn spoil(t: &TestDb) {
    let text = HOSTILE.replace('\'', "''");
    let json = serde_json::to_string(HOSTILE).unwrap();
    // Ended rows never change, so new ones are made.
    t.sql(&format!("update workspaces set name = '{text}' where id = 1; update tenants set name = '{text}', status = 'archived' where workspace_id = 1; update users set name = '{text}'")).await;
    let failures = format!(r#"[{{"code":{json},"reason_code":{json},"message":{json}}}]"#);
    let context = format!(r#"{{"mismatches":{{{json}:3,"reconcile.shadow_behind":2}},"x":{json}}}"#);
    for (id, tenant, kind, outcome) in [
        (901, "1", HOSTILE, "failed"),
        (902, "1", "policy.sync", "blocked"),
        (903, "null", "ops.reconcile_adapter_runs", "partially_succeeded"),
    ] {
        t.sql(&format!(
            "insert into operation_runs (id, workspace_id, tenant_id, user_id, initiator_name, type, status, outcome, run_identity_hash, \
             summary_counts, failure_summary, context, started_at, completed_at, created_at, updated_at) \
             select {id}, 1, {tenant}, 1, '{text}', '{kind}', 'completed', '{outcome}', '{text}{id}', '{{{json}:1}}', '{failures}', '{context}', \
             created_at, updated_at, created_at, updated_at from operation_runs where id = 11"
        ))
        .await;
    }
    t.sql(&format!(
        "insert into schedules (key, operation_type, cron, last_slot, created_at, updated_at) values ('{text}', '{text}', '* * * * *', {{at}}, {{at}}, {{at}}); \
         insert into schedule_skips (schedule_key, workspace_id, slot, reason, blocking_run_id, created_at) select '{text}', 1, created_at, 'overlap', 11, {{at}} from operation_runs where id = 11; \
         insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, created_at, updated_at) values (1, 1, 1, '{text}', 'daily', '03:00', {{at}}, {{at}}); \
         insert into backup_schedule_skips (workspace_id, tenant_id, backup_schedule_id, slot, reason, created_at) select 1, 1, 1, created_at, 'missed', {{at}} from operation_runs where id = 11; \
         insert into operation_run_leases (run_id, worker, claim_token, expires_at) values (13, '{text}', 1, '2099-01-01T00:00:00+00:00'); \
         insert into notifications (user_id, workspace_id, tenant_id, operation_run_id, data, created_at) values \
         (1, 1, 1, 901, '{{\"type\":{json},\"outcome\":{json},\"counts\":{{{json}:1}},\"failure\":{{\"code\":{json},\"reason_code\":{json},\"message\":{json}}}}}', {{at}})"
    ))
    .await;
}

on_both! {
    async fn what_people_wrote_is_never_markup_nor_a_formula(t: TestDb) {
        // Whole seconds, as slots are.
        let second = chrono::DurationRound::duration_trunc(Clock::system().now(), chrono::TimeDelta::seconds(1)).unwrap();
        world::plant(&t, &Clock::fixed(second)).await;
        spoil(&t).await;
        let hub = Served::open(&t).await;
        for path in ["/", "/operations", "/operations/901", "/operations/903", "/failures", "/tenants", "/tenants?q=%3Cscript%3E%22", "/skips", "/skips?schedule=%3Cscript%3E%22", "/notifications", "/notifications?user=1", "/notifications?q=%22%3E%3Cscript%3E"] {
            let page = hub.page(path).await;
            assert!(!page.contains("<script>") && !page.contains("<img"), "{path}: {page}");
            let is_clean_miss = path.contains("?q=");
            assert!(is_clean_miss || page.contains("&lt;script&gt;"), "{path} shows the text: {page}");
        }
        let file = hub.get("/operations.csv", &[]).await;
        assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
        assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"operations.csv\""));
        assert_eq!(file.header("x-opsledger-truncated"), Some("false"));
        for cell in file.body.split(['\n', ',']) {
            assert!(!cell.trim_start_matches(['"', ' ']).starts_with(['=', '+', '-', '@']), "{cell}");
        }
        assert!(file.body.contains("\"'=1+1<script>"));
    }

    async fn the_file_has_the_rows_of_the_filter_in_the_order_of_the_list_and_an_end(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::locked(&t).await;
        let token = world::token(&t, Some(1), &[1], Role::Readonly).await;
        let ids = |body: &str| -> Vec<i64> {
            body.split("\r\n").skip(1).filter_map(|line| line.split(',').next()?.parse().ok()).collect()
        };
        assert_eq!(ids(&hub.get_as(&token, "/operations.csv").await.body), [14, 13, 12, 11]);
        assert_eq!(ids(&hub.get_as(&token, "/operations.csv?outcome=failed").await.body), [12]);
        assert_eq!(hub.get_as(&token, "/operations.csv?tenant=3").await.body.matches("\r\n").count(), 1, "only the head");
        assert_eq!(hub.get_as(&token, "/operations.csv?status=x").await.status, 400);

        let view = View::open(&t.db, &Scope::Everything, Clock::system().now()).await.unwrap();
        let (text, is_cut) = csv::write(&view, &Filter::default(), 5).await.unwrap();
        assert!(is_cut && ids(&text).len() == 5, "{text}");
        let (text, is_cut) = csv::write(&view, &Filter::default(), 16).await.unwrap();
        assert!(!is_cut && ids(&text).len() == 16, "{text}");
    }
}
