//! A provider that would lead us astray or fill our memory.

use axum::http::Method;
use opsledger::clock::Clock;
use opsledger::graph::{DirectoryProvider, Settings};
use serde_json::json;

use super::failed;
use crate::support::provider::{Mishap, Provider, directory};

#[tokio::test]
async fn an_answer_that_is_too_large_is_refused_whether_it_says_so_or_not() {
    let server = Provider::start().await;
    server.world().roles = (0..2_000).map(|n| json!({ "id": format!("role-{n}") })).collect();
    server.world().page_size = 5_000;
    let client = server.client_with(Settings { body_limit: 10_000, ..server.settings() }, Clock::system());
    let error = failed(client.role_definitions(&directory(), None).await);
    assert_eq!((error.reason_code(), error.is_passing()), ("provider.invalid_response", false));
    server.world().page_size = 100;
    assert_eq!(client.role_definitions(&directory(), None).await.unwrap().items.len(), 100);
}

#[tokio::test]
async fn no_token_follows_a_link_or_a_redirect_to_another_host() {
    let (server, thief) = (Provider::start().await, Provider::start().await);
    let client = server.client();
    let elsewhere = format!("{}/roleManagement/directory/roleDefinitions", thief.base_url());
    let page = json!({ "value": [], "@odata.nextLink": elsewhere });
    server.goes_wrong("roleDefinitions", Mishap::Body(page.to_string()));
    let error = failed(client.role_definitions(&directory(), None).await);
    assert_eq!((error.reason_code(), error.is_passing()), ("provider.invalid_response", false));
    for status in [301, 302, 307, 308] {
        server.goes_wrong("roleDefinitions", Mishap::Status(status, Some(("location", elsewhere.clone()))));
        let error = failed(client.role_definitions(&directory(), None).await);
        assert_eq!((error.reason_code(), error.status), ("provider.invalid_response", Some(status)));
    }
    assert!(thief.world().seen.is_empty());
}

#[tokio::test]
async fn pages_that_lead_in_a_circle_or_never_end_are_left() {
    let server = Provider::start().await;
    let client = server.client();
    let first = format!("{}/roleManagement/directory/roleDefinitions", server.base_url());
    let page = json!({ "value": [], "@odata.nextLink": first }).to_string();
    server.goes_wrong("roleDefinitions", Mishap::Body(page.clone()));
    let error = failed(client.role_definitions(&directory(), None).await);
    assert_eq!(error.detail, "the pages of the list lead in a circle");
    {
        let mut world = server.world();
        world.page_size = 1;
        world.assignments.insert("p".into(), (0..50).map(|n| json!({ "target": n })).collect());
        world.seen.clear();
    }
    let client = server.client_with(Settings { page_limit: 10, ..server.settings() }, Clock::system());
    let policy = opsledger::graph::PolicyRef { policy_type: "deviceConfiguration".into(), external_id: "p".into() };
    let error = failed(client.assignments(&directory(), &policy).await);
    assert_eq!(error.detail, "the list has more pages than are allowed");
    assert_eq!(server.asked(&Method::GET).len(), 10);
}
