//! The slot board: each kind of cell planted and seen, numbers that are the length of the list behind them, and nothing of
//! anybody else.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use opsledger::clock::{Clock, text};
use opsledger::db::Db;
use opsledger::domain::hub_tokens::Role;
use opsledger::hub::pages::slots::window::Window;
use opsledger::hub::pages::slots::{board, slot};
use opsledger::hub::serve::STATEMENT_LIMIT;
use opsledger::hub::{Door, Scope, View};
use opsledger::ledger::{Scope as Whose, identity};
use serde_json::{Value as Json, json};

use super::explain;
use super::served::{Served, Setting};
use super::world;
use crate::support::TestDb;

pub const HOURLY: &str = "ops.reconcile_adapter_runs";

/// Half past twelve: twelve o'clock is late, one o'clock is to come.
pub fn now() -> DateTime<Utc> {
    "2026-11-20T12:30:00Z".parse().unwrap()
}

fn slot_at(hour: i64) -> DateTime<Utc> {
    "2026-11-20T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hour)
}

/// A hub as of [`now`]; nobody is let in without a token unless the door is open.
pub async fn served(t: &TestDb, is_open: bool) -> Served {
    let door = Door { open_locally: is_open, ..Door::default() };
    Served::start(t, Setting { door, clock: Clock::fixed(now()), ..Setting::default() }).await
}

async fn run(t: &TestDb, workspace: i64, hour: i64, status: &str, outcome: &str) -> i64 {
    let id = 5000 + workspace * 500 + hour + 24;
    let hash = identity::hash(Whose::Workspace(workspace), HOURLY, &json!({})).unwrap();
    let at = format!("'{}'", text(slot_at(hour)));
    let (started, completed) = match status {
        "queued" => ("null".to_owned(), "null".to_owned()),
        "running" => (at.clone(), "null".to_owned()),
        _ => (at.clone(), at.clone()),
    };
    t.sql(&format!(
        "insert into operation_runs (id, workspace_id, initiator_name, type, status, outcome, run_identity_hash, scheduled_for, \
         started_at, completed_at, created_at, updated_at) values \
         ({id}, {workspace}, 'System', '{HOURLY}', '{status}', '{outcome}', '{hash}', {at}, {started}, {completed}, {at}, {at})"
    ))
    .await;
    id
}

/// An hourly schedule, dealt with up to eleven o'clock, with a slot of each kind.
pub async fn planted(t: &TestDb) {
    world::plant(t, &Clock::fixed(now())).await;
    t.sql(&format!(
        "insert into schedules (key, operation_type, cron, last_slot, created_at, updated_at) values \
         ('{HOURLY}', '{HOURLY}', '0 * * * *', '{}', '{1}', '{1}')",
        text(slot_at(11)),
        text(slot_at(-5) + TimeDelta::minutes(10))
    ))
    .await;
    for (hour, first, second) in [
        (-4, "succeeded", "succeeded"),
        (-3, "succeeded", "failed"),
        (-2, "succeeded", ""),
        (-1, "succeeded", ""),
        (6, "succeeded", "succeeded"),
        (8, "partially_succeeded", "blocked"),
        (10, "succeeded", "succeeded"),
        (11, "pending", "succeeded"),
    ] {
        for (workspace, outcome) in [(1, first), (2, second)].into_iter().filter(|(_, outcome)| !outcome.is_empty()) {
            run(t, workspace, hour, if outcome == "pending" { "running" } else { "completed" }, outcome).await;
        }
    }
    let skip = async |workspace: &str, hour: i64, through: &str, reason: &str, blocking: &str| {
        t.sql(&format!(
            "insert into schedule_skips (schedule_key, workspace_id, slot, slot_through, reason, blocking_run_id, created_at) \
             values ('{HOURLY}', {workspace}, '{0}', {through}, '{reason}', {blocking}, '{0}')",
            text(slot_at(hour))
        ))
        .await;
    };
    let through = |hour| format!("'{}'", text(slot_at(hour)));
    skip("2", -2, "null", "overlap", &world::THEIRS.to_string()).await;
    skip("null", 0, &through(2), "paused", "null").await;
    skip("null", 3, "null", "missed", "null").await;
    skip("null", 4, &through(5), "coalesced", "null").await;
}

