//! Tokens that a vendor marks with a prefix of its own.

pub(crate) mod clouds;
pub(crate) mod families;
pub(crate) mod forges;
pub(crate) mod later;
pub(crate) mod models;
pub(crate) mod more;
pub(crate) mod payments;
pub(crate) mod platforms;
pub(crate) mod services;
pub(crate) mod token;

use crate::sanitizer::rule::Rule;

/// The rules of this room.
pub(crate) const RULES: &[&[Rule]] = &[
    clouds::RULES,
    families::RULES,
    forges::RULES,
    later::RULES,
    models::RULES,
    more::RULES,
    payments::RULES,
    platforms::RULES,
    services::RULES,
];
