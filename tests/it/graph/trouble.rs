//! A provider that asks for patience, breaks off, hangs, says no, or speaks nonsense.

use std::time::{Duration, Instant};

use axum::http::Method;
use chrono::TimeDelta;
use opsledger::clock::Clock;
use opsledger::graph::{DirectoryProvider, PolicyRef, Settings};
use serde_json::json;

use super::failed;
use crate::support::provider::{Mishap, Provider, directory};

async fn server() -> Provider {
    let server = Provider::start().await;
    server.world().roles = vec![json!({ "id": "r" })];
    server
}

fn later(seconds: &str) -> Option<(&'static str, String)> {
    Some(("retry-after", seconds.to_owned()))
}

#[tokio::test]
async fn each_mishap_has_its_reason_and_only_what_may_pass_is_passing() {
    let server = server().await;
    let client = server.client();
    let cases = [
        (Mishap::Status(429, None), "provider.throttled", true, None),
        (Mishap::Status(429, later("17")), "provider.throttled", true, Some(17)),
        (Mishap::Status(503, later("2")), "provider.throttled", true, Some(2)),
        (Mishap::Status(503, None), "provider.unreachable", true, None),
        (Mishap::Status(500, None), "provider.unreachable", true, None),
        (Mishap::Status(504, None), "provider.unreachable", true, None),
        (Mishap::Hang, "provider.unreachable", true, None),
        (Mishap::Half, "provider.unreachable", true, None),
        (Mishap::Body("{\"value\": [{\"id\": \"canary".into()), "provider.invalid_response", true, None),
        (Mishap::Body("{\"value\": [{\"id\": 7}]}".into()), "provider.invalid_response", false, None),
        (Mishap::Status(403, later("1")), "provider.permission_denied", false, None),
        (Mishap::Status(401, None), "provider.authentication_failed", false, None),
        (Mishap::Status(404, None), "provider.not_found", false, None),
        (Mishap::Status(422, None), "provider.request_refused", false, None),
    ];
    for (mishap, reason, passing, seconds) in cases {
        server.goes_wrong("roleDefinitions", mishap.clone());
        if reason == "provider.authentication_failed" {
            server.goes_wrong("roleDefinitions", mishap.clone());
        }
        let error = failed(client.role_definitions(&directory(), None).await);
        assert_eq!((error.reason_code(), error.is_passing()), (reason, passing), "{mishap:?}");
        assert_eq!(error.retry_after.map(|pause| pause.as_secs()), seconds, "{mishap:?}");
    }
    assert_eq!(client.role_definitions(&directory(), None).await.unwrap().items.len(), 1, "it is well again");
}

#[tokio::test]
async fn a_date_in_retry_after_is_counted_from_our_clock() {
    let server = server().await;
    let now = "2026-03-01T12:00:00Z".parse().unwrap();
    let client = server.client_with(server.settings(), Clock::fixed(now));
    let at = httpdate::fmt_http_date((now + TimeDelta::seconds(40)).into());
    server.goes_wrong("roleDefinitions", Mishap::Status(429, later(&at)));
    let error = failed(client.role_definitions(&directory(), None).await);
    assert_eq!(error.retry_after, Some(Duration::from_secs(40)));
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_unreachable() {
    let server = server().await;
    let client = server.client();
    drop(server);
    let gone = failed(client.role_definitions(&directory(), None).await);
    assert_eq!((gone.reason_code(), gone.is_passing()), ("provider.unreachable", true));
}

#[tokio::test]
async fn a_hanging_provider_is_left_in_time() {
    let server = server().await;
    let client = server.client();
    client.role_definitions(&directory(), None).await.unwrap();
    server.goes_wrong("roleDefinitions", Mishap::Hang);
    let began = Instant::now();
    failed(client.role_definitions(&directory(), None).await);
    assert!(began.elapsed() >= Duration::from_millis(500) && began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn calls_are_repeated_here_only_as_often_as_configured_and_only_for_a_short_pause() {
    let server = server().await;
    let patient = || server.client_with(Settings { attempts: 3, ..server.settings() }, Clock::system());
    let client = patient();
    for _ in 0..2 {
        server.goes_wrong("roleDefinitions", Mishap::Status(429, later("0")));
    }
    client.role_definitions(&directory(), None).await.unwrap();
    assert_eq!(server.asked(&Method::GET).len(), 3);
    // A longer pause is the engine's to make.
    server.goes_wrong("roleDefinitions", Mishap::Status(429, later("600")));
    let error = failed(client.role_definitions(&directory(), None).await);
    assert_eq!((error.retry_after, server.asked(&Method::GET).len()), (Some(Duration::from_secs(600)), 4));
    server.goes_wrong("roleDefinitions", Mishap::Status(403, later("0")));
    failed(client.role_definitions(&directory(), None).await);
    assert_eq!(server.asked(&Method::GET).len(), 5, "what is refused is not asked again");
}

#[tokio::test]
async fn a_proxy_is_used_when_the_settings_name_one() {
    let (server, proxy) = (server().await, server().await);
    let settings = server.settings().through(proxy.base_url().trim_end_matches("/v1.0")).unwrap();
    let client = server.client_with(settings, Clock::system());
    client.role_definitions(&directory(), None).await.unwrap();
    assert_eq!((proxy.world().seen.len(), server.world().seen.len()), (2, 0), "the token and the list");
}

#[tokio::test]
async fn by_default_no_call_is_repeated_here() {
    let server = server().await;
    server.goes_wrong("assign", Mishap::Status(503, later("0")));
    let policy = PolicyRef { policy_type: "deviceConfiguration".into(), external_id: "p".into() };
    failed(server.client().set_assignments(&directory(), &policy, &[]).await);
    assert_eq!(server.changes(), 1);
}
