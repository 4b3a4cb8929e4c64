//! What may be written down: the redactor before every failure message and context value.
//!
//! A text that enters the ledger, the audit log or a page passes through here first. Three
//! layers hide what must not be stored and leave the rest byte for byte: exact secrets that the
//! process knows ([`register_secret`]), key-name rules over structure ([`scrub_json`] and pairs in
//! text), and text rules for what is left ([`redact`]). [`SafeText`] is the proof in the type
//! system that a text has passed.
//!
//! The rules stand in one table ([`rules`]), each with an example that must go and one that must
//! stay. Matching happens on the text as it is and on decoded views of it; the cuts are made in
//! the original, so nothing is rewritten that is not hidden.

mod about_words;
mod access_words;
mod accounts_told;
mod addresses;
mod argument_lists;
mod arguments;
mod armour;
mod bent_words;
mod blanks;
mod bodies;
mod call_arguments;
mod callers;
mod capability_ids;
mod changed_to;
mod check_digits;
mod clauses;
mod code_values;
mod command_lines;
mod connection_texts;
mod context;
mod cookie_jars;
mod credentials;
mod cut_texts;
mod devices;
mod digit_groups;
mod encoded_pairs;
mod error_sentences;
mod escapes;
mod fields;
mod forms;
mod handed_over;
mod harmless;
mod headers;
mod hex_texts;
mod hexdumps;
mod identifying;
mod identity_numbers;
mod identity_told;
mod joining_words;
mod json;
mod key_words;
mod keychain_passwords;
mod known_names;
mod kubernetes;
mod listed_codes;
mod login_logs;
mod mailboxes;
mod named_beside;
mod names;
mod network;
mod numbers;
mod opaque;
mod organisations;
mod own_code;
mod own_names;
mod own_states;
mod own_types;
mod own_words;
mod paired_names;
mod pairs;
mod patterns;
mod payload_texts;
mod payloads;
mod people;
mod person_keys;
mod personal;
mod personal_elements;
mod persons;
mod persons_in_scripts;
mod phones_nearby;
mod placed_accounts;
mod placed_persons;
mod placed_secrets;
mod postal;
mod public_runs;
mod randomness;
mod record_fields;
mod record_keys;
mod records;
mod redact;
mod repeats;
mod roles;
mod rows;
mod rule;
mod safe_text;
mod scan;
mod secret_names;
mod secrets;
mod sentences;
mod separators;
mod shapes;
mod sharing;
mod spans;
mod spoken;
mod spoken_codes;
mod spoken_commands;
mod spoken_names;
mod spoken_roles;
mod streets;
mod table;
mod tables;
mod templates;
mod told_aside;
mod titles;
mod told_in_chat;
mod told_secrets;
mod told_words;
mod values;
mod vendor_clouds;
mod vendor_forges;
mod vendor_models;
mod vendor_more;
mod vendor_payments;
mod vendor_platforms;
mod vendor_services;
mod vendor_token;
mod views;
mod webhooks;
mod wordness;
mod xml_bodies;

pub use json::scrub_json;
pub use redact::redact;
pub use rule::{Class, Rule};
pub use safe_text::{MESSAGE_LIMIT, SafeText};
pub use secrets::{register_secret, register_url};
pub use table::rules;
