//! Every address of the hub with every kind of visitor: nobody, somebody of the wrong tenant, somebody of the right one.
//!
//! The list below names each route once. A route that is missing here, or a line here without a route, fails.

use std::collections::BTreeSet;

use opsledger::clock::Clock;
use opsledger::domain::hub_tokens::Role;
use opsledger::hub::routes::ROUTES;

use super::served::{Got, Served};
use super::world::{self, OURS, SIBLINGS, THEIRS, WORKSPACES};
use crate::support::TestDb;

/// What a route shows.
enum Shows {
    /// Nothing of anybody's, to everybody.
    Public,
    /// Nothing of anybody's, to those who are known.
    Known,
    /// One thing: the address of one that is the visitor's, and of one that is not.
    One(&'static str, &'static str),
    /// Many: only the visitor's are among them.
    Many(&'static str),
    /// A stream without an end.
    Stream,
}

/// Each route once.
fn expected(path: &str) -> Option<Shows> {
    Some(match path {
        "/healthz" | "/robots.txt" | "/favicon.ico" | "/assets/hub.css" | "/assets/hub.js" => Shows::Public,
        "/readyz" | "/api/openapi.json" => Shows::Known,
        "/live" => Shows::Stream,
        "/operations/{id}" => Shows::One("/operations/11", "/operations/31"),
        "/api/operations/{id}" => Shows::One("/api/operations/11", "/api/operations/31"),
        "/legacy/{table}/{id}" => Shows::One("/legacy/inventory_sync_runs/1", "/legacy/inventory_sync_runs/3"),
        "/operations" => Shows::Many("/operations"),
        "/api/operations" => Shows::Many("/api/operations?limit=200"),
        "/" => Shows::Many("/"),
        "/api/failures" => Shows::Many("/api/failures?days=90"),
        "/api/notifications" => Shows::Many("/api/notifications"),
        "/api/now" => Shows::Many("/api/now"),
        "/api/skips" => Shows::Many("/api/skips"),
        "/api/tenants" => Shows::Many("/api/tenants"),
        "/failures" => Shows::Many("/failures?days=90"),
        "/notifications" => Shows::Many("/notifications"),
        "/operations.csv" => Shows::Many("/operations.csv"),
        "/schedules" => Shows::Many("/schedules"),
        "/api/schedules" => Shows::Many("/api/schedules"),
        "/skips" => Shows::Many("/skips"),
        "/slots" => Shows::Many("/slots"),
        "/api/slots" => Shows::Many("/api/slots"),
        "/slots/slot" => Shows::One(
            "/slots/slot?job=backup_schedule.scheduled/1&at=2026-03-01T03:00:00Z",
            "/slots/slot?job=backup_schedule.scheduled/3&at=2026-03-01T03:00:00Z",
        ),
        "/api/slots/slot" => Shows::One(
            "/api/slots/slot?job=backup_schedule.scheduled/1&at=2026-03-01T03:00:00Z",
            "/api/slots/slot?job=backup_schedule.scheduled/3&at=2026-03-01T03:00:00Z",
        ),
        "/tenants" => Shows::Many("/tenants"),
        _ => return None,
    })
}

/// The same addresses with another's ids in their filters.
const FOREIGN: [&str; 8] = [
    "/operations?workspace=2",
    "/operations?tenant=3",
    "/api/operations?tenant=3",
    "/api/operations?workspace=2",
    "/operations.csv?workspace=2",
    "/failures?tenant=3",
    "/skips?workspace=2",
    "/tenants?workspace=2",
];

#[test]
fn every_route_is_in_the_list_of_this_test() {
    let missing: Vec<&str> = ROUTES.iter().map(|route| route.path).filter(|path| expected(path).is_none()).collect();
    assert!(missing.is_empty(), "say in tests/it/hub/access.rs what these show, and to whom: {missing:?}");
    let paths: BTreeSet<&str> = ROUTES.iter().map(|route| route.path).collect();
    assert_eq!(paths.len(), ROUTES.len(), "a route stands twice");
    for route in ROUTES {
        assert_eq!(route.is_public, matches!(expected(route.path), Some(Shows::Public)), "{}", route.path);
    }
}

async fn planted(t: &TestDb) -> Served {
    let clock = Clock::system();
    world::plant(t, &clock).await;
    for (id, workspace, tenant) in [(1, 1, 1), (3, 2, 3)] {
        t.legacy(&format!(
            "insert into inventory_sync_runs (id, workspace_id, tenant_id, selection_hash, status, operation_run_id, created_at, updated_at) \
             values ({id}, {workspace}, {tenant}, 'h', 'success', {}, {{at}}, {{at}})",
            if id == 1 { OURS } else { THEIRS }
        ))
        .await;
    }
    // Two backups that wait for their slot: of the tenant, and of somebody else.
    t.sql(
        "insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, created_at, updated_at) values \
         (1, 1, 1, 'Nightly of Berlin', 'daily', '03:00', {at}, {at}), (3, 2, 3, 'Secretive nightly', 'daily', '03:00', {at}, {at})",
    )
    .await;
    Served::locked(t).await
}

/// The start of an endless answer.
async fn head_of_stream(hub: &Served, token: Option<&str>) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(hub.address).await.unwrap();
    let authorization = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    let head = format!("GET /live HTTP/1.1\r\nHost: {}\r\n{authorization}\r\n", hub.address);
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut seen = String::new();
    let mut bytes = [0; 1024];
    while !seen.contains("data:") {
        let read =
            tokio::time::timeout(std::time::Duration::from_secs(20), stream.read(&mut bytes)).await.unwrap().unwrap();
        if read == 0 {
            break;
        }
        seen += &String::from_utf8_lossy(&bytes[..read]);
    }
    seen
}

