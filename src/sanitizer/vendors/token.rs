//! How a vendor's token is declared: a prefix, a pattern, an example of each side.

use crate::sanitizer::rule::{Class, Rule};

/// A token that its vendor marks with a prefix in a fixed letter case.
pub(crate) const fn prefixed(
    name: &'static str,
    triggers: &'static [&'static str],
    pattern: &'static str,
    hides: &'static str,
    keeps: &'static str,
) -> Rule {
    Rule::prefix(name, Class::VendorToken, triggers, pattern, "[token]").hides(hides).keeps(keeps)
}

/// A token whose mark stands in its middle, or in the words before it.
pub(crate) const fn token(
    name: &'static str,
    triggers: &'static [&'static str],
    pattern: &'static str,
    hides: &'static str,
    keeps: &'static str,
) -> Rule {
    Rule::text(name, Class::VendorToken, triggers, pattern, "[token]").reach(96, 200).hides(hides).keeps(keeps)
}
