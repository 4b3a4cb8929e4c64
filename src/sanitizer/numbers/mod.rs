//! Numbers of people: telephones, accounts, cards, identity numbers and postal addresses, by grouping, check digit and word.

pub(crate) mod accounts_told;
pub(crate) mod by_shape;
pub(crate) mod called_numbers;
pub(crate) mod check_digits;
pub(crate) mod constrained_numbers;
pub(crate) mod digit_groups;
pub(crate) mod identity_numbers;
pub(crate) mod identity_promises;
pub(crate) mod identity_shapes;
pub(crate) mod identity_told;
pub(crate) mod papers;
pub(crate) mod phones_nearby;
pub(crate) mod postal;
pub(crate) mod streets;

use crate::sanitizer::rule::Rule;

/// The rules of this room.
pub(crate) const RULES: &[&[Rule]] = &[
    accounts_told::RULES,
    by_shape::RULES,
    called_numbers::RULES,
    constrained_numbers::RULES,
    identity_numbers::RULES,
    identity_shapes::RULES,
    identity_told::RULES,
    papers::RULES,
    phones_nearby::RULES,
    postal::RULES,
    streets::RULES,
];
