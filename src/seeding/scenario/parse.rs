//! From text to scenario. Whatever is wrong is named with file, line and column, before anything is opened.

use std::ops::Range;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::check;
use super::model::Scenario;
use super::profiles;
use crate::problem::{Problem, Result, line_and_column};

/// Reads a profile by its name, or a file by its path.
///
/// # Errors
/// `scenario.unknown`, `scenario.unreadable` or `scenario.malformed`.
pub fn load(name_or_path: &str) -> Result<Scenario> {
    if let Some(profile) = profiles::find(name_or_path) {
        return parse(&format!("seeds/{}.toml", profile.name), profile.text);
    }
    let path = Path::new(name_or_path);
    let looks_like_a_path =
        path.extension().is_some_and(|extension| extension == "toml") || path.components().count() > 1;
    if !path.is_file() && !looks_like_a_path {
        let known: Vec<&str> = profiles::profiles().iter().map(|profile| profile.name).collect();
        return Err(Problem::request("scenario.unknown", format!("there is no profile and no file `{name_or_path}`"))
            .next(format!("give one of {}, or the path of a scenario file", known.join(", "))));
    }
    let text = std::fs::read_to_string(path).map_err(|error| {
        Problem::request("scenario.unreadable", format!("cannot read the scenario `{name_or_path}`: {error}"))
            .next("check the path and its rights; a scenario is a text file in UTF-8")
    })?;
    parse(name_or_path, &text)
}

/// Reads the text of a scenario; `origin` names it in messages.
///
/// # Errors
/// `scenario.malformed`, with line and column.
pub fn parse(origin: &str, text: &str) -> Result<Scenario> {
    let mut scenario: Scenario = toml::from_str(text)
        .map_err(|error| malformed(origin, text, &error.span().unwrap_or(0..0), error.message()))?;
    origin.clone_into(&mut scenario.origin);
    scenario.digest = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    match check::check(&scenario) {
        Ok(()) => Ok(scenario),
        Err(check::Wrong { span, message }) => Err(malformed(origin, text, &span, &message)),
    }
}

fn malformed(origin: &str, text: &str, span: &Range<usize>, message: &str) -> Problem {
    let (line, column) = line_and_column(text, span.start);
    let message = message.trim().replace('\n', ", ");
    Problem::request("scenario.malformed", format!("{origin}, line {line}, column {column}: {message}"))
        .next("seeds/README.md says what a scenario may hold; nothing was written")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "name = 'x'\ndescription = 'x'\nseed = 1\n";

    fn refusal(rest: &str) -> String {
        let problem = parse("my.toml", &format!("{HEAD}{rest}")).unwrap_err();
        assert_eq!(problem.code, "scenario.malformed");
        problem.message
    }

    #[test]
    fn what_is_wrong_is_named_with_file_line_and_column() {
        assert!(refusal("workspaces = []\nnonsense = 3\n").starts_with("my.toml, line 5, column 1: unknown field"));
        let open = refusal("workspaces = [\n");
        assert!(open.starts_with("my.toml, line 4, column 15: "), "{open}");
        let negative = refusal("[[workspaces]]\nkey = 'w'\nage_days = 40\nmembers = { owner = -1 }\n");
        assert!(negative.starts_with("my.toml, line 7, column 21: -1 is no sane value for a count"), "{negative}");
        let absurd = refusal("[[workspaces]]\nkey = 'w'\nage_days = 40\nmembers = { owner = 100000001 }\n");
        assert!(absurd.starts_with("my.toml, line 7, column 21: 100000001 is no sane"), "{absurd}");
        let when = refusal("as_of = 'soon'\nworkspaces = []\n");
        assert!(when.starts_with("my.toml, line 4, column 9: as_of `soon` is not a time"), "{when}");
        let local = refusal("as_of = 2026-01-15\nworkspaces = []\n");
        assert!(local.starts_with("my.toml, line 4, column 9: as_of `2026-01-15` is not a time"), "{local}");
    }

    #[test]
    fn what_the_types_cannot_say_is_named_with_its_place_too() {
        let tenant = "[[workspaces]]\nkey = 'w'\nage_days = 40\n[[workspaces.tenants]]\nkey = 't'\n";
        let records = refusal(&format!("{tenant}environment = 'x'\nage_days = 39\nrecords = 'none'\n"));
        assert!(records.starts_with("my.toml, line 11, column 11: there are no [records.none]"), "{records}");
        let older = refusal(&format!("{tenant}environment = 'x'\nage_days = 40\n"));
        assert!(older.starts_with("my.toml, line 10, column 12: a tenant is younger"), "{older}");
        let status = refusal("workspaces = []\n[records.r]\npolicies = 1\nrestore_runs = { done = 1 }\n");
        assert!(status.starts_with("my.toml, line 7, column 16: restore_runs has no status `done`"), "{status}");
    }

    #[test]
    fn a_column_counts_characters_and_not_bytes() {
        assert_eq!(line_and_column("ä = 'ö' x", 9), (1, 8));
        assert_eq!(line_and_column("a\nbc", 3), (2, 2));
    }
}
