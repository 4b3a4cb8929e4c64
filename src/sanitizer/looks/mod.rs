//! What a value looks like: drawn, typed, chosen by a person, a word, a piece of code, or blank.

pub(crate) mod bent;
pub(crate) mod blanks;
pub(crate) mod code_values;
pub(crate) mod randomness;
pub(crate) mod shapes;
pub(crate) mod told_words;
pub(crate) mod wordness;
