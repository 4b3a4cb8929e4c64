//! What every answer carries, and which requests are no requests to us.

use std::time::Duration;

use opsledger::clock::Clock;
use opsledger::hub::routes::ROUTES;

use super::served::{Served, Setting};
use super::world;

/// One address of each kind, and of each kind of failure.
const ADDRESSES: [&str; 9] = [
    "/operations",
    "/operations/11",
    "/api/operations",
    "/api/operations/11",
    "/nowhere",
    "/operations/0",
    "/operations?tenant=x",
    "/healthz",
    "/assets/hub.css",
];

on_both! {
    async fn every_answer_tells_the_browser_what_it_may_do_which_is_little(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::open(&t).await;
        for path in ADDRESSES {
            let got = hub.get(path, &[]).await;
            let header = |name: &str| got.header(name).unwrap_or_else(|| panic!("{path} has no {name}")).to_owned();
            let policy = header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
            assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("referrer-policy"), "no-referrer");
            assert_eq!(header("cross-origin-opener-policy"), "same-origin");
            assert_eq!(header("cross-origin-resource-policy"), "same-origin");
            assert!(header("x-robots-tag").contains("noindex"));
            let kept = header("cache-control");
            assert_eq!(kept.contains("no-store"), !path.starts_with("/assets/"), "{path}: {kept}");
            assert_eq!(header("x-request-id").len(), 32);
            for never in ["strict-transport-security", "set-cookie", "server", "x-powered-by", "access-control-allow-origin"] {
                assert!(got.header(never).is_none(), "{path} has {never}");
            }
        }
        let behind = Served::start(&t, Setting { behind_tls: true, ..Setting::default() }).await;
        assert!(behind.get("/operations", &[]).await.header("strict-transport-security").is_some());
    }

    async fn only_get_and_head_are_answered(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::open(&t).await;
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
            for route in ROUTES {
                let path = route.path.replace("{id}", "11").replace("{table}", "inventory_sync_runs");
                let got = hub.ask(method, &path, &[]).await;
                assert_eq!((got.status, got.header("allow")), (405, Some("GET, HEAD")), "{method} {path}");
            }
        }
        let head = hub.ask("HEAD", "/operations", &[]).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""));
        assert_eq!(t.count("select count(*) from operation_runs").await, 16);
    }

    async fn a_name_that_is_not_ours_gets_no_answer_on_loopback_either(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::open(&t).await;
        for host in ["evil.test", "127.0.0.1.evil.test", "evil.test:80", "[::1].evil.test"] {
            let got = hub.get("/operations", &[("Host", host)]).await;
            assert_eq!(got.status, 421, "{host}");
            assert!(!got.body.contains("Berlin"));
        }
        assert_eq!(hub.get("/operations", &[("Host", "ops.acme.test")]).await.status, 200);
        let absolute = format!("GET http://evil.test/operations HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", hub.address);
        assert_eq!(hub.send(absolute.as_bytes()).await.status, 421);
        let none = hub.send(b"GET /operations HTTP/1.0\r\n\r\n").await;
        assert_eq!(none.status, 421);
    }

    async fn odd_accept_headers_and_doubled_slashes_are_no_surprise(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::open(&t).await;
        for accept in ["*/*", "", "text/html;q=0.1", "application/json, text/html", ";;;", "\u{1}"] {
            assert!([200, 400].contains(&hub.get("/operations", &[("Accept", accept)]).await.status), "{accept:?}");
        }
        assert_eq!(hub.get("//operations", &[]).await.status, 404);
        assert_eq!(hub.get("/operations/", &[]).await.status, 404);
        for odd in ["/operations/11%00", "/operations/11'", "/operations/+11", "/operations/1e1", "/operations/99999999999999999999"] {
            assert_eq!(hub.get(odd, &[]).await.status, 404, "{odd}");
        }
    }

    async fn a_failure_is_a_code_and_a_number_and_never_the_words_of_the_database(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::open(&t).await;
        t.sql("alter table tenants rename column name to broken_name").await;
        let got = hub.get("/operations", &[]).await;
        assert_eq!(got.status, 500);
        assert!(got.body.contains("hub.broken") && got.body.contains(got.header("x-request-id").unwrap()), "{}", got.body);
        for word in ["broken_name", "column", "syntax", "select ", "sqlx", "SQL"] {
            assert!(!got.body.contains(word), "{word}:\n{}", got.body);
        }
        let json = hub.get("/api/operations", &[]).await;
        let told: serde_json::Value = serde_json::from_str(&json.body).expect("a failure of the API is JSON");
        assert_eq!((json.status, told["error"]["code"].as_str()), (500, Some("hub.broken")));
    }

    async fn a_statement_that_takes_too_long_is_given_up_and_told_so(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::start(&t, Setting { limit: Duration::from_millis(1), ..Setting::default() }).await;
        let many = match t.engine {
            opsledger::db::Engine::Sqlite => "with recursive n(n) as (select 1 union all select n + 1 from n where n < 30000) ",
            opsledger::db::Engine::Postgres => "with n as (select generate_series(1, 30000) as n) ",
        };
        t.sql(&format!(
            "insert into operation_runs (id, workspace_id, initiator_name, type, status, outcome, run_identity_hash, context, started_at, completed_at, created_at, updated_at) \
             {many} select 1000 + n, 1, 'System', 'policy.sync', 'completed', 'failed', 'h', '{{}}', created_at, created_at, created_at, created_at \
             from n join operation_runs r on r.id = 11"
        ))
        .await;
        let got = hub.get("/operations?code=nothing.has_it", &[]).await;
        assert_eq!(got.status, 503, "{}", got.body);
        assert!(got.body.contains("hub.too_slow") || got.body.contains("hub.database_unreachable"), "{}", got.body);
    }
}
