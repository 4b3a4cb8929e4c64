//! Fields: a name, what joins it to a value, and where the value ends. One vocabulary of names serves them all.

pub(crate) mod clauses;
pub(crate) mod cookie_names;
pub(crate) mod harmless;
pub(crate) mod key_words;
pub(crate) mod names;
pub(crate) mod pairs;
pub(crate) mod person_fields;
pub(crate) mod secret_names;
pub(crate) mod separators;
pub(crate) mod values;

use crate::sanitizer::rule::Rule;

/// The rules of this room.
pub(crate) const RULES: &[&[Rule]] = &[cookie_names::RULES, key_words::RULES, secret_names::RULES];
