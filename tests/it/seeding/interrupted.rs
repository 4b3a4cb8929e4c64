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
        let (mut t, mut killed, instants) = (t, 0, instants());
        for thousandths in instants.iter().copied() {
            let load = Running::start(SEEDER, &ARGUMENTS, &[("DATABASE_URL", t.url.as_str())]);
            // Not in wait for anything: the instant of a kill is arbitrary.
            tokio::time::sleep(lasts * thousandths / 1_000).await;
            drop(load);
            // What the server still does for a client that is gone holds locks until it finds out.
            eventually("nobody holds the tables", async || t.db.begin_owned().await.is_ok()).await;
            if t.count("select count(*) from seed_applications").await > 0 {
                // It was quicker than the kill, which leaves all of it.
                assert_eq!(expected["digest"], seeding::verify(&t.db).await.unwrap().digest);
                t = TestDb::new(t.engine).await;
                continue;
            }
            killed += 1;
            for table in ["workspaces", "operation_runs", "audit_logs", "seed_blocks"] {
                assert_eq!(t.count(&format!("select count(*) from {table}")).await, 0, "{table}");
            }
            assert_eq!(differences(&before, &described(&t).await), "", "killed at {thousandths} of {instants:?}");
        }
        assert!(killed > 4, "{killed} loads were met while they ran, of {lasts:?} each, at {instants:?}");
        assert_eq!(expected["digest"], loaded(&t, "0.12").await.digest.as_str());
        assert_eq!(differences(&before, &described(&t).await), "");
        let verified = seeding::verify(&t.db).await.unwrap();
        assert!(verified.is_clean() && verified.is_unchanged(), "{:?}", verified.scenarios);
        assert!(lasts < Duration::from_secs(120));
    }
}

/// Ten instants in the life of a load, in thousandths of it, drawn anew each time; what fails names them.
fn instants() -> Vec<u32> {
    let drawn = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()].map(uuid::Uuid::into_bytes).concat();
    drawn.chunks(2).take(10).map(|pair| 20 + u32::from(u16::from_be_bytes([pair[0], pair[1]])) % 900).collect()
}
