//! At execution: a run whose work another has just done stands back.

use opsledger::jobs::assignments::{dispatch_fetch, dispatch_restore};
use opsledger::ledger::{Cooled, Request, Start};

use super::*;

/// A second run of the same identity, by a door that knows of no cooldown.
async fn late(site: &Site, like: &Run, target: Value) -> i64 {
    let operation = opsledger::catalog::find(&like.operation).unwrap();
    let request = Request { context: target.clone(), ..Request::new(ACME_EU, operation, target) };
    let run = created(site.lab.ensure(request, Start::Queued).await).run_id;
    assert_eq!(site.lab.run(run).await.run_identity_hash, like.run_identity_hash);
    run
}

on_both! {
    async fn a_fetch_that_was_just_done_is_not_done_again_by_a_late_run(t: TestDb) {
        let site = Site::new(t).await;
        dispatch_fetch(&site.lab.ledger, &fetch(1)).await.unwrap();
        let first = site.works_off().await.1;
        let asked = site.server.world().seen.len();
        let second = late(&site, &first, json!({ "backup_item_id": 1 })).await;
        let (_, run) = site.works_off().await;
        assert_eq!((run.id, summary(&run).as_str()), (second, "succeeded 1/1/0/0/1"));
        assert_eq!(run.context["dispatch"], json!({ "answered_by": first.id }));
        assert_eq!(site.server.world().seen.len(), asked, "nothing was asked");
        // Standing back does not begin a cooldown of its own: the first still answers.
        let again = dispatch_fetch(&site.lab.ledger, &fetch(1)).await.unwrap();
        assert!(matches!(again, Cooled::Recent(holder) if holder.run_id == first.id));
        site.lab.pass(15 * 60);
        late(&site, &first, json!({ "backup_item_id": 1 })).await;
        assert_eq!(summary(&site.works_off().await.1), "succeeded 1/1/1/0/0");
    }

    async fn a_restore_that_was_just_done_is_not_done_again_by_a_late_run(t: TestDb) {
        let site = Site::new(t).await;
        site.restore_run(5, "running", &[1]).await;
        dispatch_restore(&site.lab.ledger, &restore(5)).await.unwrap();
        let first = site.works_off().await.1;
        late(&site, &first, json!({ "restore_run_id": 5 })).await;
        let (_, run) = site.works_off().await;
        assert_eq!((summary(&run).as_str(), site.server.changes()), ("succeeded 1/1/0/0/1", 1));
        assert_eq!((site.audit_rows(first.id).await, site.audit_rows(run.id).await), (1, 1));
    }
}
