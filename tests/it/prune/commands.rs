//! What an operator sees: exit codes, the plan by type, and a retention that is too short.

use super::*;
use crate::support::process::{Finished, SCHEDULER, run};

async fn once(lab: &Lab, args: &[&str]) -> Finished {
    run(SCHEDULER, &lab.t.url, &[&["once", PRUNE], args].concat()).await
}

/// Long ago, whatever the clock of this machine says.
const YEARS: i64 = 6 * 365 * DAY;

on_both! {
    async fn the_plan_is_shown_by_type_and_nothing_is_written(t: TestDb) {
        let lab = Lab::new(t).await;
        many_old(&lab, ACME_EU, "policy.sync", YEARS, json!({}), 3).await;
        many_old(&lab, ACME_EU, BACKUP, YEARS, json!({}), 2).await;
        let plan = once(&lab, &["--dry-run", "--json"]).await;
        assert_eq!((plan.code, plan.stderr.as_str()), (Some(0), ""));
        let plan: Value = serde_json::from_str(&plan.stdout).unwrap();
        assert_eq!(plan["pruned"], json!({ "policy.sync": 3, BACKUP: 2 }));
        assert_eq!(plan["plan"][1]["workspace"], "acme");
        let table = once(&lab, &["--dry-run"]).await.stdout;
        assert!(table.contains("3 old enough, 0 more kept") && table.contains("nothing was written"), "{table}");
        assert_eq!(lab.rows("operation_runs").await, 5);
    }

    async fn the_exit_code_says_how_the_pass_ended(t: TestDb) {
        let lab = Lab::new(t).await;
        assert_eq!(once(&lab, &[]).await.code, Some(0), "nothing to do is done");
        let ids = many_old(&lab, ACME_EU, "policy.sync", YEARS, json!({}), 101).await;
        let blocked = once(&lab, &[]).await;
        assert!(blocked.code == Some(4) && blocked.stdout.contains("prune.guard") && blocked.stdout.contains("--confirm"), "{blocked:?}");
        assert!(once(&lab, &["--dry-run"]).await.stdout.contains("stopped by the guard"));
        let short = once(&lab, &["--older-than", "1d"]).await;
        assert!(short.code == Some(2) && short.stderr.contains("error[prune.unconfirmed]"), "{short:?}");
        assert_eq!(left(&lab, &ids).await.len(), 101);
        assert_eq!(once(&lab, &["--older-than", "9y", "--guard-share", "0%"]).await.code, Some(0), "nothing is that old");
        let refused = "refuse";
        lab.t.sql(&match lab.t.engine {
            opsledger::db::Engine::Sqlite => format!("create trigger {refused} before delete on operation_runs when old.id = {} begin select raise(abort, 'planted constraint'); end", ids[0]),
            opsledger::db::Engine::Postgres => format!(
                "create function {refused}() returns trigger language plpgsql as $$ begin raise exception 'planted constraint' using errcode = 'check_violation'; end $$; \
                 create trigger {refused} before delete on operation_runs for each row when (old.id = {}) execute function {refused}()", ids[0]),
        }).await;
        let partial = once(&lab, &["--confirm"]).await;
        assert!(partial.code == Some(1) && partial.stdout.contains("prune.row_refused"), "{partial:?}");
        assert_eq!(left(&lab, &ids).await, [ids[0]]);
        let holder = opsledger::ledger::Ledger::new(lab.t.db.clone(), opsledger::clock::Clock::system(), "holder");
        for scope in [ACME, GLOBEX] {
            holder.ensure(Request::new(scope, catalog::find(PRUNE).unwrap(), json!({})), Start::Running).await.unwrap();
        }
        assert_eq!(once(&lab, &[]).await.code, Some(3));
    }
}
