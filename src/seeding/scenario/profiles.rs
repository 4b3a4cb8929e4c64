//! The scenarios that the program brings along, so that `seeder apply dev` works anywhere.

/// A scenario inside the program.
#[derive(Debug, Clone, Copy)]
pub struct Profile {
    /// What it is asked for by.
    pub name: &'static str,
    /// The file's text.
    pub text: &'static str,
}

macro_rules! profiles {
    ($($name:literal),*) => {
        &[$(Profile { name: $name, text: include_str!(concat!("../../../seeds/", $name, ".toml")) }),*]
    };
}

/// All of them.
#[must_use]
pub fn profiles() -> &'static [Profile] {
    profiles!["dev", "ci", "demo", "incident", "load", "personas"]
}

pub(super) fn find(name: &str) -> Option<&'static Profile> {
    profiles().iter().find(|profile| profile.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeding::scenario::parse::parse;

    #[test]
    fn every_profile_is_well_formed_and_goes_by_its_own_name() {
        for profile in profiles() {
            let scenario = parse(profile.name, profile.text).unwrap();
            assert_eq!(scenario.name(), profile.name);
            assert!(!scenario.description.ends_with('.') && scenario.description.len() > 20);
        }
    }
}
