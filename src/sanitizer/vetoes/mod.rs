//! The last word over everything that was found: values that are no secret, whatever hides them.
//!
//! `public_runs::is_no_secret` asks each of the others.

pub(crate) mod columns;
pub(crate) mod declared;
pub(crate) mod numbered;
pub(crate) mod code_lines;
pub(crate) mod own_code;
pub(crate) mod own_labels;
pub(crate) mod own_names;
pub(crate) mod own_settings;
pub(crate) mod own_states;
pub(crate) mod own_traces;
pub(crate) mod own_types;
pub(crate) mod own_words;
pub(crate) mod public_runs;
pub(crate) mod templates;
