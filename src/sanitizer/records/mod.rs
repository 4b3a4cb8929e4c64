//! Foreign records and bodies: JSON, XML, forms, rows and tables of others, of which the personal and the free text go.

pub(crate) mod bodies;
pub(crate) mod bound_columns;
pub(crate) mod cells;
pub(crate) mod error_sentences;
pub(crate) mod forms;
pub(crate) mod payloads;
pub(crate) mod record_fields;
pub(crate) mod rows;
pub(crate) mod setting_tables;
pub(crate) mod tables;
pub(crate) mod xml_bodies;

use crate::sanitizer::rule::Rule;

/// The rules of this room.
pub(crate) const RULES: &[&[Rule]] = &[bound_columns::RULES, forms::RULES, payloads::RULES, rows::RULES, tables::RULES];
