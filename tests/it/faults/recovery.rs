//! How soon a process that was killed is made up for: within its lease and one sweep, the dead sweep itself included
//! (S8, row 28).

use super::*;
use crate::support::process::SCHEDULER;

const LEASE: Duration = Duration::from_secs(4);
const SWEEPS: Duration = Duration::from_secs(2);
/// For a wake-up, a claim and a write, on a machine that has other things to do.
const SLACK: Duration = Duration::from_secs(3);

/// Slots each second, of the witness and of the sweep, for so many workspaces.
async fn scene(t: TestDb) -> Scene {
    let both = [KEY, SWEEP].map(|key| Declaration {
        key: key.into(),
        operation_type: key.into(),
        ..declared("* * * * * *", "skip", "latest")
    });
    let scene = Scene::each_second(t).await;
    let numbers = "with recursive n(i) as (select 3 union all select i + 1 from n where i < 8)";
    let more = format!(
        "{numbers} insert into workspaces (id, external_id, slug, name, created_at, updated_at) \
         select i, 'w' || i, 'w' || i, 'W', {{at}}, {{at}} from n"
    );
    scene.t.sql(&more).await;
    scene.ledger.declare(&both).await.expect("declare");
    scene
}

/// The real program, as it is told by a file.
fn real(scene: &Scene) -> Running {
    let config = scene.file("opsledger.toml");
    let text = format!(
        "[leases]\nlease = '4s'\nheartbeat = '1s'\n[scheduler]\nsweep = '2s'\n[schedules.\"{KEY}\"]\ncron = '* * * * * *'\n"
    );
    std::fs::write(&config, text).expect("write the configuration");
    let args = ["run", "--config", config.to_str().expect("plain")];
    Running::start(SCHEDULER, &args, &[("DATABASE_URL", scene.t.url.as_str())])
}

/// A process that holds runs of both types and finishes none.
async fn doomed(scene: &Scene) -> Running {
    let doomed = scene.start(Probe {
        hold: 600_000,
        lease: 4_000,
        heartbeat: 1_000,
        sweep: false,
        stuck: true,
        ..Probe::default()
    });
    doomed.says("probe holds").await;
    doomed.says("probe sweeps").await;
    doomed
}

/// Kills it, lets `then` come to its aid, and tells how long its runs stayed open. They all end with their reason.
async fn recovered(
    scene: &Scene,
    doomed: Running,
    then: impl FnOnce() -> Option<Running>,
) -> (Duration, Option<Running>) {
    let held = scene.t.texts("select cast(run_id as text) from operation_run_leases where worker like 'probe-%'").await;
    assert!(held.len() >= 16, "{held:?}");
    doomed.signal("KILL");
    let began = Instant::now();
    let came = then();
    let ids = held.join(", ");
    let open = format!("select count(*) from operation_runs where id in ({ids}) and status <> 'completed'");
    eventually("all of its runs are recovered", async || scene.t.count(&open).await == 0).await;
    let took = began.elapsed();
    let with_reason = format!(
        "select count(*) from operation_runs where id in ({ids}) and cast(context as text) like '%reconciliation%' \
         and cast(failure_summary as text) like '%run.worker_lost%'"
    );
    assert_eq!(scene.t.count(&with_reason).await, i64::try_from(held.len()).expect("few"));
    (took, came)
}

fn in_time(took: Duration, who: &str) {
    println!("killed with runs in flight: recovered by {who} after {took:?} (lease {LEASE:?}, sweep {SWEEPS:?})");
    assert!(took <= LEASE + SWEEPS + SLACK, "{took:?}");
}

on_both! {
    async fn f28_killed_with_its_sweep_in_flight_it_is_made_up_for_by_another_within_a_lease_and_a_sweep(t: TestDb) {
        let scene = scene(t).await;
        let doomed = doomed(&scene).await;
        let mut other = real(&scene);
        other.says("is running").await;
        let (took, _) = recovered(&scene, doomed, || None).await;
        in_time(took, "another");
        scene.runs_on(1).await;
        other.signal("TERM");
        assert_eq!(other.ends_within(Duration::from_secs(20)).await, Some(0), "{}", other.output());
    }

    async fn f28_killed_alone_and_started_again_it_makes_up_for_itself_within_a_lease_and_a_sweep(t: TestDb) {
        let scene = scene(t).await;
        let doomed = doomed(&scene).await;
        let (took, again) = recovered(&scene, doomed, || Some(real(&scene))).await;
        in_time(took, "the same, started again");
        let mut again = again.expect("it was started");
        scene.runs_on(1).await;
        again.signal("TERM");
        assert_eq!(again.ends_within(Duration::from_secs(20)).await, Some(0), "{}", again.output());
    }
}
