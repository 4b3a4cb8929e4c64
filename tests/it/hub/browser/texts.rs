//! What the page adds to its texts: the local time of each instant, and a copy for a ticket, on plain HTTP too.

use serde_json::json;

use super::Hub;
use crate::support::browser::Browser;

/// As a browser has it on an address without TLS: no clipboard. What is copied is kept where the test finds it.
const PLAIN_HTTP: &str = "Object.defineProperty(navigator, 'clipboard', { value: undefined }); \
    document.execCommand = name => { window.copied = name === 'copy' ? document.activeElement.value : ''; return true; };";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn times_tell_the_readers_own_clock_and_a_story_is_copied_without_a_clipboard() {
    let hub = Hub::demo().await;
    let browser = Browser::open(&hub.site).await;
    browser.tell("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Kathmandu" })).await;
    browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": PLAIN_HTTP })).await;
    let id = hub.number("select max(id) from operation_runs where outcome = 'failed'").await;
    browser.go(&format!("/operations/{id}")).await;
    let titles = "return [...document.querySelectorAll('time')].filter(one => !one.title.includes('GMT+5:45')).length";
    assert_eq!(browser.ask(titles, json!(null)).await, json!(0), "a time without the local one");

    browser.click("#story .copy").await;
    browser.until("it was copied", "window.copied").await;
    let copied = browser.ask("return copied", json!(null)).await;
    let copied = copied.as_str().expect("a text");
    assert!(
        copied.starts_with(&format!("Operation #{id}\n{}/operations/{id}\n\nWhat happened\n", hub.site)),
        "{copied}"
    );
    assert!(copied.contains("It failed at") && !copied.contains("Copy"), "{copied}");
    browser.click(".command .copy").await;
    browser.until("the command was copied", "!copied.includes('\\n')").await;
    assert_eq!(browser.ask("return copied", json!(null)).await, json!(format!("scheduler show {id}")));
    browser.close().await;
}
