//! Rows and disks that do not play along (rows 33 and 34), on SQLite, where a test can bring them about.

use opsledger::db::Engine;
use opsledger::ledger::Filter;

use super::*;
use crate::tick::Clockwork;
use crate::tick::work::{Deed, Stub};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f33_a_row_whose_json_was_spoilt_by_hand_stops_neither_its_batch_nor_the_list() {
    let mut all = Clockwork::minutely(TestDb::new(Engine::Sqlite).await).await;
    all.tick_after(60).await;
    let claims = all.claim().await;
    let spoilt = claims[0].run_id;
    all.lab.t.sql("pragma ignore_check_constraints = on").await;
    all.lab.t.sql(&format!("update operation_runs set context = '{{{{' where id = {spoilt}")).await;
    all.lab.t.sql("pragma ignore_check_constraints = off").await;
    let page = all.lab.ledger.runs(&Filter::default(), 50).await.expect("the list opens");
    assert_eq!(page.len(), 2);
    all.end_all(Stub::new(Deed::Fail), claims.clone()).await;
    assert_eq!(all.lab.run(claims[1].run_id).await.status, "completed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f34_a_full_disk_is_told_by_its_code_and_nothing_is_lost_when_there_is_room_again() {
    let mut all = Clockwork::minutely(TestDb::new(Engine::Sqlite).await).await;
    all.tick_after(60).await;
    let claims = all.claim().await;
    let numbers = "with recursive n(i) as (select 3 union all select i + 1 from n where i < 3000)";
    let many = format!(
        "{numbers} insert into workspaces (id, external_id, slug, name, created_at, updated_at) \
         select i, 'w' || i, 'w' || i, 'W', {{at}}, {{at}} from n"
    );
    all.lab.t.sql(&many).await;
    let pages = all.lab.t.count("pragma page_count").await;
    // The one connection that writes cannot make the file larger.
    all.lab.t.count(&format!("pragma max_page_count = {}", pages + 4)).await;
    all.lab.pass(60);
    let problem = all.ticker.tick(&all.lab.ledger).await.expect_err("no room");
    assert_eq!(problem.code, "db.full", "{problem}");
    assert_eq!(all.account().await.runs.len(), 2, "all of a slot or nothing");
    assert_eq!(all.lab.run(claims[0].run_id).await.status, "running", "reading goes on");
    all.lab.t.count("pragma max_page_count = 1073741823").await;
    let ticked = all.tick_after(1).await;
    assert_eq!((ticked.fanned_out.ran, ticked.fanned_out.overlapped), (2_998, 2));
    assert_eq!(all.lab.t.text("pragma integrity_check").await, "ok");
}
