//! What becomes of a database that holds the scenario already: nothing, what the scenario says, more, or none of it.

use opsledger::clock::Clock;
use opsledger::ledger::Ledger;
use opsledger::seeding::converge::Difference;
use opsledger::seeding::scenario::parse::parse;
use opsledger::seeding::{self, Mode, NotProduction, Options};

use super::population::{loaded, scaled};
use super::{AS_OF, apply, at, options, profile, rows, seeded};
use crate::schema::golden::{described, differences};
use crate::support::TestDb;

fn converging(t: &TestDb) -> Options {
    Options { mode: Mode::Converge, ..options(t) }
}

async fn reset(t: &TestDb, scenario: &str) -> opsledger::problem::Result<seeding::Removed> {
    let ledger = Ledger::new(t.db.clone(), Clock::system(), "test");
    seeding::reset(&ledger, scenario, NotProduction::check(&t.url, None, None).unwrap()).await
}

on_both! {
    async fn converging_restores_what_is_the_seeds_and_touches_nothing_else(t: TestDb) {
        let (schema, there) = (described(&t).await, seeded(&t, "dev").await);
        t.sql("insert into users (name, email, created_at, updated_at) values ('Ada', 'a@x', {at}, {at})").await;
        t.sql("insert into policies (workspace_id, tenant_id, external_id, policy_type, display_name, created_at, updated_at) \
               select workspace_id, id, 'theirs', 'x', 'Theirs', {at}, {at} from tenants where id = 1").await;
        t.sql("update policies set display_name = 'Somebody was here' where id = 3").await;
        t.sql("delete from findings where id in (1, 2)").await;
        t.sql("update restore_runs set status = 'running' where status = 'completed'").await;
        assert!(!seeding::verify(&t.db).await.unwrap().is_unchanged());
        let dev = profile("dev");
        let restored = apply(&t, &dev, converging(&t)).await.unwrap();
        let difference = restored.difference.expect("it was compared");
        assert_eq!((difference.added, difference.removed), (2, 0));
        assert!(difference.changed > 1);
        assert_eq!(restored.digest, there.digest);
        assert_eq!(seeding::verify(&t.db).await.unwrap().digest, there.digest);
        assert_eq!(t.count("select count(*) from users where email = 'a@x'").await, 1);
        assert_eq!(t.text("select display_name from policies where external_id = 'theirs'").await, "Theirs");
        assert_eq!(differences(&schema, &described(&t).await), "", "the guards of history are back");
        let again = apply(&t, &dev, converging(&t)).await.unwrap();
        assert_eq!((again.difference, again.changed), (Some(Difference::default()), false));
    }

    async fn converging_follows_a_scenario_that_changed(t: TestDb) {
        let text = include_str!("../../../seeds/ci.toml");
        let other = TestDb::new(t.engine).await;
        seeded(&t, "ci").await;
        // Fewer rows here and more there, so that ids of the cast change hands.
        let changed = text.replace("policies = 4", "policies = 5").replace("findings = 2", "findings = 1");
        let changed = parse("ci.toml", &changed).unwrap();
        let as_of = Some(at(AS_OF));
        let fresh = apply(&other, &changed, Options { as_of, ..options(&other) }).await.unwrap();
        let refused = apply(&t, &changed, options(&t)).await.unwrap_err();
        assert_eq!(refused.code, "seed.differs");
        assert!(refused.next.contains("--mode converge"));
        let brought = apply(&t, &changed, Options { as_of, ..converging(&t) }).await.unwrap();
        assert_eq!(brought.digest, fresh.digest);
        assert_eq!(seeding::verify(&t.db).await.unwrap().digest, fresh.digest);
        // Everything differs now, and unique values change hands.
        let back = apply(&t, &profile("ci"), converging(&t)).await.unwrap();
        let verified = seeding::verify(&t.db).await.unwrap();
        assert_eq!(verified.digest, back.digest);
        assert!(verified.is_clean());
    }

    async fn topping_up_adds_rows_and_keeps_those_that_are_there(t: TestDb) {
        let other = TestDb::new(t.engine).await;
        loaded(&t, "0.01").await;
        let whole = loaded(&other, "0.02").await;
        t.sql("update policies set display_name = 'Mine now' where id = (select min(id) from policies)").await;
        let more = Options { mode: Mode::TopUp, ..scaled(&t, "0.02") };
        let topped = apply(&t, &profile("load"), more).await.unwrap();
        let difference = topped.difference.clone().expect("it was compared");
        assert_eq!((difference.changed, difference.removed), (0, 0));
        assert_eq!(rows(&topped, "operation_runs"), 2_000);
        assert_eq!(topped.digest, whole.digest);
        assert_eq!(t.count("select count(*) from policies where display_name = 'Mine now'").await, 1);
        let less = Options { mode: Mode::TopUp, ..scaled(&t, "0.01") };
        assert_eq!(apply(&t, &profile("load"), less).await.unwrap_err().code, "seed.differs");
        apply(&t, &profile("load"), Options { scale: None, ..converging(&t) }).await.unwrap();
        assert_eq!(seeding::verify(&t.db).await.unwrap().digest, whole.digest);
    }

    async fn converging_to_a_smaller_scale_removes_what_is_too_much(t: TestDb) {
        let other = TestDb::new(t.engine).await;
        let small = loaded(&other, "0.01").await;
        loaded(&t, "0.03").await;
        let shrunk = apply(&t, &profile("load"), Options { mode: Mode::Converge, ..scaled(&t, "0.01") }).await.unwrap();
        assert!(shrunk.difference.is_some_and(|difference| difference.removed > 3_000));
        assert_eq!(shrunk.digest, small.digest);
        assert_eq!(seeding::verify(&t.db).await.unwrap().digest, small.digest);
    }

    async fn a_reset_takes_the_seed_away_and_nothing_else(t: TestDb) {
        let schema = described(&t).await;
        seeded(&t, "ci").await;
        let there = seeded(&t, "dev").await;
        t.sql("insert into users (name, email, created_at, updated_at) values ('Ada', 'a@x', {at}, {at})").await;
        let removed = reset(&t, "ci").await.unwrap();
        assert!(removed.changed && removed.rows > 100);
        assert_eq!(differences(&schema, &described(&t).await), "");
        let verified = seeding::verify(&t.db).await.unwrap();
        assert_eq!((verified.scenarios.len(), &verified.digest), (1, &there.digest));
        assert!(!reset(&t, "ci").await.unwrap().changed);
        reset(&t, "dev").await.unwrap();
        for table in ["workspaces", "tenants", "operation_runs", "audit_logs", "restore_runs", "seed_blocks"] {
            assert_eq!(t.count(&format!("select count(*) from {table}")).await, 0, "{table}");
        }
        assert_eq!(t.count("select count(*) from users").await, 1);
        let beside = Options { allow_foreign: true, ..options(&t) };
        assert!(apply(&t, &profile("ci"), beside).await.unwrap().changed);
    }

    async fn resetting_makes_the_rows_of_the_seed_anew_with_their_old_ids(t: TestDb) {
        let there = seeded(&t, "ci").await;
        let ids = "select cast(id as text) || external_id from tenants order by id";
        let before = t.texts(ids).await;
        t.sql("insert into users (name, email, created_at, updated_at) values ('Ada', 'a@x', {at}, {at})").await;
        t.sql("update policies set display_name = 'Somebody was here' where id = 3").await;
        t.sql("delete from findings where id = 1").await;
        let anew = apply(&t, &profile("ci"), Options { mode: Mode::Reset, ..options(&t) }).await.unwrap();
        let all: i64 = anew.tables.iter().map(|line| line.rows).sum();
        let difference = anew.difference.clone().expect("it was there");
        assert_eq!((difference.added, difference.removed, &anew.digest), (all, all - 1, &there.digest));
        assert_eq!(t.texts(ids).await, before);
        assert!(seeding::verify(&t.db).await.unwrap().is_unchanged());
        assert_eq!(t.count("select count(*) from users where email = 'a@x'").await, 1);
        let smaller = TestDb::new(t.engine).await;
        assert!(apply(&smaller, &profile("ci"), Options { mode: Mode::Reset, ..options(&smaller) }).await.unwrap().changed);
    }

    async fn a_row_that_leans_on_the_seed_keeps_it_as_it_is(t: TestDb) {
        let there = seeded(&t, "ci").await;
        t.sql("insert into policies (workspace_id, tenant_id, external_id, policy_type, display_name, created_at, updated_at) \
               select workspace_id, id, 'theirs', 'x', 'Theirs', {at}, {at} from tenants where id = 1").await;
        let problem = reset(&t, "ci").await.unwrap_err();
        assert_eq!(problem.code, "seed.rows_in_use");
        assert_eq!(seeding::verify(&t.db).await.unwrap().digest, there.digest);
        t.refused("update audit_logs set summary = 'x'").await;
    }

    async fn each_seed_is_a_run_in_the_ledger(t: TestDb) {
        let applied = seeded(&t, "ci").await;
        apply(&t, &profile("ci"), options(&t)).await.unwrap();
        let runs = "select count(*) from operation_runs where type = 'seed.apply' and status = 'completed' and outcome = 'succeeded'";
        assert_eq!(t.count(runs).await, 1, "a second time nothing was done");
        let context = t.text("select cast(context as text) from operation_runs where type = 'seed.apply'").await;
        assert!(context.contains("\"ci\"") && context.contains(&applied.digest[..12]), "{context}");
        t.sql("delete from findings where id = 1").await;
        apply(&t, &profile("ci"), converging(&t)).await.unwrap();
        assert_eq!(t.count(runs).await, 2);
    }
}
