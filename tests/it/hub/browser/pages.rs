//! Every page, in light and in dark, wide and narrow: nothing that axe-core finds, nothing that the policy refuses, nothing
//! in the console, nothing wider than a telephone.

use serde_json::json;

use super::Hub;
use crate::support::browser::Browser;

const AXE: &str = include_str!("axe.min.js");

/// Rule, how often, and the first place, for people.
const FINDINGS: &str = "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.map(one => \
    `${one.id} × ${one.nodes.length}: ${one.nodes[0].html.slice(0, 200)} ${one.nodes[0].failureSummary}`))";

/// Pages that are none, each with its way out.
const FAILURES: [&str; 3] = ["/nowhere", "/operations/999999999", "/operations?since=yesterday-ish"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_in_light_and_dark_and_keeps_to_its_policy() {
    let hub = Hub::demo().await;
    let browser = Browser::open(&hub.site).await;
    browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": AXE })).await;
    let mut found = Vec::new();
    let mut pages = hub.pages().await;
    pages.extend(FAILURES.map(str::to_owned));
    pages.push("/operations?code=none.such".to_owned());
    for page in &pages {
        for is_dark in [false, true] {
            browser.dark(is_dark).await;
            browser.go(page).await;
            // What is folded away and what is asked for is judged as well.
            browser.ask("document.querySelectorAll('details').forEach(one => { one.open = true })", json!(null)).await;
            let theme = if is_dark { "dark" } else { "light" };
            let findings = browser.promised(FINDINGS).await;
            let findings = findings.as_array().unwrap_or_else(|| panic!("{page}: {findings}"));
            found.extend(findings.iter().map(|one| format!("{page} in {theme}: {one}")));
            found.extend(complaints(&browser, page).await);
        }
    }
    browser.press("?").await;
    browser.until("the help is open", "document.querySelector('#help').open").await;
    let findings = browser.promised(FINDINGS).await;
    assert_eq!(findings, json!([]), "the help");
    assert!(found.is_empty(), "{}", found.join("\n"));

    // The alarm rings: what the policy forbids is seen by this test.
    browser
        .ask(
            "document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.invalid/x.png' }))",
            json!(null),
        )
        .await;
    browser.until("a report", "reports.some(one => one.startsWith('refused img-src'))").await;
    browser.ask("document.body.innerHTML = '<img alt>'", json!(null)).await;
    assert_ne!(browser.promised(FINDINGS).await, json!([]));
    browser.close().await;
}

/// Errors of the network are the browser's word for an answer that is meant to be an error.
async fn complaints(browser: &Browser, page: &str) -> Vec<String> {
    let all = browser.complaints().await;
    let is_meant = |text: &String| FAILURES.contains(&page) && text.contains("Failed to load resource");
    all.into_iter().filter(|text| !is_meant(text)).map(|text| format!("{page}: {text}")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_scrolls_sideways_on_a_narrow_screen() {
    let hub = Hub::demo().await;
    let browser = Browser::open(&hub.site).await;
    let mut wide = Vec::new();
    for width in [320, 700, 1024] {
        browser.width(width).await;
        for page in hub.pages().await {
            browser.go(&page).await;
            let culprit = "document.querySelectorAll('details').forEach(one => { one.open = true }); \
                const limit = document.documentElement.clientWidth; \
                if (document.documentElement.scrollWidth <= limit) return null; \
                const over = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > limit + 1); \
                return (over.at(-1) ?? document.body).outerHTML.slice(0, 200)";
            let culprit = browser.ask(culprit, json!(null)).await;
            if let Some(html) = culprit.as_str() {
                wide.push(format!("{page} at {width}: {html}"));
            }
        }
    }
    assert!(wide.is_empty(), "{}", wide.join("\n"));
    browser.close().await;
}
