//! One backup: its set, its items, and how it ends.

use std::time::Duration;

use opsledger::engine::{Attempt, Refusal, Retry, Setback, Work};
use opsledger::graph::DirectoryProvider;
use opsledger::jobs::scheduled_backup::ScheduledBackup;
use opsledger::ledger::{Run, Taken};
use opsledger::problem::Result as Answer;

use super::*;
use crate::support::provider::{Mishap, Provider};
use crate::workers::Crew;

const BACKUP: &str = "backup_schedule.scheduled";
const COMPLIANCE: &str = "deviceCompliancePolicies";
const CONFIGURATION: &str = "deviceConfigurations";

/// A provider with three policies of one kind and two of another, and a schedule of tenant 1 that is due at 10:01.
pub struct Yard {
    pub lab: Lab,
    pub server: Provider,
}

impl Yard {
    pub async fn new(t: TestDb) -> Self {
        let lab = Lab::new(t).await;
        lab.t.sql("insert into provider_connections (id, workspace_id, tenant_id, status, entra_tenant_id, created_at, updated_at) \
                   values (1, 1, 1, 'connected', 'contoso.example', {at}, {at}); \
                   insert into policies (id, workspace_id, tenant_id, external_id, policy_type, display_name, created_at, updated_at) \
                   values (1, 1, 1, 'compliance-0', 'deviceCompliancePolicy', 'P', {at}, {at})").await;
        daily(&lab.t, 1, "10:01").await;
        lab.t
            .sql("update backup_schedules set policy_types = '[\"deviceConfiguration\", \"deviceCompliancePolicy\"]'")
            .await;
        let server = Provider::start().await;
        {
            let mut world = server.world();
            world.page_size = 2;
            let some = |name: &str, count: i64| {
                (0..count)
                    .map(|n| json!({ "id": format!("{name}-{n}"), "displayName": format!("{name} {n}") }))
                    .collect()
            };
            world.policies.insert(COMPLIANCE.into(), some("compliance", 3));
            world.policies.insert(CONFIGURATION.into(), some("configuration", 2));
        }
        dispatch_by(&lab.ledger).await;
        Self { lab, server }
    }

    fn work(&self) -> Arc<dyn Work> {
        let client: Arc<dyn DirectoryProvider> = Arc::new(self.server.client());
        Arc::new(Eager(ScheduledBackup::new(client)))
    }

    /// The slot comes, and its run is worked off.
    pub async fn backs_up(&self) -> Run {
        self.lab.pass(60);
        dispatch_by(&self.lab.ledger).await;
        self.works_off().await
    }

    pub async fn works_off(&self) -> Run {
        let mut crew = Crew::start(&self.lab.ledger, vec![self.work()], 1, Duration::from_secs(60));
        let done = crew.next().await;
        crew.stop().await;
        self.lab.run(done.claim.run_id).await
    }

    /// The sets: name, status, item count.
    async fn sets(&self) -> Vec<String> {
        self.lab
            .t
            .texts("select name || ' ' || status || ' ' || cast(item_count as text) from backup_sets order by id")
            .await
    }

    /// The last slot of the schedule and how it went.
    async fn last(&self) -> String {
        self.lab.t.text("select coalesce(last_run_status, '-') from backup_schedules where id = 1").await
    }

    async fn claims(&self) -> Taken {
        self.lab.pass(60);
        dispatch_by(&self.lab.ledger).await;
        self.lab.ledger.take(&[catalog::find(BACKUP).unwrap()], 1, 0).await.unwrap().taken.remove(0)
    }

    fn attempt(&self, taken: &Taken, number: u32) -> Attempt {
        Attempt::of(self.lab.ledger.clone(), Taken { attempt: number, ..taken.clone() })
    }
}

/// The same work, which waits for milliseconds where it would wait for seconds.
struct Eager(ScheduledBackup);

#[async_trait::async_trait]
impl Work for Eager {
    fn operation(&self) -> &'static opsledger::catalog::Operation {
        self.0.operation()
    }

    fn retry(&self) -> Retry {
        Retry { base: Duration::from_millis(1), cap: Duration::from_millis(2), ..self.0.retry() }
    }

    fn speaks_to_provider(&self) -> bool {
        self.0.speaks_to_provider()
    }

    async fn admit(&self, attempt: &Attempt) -> Answer<Option<Refusal>> {
        self.0.admit(attempt).await
    }

    async fn attempt(&self, attempt: &Attempt) -> Result<Ending, Setback> {
        self.0.attempt(attempt).await
    }
}

fn story(run: &Run) -> String {
    let count = |key: &str| run.summary_counts[key].to_string();
    let counts = ["total", "succeeded", "failed"].map(count).join("/");
    let said: Vec<&str> =
        run.failure_summary.as_array().unwrap().iter().filter_map(|item| item["reason_code"].as_str()).collect();
    format!("{} {counts} {} attempt {}", run.outcome, said.join(" "), run.attempt)
}

