//! Whether a bare text after "body:" is what a person wrote, or what a program says about the body.
//!
//! Programs speak of bodies in a small set of words, in lower case and without people; everything
//! else that goes on for four words is told by someone and goes.

use super::context::{Words, has_word};

/// Words with which programs speak about a body.
const REMARKS: Words = Words::new(&[
    "expected",
    "found",
    "missing",
    "invalid",
    "too",
    "exceeded",
    "exceeds",
    "empty",
    "truncated",
    "limit",
    "length",
    "bytes",
    "byte",
    "size",
    "larger",
    "unexpected",
    "unknown",
    "field",
    "fields",
    "column",
    "line",
    "position",
    "offset",
    "parse",
    "parsed",
    "parsing",
    "decode",
    "decoding",
    "encoding",
    "encoded",
    "json",
    "xml",
    "yaml",
    "utf",
    "schema",
    "type",
    "array",
    "object",
    "string",
    "integer",
    "null",
    "eof",
    "closed",
    "timeout",
    "timed",
    "read",
    "reading",
    "write",
    "written",
    "stream",
    "chunk",
    "chunks",
    "skipped",
    "omitted",
    "not",
    "items",
    "records",
    "rows",
    "connection",
    "deadline",
    "retry",
    "unsupported",
    "required",
    "format",
    "failed",
    "error",
]);

pub(crate) fn is_told(text: &str) -> bool {
    let near = &text[..text.floor_char_boundary(120)];
    let words = near.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    words >= 4 && !near.contains("::") && !has_word(&near.to_lowercase(), &REMARKS)
}
