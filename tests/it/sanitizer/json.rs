//! Structure: key names and neighbouring fields decide, strings pass the text rules.

use opsledger::sanitizer::scrub_json;
use serde_json::json;

#[test]
fn json_keys_decide_and_strings_are_redacted() {
    let value = json!({
        "user": "app",
        "password": "Tr0ub4dor",
        "retries": 3,
        "verified": true,
        "nested": {"api_key": "abc123def", "url": "postgres://app:kanarie4@db.internal/app"},
        "env": [{"name": "SMTP_PASSWORD", "value": "kanarie4"}, {"name": "LEVEL", "value": "info"}],
        "passwords": ["kanarie4", "kanarie5"],
        "token_count": 512,
        "note": "invited zsofia.nagy@example.com",
        "displayName": "Zsófia Nagy",
    });
    assert_eq!(
        scrub_json(&value),
        json!({
            "user": "app",
            "password": "[password]",
            "retries": 3,
            "verified": true,
            "nested": {"api_key": "[key]", "url": "postgres://app:[password]@db.internal/app"},
            "env": [{"name": "SMTP_PASSWORD", "value": "[password]"}, {"name": "LEVEL", "value": "info"}],
            "passwords": ["[password]", "[password]"],
            "token_count": 512,
            "note": "invited [email]",
            "displayName": "[name]",
        })
    );
}

#[test]
fn json_fields_of_one_object_are_read_together() {
    let value = json!({
        "from": {"emailAddress": {"name": "Zsófia Nagy", "address": "zsofia@example.com"}},
        "author": {"given": "Zsófia", "family": "Nagy"},
        "release": {"family": "debian", "major": 12},
        "headers": [{"name": "Authorization", "value": "Bearer kanarie4kanarie4"}, ["X-Api-Key", "kanarie5"], ["Accept", "text/html"]],
        "guest": {"name": "Zsófia Nagy", "dob": "1987-04-12"},
        "policy": {"name": "Baseline Windows", "email": ""},
        "endpoint": {"name": "hub", "address": "10.4.0.12:8080"},
    });
    let scrubbed = scrub_json(&value);
    assert_eq!(
        scrubbed,
        json!({
            "from": {"emailAddress": {"name": "[name]", "address": "[email]"}},
            "author": {"given": "[name]", "family": "[name]"},
            "release": {"family": "debian", "major": 12},
            "headers": [{"name": "Authorization", "value": "Bearer [token]"}, ["X-Api-Key", "[key]"], ["Accept", "text/html"]],
            "guest": {"name": "[name]", "dob": "[personal]"},
            "policy": {"name": "Baseline Windows", "email": ""},
            "endpoint": {"name": "hub", "address": "10.4.0.12:8080"},
        })
    );
    assert_eq!(scrub_json(&scrubbed), scrubbed);
}
