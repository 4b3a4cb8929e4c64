//! What words say, in many languages: the vocabularies, and what the words beside a place say about it.
//!
//! Nothing here hides anything: the rooms of rules ask it.

pub(crate) mod about_words;
pub(crate) mod access_words;
pub(crate) mod callers;
pub(crate) mod context;
pub(crate) mod identifying;
pub(crate) mod joining_words;
pub(crate) mod known_names;
pub(crate) mod machines;
pub(crate) mod organisations;
pub(crate) mod payload_texts;
pub(crate) mod places;
pub(crate) mod record_keys;
pub(crate) mod roles;
pub(crate) mod row_states;
pub(crate) mod sentences;
pub(crate) mod titles;
