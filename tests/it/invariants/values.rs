//! What stands in the JSON columns of a run (I5, I11, I13), poison included.

use opsledger::db::Engine;

use super::*;

/// A database with one run that succeeded.
async fn one(t: TestDb) -> Planted {
    let t = Planted::new(t).await;
    t.ended(1, "policy.sync", "attempt = 1").await;
    t
}

async fn with(t: &Planted, changes: &str) {
    t.without_rules(&[&format!("update operation_runs set {changes} where id = 1")]).await;
}

on_both! {
    async fn i5_an_outcome_that_its_failures_belie_is_found(t: TestDb) {
        let t = one(t).await;
        for outcome in ["failed", "partially_succeeded"] {
            with(&t, &format!("outcome = '{outcome}'")).await;
            assert_eq!(only(&t).await, ("I5", 1, 1, format!("{outcome} without a failure")));
        }
        with(&t, "outcome = 'succeeded', failure_summary = '[{\"code\": \"a.b\", \"message\": \"x\"}]'").await;
        assert_eq!(only(&t).await, ("I5", 1, 1, "succeeded with failures".into()));
        with(&t, "outcome = 'failed'").await;
        assert_eq!(findings(&t).await, []);
    }

    async fn i5_a_failure_code_of_another_form_is_found(t: TestDb) {
        let t = one(t).await;
        let codes = ["\"A.b\"", "\"a b\"", "\".a\"", "\"a.\"", "\"a..b\"", "\"9a\"", "\"\"", "null", "7", "[\"a\"]", "\"ä\""];
        let items = codes.iter().map(|code| format!("{{\"code\": {code}}}"));
        let items = items.chain(["\"a.b\"", "{}", "null", "{\"code\": \"a\", \"reason_code\": \"B\"}"].map(str::to_owned));
        for item in items {
            with(&t, &format!("outcome = 'failed', failure_summary = '[{{\"code\": \"fine\"}}, {item}]'")).await;
            assert_eq!(only(&t).await, ("I5", 1, 1, "a failure code of another form".into()), "{item}");
        }
        for code in ["a", "a.b", "a_b.c_1.d", "restore.9"] {
            with(&t, &format!("failure_summary = '[{{\"code\": \"{code}\", \"reason_code\": \"{code}\"}}]'")).await;
            assert_eq!(findings(&t).await, [], "{code}");
        }
    }

    async fn i11_what_passes_its_bounds_is_found(t: TestDb) {
        let t = one(t).await;
        let long = "x".repeat(16_400);
        with(&t, &format!("context = '{{\"selection\": \"{long}\"}}'")).await;
        assert_eq!(only(&t).await, ("I11", 1, 1, "context over 16384 bytes".into()));
        // Bytes, not characters.
        with(&t, &format!("context = '{{\"selection\": \"{}\"}}'", "é".repeat(8_200))).await;
        assert_eq!(only(&t).await, ("I11", 1, 1, "context over 16384 bytes".into()));
        with(&t, &format!("context = '{{\"selection\": \"{}\"}}'", "é".repeat(8_100))).await;
        assert_eq!(findings(&t).await, []);
        let items = |count: usize, message: &str| {
            let items: Vec<String> = (0..count).map(|_| format!("{{\"code\": \"a\", \"message\": \"{message}\"}}")).collect();
            format!("outcome = 'failed', failure_summary = '[{}]'", items.join(", "))
        };
        with(&t, &items(51, "x")).await;
        assert_eq!(only(&t).await, ("I11", 1, 1, "over 50 failures".into()));
        let message = ("I11", 1, 1, "a failure message that is too long or has control characters".into());
        for bad in ["é".repeat(201), "a\\u0007b".into(), "\\u001b[31m".into(), "a\\nb".into(), "\\u007f".into(), "x\\u0085".into()] {
            with(&t, &items(2, &bad)).await;
            assert_eq!(only(&t).await, message, "{bad}");
        }
        for good in ["é".repeat(200), "naïve – [ok] ^ \\\\ ☂".into()] {
            with(&t, &items(50.min(16_000 / (good.len() + 40)), &good)).await;
            assert_eq!(findings(&t).await, [], "{good}");
        }
    }

    async fn i11_json_of_another_kind_is_found_and_no_check_fails_over_it(t: TestDb) {
        let t = one(t).await;
        let mut poison = vec!["null", "1", "\"text\"", "[]", "[[1], null, {\"code\": {}}]", "{}", "{\"total\": {}}"];
        if t.engine == Engine::Sqlite {
            poison.extend(["", "{", "not json", "{\"total\": 1"]);
        }
        for column in ["context", "summary_counts", "failure_summary"] {
            for value in &poison {
                with(&t, &format!("outcome = 'blocked', {column} = '{value}'")).await;
                let kind = if column == "failure_summary" { '[' } else { '{' };
                let fits = value.starts_with(kind) && value.ends_with(['}', ']']);
                let found = findings(&t).await;
                let odd = found.iter().find(|finding| finding.invariant == "I11");
                assert_eq!(odd.is_none(), fits, "{column} = {value}: {found:?}");
                if let Some(odd) = odd {
                    assert_eq!(odd.examples[0].detail, format!("{column} of another kind"));
                }
            }
            with(&t, &format!("{column} = '{}'", if column == "failure_summary" { "[]" } else { "{}" })).await;
        }
        assert_eq!(findings(&t).await, []);
    }

    async fn i13_counts_that_do_not_add_up_are_found(t: TestDb) {
        let t = one(t).await;
        for (counts, seen) in [
            (r#"{"total": 5, "processed": 5, "succeeded": 4}"#, "5"),
            (r#"{"total": 5, "processed": 3, "succeeded": 1, "failed": 1, "skipped": 2}"#, "3"),
            (r#"{"total": 5, "processed": "5", "succeeded": 5}"#, "no number of"),
            (r#"{"total": 5, "processed": null}"#, "no number of"),
            (r#"{"total": 5, "processed": 5, "succeeded": "5"}"#, "5"),
        ] {
            with(&t, &format!("summary_counts = '{counts}'")).await;
            assert_eq!(only(&t).await, ("I13", 1, 1, format!("policy.sync counts {seen} processed")), "{counts}");
        }
        for counts in [
            r#"{"total": 5, "processed": 5, "succeeded": 2, "failed": 1, "skipped": 2, "updated": 9}"#,
            r#"{"total": 5, "processed": 0}"#,
            r#"{"processed": 5}"#,
            r#"{"total": 5}"#,
        ] {
            with(&t, &format!("summary_counts = '{counts}'")).await;
            assert_eq!(findings(&t).await, [], "{counts}");
        }
    }
}
