//! Looks for canaries, raw and escaped, in texts and in every column of every table.

use std::collections::BTreeSet;

use opsledger::db::Engine;

use super::plants::PLANTS;
use crate::support::TestDb;

/// What a search of a database saw.
pub struct Found {
    pub columns: usize,
    pub leaks: Vec<String>,
}

/// The value as it is, percent-escaped, inside JSON (once and twice), as HTML, base64 and hexadecimal.
pub fn forms(value: &str) -> BTreeSet<String> {
    let percent = |keep: fn(u8) -> bool| -> String {
        value.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
    };
    let json = serde_json::to_string(value).unwrap();
    let json = json.trim_matches('"').to_owned();
    let twice = serde_json::to_string(&json).unwrap().trim_matches('"').to_owned();
    let mut forms = BTreeSet::from([value.to_owned(), json, twice]);
    forms.insert(percent(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b)));
    forms.insert(percent(|b| b.is_ascii_alphanumeric()));
    forms.insert(value.replace(' ', "+"));
    forms.insert(value.replace('&', "&amp;").replace('"', "&quot;"));
    forms.insert(value.bytes().map(|b| format!("{b:02x}")).collect());
    forms.insert(base64(value));
    forms
}

/// Base64 without what depends on the bytes around it.
pub fn base64(value: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let whole = value.len() / 3 * 3;
    let mut text = String::new();
    for three in value.as_bytes()[..whole].chunks(3) {
        let bits = three.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        text.extend([18, 12, 6, 0].map(|shift| char::from(LETTERS[bits >> shift & 63])));
    }
    text
}

/// One line for each canary in the text.
pub fn leaks_in_text(place: &str, text: &str) -> Vec<String> {
    let mut leaks = Vec::new();
    for (name, value) in PLANTS {
        if let Some(form) = forms(value).into_iter().find(|form| text.contains(form.as_str())) {
            let line = text.lines().find(|line| line.contains(&form)).unwrap_or(text);
            leaks.push(format!("{name} leaked into {place} as {form}: {line}"));
        }
    }
    leaks
}

/// Searches the text of every column of every table of the catalogue, except where a plant itself lies.
pub async fn leaks_in_database(t: &TestDb, planted: &[(&str, &str)]) -> Found {
    let (columns, text) = match t.engine {
        Engine::Sqlite => (
            "select m.name || '.' || c.name from sqlite_master m, pragma_table_info(m.name) c \
             where m.type = 'table' and m.name not like 'sqlite_%'",
            "text",
        ),
        Engine::Postgres => (
            "select (table_name || '.' || column_name)::text from information_schema.columns \
             where table_schema = current_schema()",
            "text",
        ),
    };
    let columns = t.texts(columns).await;
    let mut leaks = Vec::new();
    for column in &columns {
        let (table, name) = column.split_once('.').unwrap();
        if planted.contains(&(table, name)) {
            continue;
        }
        let sql = format!("select cast(\"{name}\" as {text}) from \"{table}\" where \"{name}\" is not null");
        leaks.extend(leaks_in_text(column, &t.texts(&sql).await.join("\n")));
    }
    Found { columns: columns.len(), leaks }
}
