//! Without script: every page is whole, filters and pages are forms and links.

use serde_json::json;

use super::Hub;
use crate::support::browser::Browser;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_works_without_script() {
    let hub = Hub::demo().await;
    let browser = Browser::open(&hub.site).await;
    // The driver itself needs the engine, so the hub's script is kept away instead; pages have no other.
    browser.tell("Network.enable", json!({})).await;
    browser.tell("Network.setBlockedURLs", json!({ "urls": ["*hub.js*"] })).await;
    for page in hub.pages().await {
        browser.go(&page).await;
        let scripts = "return [...document.scripts].map(one => one.getAttribute('src').split('?')[0]).join()";
        assert_eq!(browser.ask(scripts, json!(null)).await, json!("/assets/hub.js"), "{page}");
        let handlers = "return [...document.querySelectorAll('*')].flatMap(one => [...one.attributes]).filter(one => one.name.startsWith('on')).length";
        assert_eq!(browser.ask(handlers, json!(null)).await, json!(0), "{page}");
        // What only script can work is not shown.
        let dead = "return [...document.querySelectorAll('button:not([type=submit])')].filter(one => one.checkVisibility()).length";
        assert_eq!(browser.ask(dead, json!(null)).await, json!(0), "{page} shows a button that does nothing");
        assert!(browser.sees("#age").await.ends_with("UTC"), "{page}");
    }
    browser.go("/operations").await;
    browser.click("[name=outcome] option[value=failed]").await;
    browser.click("form.filters [type=submit]").await;
    browser.until("the answer", "location.search.includes('outcome=failed')").await;
    let states =
        "return [...document.querySelectorAll('[data-row] .badge')].every(one => one.className === 'badge bad')";
    assert_eq!(browser.ask(states, json!(null)).await, json!(true));
    browser.go("/operations").await;
    let first = browser.sees("[data-row] a").await;
    browser.click("[rel=next]").await;
    browser.until("the next page", "location.search.includes('before=')").await;
    assert_ne!(browser.sees("[data-row] a").await, first);
    browser.click("[rel=first]").await;
    browser.until("the first page", "!location.search.includes('before=')").await;
    browser.click("[data-row] a").await;
    browser.until("an operation", "location.pathname.startsWith('/operations/')").await;
    assert!(browser.sees("#main").await.contains("What happened"));
    browser.close().await;
}
