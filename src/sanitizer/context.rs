//! What the words before a place say about it.

/// At most `reach` bytes of the same line before `at`, in lower case.
pub(super) fn before(text: &str, at: usize, reach: usize) -> String {
    let start = text.ceil_char_boundary(at.saturating_sub(reach));
    let head = &text[start..at];
    let line = head.rfind('\n').map_or(head, |end| &head[end + 1..]);
    line.to_lowercase()
}

/// Whether one of the words stands in the text as a word of its own.
pub(super) fn has_word(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        text.match_indices(word).any(|(at, found)| {
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            edge(text[..at].chars().next_back()) && edge(text[at + found.len()..].chars().next())
        })
    })
}
