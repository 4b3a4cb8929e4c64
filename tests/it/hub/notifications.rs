//! Notifications: one's own, anybody's for the operator of everything, and nobody's for all others.

use opsledger::clock::Clock;
use opsledger::domain::hub_tokens::Role;
use opsledger::domain::hub_tokens::issue::{Wanted, create};
use serde_json::Value as Json;

use super::served::Served;
use super::world::{self, OURS, THEIRS};
use crate::support::TestDb;

async fn planted(t: &TestDb) {
    world::plant(t, &Clock::system()).await;
    let failed = r#"{"type":"policy_sync","outcome":"failed","counts":{"total":4,"failed":1},"failure":{"code":"run.timed_out","message":"It took too long"}}"#;
    let good = r#"{"type":"policy.sync","outcome":"succeeded","counts":{"total":4},"failure":null}"#;
    // All of one instant; the last is about work of another workspace, from before Ada left it.
    for (id, user, workspace, tenant, run, data) in [
        (1, 1, 1, 1, OURS, good),
        (2, 1, 1, 1, OURS + 1, failed),
        (3, 1, 1, 2, 21, good),
        (4, 2, 2, 3, THEIRS, good),
        (5, 1, 2, 3, THEIRS + 1, failed),
    ] {
        t.sql(&format!(
            "insert into notifications (id, user_id, workspace_id, tenant_id, operation_run_id, data, created_at) \
             values ({id}, {user}, {workspace}, {tenant}, {run}, '{data}', {{at}})"
        ))
        .await;
    }
}

async fn token(t: &TestDb, workspace: Option<i64>, tenants: &[i64], user: Option<i64>, role: Role) -> String {
    let wanted = Wanted { name: "test", role, workspace, tenants, user, expires_at: None, by: "the tests" };
    create(&t.db, wanted, Clock::system().now()).await.unwrap().token.reveal().to_owned()
}

fn ids(body: &str) -> Vec<i64> {
    let page: Json = serde_json::from_str(body).unwrap();
    page["notifications"]
        .as_array()
        .unwrap_or_else(|| panic!("{page}"))
        .iter()
        .map(|one| one["id"].as_i64().unwrap())
        .collect()
}

on_both! {
    async fn a_person_sees_their_own_within_what_they_may_see(t: TestDb) {
        planted(&t).await;
        let hub = Served::locked(&t).await;
        let ada = token(&t, Some(1), &[], Some(1), Role::Readonly).await;
        assert_eq!(ids(&hub.get_as(&ada, "/api/notifications").await.body), [3, 2, 1]);
        assert_eq!(ids(&hub.get_as(&ada, "/api/notifications?user=1").await.body), [3, 2, 1]);
        let html = hub.get_as(&ada, "/notifications").await.body;
        for words in ["What <bdi>Ada</bdi> was told", "Open operation", "run.timed_out", "It took too long", "href=\"/operations/12\"", "failed 1", "unread"] {
            assert!(html.contains(words), "{words}\n{html}");
        }
        assert!(!html.contains("Secretive") && !html.contains("View run"));
        let of_tenant = token(&t, Some(1), &[1], Some(1), Role::Readonly).await;
        assert_eq!(ids(&hub.get_as(&of_tenant, "/api/notifications").await.body), [2, 1]);
    }

    async fn another_ones_messages_are_not_there_unless_one_is_the_operator_of_everything(t: TestDb) {
        planted(&t).await;
        let hub = Served::locked(&t).await;
        let ada = token(&t, Some(1), &[], Some(1), Role::Owner).await;
        let machine = token(&t, Some(1), &[], None, Role::Owner).await;
        let reader = token(&t, None, &[], None, Role::Readonly).await;
        for (who, token) in [("ada", &ada), ("a machine", &machine), ("a reader of everything", &reader)] {
            for path in ["/notifications?user=2", "/api/notifications?user=2", "/notifications?user=999"] {
                assert_eq!(hub.get_as(token, path).await.status, 404, "{path} for {who}");
            }
        }
        assert!(hub.get_as(&machine, "/notifications").await.body.contains("You are not known as a person here"));
        let operator = token(&t, None, &[], None, Role::Operator).await;
        assert_eq!(ids(&hub.get_as(&operator, "/api/notifications?user=2").await.body), [4]);
        assert_eq!(ids(&hub.get_as(&operator, "/api/notifications?user=1").await.body), [5, 3, 2, 1]);
        assert_eq!(hub.get_as(&operator, "/api/notifications?user=999").await.status, 404);
        let choice = hub.get_as(&operator, "/notifications").await.body;
        assert!(choice.contains("Secretive Sam") && choice.contains("href=\"/notifications?user=1\""));
        let found = hub.get_as(&operator, "/notifications?q=aDa").await.body;
        assert!(found.contains("user=1\"") && !found.contains("Sam"));
        let none = hub.get_as(&operator, "/notifications?q=zz%25").await.body;
        assert!(none.contains("Nobody has such a name") && none.contains("Show all"));
    }

    async fn pages_partition_the_messages_also_when_all_are_of_one_instant(t: TestDb) {
        planted(&t).await;
        let hub = Served::open(&t).await;
        let (mut seen, mut next) = (Vec::new(), Some("/api/notifications?user=1&limit=1".to_owned()));
        while let Some(path) = next {
            let body = hub.page(&path).await;
            seen.extend(ids(&body));
            let page: Json = serde_json::from_str(&body).unwrap();
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(seen, [5, 3, 2, 1]);
        // Sam's message is no place in Ada's list.
        assert_eq!(hub.get("/notifications?user=1&before=4", &[]).await.status, 404);
        assert_eq!(hub.get("/notifications?user=x", &[]).await.status, 400);
    }

    async fn somebody_without_messages_is_told_so(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::open(&t).await;
        assert!(hub.page("/notifications?user=1").await.contains("No message."));
        let empty = TestDb::new(t.engine).await;
        assert!(Served::open(&empty).await.page("/notifications").await.contains("There are no people yet"));
    }
}
