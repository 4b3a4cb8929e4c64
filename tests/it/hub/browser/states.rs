//! The states of a list, each with its way on: empty because there is nothing, empty because of its filters, and an error.
//! There is no state of loading: a page comes whole or not at all.

use serde_json::json;

use super::Hub;
use crate::support::browser::Browser;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_with_nothing_in_it_says_what_would_fill_it() {
    let hub = Hub::empty().await;
    let browser = Browser::open(&hub.site).await;
    for page in hub.pages_without_runs() {
        browser.go(&page).await;
        let title = browser.sees("h1").await;
        assert_eq!(browser.complaints().await, Vec::<String>::new(), "{page}");
        // A page has rows or figures of its own, or it says that it is empty and where to go.
        let hollow = "const main = document.querySelector('#main'); \
            return [...main.querySelectorAll('table')].filter(one => one.tBodies.length === 0 || one.tBodies[0].rows.length === 0).length";
        assert_eq!(browser.ask(hollow, json!(null)).await, json!(0), "{page} ({title}) draws a table without a row");
    }
    browser.go("/operations").await;
    assert!(browser.sees(".empty").await.contains("appears here as soon as it is queued"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_its_filters_emptied_and_a_page_that_failed_show_the_way_out() {
    let hub = Hub::demo().await;
    let browser = Browser::open(&hub.site).await;
    browser.go("/operations?code=none.such&outcome=failed").await;
    assert!(browser.sees(".empty").await.contains("No operation matches these filters."));
    // What was asked still stands in the form.
    assert_eq!(
        browser.ask("return document.querySelector('[name=code]').value", json!(null)).await,
        json!("none.such")
    );
    browser.click(".empty a").await;
    browser.until("all of them", "location.pathname + location.search === '/operations'").await;
    assert_ne!(browser.sees("[data-row]").await, "");

    for (page, code) in
        [("/operations?since=never", "hub.parameter_invalid"), ("/operations/123456789", "hub.not_found")]
    {
        browser.go(page).await;
        let text = browser.sees("#main").await;
        assert!(text.contains(code) && text.contains("Request"), "{page}: {text}");
        browser.click("#main a[href='/operations']").await;
        browser.until("the list", "location.pathname === '/operations' && document.querySelector('[data-row]')").await;
    }
    browser.close().await;
}