/// The kind of each slot of the job, by hour.
fn kinds(board: &Json, job: &str) -> BTreeMap<i64, String> {
    let line = board["jobs"].as_array().unwrap().iter().find(|line| line["job"] == job);
    let line = line.unwrap_or_else(|| panic!("no {job} in {board}"));
    let cells = line["cells"].as_array().unwrap().iter().filter(|cell| cell["slot"].is_string());
    cells
        .map(|cell| {
            let slot: DateTime<Utc> = cell["slot"].as_str().unwrap().parse().unwrap();
            ((slot - slot_at(0)).num_hours(), cell["kind"].as_str().unwrap().to_owned())
        })
        .collect()
}

fn said(expected: &[(i64, &str)]) -> BTreeMap<i64, String> {
    expected.iter().map(|(hour, kind)| (*hour, (*kind).to_owned())).collect()
}

on_both! {
    async fn each_kind_of_slot_is_seen_for_what_it_is(t: TestDb) {
        planted(&t).await;
        let hub = served(&t, true).await;
        let board = hub.json("/api/slots").await;
        assert_eq!(kinds(&board, HOURLY), said(&[
            (-4, "ran"), (-3, "failed"), (-2, "skipped"), (-1, "untraced"), (0, "skipped"), (1, "skipped"), (2, "skipped"),
            (3, "missed"), (4, "coalesced"), (5, "coalesced"), (6, "ran"), (7, "untraced"), (8, "partial"), (9, "untraced"),
            (10, "ran"), (11, "running"), (12, "late"), (13, "ahead"),
        ]));
        let page = hub.page("/slots").await;
        for words in ["Not everything that should have run", "skipped: paused", "late", "without a trace", "missed", "to come", "1 failed, 1 ran"] {
            assert!(page.contains(words), "{words}");
        }
        assert!(!page.contains("style="), "the policy of the pages forbids inline style");
        // The pause is one line, however many slots it took.
        let lines = board["trouble"].as_array().unwrap();
        let pause = lines.iter().find(|line| line["words"] == "skipped: paused").unwrap();
        assert_eq!((&pause["slots"], pause["through"].as_str().unwrap()), (&json!(3), "2026-11-20T02:00:00Z"));
        assert_eq!(lines.iter().find(|line| line["kind"] == "skipped" && line["blocking_run"].is_i64()).unwrap()["blocking_run"], json!(world::THEIRS));
    }

    async fn the_number_of_a_slot_is_the_length_of_its_list(t: TestDb) {
        planted(&t).await;
        let hub = served(&t, true).await;
        let board = hub.json("/api/slots").await;
        let mut looked_at = 0;
        for cell in board["jobs"][0]["cells"].as_array().unwrap() {
            let Some(at) = cell["slot"].as_str() else { continue };
            let tally = &cell["tally"];
            let listed = async |filter: &str| {
                let list = hub.json(&format!("/api/operations?type={HOURLY}&slot={at}{filter}&limit=200")).await;
                json!(list["operations"].as_array().unwrap().len())
            };
            for (word, filter) in [
                ("succeeded", "&outcome=succeeded"), ("failed", "&outcome=failed"), ("blocked", "&outcome=blocked"),
                ("partially_succeeded", "&outcome=partially_succeeded"), ("running", "&status=running"), ("queued", "&status=queued"),
            ] {
                assert_eq!(tally[word], listed(filter).await, "{at} {word}");
                looked_at += tally[word].as_i64().unwrap();
            }
        }
        assert_eq!(looked_at, 14, "all that were planted");
        // What the page of a slot links to is that list.
        let page = hub.page(&format!("/slots/slot?job={HOURLY}&at=2026-11-19T21:00:00Z")).await;
        assert!(page.contains("outcome=failed&amp;slot=2026-11-19T21%3A00%3A00Z"), "{page}");
    }

    async fn who_missed_a_slot_and_why_is_two_clicks_away(t: TestDb) {
        planted(&t).await;
        let hub = served(&t, true).await;
        let board = hub.page("/slots").await;
        for (at, who, why) in [
            ("2026-11-19T22:00:00Z", "Secretive workspace", "a former run was still active"),
            ("2026-11-19T23:00:00Z", "Secretive workspace", "no run and no reason"),
        ] {
            let path = format!("/slots/slot?job={HOURLY}&at={}", at.replace(':', "%3A"));
            assert!(board.contains(&path.replace('&', "&amp;")), "the first click: {path}");
            let page = hub.page(&path).await;
            assert!(page.contains(who) && page.contains(why), "{page}");
            assert!(!page.contains("Acme"), "who has its run is not in the list");
        }
        let skipped = hub.json(&format!("/api/slots/slot?job={HOURLY}&at=2026-11-19T22:00:00Z")).await;
        assert_eq!(skipped["left_out"][0]["blocking_run"], json!(world::THEIRS));
        let failed = hub.page(&format!("/slots/slot?job={HOURLY}&at=2026-11-19T21:00:00Z")).await;
        assert!(failed.contains("Runs that did not end well") && failed.contains("Secretive workspace"));
        assert_eq!(hub.get(&format!("/slots/slot?job={HOURLY}&at=2026-11-19T21:00:01Z"), &[]).await.status, 404, "no slot");
        assert_eq!(hub.get("/slots/slot?job=nobody.knows&at=2026-11-19T21:00:00Z", &[]).await.status, 404);
        assert_eq!(hub.get("/slots?job=nobody.knows", &[]).await.status, 404);
    }

    async fn a_visitor_of_one_workspace_sees_its_runs_and_no_name_of_whoever_paused(t: TestDb) {
        planted(&t).await;
        t.sql(&format!("update schedules set paused_at = '{}', paused_by = 'Secretive Sam', note = 'Secretive reason'", text(slot_at(12) - TimeDelta::minutes(5)))).await;
        let hub = served(&t, false).await;
        let token = world::token(&t, Some(1), &[], Role::Operator).await;
        let got = hub.get_as(&token, "/api/slots").await;
        assert_eq!(got.status, 200);
        assert!(!got.body.contains("Secretive"), "{}", got.body);
        let board: Json = serde_json::from_str(&got.body).unwrap();
        let kinds = kinds(&board, HOURLY);
        let of = |hour: i64| kinds[&hour].as_str();
        assert_eq!((of(-3), of(-2), of(-1), of(8)), ("ran", "ran", "ran", "partial"), "what befell another is not its trouble");
        assert_eq!(of(12), "skipped", "the schedule is held");
        for path in ["/slots".to_owned(), "/schedules".to_owned(), format!("/slots/slot?job={HOURLY}&at=2026-11-19T21:00:00Z")] {
            let page = hub.get_as(&token, &path).await;
            assert!(page.status == 200 && !page.body.contains("Secretive"), "{path}: {}", page.body);
        }
        let all = world::token(&t, None, &[], Role::Operator).await;
        for path in ["/slots", "/schedules"] {
            let page = hub.get_as(&all, path).await;
            assert!(page.body.contains("Secretive Sam"), "{path}");
        }
    }

    async fn a_tenants_backups_are_rows_of_their_own_and_another_tenants_are_not_there(t: TestDb) {
        planted(&t).await;
        let long_ago = text(slot_at(-20));
        t.sql(&format!(
            "insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, next_run_at, created_at, updated_at) values \
             (1, 1, 1, 'Nightly', 'daily', '03:00', '{next}', '{long_ago}', '{long_ago}'), (2, 1, 1, 'Noon', 'daily', '12:00', '{noon}', '{long_ago}', '{long_ago}'), \
             (3, 2, 3, 'Secretive nightly', 'daily', '03:00', '{next}', '{long_ago}', '{long_ago}'); \
             insert into operation_runs (id, workspace_id, tenant_id, initiator_name, type, status, outcome, run_identity_hash, context, scheduled_for, \
             started_at, completed_at, created_at, updated_at) values \
             (8001, 1, 1, 'System', 'backup_schedule.scheduled', 'completed', 'failed', 'b1', '{{\"backup_schedule_id\": 1}}', '{night}', '{night}', '{night}', '{night}', '{night}'), \
             (8003, 2, 3, 'System', 'backup_schedule.scheduled', 'completed', 'succeeded', 'b3', '{{\"backup_schedule_id\": 3}}', '{night}', '{night}', '{night}', '{night}', '{night}')",
            next = text(slot_at(27)), noon = text(slot_at(12)), night = text(slot_at(3))
        ))
        .await;
        let hub = served(&t, false).await;
        let token = world::token(&t, Some(1), &[1], Role::Readonly).await;
        let got = hub.get_as(&token, "/api/slots").await;
        assert!(!got.body.contains("Secretive") && !got.body.contains(HOURLY), "{}", got.body);
        let board: Json = serde_json::from_str(&got.body).unwrap();
        assert_eq!(kinds(&board, "backup_schedule.scheduled/1"), said(&[(3, "failed")]));
        assert_eq!(kinds(&board, "backup_schedule.scheduled/2"), said(&[(12, "late")]));
        assert_eq!(board["jobs"].as_array().unwrap().len(), 2);
        let page = hub.get_as(&token, "/slots/slot?job=backup_schedule.scheduled/1&at=2026-11-20T03:00:00Z").await;
        assert!(page.body.contains("/operations/8001") && page.body.contains("Runs that did not end well"), "{}", page.body);
        let foreign = hub.get_as(&token, "/slots/slot?job=backup_schedule.scheduled/3&at=2026-11-20T03:00:00Z").await;
        assert_eq!(foreign.status, 404);
        // A crowd of schedules is one row, in which those that are late are counted.
        for id in 100..140 {
            t.sql(&format!(
                "insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, next_run_at, created_at, updated_at) \
                 values ({id}, 1, 2, 'One of many', 'daily', '12:00', '{}', '{long_ago}', '{long_ago}')",
                text(slot_at(12))
            ))
            .await;
        }
        let all = world::token(&t, None, &[], Role::Readonly).await;
        let board: Json = serde_json::from_str(&hub.get_as(&all, "/api/slots").await.body).unwrap();
        let line = board["jobs"].as_array().unwrap().iter().find(|line| line["job"] == "backup_schedule.scheduled").unwrap();
        assert_eq!((&line["total"]["late"], &line["total"]["failed"], &line["total"]["succeeded"]), (&json!(41), &json!(1), &json!(1)));
        let page = hub.get_as(&all, "/slots/slot?job=backup_schedule.scheduled&at=2026-11-20T12:00:00Z").await;
        assert!(page.body.contains("due, and not queued yet") && page.body.contains("41 late"), "{}", page.body);
    }

    async fn no_question_of_the_board_walks_the_ledger(t: TestDb) {
        planted(&t).await;
        explain::plant_history(&t).await;
        explain::analyze(&t).await;
        let db = Db::open_reading(&t.url, 2, STATEMENT_LIMIT).await.unwrap();
        for scope in [Scope::Everything, Scope::Workspaces(vec![1])] {
            for (hours, until) in [(24, None), (168, None), (1, Some(slot_at(9)))] {
                let view = View::open(&db, &scope, now()).await.unwrap();
                view.remember();
                board::read(&view, &Window::new(hours, until, None, now()).unwrap()).await.unwrap();
                explain::assert_no_walk(&view, &format!("the board of {scope:?} over {hours} h")).await;
            }
        }
        for hour in [-3, -1, 8] {
            let view = View::open(&db, &Scope::Everything, now()).await.unwrap();
            view.remember();
            slot::read(&view, HOURLY, slot_at(hour)).await.unwrap();
            explain::assert_no_walk(&view, &format!("the slot of {hour} o'clock")).await;
        }
    }
}
