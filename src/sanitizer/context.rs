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
    let single = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    for word in single {
        if words.contains(&word) {
            return true;
        }
    }
    words.iter().filter(|word| !word.chars().all(char::is_alphanumeric)).any(|phrase| {
        text.match_indices(phrase).any(|(at, found)| {
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            edge(text[..at].chars().next_back()) && edge(text[at + found.len()..].chars().next())
        })
    })
}
