//! The runner itself: a rule that is too lenient, too strict, answered by another one or gone is named.

use super::rule::sets;
use super::world;
use crate::schema::catalogue;

on_both! {
    async fn a_rule_that_does_not_hold_is_named_with_its_reason(t: TestDb) {
        world::make(&t).await;
        let says = catalogue::rules(&t).await;
        let (table, name) = ("workspaces", "workspaces_status_known");
        let known = "status = 'archived'";
        let cases = [
            (sets(table, name, known, known), "accepted "),
            (sets(table, name, "status = 'gone'", "status = 'gone'"), "refused the neighbour"),
            (sets(table, name, "slug = ''", known), "refused by another rule"),
            (sets(table, "workspaces_status_unknown", "status = 'gone'", known), "no such rule"),
        ];
        for (rule, reason) in cases {
            let complaint = rule.hold(&t, &says).await.unwrap_err();
            assert!(complaint.contains(reason), "{complaint}");
        }
        sets(table, name, "status = 'gone'", known).hold(&t, &says).await.unwrap();
    }
}
