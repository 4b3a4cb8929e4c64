//! The five roles, and the schema that they work in.

use crate::problem::{Problem, Result};

/// One of the five.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Owns every table; nobody logs in as it. Migrations become it.
    Owner,
    /// The scheduler: all workspaces, by design.
    Jobs,
    /// The seeder: adds rows.
    Seed,
    /// The monitoring hub: reads, within what it says of itself.
    Hub,
    /// Ends the retention of runs; nobody logs in as it. One function acts in its name.
    Retention,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Jobs, Self::Seed, Self::Hub, Self::Retention];

    /// Its name without a prefix.
    #[must_use]
    pub fn base(self) -> &'static str {
        match self {
            Self::Owner => "ops_owner",
            Self::Jobs => "ops_jobs",
            Self::Seed => "ops_seed",
            Self::Hub => "ops_hub",
            Self::Retention => "ops_retention",
        }
    }

    /// Whether a program logs in as it.
    #[must_use]
    pub fn logs_in(self) -> bool {
        !matches!(self, Self::Owner | Self::Retention)
    }
}

/// What the roles of one installation are called, and where its tables are. Roles belong to the whole server, so two
/// installations on one server that must not share them take a prefix each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    prefix: String,
    schema: String,
}

impl Roles {
    /// Names with this prefix, for the tables of this schema.
    ///
    /// # Errors
    /// `grants.name_invalid` for anything but lower case letters, digits and underscores: these names are written into
    /// SQL as they are.
    pub fn new(prefix: &str, schema: &str) -> Result<Self> {
        if !prefix.is_empty() && !is_plain(prefix) {
            return Err(invalid("prefix", prefix));
        }
        if !is_plain(schema) {
            return Err(invalid("schema", schema));
        }
        Ok(Self { prefix: prefix.to_owned(), schema: schema.to_owned() })
    }

    /// The name of a role.
    #[must_use]
    pub fn name(&self, role: Role) -> String {
        format!("{}{}", self.prefix, role.base())
    }

    /// The names of all of them.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        Role::ALL.iter().map(|role| self.name(*role)).collect()
    }

    /// The schema.
    #[must_use]
    pub fn schema(&self) -> &str {
        &self.schema
    }
}

fn is_plain(name: &str) -> bool {
    name.len() <= 40
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn invalid(what: &str, name: &str) -> Problem {
    Problem::request("grants.name_invalid", format!("`{name}` cannot be the {what}"))
        .next("use at most 40 lower case letters, digits and underscores, a letter first, such as acme_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_put_before_each_name_and_is_a_plain_word() {
        let roles = Roles::new("acme_", "public").unwrap();
        assert_eq!(roles.names()[1], "acme_ops_jobs");
        for wrong in ["Acme", "a-b", "a b", "1a", "a\";drop", &"a".repeat(41)] {
            assert_eq!(Roles::new(wrong, "public").unwrap_err().code, "grants.name_invalid", "{wrong}");
        }
        assert_eq!(Roles::new("", "").unwrap_err().code, "grants.name_invalid");
    }
}
