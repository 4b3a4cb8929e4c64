//! Who we are to the provider: tokens that are kept, end, are refused, or are not given.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use futures::future::join_all;
use opsledger::clock::{Clock, Instant};
use opsledger::graph::{ClientSecret, Directory, DirectoryProvider, HttpProvider};
use serde_json::json;

use super::failed;
use crate::support::provider::{Mishap, Provider, directory};

async fn server() -> Provider {
    let server = Provider::start().await;
    server.world().roles = vec![json!({ "id": "r" })];
    server
}

#[tokio::test]
async fn one_token_serves_many_calls_and_each_directory_has_its_own() {
    let server = server().await;
    let client = server.client();
    let here = directory();
    let all = join_all((0..20).map(|_| client.role_definitions(&here, None))).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(server.world().grants, 1);
    client.role_definitions(&Directory::new("fabrikam.example").unwrap(), None).await.unwrap();
    let seen = server.world().seen.iter().map(|(_, path, _)| path.clone()).collect::<Vec<_>>();
    let places: Vec<_> = seen.iter().filter(|path| path.contains("/token")).collect();
    assert_eq!(places, ["/contoso.example/oauth2/v2.0/token", "/fabrikam.example/oauth2/v2.0/token"]);
}

#[tokio::test]
async fn a_token_is_replaced_before_it_ends() {
    let server = server().await;
    let now: Arc<Mutex<Instant>> = Arc::new(Mutex::new("2026-01-01T00:00:00Z".parse().unwrap()));
    let clock = Arc::clone(&now);
    let client = server.client_with(server.settings(), Clock::from_fn(move || *clock.lock().unwrap()));
    client.role_definitions(&directory(), None).await.unwrap();
    *now.lock().unwrap() += TimeDelta::minutes(58);
    client.role_definitions(&directory(), None).await.unwrap();
    assert_eq!(server.world().grants, 1);
    *now.lock().unwrap() += TimeDelta::minutes(1);
    client.role_definitions(&directory(), None).await.unwrap();
    assert_eq!(server.world().grants, 2);
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_once_and_the_call_goes_through() {
    let server = server().await;
    let client = server.client();
    client.role_definitions(&directory(), None).await.unwrap();
    server.forget_tokens();
    client.role_definitions(&directory(), None).await.unwrap();
    assert_eq!(server.world().grants, 2);
}

#[tokio::test]
async fn a_new_token_that_is_refused_is_no_reason_to_ask_for_another() {
    let server = server().await;
    let client = server.client();
    server.goes_wrong("roleDefinitions", Mishap::Status(401, None));
    let error = failed(client.role_definitions(&directory(), None).await);
    assert_eq!((error.reason_code(), error.is_passing()), ("provider.authentication_failed", false));
    assert_eq!(server.world().grants, 1);
    // The one at hand is replaced, and that is refused as well.
    server.goes_wrong("roleDefinitions", Mishap::Status(401, None));
    server.goes_wrong("roleDefinitions", Mishap::Status(401, None));
    let error = failed(client.role_definitions(&directory(), None).await);
    assert_eq!((error.reason_code(), server.world().grants), ("provider.authentication_failed", 2));
}

#[tokio::test]
async fn a_client_that_is_not_known_fails_for_good_and_says_so() {
    let server = server().await;
    let client = HttpProvider::new(server.settings(), ClientSecret::new("some other secret"), Clock::system()).unwrap();
    let error = failed(client.role_definitions(&directory(), None).await);
    assert_eq!(
        (error.reason_code(), error.status, error.is_passing()),
        ("provider.authentication_failed", Some(400), false)
    );
    assert!(!format!("{error:?} {client:?}").contains("other"));
    for status in [401, 403, 404] {
        server.goes_wrong("/token", Mishap::Status(status, None));
        let error = failed(server.client().role_definitions(&directory(), None).await);
        assert_eq!(error.reason_code(), "provider.authentication_failed", "{status}");
    }
}

#[tokio::test]
async fn trouble_at_the_token_endpoint_is_trouble_and_not_a_refusal() {
    let server = server().await;
    let after = || Some(("retry-after", "9".to_owned()));
    let cases = [
        (Mishap::Status(429, after()), "provider.throttled", true, Some(9)),
        (Mishap::Status(503, after()), "provider.throttled", true, Some(9)),
        (Mishap::Status(500, None), "provider.unreachable", true, None),
        (Mishap::Half, "provider.unreachable", true, None),
        (Mishap::Hang, "provider.unreachable", true, None),
        (Mishap::Body("<html>".into()), "provider.invalid_response", true, None),
        (Mishap::Body("{\"access_token\":\"\"}".into()), "provider.invalid_response", false, None),
        (Mishap::Body("x".repeat(100_000)), "provider.invalid_response", false, None),
    ];
    for (mishap, reason, passing, seconds) in cases {
        server.goes_wrong("/token", mishap.clone());
        let error = failed(server.client().role_definitions(&directory(), None).await);
        assert_eq!((error.reason_code(), error.is_passing()), (reason, passing), "{mishap:?}");
        assert_eq!(error.retry_after.map(|pause| pause.as_secs()), seconds, "{mishap:?}");
        assert!(error.doing.contains("token"));
    }
    // None of it was kept.
    let client = server.client();
    server.goes_wrong("/token", Mishap::Status(500, None));
    failed(client.role_definitions(&directory(), None).await);
    client.role_definitions(&directory(), None).await.unwrap();
}