fn is_clean(path: &str, got: &Got) {
    for foreign in ["Secretive", "secretive", "t3\"", "w2\""] {
        assert!(!got.body.contains(foreign), "{path} shows `{foreign}`:\n{}", got.body);
    }
}

on_both! {
    async fn nobody_sees_any_page_and_everybody_sees_what_is_public(t: TestDb) {
        let hub = planted(&t).await;
        for route in ROUTES {
            let (path, public) = match expected(route.path).unwrap() {
                Shows::Public => (route.path, true),
                Shows::Known | Shows::Stream => (route.path, false),
                Shows::One(own, _) | Shows::Many(own) => (own, false),
            };
            let got = hub.get(path, &[]).await;
            if public {
                assert!([200, 204].contains(&got.status), "{path}: {}", got.status);
            } else {
                assert_eq!(got.status, 401, "{path}");
                assert!(got.header("www-authenticate").is_some(), "{path} does not say how to sign in");
                is_clean(path, &got);
                assert!(!got.body.contains("Berlin"), "{path}");
            }
        }
    }

    async fn a_visitor_of_one_tenant_sees_that_tenant_and_nothing_else(t: TestDb) {
        let hub = planted(&t).await;
        let token = world::token(&t, Some(1), &[1], Role::Operator).await;
        for route in ROUTES {
            match expected(route.path).unwrap() {
                Shows::Public => {}
                Shows::Known => assert!([200, 204].contains(&hub.get_as(&token, route.path).await.status), "{}", route.path),
                Shows::Stream => assert!(head_of_stream(&hub, Some(&token)).await.contains("\"active\":2"), "its own two only"),
                Shows::One(own, foreign) => {
                    let got = hub.get_as(&token, own).await;
                    assert!([200, 308].contains(&got.status), "{own}: {}", got.status);
                    let got = hub.get_as(&token, foreign).await;
                    assert_eq!(got.status, 404, "{foreign}");
                    is_clean(foreign, &got);
                }
                Shows::Many(path) => {
                    let got = hub.get_as(&token, path).await;
                    assert_eq!(got.status, 200, "{path}: {}", got.body);
                    is_clean(path, &got);
                    assert!(!got.body.contains("Sibling"), "{path} shows another tenant of the workspace");
                }
            }
        }
        for id in [SIBLINGS, THEIRS, WORKSPACES] {
            assert_eq!(hub.get_as(&token, &format!("/operations/{id}")).await.status, 404, "{id}");
        }
        for path in FOREIGN {
            let got = hub.get_as(&token, path).await;
            assert_eq!(got.status, 200, "{path}");
            is_clean(path, &got);
        }
    }

    async fn a_visitor_of_a_workspace_sees_its_tenants_and_no_other_workspace(t: TestDb) {
        let hub = planted(&t).await;
        let token = world::token(&t, Some(1), &[], Role::Readonly).await;
        for id in [OURS, SIBLINGS, WORKSPACES] {
            assert_eq!(hub.get_as(&token, &format!("/operations/{id}")).await.status, 200, "{id}");
        }
        assert_eq!(hub.get_as(&token, &format!("/operations/{THEIRS}")).await.status, 404);
        let list = hub.get_as(&token, "/operations").await;
        assert!(list.body.contains("Sibling of Berlin"));
        is_clean("/operations", &list);
    }

    async fn what_is_out_of_scope_is_told_like_what_is_not_there(t: TestDb) {
        let hub = planted(&t).await;
        let token = world::token(&t, Some(1), &[1], Role::Owner).await;
        for path in ["/operations", "/api/operations", "/legacy/inventory_sync_runs"] {
            let there = hub.get_as(&token, &format!("{path}/{THEIRS}")).await;
            let nowhere = hub.get_as(&token, &format!("{path}/999999")).await;
            assert_eq!((there.status, nowhere.status), (404, 404), "{path}");
            // The number of the request is the only thing that differs.
            let plain = |got: &Got| {
                let number = got.header("x-request-id").unwrap().to_owned();
                got.body.replace(&number, "")
            };
            assert_eq!(plain(&there), plain(&nowhere), "{path}");
            assert_eq!(there.header("content-length"), nowhere.header("content-length"));
        }
    }

    async fn a_page_that_begins_behind_another_ones_run_is_not_there(t: TestDb) {
        let hub = planted(&t).await;
        let token = world::token(&t, Some(1), &[1], Role::Owner).await;
        assert_eq!(hub.get_as(&token, &format!("/operations?before={OURS}")).await.status, 200);
        for foreign in [SIBLINGS, THEIRS, 999_999] {
            assert_eq!(hub.get_as(&token, &format!("/operations?before={foreign}")).await.status, 404, "{foreign}");
        }
    }

    async fn who_may_only_look_sees_no_diagnostics(t: TestDb) {
        let hub = planted(&t).await;
        let readonly = world::token(&t, Some(1), &[], Role::Readonly).await;
        let operator = world::token(&t, Some(1), &[], Role::Operator).await;
        for (path, sign) in [("/operations/11", "hash-11"), ("/api/operations/11", "hash-11")] {
            assert!(!hub.get_as(&readonly, path).await.body.contains(sign), "{path}");
            assert!(hub.get_as(&operator, path).await.body.contains(sign), "{path}");
        }
    }
}

#[test]
fn every_address_of_the_api_is_described() {
    let described = opsledger::hub::pages::openapi::description();
    let paths: BTreeSet<&str> = described.paths.paths.keys().map(String::as_str).collect();
    let served: BTreeSet<&str> = ROUTES
        .iter()
        .map(|route| route.path)
        .filter(|path| path.starts_with("/api/") && !path.ends_with(".json"))
        .collect();
    assert_eq!(paths, served);
}
