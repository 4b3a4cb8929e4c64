//! Tokens of the hub: made once, found by their holder only, and gone when they are taken back.

use chrono::{DateTime, Duration, Utc};
use opsledger::db::Engine;
use opsledger::domain::hub_tokens::issue::{Issued, Revoked, Wanted, create, revoke};
use opsledger::domain::hub_tokens::{HubToken, Role, find, list};

use crate::schema::rules::world;
use crate::support::TestDb;
use crate::support::process::{SCHEDULER, run};

/// The small world, whose rows brought their own ids.
async fn world(t: &TestDb) {
    world::make(t).await;
    if t.engine == Engine::Postgres {
        for table in ["hub_tokens", "hub_token_tenants", "audit_logs"] {
            t.sql(&format!("select setval(pg_get_serial_sequence('{table}', 'id'), 100)")).await;
        }
    }
}

fn noon() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().expect("a time")
}

fn wanted<'a>() -> Wanted<'a> {
    let role = Role::Readonly;
    Wanted { name: "wall", role, workspace: Some(1), tenants: &[], user: None, expires_at: None, by: "ada" }
}

async fn issued(t: &TestDb, wanted: Wanted<'_>) -> Issued {
    create(&t.db, wanted, noon()).await.expect("make a token")
}

async fn found(t: &TestDb, presented: &str, now: DateTime<Utc>) -> Option<HubToken> {
    find(t.db.reader(), t.engine, presented, now).await.expect("look for a token")
}

