//! What an operator does most, with the keyboard alone.

use serde_json::json;

use super::Hub;
use crate::support::browser::{Browser, key};

const FOCUSED: &str =
    "const one = document.activeElement; return one?.getAttribute('name') ?? one?.getAttribute('href') ?? ''";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failed_operations_of_a_type_are_found_and_read_by_keys_alone() {
    let hub = Hub::demo().await;
    let browser = Browser::open(&hub.site).await;
    browser.go("/operations").await;
    // To the filters; the first letters of a choice choose it, the tabulator goes on, Enter asks.
    browser.press("/Synchronise p").await;
    assert_eq!(browser.ask(FOCUSED, json!(null)).await, json!("type"));
    browser.press(&format!("{0}{0}fail", key::TAB)).await;
    while browser.ask(FOCUSED, json!(null)).await != json!("initiator") {
        browser.press(&key::TAB.to_string()).await;
    }
    browser.press_to_leave(&key::ENTER.to_string()).await;
    let place = browser.place().await;
    assert_eq!(place, "/operations?type=policy.sync&outcome=failed");
    let states = "return [...document.querySelectorAll('[data-row] .badge')].map(one => one.className)";
    let states = browser.ask(states, json!(null)).await;
    let states = states.as_array().expect("rows").clone();
    assert!(!states.is_empty() && states.iter().all(|state| state == "badge bad"), "{states:?}");

    // Two down, one up, open; the row stands out while it has the focus.
    browser.press("jjk").await;
    let first = "return document.querySelector('[data-row] a').getAttribute('href')";
    let first = browser.ask(first, json!(null)).await;
    assert_eq!(browser.ask(FOCUSED, json!(null)).await, first);
    let ground = "const ground = one => getComputedStyle(one).backgroundColor; \
        const [row, other] = document.querySelectorAll('[data-row]'); return ground(row) !== ground(other ?? row.closest('table'))";
    assert_eq!(browser.ask(ground, json!(null)).await, json!(true), "the row does not stand out");
    browser.press_to_leave(&key::ENTER.to_string()).await;
    assert_eq!(json!(browser.place().await), first);
    let story = browser.sees("#main").await;
    assert!(story.contains("It failed at") && story.contains("Next:"), "{story}");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_go_everywhere_explain_themselves_and_leave_typing_alone() {
    let hub = Hub::demo().await;
    let browser = Browser::open(&hub.site).await;
    browser.go("/operations").await;
    let goes =
        "return [...document.querySelectorAll('[data-go]')].map(one => [one.dataset.go, one.getAttribute('href')])";
    let goes: Vec<(String, String)> = serde_json::from_value(browser.ask(goes, json!(null)).await).expect("places");
    assert_eq!(goes.len(), 7);
    for (letter, address) in goes {
        browser.go("/operations?status=completed").await;
        browser.press_to_leave(&format!("g{letter}")).await;
        assert!(browser.place().await.starts_with(&address), "g {letter} led to {}", browser.place().await);
    }
    browser.go("/operations").await;
    browser.press("?").await;
    browser.until("the help is open", "document.querySelector('#help').open").await;
    // Behind the help no key does anything.
    browser.press("j").await;
    browser.press(&key::ESCAPE.to_string()).await;
    browser.until("the help is closed", "!document.querySelector('#help').open").await;
    let row = "return document.activeElement.closest('[data-row]') === null";
    assert_eq!(browser.ask(row, json!(null)).await, json!(true));

    // In a field letters are letters; Escape leaves it.
    browser.ask("document.querySelector('[name=code]').focus()", json!(null)).await;
    browser.press("gor?/jp").await;
    assert_eq!(browser.ask("return document.activeElement.value", json!(null)).await, json!("gor?/jp"));
    browser.press(&key::ESCAPE.to_string()).await;
    assert_eq!(browser.ask("return document.activeElement.tagName", json!(null)).await, json!("BODY"));
    // With a modifier a key is the browser's own.
    browser.press_holding(key::ALT, 'j').await;
    assert_eq!(browser.ask(row, json!(null)).await, json!(true));

    // Looking again keeps the row and the scroll.
    browser.size(1280, 400).await;
    browser.press("jjjjjjjjjj").await;
    let at = "return [document.activeElement.getAttribute('href'), Math.round(scrollY)]";
    let before = browser.ask(at, json!(null)).await;
    assert!(before[1].as_i64() > Some(0), "{before}");
    browser.press_to_leave("r").await;
    browser.until("the row is back", "document.activeElement.matches('[data-row] a')").await;
    assert_eq!(browser.ask(at, json!(null)).await, before);
    browser.close().await;
}
