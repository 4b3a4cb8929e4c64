//! What the provider gives when all is well.

use axum::http::Method;
use opsledger::graph::{DirectoryProvider, PolicyRef};
use serde_json::json;

use crate::support::provider::{Provider, directory};

fn policy() -> PolicyRef {
    PolicyRef { policy_type: "deviceConfiguration".into(), external_id: "p-1".into() }
}

#[tokio::test]
async fn assignments_are_read_over_all_pages_and_written_as_a_whole() {
    let server = Provider::start().await;
    let targets: Vec<_> =
        (0..5).map(|n| json!({ "id": format!("a{n}"), "target": { "groupId": format!("g{n}") } })).collect();
    {
        let mut world = server.world();
        world.page_size = 2;
        world.assignments.insert("p-1".into(), targets.clone());
    }
    let client = server.client();
    assert_eq!(client.assignments(&directory(), &policy()).await.unwrap(), targets);
    assert_eq!(server.asked(&Method::GET).len(), 3);
    client.set_assignments(&directory(), &policy(), &targets[..1]).await.unwrap();
    assert_eq!(server.world().assignments["p-1"], [json!({ "target": { "groupId": "g0" } })]);
    assert_eq!(server.asked(&Method::POST), ["/v1.0/deviceManagement/deviceConfigurations/p-1/assign"]);
}

#[tokio::test]
async fn policies_and_roles_come_a_page_at_a_time() {
    let server = Provider::start().await;
    {
        let mut world = server.world();
        world.page_size = 2;
        let policies = (0..3).map(|n| json!({ "id": format!("p{n}"), "displayName": format!("Policy {n}") }));
        world.policies.insert("deviceConfigurations".into(), policies.collect());
        world.roles = vec![
            json!({ "id": "r", "displayName": "Reader", "isBuiltIn": true, "isEnabled": false, "templateId": "t" }),
        ];
    }
    let client = server.client();
    let first = client.policies(&directory(), "deviceConfiguration", None).await.unwrap();
    assert_eq!(first.items.len(), 2);
    let second = client.policies(&directory(), "deviceConfiguration", first.next).await.unwrap();
    assert_eq!(second.items[0].display_name, "Policy 2");
    assert_eq!(second.next, None);
    let roles = client.role_definitions(&directory(), None).await.unwrap();
    assert!(roles.next.is_none() && roles.items[0].is_built_in && !roles.items[0].is_enabled);
    assert_eq!(roles.items[0].template_id.as_deref(), Some("t"));
}

#[tokio::test]
async fn a_kind_of_policy_that_is_not_assigned_is_not_asked_about() {
    let server = Provider::start().await;
    let client = server.client();
    let policy = PolicyRef { policy_type: "conditionalAccessPolicy".into(), external_id: "p".into() };
    assert!(client.assignments(&directory(), &policy).await.unwrap().is_empty());
    client.set_assignments(&directory(), &policy, &[]).await.unwrap();
    let refusal = client.set_assignments(&directory(), &policy, &[json!({})]).await.unwrap_err();
    assert_eq!(refusal.reason_code(), "provider.not_supported");
    assert!(server.world().seen.is_empty());
}
