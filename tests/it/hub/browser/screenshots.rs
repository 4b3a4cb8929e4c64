//! `just screenshots`: each page of the demo in light and dark, for the README.

use std::path::Path;

use super::Hub;
use crate::support::browser::Browser;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it writes pictures into docs/screenshots"]
async fn screenshots() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screenshots");
    std::fs::create_dir_all(&folder).expect("make the folder");
    let hub = Hub::demo().await;
    let failed = "select max(id) from operation_runs where outcome = 'failed' and type = 'policy.sync'";
    let mut pictures = vec![("operation".to_owned(), format!("/operations/{}", hub.number(failed).await))];
    for page in hub.pages_without_runs() {
        let name = if page == "/" { "now" } else { page.trim_start_matches('/') };
        pictures.push((name.replace('/', "-"), page));
    }
    let browser = Browser::open(&hub.site).await;
    browser.size(1200, 800).await;
    for (name, page) in pictures {
        for (theme, is_dark) in [("light", false), ("dark", true)] {
            browser.dark(is_dark).await;
            browser.go(&page).await;
            let file = folder.join(format!("{name}-{theme}.png"));
            std::fs::write(&file, browser.picture().await).expect("write a picture");
        }
    }
    browser.close().await;
}
