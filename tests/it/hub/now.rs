//! Now: every number is the count of the list that it links to, and what it says is so.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use opsledger::clock::{Clock, Instant};
use opsledger::db::Engine;
use opsledger::domain::hub_tokens::Role;
use opsledger::hub::pages::operations::filter::{Filter, Page};
use opsledger::hub::pages::{now, operations};
use opsledger::hub::{Door, Scope, View};
use opsledger::ledger::{Freshness, Outcome, Status};
use serde_json::Value as Json;

use super::chance::plant_chance;
use super::explain;
use super::served::{Served, Setting};
use super::world;
use crate::incident;
use crate::support::process::{SCHEDULER, run};

fn as_of() -> Instant {
    incident::AS_OF.parse().unwrap()
}

/// How many rows the list at `link` has, all its pages together.
async fn listed(hub: &Served, token: Option<&str>, link: &str) -> i64 {
    let joint = if link.contains('?') { "&" } else { "?" };
    let (mut count, mut seen) = (0, BTreeSet::new());
    let mut next = Some(format!("/api{link}{joint}limit=17"));
    while let Some(path) = next {
        let got = match token {
            Some(token) => hub.get_as(token, &path).await,
            None => hub.get(&path, &[]).await,
        };
        assert_eq!(got.status, 200, "{path}: {}", got.body);
        let page: Json = serde_json::from_str(&got.body).unwrap();
        let rows = page["operations"].as_array().or_else(|| page["skips"].as_array()).expect("a list");
        for row in rows {
            count += 1;
            assert!(seen.insert(format!("{}{}", row["id"], row["entry"])), "{link} shows {row} twice");
        }
        next = page["next"].as_str().map(str::to_owned);
    }
    count
}

/// Every number and link of the page, wherever in it.
fn numbers(value: &Json, found: &mut Vec<(i64, String)>) {
    match value {
        Json::Object(fields) => {
            if let (Some(count), Some(link)) = (value["count"].as_i64(), value["link"].as_str()) {
                found.push((count, link.to_owned()));
            }
            fields.values().for_each(|field| numbers(field, found));
        }
        Json::Array(items) => items.iter().for_each(|item| numbers(item, found)),
        _ => {}
    }
}

fn at_that_time(door: Door) -> Setting {
    let rate = opsledger::hub::rate::Rate {
        steady: std::num::NonZeroU32::new(100_000).unwrap(),
        burst: std::num::NonZeroU32::new(100_000).unwrap(),
    };
    Setting { door, rate, clock: Clock::fixed(as_of()), ..Setting::default() }
}

