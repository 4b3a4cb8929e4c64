//! The `incident` scenario says itself what one reconcile pass must make of it; here that is held to be so, and so
//! is what an operator of the real binaries sees.

use opsledger::catalog;
use opsledger::clock::Clock;
use opsledger::db::Engine;
use opsledger::domain::workspaces;
use opsledger::jobs::reconcile_adapter_runs::Options;
use opsledger::ledger::{Ending, Ledger, invariants};
use opsledger::seeding::{self, NotProduction, scenario};
use serde_json::Value;

use crate::reconcile::{counts, ended, run_pass};
use crate::support::TestDb;
use crate::support::process::{Finished, SCHEDULER, SEEDER, run};

/// When it happens.
pub const AS_OF: &str = "2026-11-20T12:00:00Z";

/// Seeds a scenario as of [`AS_OF`].
pub async fn seeded(t: &TestDb, profile: &str) -> Ledger {
    let as_of = AS_OF.parse().unwrap();
    let ledger = Ledger::new(t.db.clone(), Clock::fixed(as_of), "incident");
    let mut options = seeding::Options::new(NotProduction::check(&t.url, None, None).unwrap());
    options.as_of = Some(as_of);
    seeding::apply(&ledger, &scenario::load(profile).unwrap(), options).await.unwrap();
    ledger
}

/// A copy of the incident, in place of a migrated database.
async fn incident(engine: Engine) -> (TestDb, Ledger) {
    let t = TestDb::seeded(engine, &scenario::load("incident").unwrap().at(AS_OF.parse().unwrap())).await;
    let ledger = Ledger::new(t.db.clone(), Clock::fixed(AS_OF.parse().unwrap()), "incident");
    (t, ledger)
}

/// One reconcile pass over every workspace.
pub async fn pass(ledger: &Ledger) -> Vec<Ending> {
    let ids: Vec<i64> = workspaces::active(ledger.db()).await.unwrap().into_iter().map(|w| w.id).collect();
    run_pass(ledger, Options::default(), &ids).await.into_iter().map(ended).collect()
}

/// The six counts of all endings, added up.
fn totals(endings: &[Ending]) -> [i64; 6] {
    endings.iter().map(counts).fold([0; 6], |sum, one| std::array::from_fn(|n| sum[n] + one[n]))
}

on_both! {
    async fn the_incident_is_healed_exactly_as_its_scenario_declares(t: TestDb) {
        let (_held, ledger) = incident(t.engine).await;
        let scenario = scenario::load("incident").unwrap();
        let expected = scenario.expected_reconcile().unwrap();
        let endings = pass(&ledger).await;
        assert_eq!(totals(&endings), [expected.total, expected.processed, expected.succeeded, expected.failed, expected.skipped, expected.updated]);
        let mut found = std::collections::BTreeMap::new();
        for ending in &endings {
            for (kind, count) in ending.context()["mismatches"].as_object().unwrap() {
                *found.entry(kind.clone()).or_insert(0) += count.as_i64().unwrap();
            }
        }
        assert_eq!(found, expected.mismatches);
    }

    async fn restores_in_progress_that_agree_with_their_shadows_stay_untouched(t: TestDb) {
        let (t, ledger) = incident(t.engine).await;
        let agreeing = "select cast(r.id as text) || ' ' || r.status || ' ' || cast(r.claim_token as text) || ' ' || cast(r.context as text) || ' ' || d.status \
            from restore_runs d join operation_runs r on r.id = d.operation_run_id and r.tenant_id = d.tenant_id \
            where (d.status in ('previewed', 'pending', 'queued') and r.status = 'queued') or (d.status = 'running' and r.status = 'running') order by r.id";
        let before = t.texts(agreeing).await;
        assert!(before.len() >= 8, "{}", before.len());
        pass(&ledger).await;
        let after = t.texts(agreeing).await;
        assert!(before.iter().all(|row| after.contains(row)), "{before:#?} {after:#?}");
    }

    async fn a_second_pass_over_the_incident_heals_nothing_and_only_repeats_what_a_person_must_see(t: TestDb) {
        let (_held, ledger) = incident(t.engine).await;
        let first = totals(&pass(&ledger).await);
        let second = totals(&pass(&ledger).await);
        assert_eq!((second[2], second[5]), (0, 0));
        assert_eq!((second[3], second[4]), (first[3], first[4]));
    }

    async fn no_invariant_is_violated_before_or_after_a_pass_over_any_profile(t: TestDb) {
        // Beside one another: scenarios do not collide.
        for profile in ["dev", "ci", "demo", "incident"] {
            let ledger = seeded(&t, profile).await;
            for moment in ["before", "after"] {
                let violated: Vec<_> = invariants::check(&t.db, ledger.now()).await.unwrap().into_iter()
                    .filter(|finding| finding.severity == invariants::Severity::Violation).collect();
                assert!(violated.is_empty(), "{profile} {moment}: {violated:#?}");
                pass(&ledger).await;
            }
        }
    }

    async fn statuses_changed_by_hand_end_as_the_mapping_says(t: TestDb) {
        assert_eq!(run(SEEDER, &t.url, &["apply", "incident"]).await.code, Some(0));
        assert_eq!(run(SCHEDULER, &t.url, &["once", "ops.reconcile_adapter_runs"]).await.code, Some(1));
        let running = "select cast(d.id as text) from restore_runs d join operation_runs r on r.id = d.operation_run_id and r.tenant_id = d.tenant_id \
            where d.status = 'running' and r.status = 'running' and cast(r.context as text) like '%restore_run_id%' order by d.id limit 4";
        let old = t.texts("select cast(d.id as text) from restore_runs d where d.status in ('previewed', 'pending', 'queued', 'running') and d.operation_run_id is not null order by d.id").await;
        let mut ids = t.texts(running).await;
        ids.extend(old.into_iter().filter(|id| !ids.contains(id)).collect::<Vec<_>>());
        let by_hand = [("completed", "succeeded"), ("partial", "partially_succeeded"), ("failed", "failed"), ("cancelled", "failed")];
        let mut changed = Vec::new();
        for ((status, outcome), id) in by_hand.into_iter().zip(&ids) {
            t.sql(&format!("update restore_runs set status = '{status}' where id = {id}")).await;
            changed.push((id.clone(), outcome));
        }
        assert_eq!(changed.len(), 4);
        let again = run(SCHEDULER, &t.url, &["once", "ops.reconcile_adapter_runs", "--older-than", "0s"]).await;
        assert_eq!(again.code, Some(1), "{again:?}");
        for (id, outcome) in changed {
            let row = t.text(&format!("select r.outcome from restore_runs d join operation_runs r on r.id = d.operation_run_id where d.id = {id}")).await;
            assert_eq!(row, outcome, "restore {id}");
        }
    }
}

