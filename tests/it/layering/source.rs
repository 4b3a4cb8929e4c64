//! Just enough of Rust's grammar to see which paths a file names, comments and texts aside.

/// A word, a sign, and the line it stands on. Texts leave nothing behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// The code of a file without its comments, and its tokens.
pub struct Source {
    pub code: String,
    pub tokens: Vec<Token>,
}

pub fn read(text: &str) -> Source {
    let chars: Vec<char> = text.chars().collect();
    let mut source = Source { code: String::new(), tokens: Vec::new() };
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let from = at;
        let mut token = None;
        match chars[at] {
            '/' if chars.get(at + 1) == Some(&'/') => {
                at = end_of(&chars, at, |rest| rest[0] == '\n');
                source.code.push(' ');
                continue;
            }
            '/' if chars.get(at + 1) == Some(&'*') => {
                at = end_of_block_comment(&chars, at);
                source.code.push(' ');
                line += newlines(&chars[from..at]);
                continue;
            }
            '"' => at = end_of_text(&chars, at + 1),
            '\'' => at = end_of_char_or_lifetime(&chars, at),
            ':' if chars.get(at + 1) == Some(&':') => {
                at += 2;
                token = Some("::".to_owned());
            }
            c if c.is_alphanumeric() || c == '_' => {
                at = end_of(&chars, at, |rest| !(rest[0].is_alphanumeric() || rest[0] == '_'));
                let word: String = chars[from..at].iter().collect();
                match raw_text_end(&chars, at, &word) {
                    Some(end) => at = end,
                    None => token = Some(word),
                }
            }
            c if c.is_whitespace() => at += 1,
            c => {
                at += 1;
                token = Some(c.to_string());
            }
        }
        source.tokens.extend(token.map(|text| Token { text, line }));
        source.code.extend(&chars[from..at]);
        line += newlines(&chars[from..at]);
    }
    source
}

fn end_of(chars: &[char], from: usize, stop: impl Fn(&[char]) -> bool) -> usize {
    (from..chars.len()).find(|at| stop(&chars[*at..])).unwrap_or(chars.len())
}

fn end_of_block_comment(chars: &[char], from: usize) -> usize {
    let (mut depth, mut at) = (0_u32, from);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn end_of_text(chars: &[char], from: usize) -> usize {
    let mut at = from;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// `'a'` and `'\n'` are texts, the `'a` of a lifetime is a sign without meaning here.
fn end_of_char_or_lifetime(chars: &[char], from: usize) -> usize {
    match (chars.get(from + 1), chars.get(from + 2)) {
        (Some('\\'), _) => end_of(chars, from + 3, |rest| rest[0] == '\'') + 1,
        (Some(_), Some('\'')) => from + 3,
        _ => from + 1,
    }
    .min(chars.len())
}

/// Where the raw text ends whose prefix `word` was just read.
fn raw_text_end(chars: &[char], at: usize, word: &str) -> Option<usize> {
    if !matches!(word, "r" | "br" | "cr") {
        return None;
    }
    let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
    if chars.get(at + hashes) != Some(&'"') {
        return None;
    }
    let closes = |rest: &[char]| rest[0] == '"' && rest[1..].iter().take_while(|c| **c == '#').count() >= hashes;
    Some((end_of(chars, at + hashes + 1, closes) + 1 + hashes).min(chars.len()))
}

fn newlines(chars: &[char]) -> usize {
    chars.iter().filter(|c| **c == '\n').count()
}

/// A path from the root of the library, as in `["ledger", "write", "complete"]`, and where it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub segments: Vec<String>,
    pub line: usize,
}

/// Every path that starts at the root of the library or goes up to it; `module` is the file's own.
pub fn paths(tokens: &[Token], module: &[String], in_library: bool) -> Vec<Path> {
    let mut found = Vec::new();
    // For each open brace, whether it is that of an inline module: `super` starts from there.
    let mut braces: Vec<bool> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = |back: usize| at.checked_sub(back).map_or("", |index| tokens[index].text.as_str());
        let (next, base) = match token.text.as_str() {
            "{" => {
                braces.push(before(2) == "mod");
                continue;
            }
            "}" => {
                braces.pop();
                continue;
            }
            _ if before(1) == "::" => continue,
            "crate" if in_library => (at + 1, Vec::new()),
            "opsledger" => (at + 1, Vec::new()),
            "migration" if tokens.get(at + 1).is_some_and(|next| next.text == "::") => {
                (at + 1, vec![token.text.clone()])
            }
            "super" if in_library => {
                let steps = tokens[at..].chunks(2).take_while(|two| two[0].text == "super").count();
                let inline = braces.iter().filter(|module| **module).count();
                let Some(ups) = steps.checked_sub(inline) else { continue };
                (at + 2 * steps - 1, module[..module.len().saturating_sub(ups)].to_vec())
            }
            _ => continue,
        };
        tree(tokens, next, &base, &mut found);
    }
    found
}

/// Reads what follows a path that was read so far; `at` should be its next `::`.
fn tree(tokens: &[Token], at: usize, path: &[String], found: &mut Vec<Path>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let line = tokens[at.min(tokens.len() - 1)].line;
    if text(at) != "::" {
        if !path.is_empty() {
            found.push(Path { segments: path.to_vec(), line });
        }
        return at;
    }
    if text(at + 1) != "{" {
        let word = text(at + 1);
        if !word.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '*') {
            return tree(tokens, at + 1, path, found);
        }
        return tree(tokens, at + 2, &[path, &[word.to_owned()]].concat(), found);
    }
    let mut next = at + 2;
    while next < tokens.len() && text(next) != "}" {
        if text(next).starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '*') {
            next = tree(tokens, next + 1, &[path, &[text(next).to_owned()]].concat(), found);
            // A new name says nothing about where the old one lives.
            if text(next) == "as" {
                next += 2;
            }
        } else {
            next += 1;
        }
    }
    next + 1
}
