//! The same scenario, seed and instant: the same bytes, wherever and how often.

use opsledger::db::Engine;
use opsledger::seeding::scenario::parse::parse;
use opsledger::seeding::{self, Options};

use super::{AS_OF, PROFILES, apply, at, options, profile, rows, seeded};
use crate::support::TestDb;

/// Never changes, unless the scenario or a generator does: then every fixture built on it moves, so say so.
pub const CI_DIGEST: &str = "2e0583683742790c0ffbb49bc0c3ba89a1891d1e20dc496c3df84374cee3f01e";

on_both! {
    async fn the_ci_fixture_is_what_it_has_always_been(t: TestDb) {
        let applied = apply(&t, &profile("ci"), options(&t)).await.unwrap();
        assert_eq!(applied.digest, CI_DIGEST);
        assert_eq!(seeding::verify(&t.db).await.unwrap().digest, CI_DIGEST);
    }

    async fn a_second_apply_changes_nothing_and_says_the_same(t: TestDb) {
        let dev = profile("dev");
        let first = apply(&t, &dev, options(&t)).await.unwrap();
        assert_eq!(first.as_of, at("2026-06-01T08:15:00Z"), "the present, cut to the minute");
        let again = apply(&t, &dev, options(&t)).await.unwrap();
        assert!(first.changed && !again.changed);
        assert_eq!((&again.digest, again.seed, again.as_of), (&first.digest, first.seed, first.as_of));
        assert_eq!(again.tables, first.tables);
        let runs = t.count("select count(*) from operation_runs").await;
        assert_eq!(runs, rows(&first, "operation_runs") + 1, "and the record of the seed itself");
    }

    async fn another_seed_or_instant_gives_other_rows_and_the_same_number(t: TestDb) {
        let first = seeded(&t, "dev").await;
        let (second, third) = (TestDb::new(t.engine).await, TestDb::new(t.engine).await);
        let other_seed = Options { seed: Some(first.seed + 1), as_of: Some(first.as_of), ..options(&second) };
        let other_seed = apply(&second, &profile("dev"), other_seed).await.unwrap();
        let other_time = Options { as_of: Some(at("2026-03-30T01:30:00Z")), ..options(&third) };
        let other_time = apply(&third, &profile("dev"), other_time).await.unwrap();
        assert_ne!(other_seed.digest, first.digest);
        assert_ne!(other_time.digest, first.digest);
        assert_eq!(rows(&other_seed, "tenants"), rows(&first, "tenants"));
        let slugs = "select slug from workspaces order by id";
        assert_ne!(second.texts(slugs).await, t.texts(slugs).await);
        assert_eq!(third.texts(slugs).await, t.texts(slugs).await);
    }

    async fn rows_that_were_there_before_do_not_change_the_digest(t: TestDb) {
        t.sql("insert into users (name, email, created_at, updated_at) values ('Ada', 'a@x', {at}, {at})").await;
        t.sql("insert into workspaces (external_id, slug, name, created_at, updated_at) \
               values ('e', 's', 'n', {at}, {at}), ('f', 't', 'm', {at}, {at})").await;
        t.sql("delete from workspaces where slug = 't'").await;
        let beside = Options { allow_foreign: true, ..options(&t) };
        assert_eq!(apply(&t, &profile("ci"), beside).await.unwrap().digest, CI_DIGEST);
    }

    async fn two_scenarios_lie_side_by_side_and_each_has_its_own_digest(t: TestDb) {
        let dev = seeded(&t, "dev").await;
        assert_eq!(apply(&t, &profile("ci"), options(&t)).await.unwrap().digest, CI_DIGEST);
        let verified = seeding::verify(&t.db).await.unwrap();
        let found: Vec<&str> = verified.scenarios.iter().map(|scenario| scenario.digest.as_str()).collect();
        assert_eq!(found, [CI_DIGEST, &dev.digest]);
        assert!(verified.is_clean() && verified.is_unchanged());
    }

    async fn the_database_goes_on_counting_where_the_seed_stopped(t: TestDb) {
        let applied = seeded(&t, "ci").await;
        t.sql("insert into users (name, email, created_at, updated_at) values ('Ada', 'a@x', {at}, {at})").await;
        assert_eq!(t.count("select max(id) from users").await, rows(&applied, "users") + 1);
    }

    async fn a_row_more_moves_no_other(t: TestDb) {
        let other = TestDb::new(t.engine).await;
        let small = apply(&t, &parse("small", &scenario(3, "")).unwrap(), options(&t)).await.unwrap();
        let tenant = "[[workspaces.tenants]]\nkey = 'second'\nenvironment = 'x'\nage_days = 20\nrecords = 'r'\n";
        let large = apply(&other, &parse("large", &scenario(5, tenant)).unwrap(), options(&other)).await.unwrap();
        assert_eq!((rows(&small, "policies"), rows(&large, "policies")), (3, 10));
        for values in [
            "select external_id || display_name || created_at from policies",
            "select external_id || slug || name || created_at from workspaces",
            "select external_id || entra_tenant_id || name || created_at from tenants",
            "select email || name from users",
            "select selection_hash || created_at || items_observed_count from inventory_sync_runs",
            "select type || initiator_name || created_at from operation_runs",
        ] {
            let large = other.texts(values).await;
            let small = t.texts(values).await;
            assert!(!small.is_empty() && small.iter().all(|value| large.contains(value)), "{values}");
        }
    }
}

/// A scenario with so many policies, and more text at its end.
fn scenario(policies: u32, more: &str) -> String {
    format!(
        "name = 'growing'\ndescription = 'grows'\nseed = 4\nas_of = 2026-01-15T12:00:00Z\n\
         [records.r]\npolicies = {policies}\ninventory_sync_runs = {{ success = 2 }}\noperations = {{ \"inventory.sync\" = 3 }}\n\
         [[workspaces]]\nkey = 'w'\nage_days = 50\nmembers = {{ owner = 1, operator = 2 }}\n\
         [[workspaces.tenants]]\nkey = 'first'\nenvironment = 'x'\nage_days = 40\nrecords = 'r'\n{more}"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_engines_hold_the_same_rows_of_every_profile() {
    for name in PROFILES {
        let (sqlite, postgres) = (TestDb::new(Engine::Sqlite).await, TestDb::new(Engine::Postgres).await);
        let (one, other) = (seeded(&sqlite, name).await, seeded(&postgres, name).await);
        assert_eq!(one, other, "{name}");
        assert_eq!(one.as_of, at(AS_OF));
    }
}
