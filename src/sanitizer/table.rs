//! The one table of rules, put together from the lists of each subject.

use std::sync::OnceLock;

use super::rule::Rule;
use super::{armour, credentials, key_words, network, numbers, opaque, personal, vendor_tokens};

/// All rules, in no particular order: spans of a pass are united, so none goes before another.
pub fn rules() -> &'static [Rule] {
    static TABLE: OnceLock<Vec<Rule>> = OnceLock::new();
    TABLE.get_or_init(|| {
        [
            credentials::RULES,
            armour::RULES,
            vendor_tokens::RULES,
            key_words::RULES,
            personal::RULES,
            network::RULES,
            numbers::RULES,
            opaque::RULES,
        ]
        .concat()
    })
}
