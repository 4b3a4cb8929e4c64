//! Commands written as lists, `["ldapsearch","-w","…"]` or in the brackets of a call: each is shown to the rules as the line it stands for
//! ([`super`]), so that what is known of a command's options is known here too.

use std::ops::Range;

/// Longest list that is read, in bytes.
const LONGEST: usize = 4 << 10;
const MOST_ITEMS: usize = 128;

/// The items of each list that is a command: two at least, one of which is an option. Where each stands in the text.
pub(crate) fn find(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(['[', '{', '(']) {
        if at < from {
            continue;
        }
        if let Some((items, end)) = items(text, at + 1) {
            from = end;
            let option = |item: &Range<usize>| text[item.clone()].starts_with('-');
            if items.len() >= 2 && items.iter().skip(1).any(option) {
                found.push(items);
            }
        }
    }
    found
}

/// The quoted strings from here to the bracket that closes, and where it stands.
fn items(text: &str, start: usize) -> Option<(Vec<Range<usize>>, usize)> {
    let bytes = text.as_bytes();
    let limit = text.len().min(start + LONGEST);
    let blank = |mut at: usize| {
        while at < limit && b" \n\t\r".contains(&bytes[at]) {
            at += 1;
        }
        at
    };
    let mut items = Vec::new();
    let mut at = blank(start);
    loop {
        let quote = bytes.get(at).copied().filter(|b| matches!(b, b'"' | b'\''))?;
        let length = bytes[at + 1..limit.max(at + 1)].iter().position(|b| *b == quote || *b == b'\n')?;
        let end = at + 1 + length;
        if bytes[end] != quote || items.len() >= MOST_ITEMS {
            return None;
        }
        items.push(at + 1..end);
        at = blank(end + 1);
        match bytes.get(at)? {
            b',' => at = blank(at + 1),
            b']' | b'}' | b')' => return Some((items, at)),
            // As Go prints a list: `["a" "b"]`.
            b'"' if at > end + 1 => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::sanitizer::redact;

    #[test]
    fn a_command_in_a_list_is_read_like_its_line() {
        for (text, hidden) in [
            (
                r#"command ["ldapsearch","-D","CN=svc,DC=corp","-w","Kx7+mQ2vTr_9","-b","DC=corp"] exit 49"#,
                r#"command ["ldapsearch","-D","CN=svc,DC=corp","-w","[password]","-b","DC=corp"] exit 49"#,
            ),
            (
                r#"args: ['mysqldump', '-u', 'svc', '-pKx7mQ2vTr9', 'main']"#,
                r#"args: ['mysqldump', '-u', 'svc', '[password]', 'main']"#,
            ),
        ] {
            assert_eq!(redact(text), hidden);
        }
    }

    #[test]
    fn lists_that_hold_no_secret_stay() {
        for text in [
            r#"command ["pg_dump","-U","svc","-f","/tmp/out.sql"]"#,
            r#"["a", "-b"#,
            r#"allowed: ["read", "-", "write"]"#,
        ] {
            assert_eq!(redact(text), text);
        }
    }
}
