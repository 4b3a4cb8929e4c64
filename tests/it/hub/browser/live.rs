//! A page that is open while things change: it says how old it is, notices news without moving, and can be silenced.

use serde_json::json;

use super::Hub;
use crate::support::browser::Browser;

/// Keeps every stream that the page opens where a test can see it, and lets the test hide the page.
const SPY: &str = "window.streams = []; \
    window.EventSource = class extends EventSource { constructor(address) { super(address); streams.push(this); } }; \
    window.look = state => { Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state }); \
        document.dispatchEvent(new Event('visibilitychange')); };";

const OPEN: &str = "streams.filter(one => one.readyState === 1).length === 1";
const CLOSED: &str = "return streams.filter(one => one.readyState !== 2).length";

async fn spied(hub: &Hub) -> Browser {
    let browser = Browser::open(&hub.site).await;
    browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": SPY })).await;
    browser.go("/operations").await;
    browser.until("the page listens", OPEN).await;
    browser
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn news_is_a_pill_that_moves_nothing_until_it_is_taken() {
    let hub = Hub::demo().await;
    let browser = spied(&hub).await;
    assert!(browser.sees("#age").await.contains("s old"), "{}", browser.sees("#age").await);
    assert_eq!(browser.sees("#news").await, "");
    let first = browser.sees("[data-row]").await;
    let length = "return document.querySelectorAll('[data-row]').length";
    let rows = browser.ask(length, json!(null)).await;
    hub.queue_a_run().await;
    hub.queue_a_run().await;
    browser.until("the pill", "document.querySelector('#news').innerText === '2 new'").await;
    assert_eq!(
        (browser.sees("[data-row]").await, browser.ask(length, json!(null)).await),
        (first.clone(), rows),
        "a row moved"
    );
    browser.ask("window.isLeft = true", json!(null)).await;
    browser.click("#news").await;
    browser.until("the page was made again", "!window.isLeft && document.readyState === 'complete'").await;
    assert_ne!(browser.sees("[data-row]").await, first);
    assert_eq!(browser.sees("#news").await, "");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pause_stops_listening_also_when_the_page_is_looked_at_again() {
    let hub = Hub::demo().await;
    let browser = spied(&hub).await;
    browser.press("p").await;
    assert_eq!(browser.ask(CLOSED, json!(null)).await, json!(0));
    assert!(browser.sees("#age").await.ends_with("paused"));
    assert_eq!(browser.ask("return document.querySelector('#pause').ariaPressed", json!(null)).await, json!("true"));
    hub.queue_a_run().await;
    // Everything that wakes other pages up.
    browser.ask("look('hidden'); look('visible'); for (const one of ['focus', 'online', 'pageshow']) dispatchEvent(new Event(one))", json!(null)).await;
    assert_eq!(browser.ask("return streams.length", json!(null)).await, json!(1), "it listened again");
    // A page made again stays paused, but is of now.
    browser.press_to_leave("r").await;
    assert_eq!(browser.ask("return streams.length", json!(null)).await, json!(0));
    // The control: the same page, not paused, hears of it.
    browser.click("#pause").await;
    browser.until("it listens again", OPEN).await;
    hub.queue_a_run().await;
    browser.until("the pill", "document.querySelector('#news').innerText === '1 new'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hidden_page_holds_no_connection_and_a_lost_one_is_said_and_found_again() {
    let hub = Hub::demo().await;
    let browser = spied(&hub).await;
    browser.ask("look('hidden')", json!(null)).await;
    assert_eq!(browser.ask(CLOSED, json!(null)).await, json!(0));
    browser.ask("look('visible')", json!(null)).await;
    browser.until("it listens again", OPEN).await;
    let offline =
        |is_off: bool| json!({ "offline": is_off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.tell("Network.enable", json!({})).await;
    browser.tell("Network.emulateNetworkConditions", offline(true)).await;
    // A stream that is open notices nothing by itself there, so it is broken as a router would.
    browser.ask("streams.at(-1).onerror()", json!(null)).await;
    browser.until("it says so", "document.querySelector('#oldness').innerText.includes('connection lost')").await;
    browser.until("it tries again", "streams.length >= 3 && streams.at(-1).readyState === 2").await;
    browser.tell("Network.emulateNetworkConditions", offline(false)).await;
    browser
        .until("it is back", &format!("{OPEN} && !document.querySelector('#oldness').innerText.includes('lost')"))
        .await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_fetched_again_while_nothing_is_active() {
    let hub = Hub::empty().await;
    assert_eq!(hub.number("select count(*) from operation_runs where status <> 'completed'").await, 0);
    let browser = spied(&hub).await;
    // The icon is the browser's own wish, in its own time.
    let asked = || hub.server.said(" GET /").iter().filter(|line| !line.starts_with("favicon")).count();
    let before = asked();
    assert_eq!(before, 4, "a page, its style, its script and the stream:\n{}", hub.server.output());
    browser.until("four seconds pass", "parseInt(document.querySelector('#oldness').innerText) >= 4").await;
    assert_eq!(asked(), before, "{}", hub.server.output());
    assert_eq!(browser.ask("return [streams.length, performance.getEntriesByType('resource').filter(one => one.startTime > 2000).length]", json!(null)).await, json!([1, 0]));
    browser.close().await;
}
