//! The one table of rules, put together from the lists of each room.

use std::sync::OnceLock;

use crate::sanitizer::rule::Rule;
use crate::sanitizer::{fields, numbers, persons, records, secrets, told, vendors};

/// All rules. Spans of a pass are united, so none goes before another; where two begin at one place, the earlier names it.
pub fn rules() -> &'static [Rule] {
    static TABLE: OnceLock<Vec<Rule>> = OnceLock::new();
    TABLE.get_or_init(|| {
        // What knows best what it hides comes first, the last net last.
        let of_secrets = [vendors::RULES, secrets::RULES];
        let of_people = [records::RULES, persons::RULES, numbers::RULES];
        let rooms = [&of_secrets[..], &[fields::RULES], &of_people, &[told::RULES, secrets::LAST_NET]].concat();
        rooms.concat().concat()
    })
}
