//! Lists that come in pages: what a page says, and whether the next one may be asked for.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use serde_json::Value as Json;
use url::Url;

use super::call::Call;
use super::error::{Cause, ProviderError};
use super::provider::{Cursor, Page};
use super::settings::Settings;

/// A page as the provider writes it.
#[derive(Deserialize)]
struct Written {
    value: Vec<Json>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

impl Cursor {
    /// The beginning of a list.
    pub(super) fn start(first: Url) -> Self {
        Self { next: first, visited: std::collections::HashSet::new() }
    }
}

/// Reads the page that was asked for at `cursor`, each of its records by `read`.
pub(super) fn page<T>(
    settings: &Settings,
    call: Call,
    mut cursor: Cursor,
    body: &[u8],
    read: impl Fn(Json) -> Option<T>,
) -> Result<Page<T>, ProviderError> {
    let Written { value, next } =
        serde_json::from_slice(body).map_err(|_| call.failed(Cause::Garbled, "the answer is no page of a list"))?;
    // No database keeps a NUL in a text, and no record means one.
    let has_nul = body.windows(6).any(|six| six == br"\u0000");
    let value = value.into_iter().map(|record| if has_nul { without_nul(record) } else { record });
    let items: Option<Vec<T>> = value.map(read).collect();
    let items = items.ok_or_else(|| call.failed(Cause::Unacceptable, "a record of the answer has no id or no form"))?;
    cursor.visited.insert(fingerprint(&cursor.next));
    let Some(next) = next else { return Ok(Page { items, next: None }) };
    if cursor.visited.len() >= settings.page_limit {
        return Err(call.failed(Cause::Unacceptable, "the list has more pages than are allowed"));
    }
    // The token goes along, so the address must be the provider's own.
    let next = settings.base_url().join(&next).ok().filter(|next| next.origin() == settings.base_url().origin());
    let next = next.ok_or_else(|| call.failed(Cause::Unacceptable, "the next page is at a foreign address"))?;
    if cursor.visited.contains(&fingerprint(&next)) {
        return Err(call.failed(Cause::Unacceptable, "the pages of the list lead in a circle"));
    }
    cursor.next = next;
    Ok(Page { items, next: Some(cursor) })
}

fn without_nul(value: Json) -> Json {
    match value {
        Json::String(text) => Json::String(text.replace('\0', "")),
        Json::Array(items) => items.into_iter().map(without_nul).collect(),
        Json::Object(fields) => {
            fields.into_iter().map(|(key, value)| (key.replace('\0', ""), without_nul(value))).collect()
        }
        other => other,
    }
}

fn fingerprint(url: &Url) -> u64 {
    let mut hasher = DefaultHasher::new();
    url.as_str().hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        let settings = Settings::new("https://graph.example/v1.0/", "https://login.example/token", "us").unwrap();
        Settings { page_limit: 3, ..settings }
    }

    fn read(cursor: Cursor, body: &str) -> Result<Page<String>, ProviderError> {
        page(&settings(), Call::Policies, cursor, body.as_bytes(), |item| Some(item.get("id")?.as_str()?.to_owned()))
    }

    fn first() -> Cursor {
        Cursor::start("https://graph.example/v1.0/policies".parse().unwrap())
    }

    fn refused(cursor: Cursor, body: &str) -> &'static str {
        read(cursor, body).unwrap_err().detail
    }

    #[test]
    fn a_list_is_walked_to_its_end() {
        let one = read(
            first(),
            r#"{"value":[{"id":"a"},{"id":"b"}],"@odata.nextLink":"https://graph.example/v1.0/policies?p=2"}"#,
        );
        let one = one.unwrap();
        assert_eq!(one.items, ["a", "b"]);
        let two = read(one.next.unwrap(), r#"{"value":[],"@odata.nextLink":"policies?p=3"}"#).unwrap();
        let three = read(two.next.unwrap(), r#"{"value":[{"id":"c"}]}"#).unwrap();
        assert_eq!((three.items.as_slice(), three.next), (["c".to_owned()].as_slice(), None));
    }

    #[test]
    fn a_list_that_never_ends_or_leads_astray_is_refused_for_good() {
        let to = |link: &str| format!(r#"{{"value":[],"@odata.nextLink":"{link}"}}"#);
        assert_eq!(
            refused(first(), &to("https://graph.example/v1.0/policies")),
            "the pages of the list lead in a circle"
        );
        for foreign in [
            "https://evil.example/x",
            "http://graph.example/x",
            "https://graph.example:8443/x",
            "//evil.example/x",
            "file:///etc/passwd",
        ] {
            assert_eq!(refused(first(), &to(foreign)), "the next page is at a foreign address", "{foreign}");
        }
        let two = read(first(), &to("policies?p=2")).unwrap().next.unwrap();
        let three = read(two, &to("policies?p=3")).unwrap().next.unwrap();
        assert_eq!(refused(three.clone(), &to("policies?p=2")), "the list has more pages than are allowed");
        assert!(read(three, r#"{"value":[]}"#).unwrap().next.is_none(), "the last allowed page may be the last");
    }

    #[test]
    fn a_text_comes_without_what_no_database_keeps() {
        let body = br#"{"value":[{"id":"a\u0000b","deep":[{"k\u0000":"\u0000"}]}]}"#;
        let page = page(&settings(), Call::Policies, first(), body, Some).unwrap();
        assert_eq!(page.items, [serde_json::json!({ "id": "ab", "deep": [{ "k": "" }] })]);
    }

    #[test]
    fn what_is_no_page_may_be_one_next_time_and_a_record_without_an_id_will_not() {
        for body in ["", "{", "[]", "{}", r#"{"value":{}}"#, r#"{"value":[],"@odata.nextLink":7}"#, "<html>"] {
            assert_eq!(read(first(), body).unwrap_err().cause, Cause::Garbled, "{body}");
        }
        assert_eq!(read(first(), r#"{"value":[{}]}"#).unwrap_err().cause, Cause::Unacceptable);
    }
}
