//! Secrets told by their own shape or by the place where a program puts them.

pub(crate) mod arguments;
pub(crate) mod armour;
pub(crate) mod bare_authorities;
pub(crate) mod call_arguments;
pub(crate) mod capability_ids;
pub(crate) mod client_settings;
pub(crate) mod command_lines;
pub(crate) mod complaints;
pub(crate) mod connection_texts;
pub(crate) mod cookie_jars;
pub(crate) mod credentials;
pub(crate) mod cut_texts;
pub(crate) mod devices;
pub(crate) mod encoded_pairs;
pub(crate) mod expiring_links;
pub(crate) mod headers;
pub(crate) mod hexdumps;
pub(crate) mod kept_sessions;
pub(crate) mod key_pairs;
pub(crate) mod keychain_passwords;
pub(crate) mod kubernetes;
pub(crate) mod listed_codes;
pub(crate) mod opaque;
pub(crate) mod placed_secrets;
pub(crate) mod watched_inputs;
pub(crate) mod key_ids;
pub(crate) mod printed_secrets;
pub(crate) mod server_files;
pub(crate) mod store_commands;
pub(crate) mod webhooks;

use crate::sanitizer::rule::Rule;

/// The rules of this room.
pub(crate) const RULES: &[&[Rule]] = &[
    arguments::RULES,
    armour::RULES,
    bare_authorities::RULES,
    call_arguments::RULES,
    capability_ids::RULES,
    client_settings::RULES,
    command_lines::RULES,
    complaints::RULES,
    connection_texts::RULES,
    cookie_jars::RULES,
    credentials::RULES,
    cut_texts::RULES,
    devices::RULES,
    encoded_pairs::RULES,
    headers::RULES,
    hexdumps::RULES,
    expiring_links::RULES,
    kept_sessions::RULES,
    key_pairs::RULES,
    keychain_passwords::RULES,
    kubernetes::RULES,
    listed_codes::RULES,
    placed_secrets::RULES,
    watched_inputs::RULES,
    key_ids::RULES,
    printed_secrets::RULES,
    server_files::RULES,
    store_commands::RULES,
    webhooks::RULES,
];

/// What hides a run for being random and nothing else.
pub(crate) const LAST_NET: &[&[Rule]] = &[opaque::RULES];