on_both! {
    async fn a_run_makes_one_set_with_items_and_asks_for_their_assignments(t: TestDb) {
        let yard = Yard::new(t).await;
        let run = yard.backs_up().await;
        assert_eq!(story(&run), "succeeded 5/5/0  attempt 1");
        assert_eq!(yard.sets().await, ["Nightly 1 2026-11-20 10:01 completed 5"]);
        assert_eq!((run.context["backup_set_id"].as_i64(), run.context["provider_connection_id"].as_i64()), (Some(1), Some(1)));
        let items = yard.lab.t.texts("select external_id || ' ' || coalesce(cast(policy_id as text), '-') || ' ' || assignments_status from backup_items order by policy_type, external_id").await;
        assert_eq!(items, ["compliance-0 1 pending", "compliance-1 - pending", "compliance-2 - pending", "configuration-0 - pending", "configuration-1 - pending"]);
        assert_eq!(yard.lab.t.count("select count(*) from operation_runs where type = 'assignments.fetch' and status = 'queued'").await, 5);
        assert_eq!(yard.last().await, "success");
        assert_eq!(yard.lab.t.count("select count(*) from audit_logs").await, 1);
        assert_eq!(opsledger::ledger::invariants::check(&yard.lab.t.db, yard.lab.now()).await.unwrap().iter().filter(|f| f.invariant != "I18").count(), 0);
    }

    async fn a_kind_that_may_not_be_read_makes_the_backup_partial_at_once(t: TestDb) {
        let yard = Yard::new(t).await;
        yard.server.goes_wrong(COMPLIANCE, Mishap::Status(403, None));
        assert_eq!(story(&yard.backs_up().await), "partially_succeeded 3/2/1 provider.permission_denied attempt 1");
        assert_eq!(yard.sets().await, ["Nightly 1 2026-11-20 10:01 partial 2"]);
        assert_eq!(yard.last().await, "partial");
    }

    async fn throttling_is_waited_for_within_one_run_and_one_set(t: TestDb) {
        let yard = Yard::new(t).await;
        for _ in 0..2 {
            yard.server.goes_wrong(CONFIGURATION, Mishap::Status(429, Some(("retry-after", "0".into()))));
        }
        assert_eq!(story(&yard.backs_up().await), "succeeded 5/5/0  attempt 3");
        assert_eq!(yard.sets().await, ["Nightly 1 2026-11-20 10:01 completed 5"]);
    }

    async fn what_is_still_in_trouble_at_the_last_attempt_is_missing_from_the_backup(t: TestDb) {
        let yard = Yard::new(t).await;
        for _ in 0..3 {
            yard.server.goes_wrong(CONFIGURATION, Mishap::Status(503, None));
        }
        assert_eq!(story(&yard.backs_up().await), "partially_succeeded 4/3/1 provider.unreachable attempt 3");
        assert_eq!(yard.sets().await, ["Nightly 1 2026-11-20 10:01 partial 3"]);
    }

    async fn a_backup_in_which_nothing_is_has_failed(t: TestDb) {
        let yard = Yard::new(t).await;
        yard.server.world().policies.values_mut().for_each(Vec::clear);
        assert_eq!(story(&yard.backs_up().await), "failed 0/0/0 backup.nothing_to_back_up attempt 1");
        assert_eq!((yard.sets().await, yard.last().await), (vec!["Nightly 1 2026-11-20 10:01 failed 0".to_owned()], "failed".into()));
    }

    async fn a_schedule_that_was_archived_meanwhile_blocks_its_run_before_a_word_is_spoken(t: TestDb) {
        for change in ["deleted_at = {at}", "is_enabled = {false}"] {
            let yard = Yard::new(TestDb::new(t.engine).await).await;
            yard.lab.pass(60);
            dispatch_by(&yard.lab.ledger).await;
            yard.lab.t.sql(&format!("update backup_schedules set {change}")).await;
            let run = yard.works_off().await;
            assert_eq!((run.outcome.as_str(), run.failure_summary[0]["reason_code"].as_str()), ("blocked", Some("execution_prerequisite_invalid")));
            assert_eq!((yard.sets().await.len(), yard.server.world().seen.len()), (0, 0));
        }
    }

    async fn an_attempt_after_a_crash_goes_on_with_the_set_of_the_one_before(t: TestDb) {
        let yard = Yard::new(t).await;
        let (taken, work) = (yard.claims().await, yard.work());
        // The process dies in the middle: one kind is captured, the other is not.
        yard.server.goes_wrong(CONFIGURATION, Mishap::Status(500, None));
        work.attempt(&yard.attempt(&taken, 1)).await.unwrap_err();
        assert_eq!(yard.sets().await, ["Nightly 1 2026-11-20 10:01 running 0"]);
        let first = work.attempt(&yard.attempt(&taken, 2)).await.unwrap();
        // And once more between the end of the backup and that of the run.
        let again = work.attempt(&yard.attempt(&taken, 3)).await.unwrap();
        assert_eq!((first.outcome(), first.counts()), (again.outcome(), again.counts()));
        assert_eq!(yard.sets().await, ["Nightly 1 2026-11-20 10:01 completed 5"]);
        assert_eq!(yard.lab.t.count("select count(*) from operation_runs where type = 'assignments.fetch'").await, 5);
    }

    async fn l5_an_attempt_whose_run_was_taken_over_writes_nothing(t: TestDb) {
        let yard = Yard::new(t).await;
        let (taken, work) = (yard.claims().await, yard.work());
        yard.lab.take_over(taken.claim.run_id).await;
        let setback = work.attempt(&yard.attempt(&taken, 1)).await.unwrap_err();
        assert!(matches!(setback, Setback::Final(_)));
        assert_eq!((yard.sets().await.len(), yard.lab.rows("backup_items").await), (0, 0));
    }
}
