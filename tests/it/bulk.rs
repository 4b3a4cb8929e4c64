//! Bulk operations of hosts: one run, whose type is `resource.action`, and a key that is honoured while it is open.

use opsledger::jobs::bulk_operations::{BulkOperation, Selection, enqueue};
use opsledger::ledger::Initiator;
use serde_json::json;

use crate::ledger::*;

fn adds_policies(key: Option<&str>, ids: &[i64]) -> BulkOperation {
    BulkOperation {
        scope: ACME_EU,
        resource: "backup_set".into(),
        action: "add_policies".into(),
        selection: Selection::Ids(ids.to_vec()),
        idempotency_key: key.map(str::to_owned),
        initiator: Initiator::user(1, "Ada"),
        context: json!({ "backup_set_id": 7, "nonsense": 1 }),
    }
}

on_both! {
    async fn one_key_is_one_run_of_a_tenant_while_that_is_active(t: TestDb) {
        let lab = Lab::new(t).await;
        let asked = async |wanted: &BulkOperation| enqueue(&lab.ledger, wanted).await.unwrap();
        let first = created(asked(&adds_policies(Some("k-1"), &[1, 2])).await);
        let run = lab.run(first.run_id).await;
        assert_eq!((run.operation.as_str(), run.user_id), ("backup_set.add_policies", Some(1)));
        assert_eq!((&run.context["idempotency"], &run.context["selection"]["count"], &run.context["backup_set_id"]), (&json!("k-1"), &json!(2), &json!(7)));
        assert!(run.context.get("nonsense").is_none());
        // The key decides, whatever else is asked, and whoever asks.
        let other = BulkOperation { initiator: Initiator::system(), ..adds_policies(Some("k-1"), &[9]) };
        assert_eq!(existing(asked(&other).await).run_id, first.run_id);
        assert_ne!(created(asked(&adds_policies(Some("k-2"), &[1, 2])).await).run_id, first.run_id);
        assert_ne!(created(asked(&BulkOperation { scope: ACME_US, ..other.clone() }).await).run_id, first.run_id);
        let claimed = lab.ledger.claim_queued(&["backup_set.add_policies"], 10).await.unwrap();
        for claim in &claimed {
            lab.succeed(claim).await;
        }
        assert_ne!(created(asked(&other).await).run_id, first.run_id, "after the end it is another operation");
    }

    async fn without_a_key_the_same_selection_is_the_same_work(t: TestDb) {
        let lab = Lab::new(t).await;
        let first = created(enqueue(&lab.ledger, &adds_policies(None, &[1, 2])).await.unwrap());
        assert_eq!(existing(enqueue(&lab.ledger, &adds_policies(None, &[2, 1, 1])).await.unwrap()).run_id, first.run_id);
        created(enqueue(&lab.ledger, &adds_policies(None, &[1])).await.unwrap());
    }

    async fn a_race_with_one_key_has_one_run(t: TestDb) {
        let lab = Lab::new(t).await;
        let all = (0..16).map(|n| {
            let ledger = lab.worker(&format!("host-{n}"));
            async move { enqueue(&ledger, &adds_policies(Some("k"), &[n])).await.unwrap() }
        });
        futures::future::join_all(all).await;
        assert_eq!(lab.rows("operation_runs").await, 1);
    }

    async fn what_is_no_bulk_operation_is_refused_with_a_code(t: TestDb) {
        let lab = Lab::new(t).await;
        let long = "k".repeat(256);
        for (wanted, code) in [
            (BulkOperation { action: "explode".into(), ..adds_policies(None, &[1]) }, "operation.unknown"),
            (BulkOperation { resource: "policy".into(), action: "sync".into(), ..adds_policies(None, &[1]) }, "bulk.not_a_bulk_type"),
            (adds_policies(Some(""), &[1]), "bulk.key_invalid"),
            (adds_policies(Some(&long), &[1]), "bulk.key_invalid"),
            (adds_policies(None, &[]), "bulk.selection_empty"),
        ] {
            assert_eq!(enqueue(&lab.ledger, &wanted).await.unwrap_err().code, code);
        }
        assert_eq!(lab.rows("operation_runs").await, 0);
    }
}
