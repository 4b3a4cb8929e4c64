//! The one table of rules, put together from the lists of each subject.

use std::sync::OnceLock;

use super::rule::Rule;
use super::{
    accounts_told, arguments, armour, bent_words, call_arguments, capability_ids, changed_to, command_lines,
    connection_texts, cookie_jars, credentials, cut_texts, devices, encoded_pairs, forms, handed_over, headers,
    hexdumps, identity_numbers, identity_told, key_words, keychain_passwords, kubernetes, listed_codes, login_logs,
    named_beside, network, numbers, opaque, paired_names, payloads, people, person_keys, personal, personal_elements,
    persons, persons_in_scripts, phones_nearby, placed_accounts, placed_persons, placed_secrets, postal, records, rows,
    secret_names, spoken, spoken_codes, spoken_commands, spoken_names, spoken_roles, streets, tables, told_aside,
    told_in_chat, told_secrets, vendor_clouds, vendor_forges, vendor_models, vendor_more, vendor_payments,
    vendor_platforms, vendor_services, webhooks,
};

/// All rules, in no particular order: spans of a pass are united, so none goes before another.
pub fn rules() -> &'static [Rule] {
    static TABLE: OnceLock<Vec<Rule>> = OnceLock::new();
    TABLE.get_or_init(|| {
        [
            credentials::RULES,
            capability_ids::RULES,
            headers::RULES,
            cookie_jars::RULES,
            encoded_pairs::RULES,
            command_lines::RULES,
            people::RULES,
            vendor_platforms::RULES,
            vendor_models::RULES,
            vendor_more::RULES,
            secret_names::RULES,
            vendor_payments::RULES,
            armour::RULES,
            arguments::RULES,
            vendor_forges::RULES,
            vendor_clouds::RULES,
            vendor_services::RULES,
            webhooks::RULES,
            identity_numbers::RULES,
            identity_told::RULES,
            payloads::RULES,
            personal_elements::RULES,
            connection_texts::RULES,
            key_words::RULES,
            kubernetes::RULES,
            cut_texts::RULES,
            hexdumps::RULES,
            login_logs::RULES,
            personal::RULES,
            person_keys::RULES,
            persons::RULES,
            named_beside::RULES,
            persons_in_scripts::RULES,
            paired_names::RULES,
            phones_nearby::RULES,
            postal::RULES,
            bent_words::RULES,
            placed_persons::RULES,
            placed_accounts::RULES,
            placed_secrets::RULES,
            records::RULES,
            streets::RULES,
            spoken::RULES,
            spoken_codes::RULES,
            spoken_commands::RULES,
            spoken_names::RULES,
            spoken_roles::RULES,
            keychain_passwords::RULES,
            told_aside::RULES,
            told_secrets::RULES,
            call_arguments::RULES,
            listed_codes::RULES,
            told_in_chat::RULES,
            handed_over::RULES,
            changed_to::RULES,
            devices::RULES,
            tables::RULES,
            network::RULES,
            numbers::RULES,
            forms::RULES,
            rows::RULES,
            accounts_told::RULES,
            opaque::RULES,
        ]
        .concat()
    })
}
