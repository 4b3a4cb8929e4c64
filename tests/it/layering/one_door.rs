//! Only the ledger writes its table (L1), and the root of the library is a map and nothing else.

use regex::Regex;

use super::source;

/// SQL that writes `operation_runs`, or its entity used for writing, outside `src/ledger/`.
pub fn other_writers(files: &[(String, String)]) -> Vec<String> {
    // However the table is quoted; a name that only begins or ends alike is another table.
    let table = r#"(?:\\?"?public\\?"?\.)?\\?"?operation_runs\b"#;
    let verb = r"(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|merge\s+into|update(?:\s+or\s+\w+)?(?:\s+only)?|delete\s+from(?:\s+only)?|truncate(?:\s+table)?|copy)";
    let sql = Regex::new(&format!(r"(?i)\b{verb}\s+{table}")).expect("a valid pattern");
    let entity = Regex::new(
        r#"\boperation_runs?\s*::\s*(?:ActiveModel\b|Entity\s*::\s*(?:insert|update|delete))|table_name\s*=\s*"operation_runs""#,
    )
    .expect("a valid pattern");
    // What separates two words besides blanks: a line that goes on, a written-out line end, a comment of SQL.
    let joint = Regex::new(r"\\\n|\\[nt]|--[^\n]*\n").expect("a valid pattern");
    let mut complaints = Vec::new();
    for (file, text) in files.iter().filter(|(file, _)| !file.starts_with("src/ledger/")) {
        let read = file.ends_with(".rs").then(|| source::read(text));
        let code = joint.replace_all(read.as_ref().map_or(text.as_str(), |read| read.code.as_str()), " ");
        for found in sql.find_iter(&code).chain(entity.find_iter(&code)) {
            complaints.push(format!("{file}: `{}` belongs in src/ledger/, the one door (L1)", found.as_str()));
        }
        let Some(read) = read else { continue };
        for path in source::paths(&read.tokens, &["?".to_owned(), "?".to_owned()], true) {
            if path.segments[0] == "ledger" && path.segments.iter().any(|segment| segment == "ActiveModel") {
                let path_text = path.segments.join("::");
                complaints
                    .push(format!("{file}:{}: `{path_text}` belongs in src/ledger/, the one door (L1)", path.line));
            }
        }
    }
    complaints
}

/// Everything in `src/lib.rs` that is not a `pub mod` line or an attribute of the crate.
pub fn definitions(lib: &str) -> Vec<String> {
    let tokens = source::read(lib).tokens;
    let mut complaints = Vec::new();
    let mut at = 0;
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    while at < tokens.len() {
        if text(at) == "#" {
            while at < tokens.len() && text(at) != "]" {
                at += 1;
            }
            at += 1;
        } else if [text(at), text(at + 1), text(at + 3)] == ["pub", "mod", ";"] {
            at += 4;
        } else {
            complaints.push(format!(
                "src/lib.rs:{}: `{}`: the root is a map and defines nothing",
                tokens[at].line,
                text(at)
            ));
            break;
        }
    }
    complaints
}
