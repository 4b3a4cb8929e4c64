//! Layouts in which nothing but the place joins a name to its value.
//!
//! An element with a key, a setter, the listing of a registry, a command that sets, a line of a file of settings and a
//! row below a ruled head: in each the form of the line says that what stands behind the name is its value.

use std::ops::Range;

use super::phrases::is_joined_phrase;
use super::separators::labelled;
use crate::sanitizer::words::context::{ahead, behind};

/// Whether the name is that of an element, such as `<entry key="…">`.
pub(crate) fn is_named_element(text: &str, start: usize) -> bool {
    let head = behind(text, start, 120);
    labelled(text, start) && head.rfind('<').is_some_and(|open| !head[open..].contains('>'))
}

/// `builder.setPassword`, `withToken`: a method that takes the value.
pub(crate) fn is_setter(name: &str) -> bool {
    let method = name.rsplit('.').next().unwrap_or("");
    ["set", "with", "add", "put"]
        .iter()
        .any(|verb| method.strip_prefix(verb).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase())))
}

/// The length of `REG_SZ    ` at the front.
pub(crate) fn registry_type(rest: &str) -> usize {
    let word = rest.bytes().take(24).take_while(|b| b.is_ascii_uppercase() || *b == b'_').count();
    let gap = rest.bytes().skip(word).take(12).take_while(|b| b" \t".contains(b)).count();
    let known = matches!(&rest[..word], "REG_SZ" | "REG_EXPAND_SZ" | "REG_MULTI_SZ" | "REG_BINARY" | "REG_DWORD");
    if known && gap > 0 { word + gap } else { 0 }
}

/// `pulumi config set hub:bindPassword …`: the name is set to what follows.
pub(crate) fn sets_config(text: &str, start: usize) -> bool {
    let head = behind(text, start, 120);
    let line = head.rsplit('\n').next().unwrap_or("");
    let Some((_, between)) = line.rsplit_once(" config set ") else { return false };
    between.len() <= 60
        && between.split(' ').all(|word| word.is_empty() || word.starts_with("--") || word.ends_with([':', '/', '.']))
}

/// `bind_password Kettle41`: a line of a file of settings, which has the name and the value and nothing else.
pub(crate) fn is_directive(text: &str, name: &Range<usize>, value: usize) -> bool {
    let head = behind(text, name.start, 60);
    let begins =
        head.rsplit('\n').next().unwrap_or("").trim().is_empty() && (head.contains('\n') || name.start == head.len());
    if !begins {
        return false;
    }
    let line = ahead(text, value, 200).split(['\n', '\r']).next().unwrap_or("").trim_end();
    let field = &text[name.clone()];
    let setting = field.contains('_')
        || field.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    line.len() >= 4
        && !line.contains(char::is_whitespace)
        && line.starts_with(|c: char| c.is_alphanumeric())
        && (digits >= 6
            || setting && (is_joined_phrase(line) || !line.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')))
}

/// `bind_password    Kettle41`, two columns below a line of dashes, as `vault kv get` prints them.
pub(crate) fn is_table_row(text: &str, name: &Range<usize>, value: usize) -> bool {
    if !text[..name.start].ends_with('\n') || !text[..value].ends_with("  ") {
        return false;
    }
    let head = behind(text, name.start, 600);
    let ruled = || head.lines().rev().take(12).any(|line| line.split_whitespace().eq(["---", "-----"]));
    let row = ahead(text, value, 400).split(['\n', '\r']).next().unwrap_or("").trim_end();
    !row.contains("  ") && ruled()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directive(text: &str, name: &str) -> bool {
        let start = text.find(name).expect("the name stands in the text");
        let end = start + name.len();
        is_directive(text, &(start..end), end + 1)
    }

    #[test]
    fn a_line_of_a_name_and_a_value_is_a_directive() {
        assert!(directive("loglevel info\nbind_password Kettle41\nworkers 4", "bind_password"));
        assert!(directive("loglevel info\nbindPassword moss-kettle-lantern", "bindPassword"));
        assert!(!directive("access_token expired", "access_token"));
        assert!(!directive("bind_password Kettle41 was refused", "bind_password"));
    }

    #[test]
    fn a_command_that_sets_is_told_from_a_sentence() {
        let command = "$ pulumi config set --secret hub:adminPassword x";
        assert!(sets_config(command, command.find("adminPassword").expect("the name stands there")));
        let sentence = "the config set by the admin password";
        assert!(!sets_config(sentence, sentence.find("password").expect("the name stands there")));
    }
}
