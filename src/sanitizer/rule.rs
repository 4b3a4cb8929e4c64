//! The words in which a rule is declared.
//!
//! A rule is data: a name, what kind of thing it hides, how it is found, and two examples that
//! the tests hold against it. The lists themselves stand in the files named after their subject;
//! how they are run is the business of `scan`.

use std::ops::Range;

use crate::sanitizer::spans::Span;

/// What kind of thing a rule hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Credentials inside a URL: user-info, signed or secret query values, webhook paths.
    Url,
    /// HTTP authorization schemes.
    Header,
    /// JSON web tokens, signed or encrypted.
    Jwt,
    /// Tokens that a vendor marks with a prefix.
    VendorToken,
    /// PEM and other armoured or well-known private keys.
    PrivateKey,
    /// A value whose field name says that it is secret.
    Pair,
    /// Passwords in SQL statements.
    Sql,
    /// Passwords on a command line.
    CommandLine,
    /// Passwords in sentences.
    Prose,
    /// Cookies and session identifiers.
    Cookie,
    /// Long random runs without any mark.
    Opaque,
    /// E-mail addresses and user principal names.
    Email,
    /// Telephone numbers.
    Phone,
    /// Network addresses of people and devices.
    Network,
    /// Names of people.
    Name,
    /// Bank accounts and payment cards.
    Bank,
    /// National identity numbers, postal addresses and dates of birth.
    Identity,
    /// Bodies of third-party requests and answers, and values quoted by a database.
    Payload,
}

/// How sure a field name makes us that its value is secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// The value is secret unless it is plainly a word about it ("required", "expired").
    Strong,
    /// As strong, but numbers are counts and stay.
    Medium,
    /// The value is secret only when it looks random.
    Weak,
    /// The value is personal: it may be several words long.
    Personal,
}

/// A pattern match offered to a rule's check.
pub(super) struct Found<'t> {
    /// The text that is scanned.
    pub(super) text: &'t str,
    /// The part that would be hidden.
    pub(super) secret: Range<usize>,
}

impl<'t> Found<'t> {
    pub(super) fn secret(&self) -> &'t str {
        &self.text[self.secret.clone()]
    }
}

#[derive(Clone, Copy)]
pub(super) enum Finder {
    /// The pattern is a regular expression; group `s` (or all of it) goes.
    Text { before: usize, after: usize, check: Option<fn(&Found<'_>) -> bool> },
    /// The pattern is a regular expression that begins with one of the triggers, letter for letter,
    /// where a word begins.
    Prefix,
    /// The pattern is a regular expression over groups of digits and capitals.
    Number { check: Option<fn(&Found<'_>) -> bool>, signs: u8 },
    /// The pattern lists field names.
    Key(Weight),
    /// The pattern describes in words what a function finds.
    Code(fn(&str, &mut Vec<Span>)),
}

/// One entry of the rule table.
#[derive(Clone)]
pub struct Rule {
    /// Stable name, for reports and tests.
    pub name: &'static str,
    /// What kind of thing it hides.
    pub class: Class,
    /// A regular expression, a list of field names, or a description of a coded search.
    pub pattern: &'static str,
    /// What is written in place of the secret.
    pub placeholder: &'static str,
    /// A text that the rule must change.
    pub hides: &'static str,
    /// A similar text that must stay byte for byte.
    pub keeps: &'static str,
    /// Literals of which one must be present before the pattern is tried (in any letter case).
    pub triggers: &'static [&'static str],
    /// Literals of which one must stand near a trigger besides, letter for letter; empty when the pattern asks for none.
    pub(super) needs: &'static [&'static str],
    pub(super) finder: Finder,
}

impl Rule {
    const fn new(
        name: &'static str,
        class: Class,
        pattern: &'static str,
        placeholder: &'static str,
        finder: Finder,
    ) -> Rule {
        Rule { name, class, pattern, placeholder, hides: "", keeps: "", triggers: &[], needs: &[], finder }
    }

    /// A regular expression, tried near its trigger literals only.
    pub(super) const fn text(
        name: &'static str,
        class: Class,
        triggers: &'static [&'static str],
        pattern: &'static str,
        placeholder: &'static str,
    ) -> Rule {
        let finder = Finder::Text { before: 64, after: 320, check: None };
        let mut rule = Rule::new(name, class, pattern, placeholder, finder);
        rule.triggers = triggers;
        rule
    }

    /// A token that its triggers begin, in the letter case given.
    pub(super) const fn prefix(
        name: &'static str,
        class: Class,
        triggers: &'static [&'static str],
        pattern: &'static str,
        placeholder: &'static str,
    ) -> Rule {
        let mut rule = Rule::new(name, class, pattern, placeholder, Finder::Prefix);
        rule.triggers = triggers;
        rule
    }

    /// A number, tried where six or more digits stand close together.
    pub(super) const fn number(
        name: &'static str,
        class: Class,
        pattern: &'static str,
        placeholder: &'static str,
    ) -> Rule {
        Rule::new(name, class, pattern, placeholder, Finder::Number { check: None, signs: u8::MAX })
    }

    /// Field names, `_` standing for any joint: `api_key` covers `apiKey`, `api-key`, `API KEY`.
    pub(super) const fn key(
        name: &'static str,
        class: Class,
        weight: Weight,
        words: &'static str,
        placeholder: &'static str,
    ) -> Rule {
        Rule::new(name, class, words, placeholder, Finder::Key(weight))
    }

    /// A search written as code, over the whole text.
    pub(super) const fn code(
        name: &'static str,
        class: Class,
        description: &'static str,
        placeholder: &'static str,
        search: fn(&str, &mut Vec<Span>),
    ) -> Rule {
        Rule::new(name, class, description, placeholder, Finder::Code(search))
    }

    /// How far around a trigger the pattern may reach, in bytes.
    pub(super) const fn reach(mut self, back: usize, ahead: usize) -> Rule {
        if let Finder::Text { check, .. } = self.finder {
            self.finder = Finder::Text { before: back, after: ahead, check };
        }
        self
    }

    /// A last look at each match, for what a regular expression cannot say.
    pub(super) const fn when(mut self, judge: fn(&Found<'_>) -> bool) -> Rule {
        if let Finder::Text { before, after, .. } = self.finder {
            self.finder = Finder::Text { before, after, check: Some(judge) };
        } else if let Finder::Number { signs, .. } = self.finder {
            self.finder = Finder::Number { check: Some(judge), signs };
        }
        self
    }

    /// Literals of which the pattern asks for one: a place without any is not searched.
    pub(super) const fn needs(mut self, literals: &'static [&'static str]) -> Rule {
        self.needs = literals;
        self
    }

    /// Signs of which a group of digits must hold one for the pattern to be tried (`digit_groups`).
    pub(super) const fn with(mut self, signs: u8) -> Rule {
        if let Finder::Number { check, .. } = self.finder {
            self.finder = Finder::Number { check, signs };
        }
        self
    }

    pub(super) const fn hides(mut self, example: &'static str) -> Rule {
        self.hides = example;
        self
    }

    pub(super) const fn keeps(mut self, example: &'static str) -> Rule {
        self.keeps = example;
        self
    }
}
