//! Runs and slots as chance would have them, the same each time: what a number that was thought of cannot foresee.

use chrono::TimeDelta;
use opsledger::clock::{Instant, text};

use crate::support::TestDb;

/// Numbers that look drawn by chance and are the same each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.below(words.len() as u64)).unwrap()]
    }
}

/// Runs of every kind around an instant, for tenants that are there, and slots that did not run.
pub async fn plant_chance(t: &TestDb, as_of: Instant, seed: u64) {
    let tenants =
        t.texts("select cast(workspace_id as text) || ', ' || cast(id as text) from tenants order by id").await;
    let mut draw = Draw(seed);
    let mut rows = Vec::new();
    let mut leases = Vec::new();
    for n in 0..240_i64 {
        let id = 9_000_000 + n;
        let whose = tenants[usize::try_from(draw.below(tenants.len() as u64)).unwrap()].clone();
        let whose = if draw.below(6) == 0 { whose.split(',').next().unwrap().to_owned() + ", null" } else { whose };
        let minutes = |n: u64| TimeDelta::minutes(i64::try_from(n).unwrap());
        let begun = as_of - minutes(draw.below(60 * 24 * 12));
        let ended = (begun + minutes(draw.below(60 * 30))).min(as_of);
        let kind = draw.one_of(&[
            "policy.sync",
            "inventory.sync",
            "restore_execute",
            "ops.prune_operation_runs",
            "nobody.knows",
        ]);
        let [begun, ended] = [begun, ended].map(|at| format!("'{}'", text(at)));
        let (status, outcome, started, completed) = match draw.below(8) {
            0 => ("queued", "pending", "null", "null"),
            1 => ("running", "pending", begun.as_str(), "null"),
            _ => {
                let outcome = draw.one_of(&["succeeded", "succeeded", "failed", "blocked", "partially_succeeded"]);
                ("completed", outcome, begun.as_str(), ended.as_str())
            }
        };
        let failures = match outcome {
            "pending" | "succeeded" => "[]",
            _ => draw.one_of(&[r#"[{"code":"run.timed_out","message":"x"}]"#, r#"[{"code":"restore.failed","reason_code":"item.conflict","message":"x"},{"code":"run.timed_out","message":"y"}]"#, "[]"]),
        };
        rows.push(format!(
            "({id}, {whose}, 'System', '{kind}', '{status}', '{outcome}', 'chance-{id}', '{failures}', {started}, {completed}, {begun}, {begun})"
        ));
        if status == "running" && draw.below(2) == 0 {
            // Long ago or far ahead: PostgreSQL judges leases by its own clock.
            let end = draw.one_of(&["2020-01-01T00:00:00+00:00", "2099-01-01T00:00:00+00:00"]);
            leases.push(format!("({id}, 'w', 1, '{end}')"));
        }
    }
    t.sql(&format!(
        "insert into operation_runs (id, workspace_id, tenant_id, initiator_name, type, status, outcome, run_identity_hash, \
         failure_summary, started_at, completed_at, created_at, updated_at) values {}",
        rows.join(", ")
    ))
    .await;
    t.sql("update operation_runs set claim_token = 1 where id in (select id from operation_runs where id >= 9000000 and status = 'running')").await;
    t.sql(&format!(
        "insert into operation_run_leases (run_id, worker, claim_token, expires_at) values {}",
        leases.join(", ")
    ))
    .await;
    t.sql(&format!(
        "insert into schedules (key, operation_type, cron, last_slot, created_at, updated_at) values \
         ('ops.reconcile_stale_runs', 'ops.reconcile_stale_runs', '* * * * *', '{}', {{at}}, {{at}})",
        text(as_of - TimeDelta::hours(1))
    ))
    .await;
    let mut skips = Vec::new();
    for n in 0..60_i64 {
        let whose = if n % 5 == 0 {
            "null, null".to_owned()
        } else {
            tenants[usize::try_from(n).unwrap() % tenants.len()].clone()
        };
        let whose = if n % 5 == 1 { whose.split(',').next().unwrap().to_owned() + ", null" } else { whose };
        let slot = as_of - TimeDelta::hours(n);
        // Some stand for a stretch that began long before and ended lately.
        let through = if n % 7 == 0 { format!("'{}'", text(as_of - TimeDelta::minutes(n))) } else { "null".into() };
        let reason = draw.one_of(&["overlap", "missed", "paused", "coalesced", "blocked"]);
        skips.push(format!("('ops.reconcile_stale_runs', {whose}, '{}', {through}, '{reason}', {{at}})", text(slot)));
    }
    t.sql(&format!("insert into schedule_skips (schedule_key, workspace_id, tenant_id, slot, slot_through, reason, created_at) values {}", skips.join(", "))).await;
    let schedules = t.texts("select cast(workspace_id as text) || ', ' || cast(tenant_id as text) || ', ' || cast(id as text) from backup_schedules order by id limit 6").await;
    for (n, whose) in (0_i64..).zip(&schedules) {
        let slot = text(as_of - TimeDelta::hours(n * 5));
        t.sql(&format!("insert into backup_schedule_skips (workspace_id, tenant_id, backup_schedule_id, slot, reason, created_at) values ({whose}, '{slot}', 'missed', {{at}})")).await;
    }
}
