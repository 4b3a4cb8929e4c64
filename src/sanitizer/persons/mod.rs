//! People: names, mailboxes, network addresses and accounts, by their words, their places and their formats.

pub(crate) mod addresses;
pub(crate) mod capital_names;
pub(crate) mod login_logs;
pub(crate) mod login_services;
pub(crate) mod mailbox_names;
pub(crate) mod mailboxes;
pub(crate) mod message_formats;
pub(crate) mod medical_names;
pub(crate) mod named_beside;
pub(crate) mod names_beside_numbers;
pub(crate) mod network;
pub(crate) mod paired_names;
pub(crate) mod people;
pub(crate) mod person_keys;
pub(crate) mod personal;
pub(crate) mod personal_elements;
pub(crate) mod persons_in_scripts;
pub(crate) mod placed_accounts;
pub(crate) mod placed_persons;
pub(crate) mod records_about;
pub(crate) mod second_persons;
pub(crate) mod served_accounts;
pub(crate) mod spoken_names;
pub(crate) mod spoken_roles;

use crate::sanitizer::rule::Rule;

/// The rules of this room.
pub(crate) const RULES: &[&[Rule]] = &[
    capital_names::RULES,
    login_logs::RULES,
    login_services::RULES,
    message_formats::RULES,
    medical_names::RULES,
    mailbox_names::RULES,
    named_beside::RULES,
    names_beside_numbers::RULES,
    network::RULES,
    paired_names::RULES,
    people::RULES,
    person_keys::RULES,
    personal::RULES,
    personal_elements::RULES,
    persons_in_scripts::RULES,
    placed_accounts::RULES,
    placed_persons::RULES,
    records_about::RULES,
    second_persons::RULES,
    served_accounts::RULES,
    spoken_names::RULES,
    spoken_roles::RULES,
];
