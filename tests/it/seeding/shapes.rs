//! Scenarios of odd shapes: whatever a file asks for is either made, and breaks no rule, or refused with a reason.

use std::fmt::Write;

use opsledger::db::Engine;
use opsledger::seeding;
use opsledger::seeding::scenario::parse::parse;

use super::{apply, options};
use crate::support::TestDb;

/// Numbers from a number; the same in every run, so that a failure can be met again.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, most: u64) -> u64 {
        // Knuth's multiplier; the upper bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % (most + 1)
    }

    fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[usize::try_from(self.up_to(list.len() as u64 - 1)).unwrap()]
    }
}

fn scenario(dice: &mut Dice) -> String {
    let mut text =
        format!("name = 'odd'\ndescription = 'odd'\nseed = {}\nas_of = 2024-02-29T23:59:59Z\n", dice.up_to(9));
    writeln!(text, "history_days = {}", 1 + dice.up_to(40)).unwrap();
    writeln!(
        text,
        "in_progress = [{{ table = 'restore_runs', domain_status = 'running', count = {} }}]",
        dice.up_to(2)
    )
    .unwrap();
    writeln!(
        text,
        "drift = [{{ kind = 'scope_mismatch', table = '{}', domain_status = 'running', shadow_status = 'queued', belongs_to = '{}', count = {} }}]",
        dice.one_of(&["restore_runs", "bulk_operation_runs", "backup_schedule_runs", "inventory_sync_runs"]),
        dice.one_of(&["tenant", "workspace"]),
        dice.up_to(3) / 3
    )
    .unwrap();
    for name in ["a", "b"] {
        writeln!(text, "[records.{name}]\npolicies = {}", 2 + dice.up_to(6)).unwrap();
        writeln!(text, "backup_schedules = {}\nbackup_sets = {}", 1 + dice.up_to(3), 1 + dice.up_to(7)).unwrap();
        writeln!(text, "items_per_set = {}\nfindings = {}", dice.up_to(6).min(2), dice.up_to(4)).unwrap();
        for (table, statuses) in [
            ("inventory_sync_runs", &["running", "success", "skipped"][..]),
            ("bulk_operation_runs", &["pending", "completed", "aborted"]),
            ("backup_schedule_runs", &["running", "success", "canceled"]),
        ] {
            writeln!(text, "{table} = {{ {} = {} }}", dice.one_of(statuses), dice.up_to(12)).unwrap();
        }
        writeln!(
            text,
            "operations = {{ 'assignments.fetch' = {}, 'assignments.restore' = 2, 'drift.generate' = 2 }}",
            dice.up_to(5)
        )
        .unwrap();
    }
    for workspace in 0..=dice.up_to(2) {
        let age = 4 + dice.up_to(120);
        writeln!(
            text,
            "[[workspaces]]\nkey = 'w{workspace}'\nage_days = {age}\nmembers = {{ operator = {} }}",
            dice.up_to(2)
        )
        .unwrap();
        for tenant in 0..=dice.up_to(3) {
            writeln!(text, "[[workspaces.tenants]]\nkey = 't{tenant}'\nenvironment = 'x'").unwrap();
            writeln!(
                text,
                "age_days = {}\nrecords = '{}'",
                (age - 1).saturating_sub(dice.up_to(30)).max(3),
                dice.one_of(&["a", "b"])
            )
            .unwrap();
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_odd_scenario_is_made_without_a_broken_rule_or_refused_with_a_reason() {
    let mut made = 0;
    for number in 0..32 {
        let text = scenario(&mut Dice(number));
        let t = TestDb::new(Engine::Sqlite).await;
        let parsed = parse("odd.toml", &text).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
        match apply(&t, &parsed, options(&t)).await {
            Ok(applied) => {
                let verified = seeding::verify(&t.db).await.unwrap();
                assert!(verified.is_clean(), "{:#?}\n{text}", verified.scenarios[0].findings);
                assert_eq!(verified.digest, applied.digest, "{text}");
                made += 1;
            }
            Err(problem) => assert_eq!(problem.code, "scenario.impossible", "{problem}\n{text}"),
        }
    }
    assert!((12..32).contains(&made), "{made} of 32 were made");
}
