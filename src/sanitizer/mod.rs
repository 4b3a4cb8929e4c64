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
//!
//! | room | what is there |
//! | --- | --- |
//! | `words`, `looks` | what words say and what values look like: evidence, no rules |
//! | `scan`, `views` | how the table runs over a text, and over what its escapes say |
//! | `fields` | names with values: names, joints, where a value ends |
//! | `vendors`, `secrets`, `told` | secrets by prefix, by place and shape, and as people tell them |
//! | `persons`, `numbers`, `records` | people, their numbers, and the bodies and rows of others |
//! | `vetoes` | the last word over everything that was found |

mod fields;
mod json;
mod looks;
mod numbers;
mod persons;
mod records;
mod redact;
mod registered;
mod repeats;
mod rule;
mod safe_text;
mod scan;
mod secrets;
mod spans;
mod table;
mod told;
mod vendors;
mod vetoes;
mod views;
mod words;

pub use json::scrub_json;
pub use redact::redact;
pub use registered::{register_secret, register_url};
pub use rule::{Class, Rule};
pub use safe_text::{MESSAGE_LIMIT, SafeText};
pub use table::rules;
