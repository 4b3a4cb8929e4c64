//! Reading the ledger: filters, pages that stay right while rows are added, types in any spelling.

use std::collections::HashSet;

use opsledger::ledger::{Failures, Filter, Outcome, Start, Status};

use super::*;

async fn ids(lab: &Lab, filter: Filter) -> Vec<i64> {
    lab.ledger.runs(&filter, 100).await.unwrap().into_iter().map(|run| run.id).collect()
}

on_both! {
    async fn a_filter_keeps_what_it_names_and_an_empty_one_keeps_all(t: TestDb) {
        let lab = Lab::new(t).await;
        let sweep = lab.running(ACME, SWEEP, 1).await;
        let other = lab.queued(GLOBEX, SWEEP, 1).await.run_id;
        let backup = lab.running(ACME_EU, BACKUP, 1).await;
        lab.pass(3_600);
        let late = lab.now();
        let us = lab.queued(ACME_US, BACKUP, 1).await.run_id;
        let failed = Ending::failed(Failures::one("row.bad", "x"));
        assert_eq!(lab.ledger.complete(&backup, failed).await.unwrap(), Closed::Done);
        lab.let_lease_run_out(sweep.run_id).await;
        lab.ledger.release_lost(sweep.operation).await.unwrap();
        let (sweep, backup) = (sweep.run_id, backup.run_id);

        let all = Filter::default;
        assert_eq!(ids(&lab, all()).await, [us, backup, other, sweep]);
        assert_eq!(ids(&lab, Filter { workspaces: Some(vec![1]), ..all() }).await, [us, backup, sweep]);
        assert_eq!(ids(&lab, Filter { workspaces: Some(vec![1, 2]), ..all() }).await.len(), 4);
        assert_eq!(ids(&lab, Filter { workspaces: Some(vec![]), ..all() }).await, Vec::<i64>::new());
        assert_eq!(ids(&lab, Filter { tenant: Some(1), ..all() }).await, [backup]);
        assert_eq!(ids(&lab, Filter { operation: Some(SWEEP.into()), ..all() }).await, [other, sweep]);
        assert_eq!(ids(&lab, Filter { operation: Some("nobody.knows".into()), ..all() }).await, Vec::<i64>::new());
        assert_eq!(ids(&lab, Filter { status: Some(Status::Queued), ..all() }).await, [us, other]);
        assert_eq!(ids(&lab, Filter { outcome: Some(Outcome::Failed), ..all() }).await, [backup, sweep]);
        assert_eq!(ids(&lab, Filter { reconciled: Some(true), ..all() }).await, [sweep]);
        assert_eq!(ids(&lab, Filter { reconciled: Some(false), ..all() }).await, [us, backup, other]);
        assert_eq!(ids(&lab, Filter { since: Some(late), ..all() }).await, [us]);
        assert_eq!(ids(&lab, Filter { before: Some(backup), ..all() }).await, [other, sweep]);
        let narrow = Filter {
            workspaces: Some(vec![1]), outcome: Some(Outcome::Failed), reconciled: Some(false), ..all()
        };
        assert_eq!(ids(&lab, narrow).await, [backup]);
        assert_eq!(lab.ledger.run(999).await.unwrap(), None);
    }

    async fn pages_over_2500_rows_have_no_gap_and_no_double_while_rows_are_added(t: TestDb) {
        let lab = Lab::new(t).await;
        let wishes: Vec<Request> = (0..2_500).map(|n| wish(ACME, SWEEP, n)).collect();
        let made = lab.ledger.ensure_many(&wishes, Start::Queued).await.unwrap();
        let made: HashSet<i64> = made.into_iter().map(|ensured| created(ensured).run_id).collect();
        let mut seen = Vec::new();
        let mut before = None;
        for page in 0.. {
            let runs = lab.ledger.runs(&Filter { before, ..Filter::default() }, 100).await.unwrap();
            let Some(last) = runs.last() else { break };
            before = Some(last.id);
            seen.extend(runs.iter().map(|run| run.id));
            lab.queued(ACME, SWEEP, 10_000 + page).await;
        }
        assert_eq!(seen.len(), 2_500);
        assert!(seen.is_sorted_by(|newer, older| newer > older));
        assert_eq!(seen.into_iter().collect::<HashSet<_>>(), made);
        assert_eq!(lab.ledger.runs(&Filter::default(), u64::MAX).await.unwrap().len(), 1_000, "a page has a limit");
    }

    async fn a_type_in_an_older_spelling_is_found_and_shown_under_its_name(t: TestDb) {
        let lab = Lab::new(t).await;
        let new = lab.queued(ACME_EU, "directory_groups.sync", 1).await.run_id;
        let old = lab.queued(ACME_EU, "directory_groups.sync", 2).await.run_id;
        lab.t.sql(&format!("update operation_runs set type = 'directory.groups.sync' where id = {old}")).await;
        for spelling in ["directory_groups.sync", "directory.groups.sync", "entra_group_sync"] {
            let filter = Filter { operation: Some(spelling.into()), ..Filter::default() };
            assert_eq!(ids(&lab, filter).await, [old, new], "{spelling}");
        }
        let run = lab.run(old).await;
        assert_eq!((run.operation.as_str(), run.label), ("directory_groups.sync", "Synchronise directory groups"));
    }

    async fn rows_that_somebody_spoilt_are_shown_and_do_not_break_the_page(t: TestDb) {
        let lab = Lab::new(t).await;
        for n in 0..3 {
            lab.queued(ACME_EU, BACKUP, n).await;
        }
        lab.t
            .sql(
                "update operation_runs set type = 'nobody.knows', initiator_name = ' ', run_identity_hash = 'x', \
                 summary_counts = '{\"total\": \"many\"}', context = '{\"a\": [null]}', failure_summary = '[1, \"x\", {}]' \
                 where id = (select min(id) from operation_runs)",
            )
            .await;
        let runs = lab.ledger.runs(&Filter::default(), 10).await.unwrap();
        assert_eq!(runs.len(), 3);
        assert_eq!((runs[2].operation.as_str(), runs[2].label), ("nobody.knows", "Unknown operation"));
        assert_eq!(ids(&lab, Filter { operation: Some("nobody.knows".into()), ..Filter::default() }).await, [runs[2].id]);
    }
}
