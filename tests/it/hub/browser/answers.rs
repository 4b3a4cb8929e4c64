//! Which slots did not run, what is next, who is worst off: each found with keys alone, in two steps from anywhere.

use serde_json::json;

use super::{Hub, SCHEDULE};
use crate::support::browser::{Browser, key};

const ENTER: char = key::ENTER;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slots_that_did_not_run_are_found_with_their_reason_by_keys_alone() {
    let hub = Hub::demo().await;
    let browser = Browser::open(&hub.site).await;
    browser.go("/operations").await;
    browser.press_to_leave("gs").await;
    assert_eq!(browser.place().await, "/slots");
    assert!(browser.sees(".lead").await.contains("Not everything that should have run"));
    // Down to the first of that schedule that was skipped, and in.
    let is_it = format!(
        "const row = document.activeElement.closest('[data-row]'); \
         return row !== null && row.innerText.includes('{SCHEDULE}') && row.innerText.includes('skipped: overlap')"
    );
    for step in 0.. {
        assert!(step < 60, "no row says that the slot was skipped: {}", browser.sees("#main").await);
        browser.press("j").await;
        if browser.ask(&is_it, json!(null)).await == json!(true) {
            break;
        }
    }
    browser.press_to_leave(&ENTER.to_string()).await;
    assert!(browser.place().await.starts_with("/slots/slot?job=ops.reconcile_adapter_runs"));
    let page = browser.sees("#main").await;
    assert!(page.contains("a former run was still active") && page.contains("Operation #"), "{page}");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_slots_of_a_schedule_are_read_in_both_clocks() {
    let hub = Hub::demo().await;
    let browser = Browser::open(&hub.site).await;
    browser.tell("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Kathmandu" })).await;
    browser.go("/operations").await;
    browser.press_to_leave("gc").await;
    assert_eq!(browser.place().await, "/schedules");
    browser.press("j").await;
    let row = "const row = document.activeElement.closest('[data-row]'); \
        return [row.innerText.includes(arguments[0]), row.querySelectorAll('.next li').length, row.querySelector('.next').innerText]";
    let row = browser.ask(row, json!(SCHEDULE)).await;
    assert_eq!((&row[0], &row[1]), (&json!(true), &json!(5)), "{row}");
    let next = row[2].as_str().expect("a text");
    assert!(next.contains("0:00 UTC") && next.contains("GMT+5:45 here"), "{next}");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tenants_that_are_worst_off_come_first_and_open_by_keys_alone() {
    let hub = Hub::demo().await;
    let browser = Browser::open(&hub.site).await;
    browser.go("/operations").await;
    browser.press_to_leave("gt").await;
    assert_eq!(browser.place().await, "/tenants");
    let trouble =
        "return [...document.querySelectorAll('[data-row]')].map(row => row.innerText.includes('in trouble'))";
    let trouble = browser.ask(trouble, json!(null)).await;
    let trouble: Vec<bool> = serde_json::from_value(trouble).expect("rows");
    assert!(trouble[0] && trouble.is_sorted_by(|a, b| a >= b), "the worst do not come first: {trouble:?}");
    browser.press("j").await;
    browser.press_to_leave(&ENTER.to_string()).await;
    assert!(browser.place().await.starts_with("/operations?tenant="), "{}", browser.place().await);
    assert_ne!(browser.sees("[data-row]").await, "");
    browser.close().await;
}
