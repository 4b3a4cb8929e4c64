//! Secrets that people tell each other: in prose, in chats, at prompts, read out loud.

pub(crate) mod aside;
pub(crate) mod bent_words;
pub(crate) mod changed_to;
pub(crate) mod colleagues;
pub(crate) mod handed_over;
pub(crate) mod in_chat;
pub(crate) mod replaced;
pub(crate) mod spoken;
pub(crate) mod spoken_codes;
pub(crate) mod spoken_commands;

use crate::sanitizer::rule::Rule;

/// The rules of this room.
pub(crate) const RULES: &[&[Rule]] = &[
    aside::RULES,
    bent_words::RULES,
    changed_to::RULES,
    colleagues::RULES,
    handed_over::RULES,
    in_chat::RULES,
    replaced::RULES,
    spoken::RULES,
    spoken_codes::RULES,
    spoken_commands::RULES,
];
