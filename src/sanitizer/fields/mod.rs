//! Fields: a name, what joins it to a value, and where the value ends. One vocabulary of names serves them all.

pub(crate) mod clauses;
pub(crate) mod complaints;
pub(crate) mod cookie_names;
pub(crate) mod harmless;
pub(crate) mod key_words;
pub(crate) mod maps;
pub(crate) mod names;
pub(crate) mod pairs;
pub(crate) mod person_fields;
pub(crate) mod secret_names;
pub(crate) mod phrases;
pub(crate) mod separators;
pub(crate) mod setting_lines;
pub(crate) mod structures;
pub(crate) mod spoken_names;
pub(crate) mod tails;
pub(crate) mod values;

use crate::sanitizer::rule::Rule;

/// The rules of this room.
pub(crate) const RULES: &[&[Rule]] = &[cookie_names::RULES, key_words::RULES, secret_names::RULES, spoken_names::RULES];
