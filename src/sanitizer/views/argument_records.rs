//! Commands whose words stand in fields, lines or elements of their own: records of an audit (`a0="…" a1="…"`), lists of
//! YAML (`- -w`), elements of XML (`<string>-w</string>`). Each is shown to the rules as the line it stands for
//! ([`super`]), as a list in brackets is ([`super::argument_lists`]).

use std::ops::Range;

const MOST_ITEMS: usize = 128;

/// The words of each command, where they stand in the text.
pub(crate) fn find(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut found = Vec::new();
    in_records(text, &mut found);
    in_lines(text, &mut found);
    found.retain(|items: &Vec<Range<usize>>| {
        items.len() >= 2 && items.iter().skip(1).any(|item| text[item.clone()].starts_with('-'))
    });
    found
}

/// `a0="ldapmodify" a1="-w" a2="…"`
fn in_records(text: &str, found: &mut Vec<Vec<Range<usize>>>) {
    let mut from = 0;
    while let Some(next) = text[from..].find("a0=\"") {
        let mut at = from + next;
        let mut items = Vec::new();
        while items.len() < MOST_ITEMS {
            let head = format!("a{}=\"", items.len());
            if !text[at..].starts_with(&head) {
                break;
            }
            let start = at + head.len();
            let Some(length) = text[start..].find(['"', '\n']) else { break };
            items.push(start..start + length);
            at = start + length;
            if !text[at..].starts_with("\" ") {
                break;
            }
            at += 2;
        }
        from = at.max(from + next + 4);
        found.push(items);
    }
}

/// Lines that hold one word each, all in the same dress.
fn in_lines(text: &str, found: &mut Vec<Vec<Range<usize>>>) {
    if !(text.contains("- ") || text.contains("</string>") || text.contains("</arg")) {
        return;
    }
    let mut items: Vec<Range<usize>> = Vec::new();
    let mut dress = "";
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let word = word_of(line);
        let goes_on = word.as_ref().is_some_and(|(now, _)| *now == dress) && items.len() < MOST_ITEMS;
        if !goes_on {
            found.push(std::mem::take(&mut items));
        }
        if let Some((now, word)) = word {
            dress = now;
            items.push(start + word.start..start + word.end);
        }
        start += line.len();
    }
    found.push(items);
}

/// What stands before the word of a line, and where the word is.
fn word_of(line: &str) -> Option<(&str, Range<usize>)> {
    let bare = line.trim_end();
    let inner = bare.trim_start();
    let depth = bare.len() - inner.len();
    if let Some(word) = inner.strip_prefix("- ") {
        let quoted = word.len() >= 2
            && [b'"', b'\''].iter().any(|q| word.as_bytes()[0] == *q && word.as_bytes()[word.len() - 1] == *q);
        let range = depth + 2 + usize::from(quoted)..bare.len() - usize::from(quoted);
        // `- name: x` is an object and `- a b` a sentence.
        let plain = quoted || !word.contains(' ') && !word.ends_with(':');
        return (plain && range.start < range.end).then_some((&line[..depth + 2], range));
    }
    let tag = ["string", "argument", "arg"].into_iter().find(|tag| {
        inner.strip_prefix('<').and_then(|rest| rest.strip_prefix(tag)).is_some_and(|rest| rest.starts_with('>'))
    })?;
    let start = depth + tag.len() + 2;
    let end = bare.strip_suffix('>')?.strip_suffix(tag)?.strip_suffix("</")?.len();
    (start < end && !bare[start..end].contains('<')).then_some((&line[..start], start..end))
}

#[cfg(test)]
mod tests {
    use crate::sanitizer::redact;

    #[test]
    fn a_command_in_pieces_is_read_like_its_line() {
        for (text, hidden) in [
            (
                "argc=5 a0=\"ldapmodify\" a1=\"-D\" a2=\"cn=app\" a3=\"-w\" a4=\"Gr8-Wasser\"\ncwd=/",
                "argc=5 a0=\"ldapmodify\" a1=\"-D\" a2=\"cn=app\" a3=\"-w\" a4=\"[password]\"\ncwd=/",
            ),
            (
                "command:\n  - ldapsearch\n  - -D\n  - cn=app\n  - -w\n  - Gr8-Wasser\nimage: x",
                "command:\n  - ldapsearch\n  - -D\n  - cn=app\n  - -w\n  - [password]\nimage: x",
            ),
            (
                "<string>ldapsearch</string>\n<string>-w</string>\n<string>Gr8-Wasser</string>",
                "<string>ldapsearch</string>\n<string>-w</string>\n<string>[password]</string>",
            ),
        ] {
            assert_eq!(redact(text), hidden);
        }
    }

    #[test]
    fn lines_that_hold_no_secret_stay() {
        for text in [
            "argc=3 a0=\"tar\" a1=\"-xf\" a2=\"backup-17.tar\"",
            "changes:\n- the password is asked once\n- -w is gone\n- a",
            "hosts:\n  - db-1\n  - -\n  - \"\"",
        ] {
            assert_eq!(redact(text), text);
        }
    }
}