on_both! {
    async fn a_token_is_found_by_its_text_and_by_nothing_else(t: TestDb) {
        world(&t).await;
        let tenants = Wanted { tenants: &[12, 11], user: Some(2), role: Role::Operator, ..wanted() };
        let Issued { id, token } = issued(&t, tenants).await;
        let expected = HubToken {
            id,
            name: "wall".into(),
            role: Role::Operator,
            workspace_id: Some(1),
            tenants: vec![11, 12],
            user_id: Some(2),
        };
        assert_eq!(found(&t, token.reveal(), noon()).await, Some(expected));
        let kept = t.text(&format!("select token_hash from hub_tokens where id = {id}")).await;
        let mut flipped = token.reveal().to_owned();
        let last = if flipped.pop() == Some('A') { 'E' } else { 'A' };
        flipped.push(last);
        for wrong in ["", &kept, &flipped, &token.reveal().to_uppercase(), &format!("{} ", token.reveal())] {
            assert_eq!(found(&t, wrong, noon()).await, None, "{wrong}");
        }
    }

    async fn the_database_keeps_nothing_that_opens_the_hub(t: TestDb) {
        world(&t).await;
        let Issued { id, token } = issued(&t, wanted()).await;
        assert_eq!(t.text(&format!("select token_hash from hub_tokens where id = {id}")).await, token.hash());
        let row = match t.engine {
            Engine::Postgres => "select to_jsonb(t)::text from hub_tokens t",
            Engine::Sqlite => "select name || token_hash || created_by || role from hub_tokens",
        };
        let said = [t.texts(row).await, t.texts("select actor_name || coalesce(summary, '') from audit_logs").await];
        assert!(!said.concat().concat().contains(&token.reveal()[5..]));
    }

    async fn a_token_that_ended_or_was_taken_back_is_found_no_more(t: TestDb) {
        world(&t).await;
        let end = noon() + Duration::days(90);
        let Issued { token, .. } = issued(&t, Wanted { expires_at: Some(end), ..wanted() }).await;
        assert!(found(&t, token.reveal(), end - Duration::microseconds(1)).await.is_some());
        assert_eq!(found(&t, token.reveal(), end).await, None);

        let Issued { id, token } = issued(&t, Wanted { workspace: None, ..wanted() }).await;
        assert_eq!(found(&t, token.reveal(), noon()).await.expect("it holds").workspace_id, None);
        assert_eq!(revoke(&t.db, id, "bob", noon()).await.unwrap(), Revoked::Now);
        assert_eq!(found(&t, token.reveal(), noon()).await, None);
        let later = noon() + Duration::hours(1);
        assert_eq!(revoke(&t.db, id, "eve", later).await.unwrap(), Revoked::Before(noon()), "once is enough");
        assert_eq!(revoke(&t.db, 999, "bob", noon()).await.unwrap_err().code, "token.unknown");
        let lines = "select action || ' by ' || actor_name || ' ' || actor_type from audit_logs where resource_type = 'hub_token' \
                     order by id";
        let created = "hub_token.created by ada human";
        assert_eq!(t.texts(lines).await, [created, created, "hub_token.revoked by bob human"]);
    }

    async fn a_token_that_makes_no_sense_is_refused_and_leaves_nothing(t: TestDb) {
        world(&t).await;
        let before = t.count("select count(*) from hub_tokens").await;
        let cases = [
            (Wanted { name: " ", ..wanted() }, "token.name_missing"),
            (Wanted { by: "", ..wanted() }, "token.name_missing"),
            (Wanted { workspace: None, tenants: &[11], ..wanted() }, "token.workspace_missing"),
            (Wanted { tenants: &[11, 21], ..wanted() }, "token.tenant_elsewhere"),
            (Wanted { expires_at: Some(noon()), ..wanted() }, "token.expired"),
            (Wanted { workspace: Some(99), ..wanted() }, "db.refused"),
        ];
        for (wanted, code) in cases {
            assert_eq!(create(&t.db, wanted, noon()).await.unwrap_err().code, code, "{wanted:?}");
        }
        assert_eq!(t.count("select count(*) from hub_tokens").await, before);
        assert_eq!(t.count("select count(*) from audit_logs where resource_type = 'hub_token'").await, 0);
    }

    async fn the_list_names_what_each_token_sees_and_never_its_hash(t: TestDb) {
        world(&t).await;
        let Issued { id, .. } = issued(&t, Wanted { tenants: &[11], user: Some(1), ..wanted() }).await;
        let all = list(&t.db).await.unwrap();
        assert_eq!(all.len(), 5, "the world has four");
        let newest = &all[0];
        assert_eq!((newest.id, newest.workspace.as_deref(), newest.user.as_deref()), (id, Some("acme"), Some("ada@example.org")));
        assert_eq!(newest.tenants, ["t-11"]);
        assert!(all[1..].iter().any(|token| token.workspace.is_none()), "one sees every workspace");
        let said = serde_json::to_string(&all).unwrap();
        assert!(!said.contains("hash") && !said.contains(&"0".repeat(60)), "{said}");
    }

    async fn the_command_prints_the_token_alone_and_only_once(t: TestDb) {
        world(&t).await;
        let create = ["token", "create", "--name", "wall display", "--workspace", "acme", "--tenant", "t-11", "--role", "readonly",
            "--user", "ada@example.org", "--expires", "90d", "--by", "bob"];
        let made = run(SCHEDULER, &t.url, &create).await;
        assert_eq!(made.code, Some(0), "{made:?}");
        let token = made.stdout.trim_end();
        assert_eq!((made.stdout.lines().count(), &token[..5]), (1, "opsl_"));
        assert!(!made.stderr.contains(token) && made.stderr.contains("one tenant of its workspace until 2"), "{made:?}");
        let holder = find(t.db.reader(), t.engine, token, opsledger::clock::Clock::system().now()).await.unwrap().expect("it holds");
        assert_eq!((holder.workspace_id, holder.tenants.as_slice(), holder.user_id), (Some(1), &[11_i64][..], Some(1)));

        let shown = run(SCHEDULER, &t.url, &["token", "list"]).await;
        assert!(shown.stdout.contains("wall display") && shown.stdout.contains("t-11") && !shown.stdout.contains(token), "{shown:?}");
        let json: serde_json::Value = serde_json::from_str(&run(SCHEDULER, &t.url, &["token", "list", "--json"]).await.stdout).unwrap();
        assert_eq!((&json[0]["name"], &json[0]["revoked_at"]), (&"wall display".into(), &serde_json::Value::Null));

        let id = holder.id.to_string();
        let revoke = ["token", "revoke", &id, "--by", "bob"];
        let (first, second) = (run(SCHEDULER, &t.url, &revoke).await, run(SCHEDULER, &t.url, &revoke).await);
        assert_eq!((first.code, second.code), (Some(0), Some(0)));
        assert!(first.stdout.contains("is taken back.") && second.stdout.contains("was taken back before"), "{second:?}");
        assert_eq!(found(&t, token, noon()).await, None);
        let as_json = run(SCHEDULER, &t.url, &["token", "create", "--name", "x", "--role", "owner", "--by", "b", "--json"]).await;
        let json: serde_json::Value = serde_json::from_str(&as_json.stdout).unwrap();
        assert!(found(&t, json["token"].as_str().unwrap(), noon()).await.is_some());
    }

    async fn the_command_says_what_is_wrong_and_what_to_do(t: TestDb) {
        world(&t).await;
        let create = |more: &'static str| {
            let mut words = vec!["token", "create", "--name", "x", "--by", "b"];
            words.extend(more.split(' '));
            words
        };
        let cases = [
            (create("--role readonly --tenant t-11"), "error[token.workspace_missing]", "--workspace SLUG"),
            (create("--role readonly --workspace acme --tenant t-21"), "error[token.tenant_elsewhere]", "one workspace"),
            (create("--role readonly --workspace acme --tenant t-99"), "error[tenant.unknown]", "external_id"),
            (create("--role readonly --workspace nowhere"), "error[workspace.unknown]", "acme"),
            (create("--role readonly --user eve@example.org"), "error[user.unknown]", "as the platform knows it"),
            (create("--role readonly --expires 0s"), "error[token.expired]", "--expires 90d"),
            (create("--role admin"), "--role", "owner"),
            (vec!["token", "revoke", "99", "--by", "b"], "error[token.unknown]", "scheduler token list"),
        ];
        for (words, code, next) in cases {
            let done = run(SCHEDULER, &t.url, &words).await;
            assert_eq!((done.code, done.stdout.as_str()), (Some(2), ""), "{words:?} {done:?}");
            assert!(done.stderr.contains(code) && done.stderr.contains(next), "{words:?} {done:?}");
            assert!(!done.stderr.contains("eve@"), "{done:?}");
        }
        assert_eq!(t.count("select count(*) from hub_tokens").await, 4);
    }
}
