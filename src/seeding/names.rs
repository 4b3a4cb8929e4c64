//! Believable names. Addresses end in `.example`, which nobody can own, so no mail ever reaches a person.

use fake::Fake;
use fake::faker::company::en::CompanyName;
use fake::faker::name::en::{FirstName, LastName};

use super::generators::RowSource;

/// What policies are called, by type.
pub(super) const POLICY_TYPES: &[(&str, &str, &[&str])] = &[
    ("deviceConfiguration", "windows10", &["Disk encryption", "Screen lock", "Update ring", "Kiosk mode"]),
    ("deviceCompliancePolicy", "windows10", &["Minimum version", "Encryption required", "No jailbreak"]),
    ("settingsCatalogPolicy", "macOS", &["Firewall", "Login window", "Browser baseline", "Power settings"]),
    ("appProtectionPolicy", "iOS", &["Mail protection", "Copy and paste", "Offline grace"]),
    ("conditionalAccessPolicy", "all", &["Require sign-in strength", "Block old protocols", "Guest access"]),
    ("endpointSecurityPolicy", "windows10", &["Antivirus", "Attack surface", "Account protection"]),
];

/// Whom policies are for.
pub(super) const AUDIENCES: &[&str] =
    &["All staff", "Finance", "Field engineers", "Executives", "Shared devices", "Contractors", "Pilot ring"];

/// What a company calls itself.
pub(super) fn company(row: &RowSource) -> String {
    CompanyName().fake_with_rng(&mut row.column("name"))
}

/// A person's first and last name.
pub(super) fn person(row: &RowSource) -> (String, String) {
    let first = FirstName().fake_with_rng(&mut row.column("first_name"));
    let last = LastName().fake_with_rng(&mut row.column("last_name"));
    (first, last)
}

/// Letters, digits and single hyphens, for addresses.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter.to_ascii_lowercase() {
            plain @ ('a'..='z' | '0'..='9') => slug.push(plain),
            '\'' => {}
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_plain() {
        assert_eq!(slug("O'Keefe-Conn and Sons"), "okeefe-conn-and-sons");
        assert_eq!(slug("  Smith, Jones & Co. "), "smith-jones-co");
    }
}