on_both! {
    empty async fn the_demo_seeds_heals_and_shows_it_and_a_second_pass_heals_nothing(t: TestDb) {
        let demo = run(SCHEDULER, &t.url, &["demo", "--exit"]).await;
        assert_eq!((demo.code, demo.stderr.as_str()), (Some(0), ""), "{demo:?}");
        for kind in ["reconcile.shadow_behind", "reconcile.shadow_missing", "reconcile.scope_mismatch", "Healed "] {
            assert!(demo.stdout.contains(kind), "{kind}: {}", demo.stdout);
        }
        let rows = t.texts("select distinct coalesce(cast(tenant_id as text), 'none') || ' ' || status from operation_runs where type = 'ops.reconcile_adapter_runs' and created_at > (select as_of from seed_applications)").await;
        assert_eq!(rows, ["none completed"]);
        let again = run(SCHEDULER, &t.url, &["demo", "--exit"]).await;
        assert_eq!(again.code, Some(0), "{again:?}");
        assert!(again.stdout.contains("Healed nothing"), "{}", again.stdout);
        let doctor = json(&run(SCHEDULER, &t.url, &["doctor", "--json"]).await);
        assert_eq!(doctor["violated"], 0);
    }

    empty async fn what_the_commands_print_as_json_is_json(t: TestDb) {
        let demo = json(&run(SCHEDULER, &t.url, &["demo", "--exit", "--json"]).await);
        assert_eq!(demo["totals"]["processed"], demo["totals"]["total"]);
        let runs = json(&run(SCHEDULER, &t.url, &["runs", "--reconciled", "true", "--limit", "3", "--json"]).await);
        assert_eq!(runs.as_array().map(Vec::len), Some(3));
        let id = runs[0]["id"].to_string();
        assert_eq!(json(&run(SCHEDULER, &t.url, &["show", &id, "--json"]).await)["id"], runs[0]["id"]);
        let jobs = json(&run(SCHEDULER, &t.url, &["jobs", "--json"]).await);
        assert_eq!(jobs.as_array().map(Vec::len), Some(catalog::OPERATIONS.len()));
        let plan = json(&run(SCHEDULER, &t.url, &["once", "ops.reconcile_adapter_runs", "--dry-run", "--json"]).await);
        assert_eq!(plan["dry_run"], true);
        assert!(json(&run(SCHEDULER, &t.url, &["migrate", "status", "--json"]).await).as_array().is_some_and(|all| !all.is_empty()));
    }
}

fn json(finished: &Finished) -> Value {
    serde_json::from_str(&finished.stdout).unwrap_or_else(|error| panic!("{error}: {finished:?}"))
}
