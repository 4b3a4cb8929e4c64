//! Who is let in, and where a hub may listen.

use opsledger::clock::Clock;
use opsledger::domain::hub_tokens::Role;
use opsledger::domain::hub_tokens::issue::{Wanted, create, revoke};
use opsledger::hub::door::{Hashed, PROXY_SECRET_HEADER, Proxy};
use opsledger::hub::{Door, Start, listen};

use super::served::{Served, Setting, at};
use super::world;
use crate::support::TestDb;
use crate::support::process::{SCHEDULER, run};
use crate::support::running::Running;

const TOKEN: &str = "an-operator-token-of-some-length-41";

fn with_operator() -> Setting {
    Setting {
        door: Door { operator: Some(Hashed::strong("it", TOKEN).unwrap()), ..Door::default() },
        ..Setting::default()
    }
}

on_both! {
    async fn a_token_is_taken_from_its_header_only_and_never_from_an_address(t: TestDb) {
        let hub = Served::start(&t, with_operator()).await;
        assert_eq!(hub.get_as(TOKEN, "/operations").await.status, 200);
        // A browser sends it as the password of Basic: `ops:an-operator-token-of-some-length-41`.
        let basic = "Basic b3BzOmFuLW9wZXJhdG9yLXRva2VuLW9mLXNvbWUtbGVuZ3RoLTQx";
        assert_eq!(hub.get("/operations", &[("Authorization", basic)]).await.status, 200);
        for query in [format!("/operations?token={TOKEN}"), format!("/operations?access_token={TOKEN}")] {
            assert_eq!(hub.get(&query, &[]).await.status, 401);
        }
        for wrong in [&TOKEN[1..], "", "Bearer", "opsl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(hub.get_as(wrong, "/operations").await.status, 401, "{wrong}");
        }
        let got = hub.get_as(TOKEN, "/operations").await;
        assert!(got.header("set-cookie").is_none() && !got.body.contains(TOKEN));
    }

    async fn a_token_that_was_taken_back_or_has_ended_opens_nothing(t: TestDb) {
        let now = Clock::system().now();
        world::plant(&t, &Clock::system()).await;
        let wanted = |expires_at| Wanted {
            name: "wall", role: Role::Readonly, workspace: Some(1), tenants: &[], user: None, expires_at, by: "ada",
        };
        let kept = create(&t.db, wanted(None), now).await.unwrap();
        let ended = create(&t.db, wanted(Some(now + chrono::TimeDelta::milliseconds(1))), now).await.unwrap();
        let hub = Served::locked(&t).await;
        assert_eq!(hub.get_as(kept.token.reveal(), "/operations").await.status, 200);
        assert_eq!(hub.get_as(ended.token.reveal(), "/operations").await.status, 401);
        revoke(&t.db, kept.id, "ada", now).await.unwrap();
        assert_eq!(hub.get_as(kept.token.reveal(), "/operations").await.status, 401);
    }

    async fn a_proxy_says_who_somebody_is_and_their_memberships_say_what_they_see(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let proxy = Proxy {
            networks: vec!["127.0.0.0/8".parse().unwrap()],
            secret: Hashed::strong("it", TOKEN).unwrap(),
            header: "x-auth-request-email".into(),
        };
        let door = Door { proxy: Some(proxy), ..Door::default() };
        let hub = Served::start(&t, Setting { door, ..Setting::default() }).await;
        let said = |email| [(PROXY_SECRET_HEADER, TOKEN), ("x-auth-request-email", email)];
        let ada = hub.get("/operations", &said("ada@acme.test")).await;
        assert_eq!(ada.status, 200);
        assert!(ada.body.contains("Berlin") && !ada.body.contains("Secretive"));
        assert_eq!(hub.get("/operations/31", &said("ada@acme.test")).await.status, 404);
        assert_eq!(hub.get("/operations", &said("nobody@acme.test")).await.status, 401);
        assert_eq!(hub.get("/operations", &[("x-auth-request-email", "ada@acme.test")]).await.status, 401);
        assert_eq!(
            hub.get("/operations", &[(PROXY_SECRET_HEADER, "wrong"), ("x-auth-request-email", "ada@acme.test")]).await.status,
            401
        );
    }

    async fn an_address_that_others_reach_is_refused_until_there_is_a_token(t: TestDb) {
        let start = async || {
            let start = Start {
                address: "0.0.0.0:0".parse().unwrap(),
                hosts: Vec::new(),
                door: Door::default(),
                rate: opsledger::hub::rate::DEFAULT,
                behind_tls: false,
                db: opsledger::db::Db::open_reading(&t.url, 1, std::time::Duration::from_secs(2)).await.unwrap(),
                clock: Clock::system(),
                legacy: std::sync::Arc::new(|_, _, _| Box::pin(async { Ok(0) })),
            };
            listen(start, tokio_util::sync::CancellationToken::new()).await.map(|_| ())
        };
        assert_eq!(start().await.unwrap_err().code, "hub.open_to_all");
        world::token(&t, None, &[], Role::Readonly).await;
        start().await.expect("with a token it may listen");
    }

    async fn the_scheduler_refuses_to_serve_the_world_without_a_token_and_serves_itself_without_one(t: TestDb) {
        let refused = run(SCHEDULER, &t.url, &["run", "--workers", "0", "--hub", "0.0.0.0:0"]).await;
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        assert!(refused.stderr.contains("hub.open_to_all") && refused.stderr.contains("scheduler token create"), "{}", refused.stderr);
        let mut served = Running::start(
            SCHEDULER,
            &["run", "--workers", "0", "--hub", "127.0.0.1:0"],
            &[("DATABASE_URL", &t.url)],
        );
        served.says("the hub is served on http://").await;
        let said = served.said("the hub is served on http://");
        let address = said[0].trim_end_matches('/').split('/').next().unwrap().parse().unwrap();
        let hub = at(address);
        assert_eq!(hub.get("/operations", &[]).await.status, 200);
        assert_eq!(hub.get("/operations", &[("Host", "evil.test")]).await.status, 421);
        served.signal("TERM");
        assert_eq!(served.ends_within(std::time::Duration::from_secs(20)).await, Some(0));
    }

    async fn a_token_in_the_environment_locks_loopback_too_and_is_never_shown(t: TestDb) {
        let served = Running::start(
            SCHEDULER,
            &["run", "--workers", "0", "--hub", "127.0.0.1:0"],
            &[("DATABASE_URL", &t.url), ("OPSLEDGER_HUB_TOKEN", TOKEN)],
        );
        served.says("the hub is served on http://").await;
        let said = served.said("the hub is served on http://");
        let hub = at(said[0].trim_end_matches('/').split('/').next().unwrap().parse().unwrap());
        assert_eq!(hub.get("/operations", &[]).await.status, 401);
        assert_eq!(hub.get_as(TOKEN, "/operations").await.status, 200);
        assert_eq!(hub.get(&format!("/operations?code={TOKEN}"), &[]).await.status, 401);
        let line = served.said("/operations 200 in");
        assert!(!line.is_empty(), "each request is a line of the log:\n{}", served.output());
        assert!(!served.output().contains(TOKEN), "{}", served.output());
        let arguments = std::fs::read_to_string(format!("/proc/{}/cmdline", served.pid())).unwrap_or_default();
        assert!(!arguments.contains(TOKEN));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_could_be_guessed_starts_no_hub() {
    let t = TestDb::new(opsledger::db::Engine::Sqlite).await;
    let mut refused = Running::start(
        SCHEDULER,
        &["run", "--hub", "127.0.0.1:0"],
        &[("DATABASE_URL", &t.url), ("OPSLEDGER_HUB_TOKEN", "hunter2")],
    );
    assert_eq!(refused.ends_within(std::time::Duration::from_secs(30)).await, Some(2));
    assert!(refused.output().contains("hub.token_too_short") && !refused.output().contains("hunter2"));
}
