//! Hostile and merely odd texts in every column that takes them: they show as text, run nowhere, and break no link.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use super::Hub;
use crate::support::browser::Browser;

/// What runs when it is not escaped: in a text, in an attribute, in a script, in an address; then characters that mean
/// something in an address, and one that turns the line around.
const HOSTILE: &str = "<img src=x onerror=pwned=1>\"'><script>pwned=1</script></script><svg/onload=pwned=1>javascript:pwned=1 a/b?c=d&e#f%00+{{7*7}}\u{202e}";

/// Columns that pages show; the hostile text must have come into these.
const SHOWN: [(&str, &str); 6] = [
    ("workspaces", "name"),
    ("tenants", "name"),
    ("users", "name"),
    ("operation_runs", "initiator_name"),
    ("schedules", "note"),
    ("schedules", "paused_by"),
];

/// Words that the program itself made, and could not read back.
const ITS_OWN: [&str; 8] =
    ["key", "schedule_key", "type", "operation_type", "cron", "time_zone", "timezone", "seen_in"];

/// Plants it wherever the database lets it in; returns where.
async fn plant(hub: &Hub) -> BTreeSet<(String, String)> {
    let writer = hub.db.writer();
    let backend = hub.db.engine().backend();
    let columns = "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c \
        where m.type = 'table' and m.name not like 'sqlite%' and m.name not like 'se%\\_%' escape '\\' \
        and lower(c.type) = 'text' and c.name not like '%\\_at' escape '\\'";
    let columns = writer.query_all_raw(Statement::from_string(backend, columns)).await.expect("columns");
    let quoted = quoted(HOSTILE);
    let mut planted = BTreeSet::new();
    for column in columns {
        let (table, column): (String, String) =
            (column.try_get_by_index(0).unwrap(), column.try_get_by_index(1).unwrap());
        if ITS_OWN.contains(&column.as_str()) {
            continue;
        }
        // Unlike in each row, for some must be unique. What a rule of the database refuses cannot come to a page.
        for value in [format!("'{quoted}'"), format!("'{quoted}' || rowid")] {
            let done = writer.execute_unprepared(&format!("update {table} set {column} = {value}")).await;
            if done.is_ok_and(|done| done.rows_affected() > 0) {
                planted.insert((table.clone(), column.clone()));
                break;
            }
        }
    }
    planted
}

fn quoted(text: &str) -> String {
    text.replace('\'', "''")
}

/// A run, a line of the log, a notification and a schedule of texts that no update may bring in.
async fn plant_rows(hub: &Hub) {
    let text = quoted(HOSTILE);
    let code = json!({ "code": "policy.sync_failed", "reason_code": "provider.throttled", "message": HOSTILE });
    let (failures, context) = (quoted(&json!([code]).to_string()), quoted(&json!({ "note": HOSTILE }).to_string()));
    let data =
        quoted(&json!({ "type": HOSTILE, "outcome": HOSTILE, "counts": { HOSTILE: 1 }, "failure": code }).to_string());
    let at = opsledger::clock::text(opsledger::clock::Clock::system().now());
    hub.sql(&format!(
        "insert into operation_runs (id, workspace_id, tenant_id, user_id, initiator_name, type, status, outcome, run_identity_hash, \
         failure_summary, context, attempt, started_at, completed_at, created_at, updated_at) values \
         (900001, 1, 1, 1, '{text}', 'policy.sync', 'completed', 'failed', 'h', '{failures}', '{context}', 1, '{at}', '{at}', '{at}', '{at}'), \
         (900002, 1, 1, null, '{text}', '{text}', 'completed', 'succeeded', 'i', '[]', '{{}}', 1, '{at}', '{at}', '{at}', '{at}'); \
         insert into audit_logs (id, workspace_id, tenant_id, actor_name, action, resource_type, resource_id, summary, recorded_at) \
         values (900001, 1, 1, '{text}', '{text}', 'operation_run', 900001, '{text}', '{at}'); \
         insert into notifications (user_id, workspace_id, tenant_id, operation_run_id, data, created_at) \
         values (1, 1, 1, 900001, '{data}', '{at}'); \
         update schedules set paused_at = '{at}', paused_by = 'x', note = 'x'"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_texts_show_as_text_and_odd_names_break_no_link() {
    let hub = Hub::demo().await;
    plant_rows(&hub).await;
    let planted = plant(&hub).await;
    for (table, column) in SHOWN {
        assert!(planted.contains(&(table.into(), column.into())), "{table}.{column} was not planted: {planted:?}");
    }
    let browser = Browser::open(&hub.site).await;
    let mut pages = hub.pages().await;
    pages.extend(["/operations/900001", "/operations/900002"].map(str::to_owned));
    let mut links = BTreeSet::new();
    let mut seen = 0;
    for page in &pages {
        browser.go(page).await;
        assert_eq!(browser.complaints().await, Vec::<String>::new(), "{page}");
        let ran = "return typeof pwned !== 'undefined' || document.querySelectorAll('img, iframe, svg[onload], [onerror]').length > 0 || document.scripts.length !== 1";
        assert_eq!(browser.ask(ran, json!(null)).await, json!(false), "{page} took a text for markup");
        let shown = browser
            .ask("return document.body.innerText.includes(arguments[0])", json!("<img src=x onerror=pwned=1>"))
            .await;
        seen += usize::from(shown == json!(true));
        let hrefs = browser
            .ask("return [...document.querySelectorAll('main a[href]')].map(one => one.href)", json!(null))
            .await;
        for href in hrefs.as_array().expect("links").iter().filter_map(|href| href.as_str()) {
            assert!(href.starts_with(&hub.site), "{page} leads away: {href}");
            links.insert(href.split('#').next().unwrap_or(href).to_owned());
        }
    }
    assert!(seen >= 2, "the text was seen on {seen} of {} pages", pages.len());
    let check = format!(
        "Promise.all({}.map(async link => [link, (await fetch(link, {{ redirect: 'manual' }})).status])).then(all => all.filter(([, status]) => status !== 200))",
        json!(links.iter().take(400).collect::<Vec<_>>())
    );
    assert_eq!(browser.promised(&check).await, json!([]), "links that lead nowhere");
    browser.close().await;
}
