//! What the stable codes of failures mean to the person who is paged, and what to do next: one line of a runbook each.
//!
//! * `runs`: how any run can end; `storage`: what the database and the ledger say.
//! * `records`: ends of domain records that a run shadows.
//! * `work`: work for tenants, and what the directory provider answers.
//! * `refusals`: why work may not start.
//! * `housekeeping`: reconciling, pruning, dispatching, seeding.
//!
//! A test looks for codes in the sources and fails when one has no line here.

mod housekeeping;
mod records;
mod refusals;
mod runs;
mod storage;
mod work;

/// A code and what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Dotted and stable, as it stands in `failure_summary`; reasons for which work may not start are one word.
    pub code: &'static str,
    /// What happened, in one sentence.
    pub meaning: &'static str,
    /// What to do about it, in one sentence.
    pub next: &'static str,
}

const fn line(code: &'static str, meaning: &'static str, next: &'static str) -> Code {
    Code { code, meaning, next }
}

/// The lists, each sorted by code.
const LISTS: [&[Code]; 6] =
    [housekeeping::CODES, records::CODES, refusals::CODES, runs::CODES, storage::CODES, work::CODES];

/// Every code that this toolkit writes.
pub fn all() -> impl Iterator<Item = &'static Code> {
    LISTS.into_iter().flatten()
}

/// What is known of `code`; nothing for a code of somebody else.
#[must_use]
pub fn code(code: &str) -> Option<&'static Code> {
    LISTS.into_iter().find_map(|list| list.binary_search_by_key(&code, |known| known.code).ok().map(|at| &list[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_is_sorted_and_no_code_stands_twice() {
        for list in LISTS {
            assert!(list.is_sorted_by(|one, next| one.code < next.code), "{list:?}");
        }
        let mut codes: Vec<&str> = all().map(|known| known.code).collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }

    #[test]
    fn every_line_is_two_whole_sentences() {
        for known in all() {
            for text in [known.meaning, known.next] {
                let begins = text.starts_with(|c: char| c.is_uppercase() || c == '`');
                assert!(begins && text.ends_with('.') && text.len() > 15, "{}: {text}", known.code);
            }
        }
    }

    #[test]
    fn a_known_code_is_found_and_a_foreign_one_is_not() {
        assert!(all().all(|known| code(known.code) == Some(known)));
        assert_eq!(code("somebody.elses"), None);
    }
}
