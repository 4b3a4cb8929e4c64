//! A bulk load that is killed leaves the database as it was, and can be done again.

use std::time::{Duration, Instant};

use opsledger::seeding;

use super::population::loaded;
use crate::schema::golden::{described, differences};
use crate::support::TestDb;
use crate::support::process::{SEEDER, eventually, run};
use crate::support::running::Running;

const ARGUMENTS: [&str; 5] = ["apply", "load", "--scale", "0.12", "--json"];

on_both! {
    async fn a_load_that_is_killed_leaves_nothing_and_is_done_again_with_the_same_digest(t: TestDb) {
        let whole = TestDb::new(t.engine).await;
        let before = described(&t).await;
        let begun = Instant::now();
        let expected = run(SEEDER, &whole.url, &ARGUMENTS).await;
        let lasts = begun.elapsed();
        assert_eq!(expected.code, Some(0), "{}", expected.stderr);
        let expected: serde_json::Value = serde_json::from_str(&expected.stdout).unwrap();
        assert_eq!(expected["path"]["way"], "bulk");
        let mut killed = 0;
        for tenths in [1, 3, 4, 5, 6, 7, 8, 9] {
            let load = Running::start(SEEDER, &ARGUMENTS, &[("DATABASE_URL", t.url.as_str())]);
            // Not in wait for anything: the instant of a kill is arbitrary, and so are these.
            tokio::time::sleep(lasts * tenths / 10).await;
            drop(load);
            // What the server still does for a client that is gone holds locks until it finds out.
            eventually("nobody holds the tables", async || t.db.begin_owned().await.is_ok()).await;
            if t.count("select count(*) from seed_applications").await > 0 {
                continue;
            }
            killed += 1;
            assert_eq!(t.count("select count(*) from workspaces").await, 0);
            assert_eq!(differences(&before, &described(&t).await), "");
        }
        assert!(killed > 2, "{killed} loads were met while they ran, of {lasts:?} each");
        let digest = if t.count("select count(*) from seed_applications").await > 0 {
            seeding::verify(&t.db).await.unwrap().digest
        } else {
            loaded(&t, "0.12").await.digest
        };
        assert_eq!(expected["digest"], digest.as_str());
        assert_eq!(differences(&before, &described(&t).await), "");
        assert!(lasts < Duration::from_secs(120));
    }
}