on_both! {
    async fn every_number_is_the_count_of_the_list_that_it_links_to(t: TestDb) {
        let ledger = incident::seeded(&t, "incident").await;
        incident::pass(&ledger).await;
        plant_chance(&t, as_of(), 42).await;
        let hub = Served::start(&t, at_that_time(Door { open_locally: true, ..Door::default() })).await;
        let workspace = t.count("select min(id) from workspaces").await;
        let tenant = t.count(&format!("select min(id) from tenants where workspace_id = {workspace}")).await;
        let of_workspace = world::token(&t, Some(workspace), &[], Role::Readonly).await;
        let of_tenant = world::token(&t, Some(workspace), &[tenant], Role::Readonly).await;
        let mut totals = Vec::new();
        for token in [None, Some(of_workspace.as_str()), Some(of_tenant.as_str())] {
            let got = match token {
                Some(token) => hub.get_as(token, "/api/now").await,
                None => hub.get("/api/now", &[]).await,
            };
            assert_eq!(got.status, 200, "{}", got.body);
            let now: Json = serde_json::from_str(&got.body).unwrap();
            let mut found = Vec::new();
            numbers(&now, &mut found);
            assert!(found.len() >= 12, "{found:?}");
            for (count, link) in &found {
                assert_eq!(listed(&hub, token, link).await, *count, "{link} as {token:?}");
            }
            totals.push(found.iter().map(|(count, _)| count).sum::<i64>());
            if token.is_none() {
                let strip = now["numbers"].as_array().unwrap();
                assert!(strip.iter().all(|number| number["count"].as_i64() > Some(0)), "each is tried with some: {strip:#?}");
                let missed = now["missed"].as_array().unwrap();
                assert!(missed.iter().any(|one| one["workspace"].is_null()) && missed.iter().any(|one| !one["tenant"].is_null()));
                let page = hub.page("/").await;
                for (_, link) in found.iter().filter(|(count, _)| *count > 0) {
                    assert!(page.contains(&link.replace('&', "&amp;")), "the page links to {link}");
                }
            }
        }
        assert!(totals[0] > totals[1] && totals[1] > totals[2], "a smaller scope sees less: {totals:?}");
    }

    async fn what_the_page_says_in_words_is_what_is_stored(t: TestDb) {
        let ledger = incident::seeded(&t, "incident").await;
        incident::pass(&ledger).await;
        plant_chance(&t, as_of(), 7).await;
        let hub = Served::start(&t, at_that_time(Door { open_locally: true, ..Door::default() })).await;
        let now = hub.json("/api/now").await;
        assert_eq!(now["life"]["schedule"], "ops.reconcile_stale_runs");
        // Settled an hour ago and due each minute; the grace covers the last one.
        assert_eq!((now["life"]["late"][0]["slots"].as_i64(), now["life"]["late"].as_array().unwrap().len()), (Some(58), 1));
        assert_eq!(now["life"]["worker"], "w");
        assert_eq!(now["storage"]["is_current"], true);
        let passes = now["healed"]["passes"].as_array().unwrap();
        assert!(!passes.is_empty());
        let page = hub.page("/").await;
        for pass in passes {
            assert!(page.contains(&format!("href=\"/operations/{}\"", pass["id"])));
            assert!(page.contains(pass["found"][0]["meaning"].as_str().unwrap()));
        }
        for words in ["silent", "Slots are due that nobody has come for", "migrations current", "Who missed work in the last 24 hours", "Open operation #"] {
            assert!(page.contains(words), "{words}");
        }
        let readonly = world::token(&t, None, &[], Role::Readonly).await;
        let seen: Json = serde_json::from_str(&hub.get_as(&readonly, "/api/now").await.body).unwrap();
        assert_eq!(seen["life"]["worker"], Json::Null, "workers are for who repairs");
    }

    async fn an_empty_ledger_is_calm_and_says_what_is_missing(t: TestDb) {
        let hub = Served::open(&t).await;
        let page = hub.page("/").await;
        for words in ["Nothing failed, nothing was refused", "No pass in the last 30 days", "No scheduler has settled a slot", "No worker holds an operation"] {
            assert!(page.contains(words), "{words}");
        }
        let now = hub.json("/api/now").await;
        assert!(now["numbers"].as_array().unwrap().iter().all(|number| number["count"] == 0));
    }

    async fn nothing_that_the_page_asks_walks_the_ledger(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        explain::plant_history(&t).await;
        for is_counted in [false, true] {
            if is_counted {
                explain::analyze(&t).await;
            } else if t.engine == Engine::Postgres {
                // It counts by itself, in time.
                continue;
            }
            for scope in [Scope::Everything, Scope::Workspaces(vec![1]), Scope::Tenants { workspace: 1, tenants: vec![1] }] {
                let view = View::open(&t.db, &scope, Clock::system().now()).await.unwrap();
                view.remember();
                now::read::read(&view).await.unwrap();
                explain::assert_no_walk(&view, &format!("now, {scope:?}, counted: {is_counted}")).await;
                let lately = Some(view.now() - TimeDelta::hours(24));
                let ended = |outcomes: &[Outcome]| Filter { outcomes: outcomes.to_vec(), ended_since: lately, ..Filter::default() };
                for filter in [
                    Filter::default(),
                    ended(&[Outcome::Failed]),
                    ended(&[Outcome::Blocked]),
                    ended(&[Outcome::Failed, Outcome::Blocked]),
                    Filter { freshness: Some(Freshness::LikelyStale), ..Filter::default() },
                    Filter { is_slow: true, ..Filter::default() },
                    Filter { status: Some(Status::Queued), ..Filter::default() },
                    Filter { reconciled: Some(true), ..Filter::default() },
                    Filter { code: Some("restore.failed".into()), operation: Some("restore.execute".into()), ..Filter::default() },
                    Filter { outcomes: vec![Outcome::Succeeded], since: lately, ..Filter::default() },
                ] {
                    view.remember();
                    operations::read::read(&view, &filter, Page { before: None, limit: 50 }).await.unwrap();
                    explain::assert_no_walk(&view, &format!("{}, {scope:?}, counted: {is_counted}", filter.address())).await;
                }
            }
        }
    }

    async fn what_is_open_is_listed_however_old_it_is(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        t.sql("insert into operation_runs (id, workspace_id, tenant_id, initiator_name, type, status, run_identity_hash, created_at, updated_at) \
               values (500, 1, 1, 'System', 'policy.sync', 'queued', 'old', '2020-01-01T00:00:00+00:00', '2020-01-01T00:00:00+00:00')").await;
        let hub = Served::open(&t).await;
        for filter in ["status=queued&tenant=1", "freshness=likely_stale"] {
            let page = hub.json(&format!("/api/operations?{filter}")).await;
            assert!(page["operations"].as_array().unwrap().iter().any(|run| run["id"] == 500), "{filter}: {page}");
        }
        assert_eq!(hub.json("/api/operations?type=policy.sync&tenant=1").await["operations"].as_array().unwrap().len(), 4);
    }

    empty async fn from_the_demo_alone_one_sees_who_missed_a_run_and_what_was_healed(t: TestDb) {
        let demo = run(SCHEDULER, &t.url, &["demo", "--exit"]).await;
        assert_eq!(demo.code, Some(0), "{demo:?}");
        let hub = Served::open(&t).await;
        // No click: who, why, and what was healed.
        let page = hub.page("/").await;
        for words in ["Who missed work in the last 24 hours", "provider.consent_missing", "Nobody of the tenant has granted", "reconcile.shadow_behind", "healed"] {
            assert!(page.contains(words), "{words}");
        }
        // One click: the runs of a tenant, by its number; two: one of them, with its story.
        let now = hub.json("/api/now").await;
        let worst = &now["missed"][0];
        let failed = worst["failed"]["link"].as_str().unwrap();
        let list = hub.json(&format!("/api{failed}")).await;
        assert_eq!(list["operations"].as_array().unwrap().len() as i64, worst["failed"]["count"].as_i64().unwrap());
        let one = list["operations"][0]["id"].as_i64().unwrap();
        assert!(hub.page(&format!("/operations/{one}")).await.contains("It failed at"));
        let pass = now["healed"]["passes"][0]["id"].as_i64().unwrap();
        assert!(hub.page(&format!("/operations/{pass}")).await.contains("Reconcile adapter runs"));
    }
}
