//! Sentences with which programs and services say what went wrong, within an answer that is otherwise foreign.
//!
//! They come from a small stock: words about requests, keys and states, codes, identifiers. A sentence that a person
//! wrote holds names and words of another trade, so three of four words must be of the stock and none a name.

use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::words::about_words::is_about;
use crate::sanitizer::words::context::Words;
use crate::sanitizer::words::known_names::{is_family, is_given};

/// Keys whose values say what went wrong.
const KEYS: Words = Words::new(&[
    "message",
    "error",
    "error_description",
    "error_message",
    "errormessage",
    "description",
    "detail",
    "details",
    "title",
    "reason",
    "msg",
    "faultstring",
    "exception",
    "cause",
    "failure",
    "hint",
    "h1",
    "h2",
    "p",
    "errorsummary",
    "faultreason",
    "errormsg",
    "error_detail",
    "status_message",
    "responsemessage",
    "status",
    "errors",
    "warning",
    "warnings",
    "messages",
    "err",
    "err_msg",
    "errmsg",
    "problem",
]);

/// Words of the stock beside those that speak about secrets.
const STOCK: Words = Words::new(&[
    "characters",
    "character",
    "least",
    "most",
    "digit",
    "digits",
    "uppercase",
    "lowercase",
    "blank",
    "taken",
    "reserved",
    "workspace",
    "admin",
    "specified",
    "frame",
    "event",
    "short",
    "again",
    "allow",
    "allowed",
    "another",
    "api",
    "app",
    "application",
    "argument",
    "assertion",
    "attempt",
    "audience",
    "authenticate",
    "authorization",
    "authorize",
    "attribute",
    "available",
    "backend",
    "element",
    "option",
    "validation",
    "body",
    "bucket",
    "busy",
    "call",
    "callback",
    "certificate",
    "client",
    "cluster",
    "column",
    "concurrent",
    "configured",
    "connect",
    "constraint",
    "contact",
    "container",
    "content",
    "correctly",
    "credentials",
    "deadlock",
    "decoded",
    "delete",
    "directory",
    "during",
    "endpoint",
    "entity",
    "exception",
    "execute",
    "exist",
    "exists",
    "expect",
    "fail",
    "fetch",
    "field",
    "forbidden",
    "formed",
    "gateway",
    "grant",
    "group",
    "handle",
    "header",
    "http",
    "https",
    "identifier",
    "including",
    "incomplete",
    "integer",
    "item",
    "json",
    "keys",
    "large",
    "later",
    "limit",
    "limits",
    "lock",
    "long",
    "make",
    "malformed",
    "many",
    "maximum",
    "method",
    "metadata",
    "minimum",
    "modified",
    "must",
    "node",
    "object",
    "operation",
    "parameter",
    "parsed",
    "path",
    "permissions",
    "policy",
    "precondition",
    "process",
    "property",
    "quota",
    "rate",
    "redirect",
    "region",
    "reached",
    "record",
    "reduce",
    "requests",
    "resource",
    "response",
    "result",
    "retry",
    "role",
    "route",
    "rpc",
    "schema",
    "scope",
    "scopes",
    "service",
    "signing",
    "size",
    "slow",
    "specified",
    "storage",
    "string",
    "subscription",
    "supply",
    "sure",
    "syntax",
    "table",
    "tenant",
    "thread",
    "throttling",
    "tokens",
    "transaction",
    "try",
    "uri",
    "url",
    "version",
    "webhook",
    "you",
    "we",
    "calculated",
    "provide",
    "provides",
    "did",
    "code",
    "between",
    "unique",
    "violates",
    "duplicate",
    "row",
    "rows",
    "index",
    "relation",
    "null",
    "array",
    "expected",
    "authority",
    "signer",
    "issuer",
    "host",
    "port",
    "socket",
    "peer",
    "network",
    "refused",
    "unavailable",
    "maintenance",
    "overloaded",
    "capacity",
    "pool",
    "exhausted",
    "deadline",
    "per",
    "second",
    "seconds",
    "minute",
    "minutes",
    "before",
    "after",
    "than",
    "more",
    "both",
    "any",
    "all",
    "no",
    "either",
    "cannot",
    "being",
    "currently",
    "progress",
    "under",
    "over",
    "insufficient",
    "privileges",
    "privilege",
    "contain",
    "contains",
    "include",
    "includes",
    "given",
    "id",
    "ids",
    "name",
    "names",
    "type",
    "unauthenticated",
    "unauthorized",
    "denied",
    "registered",
    "registration",
    "consent",
    "approved",
]);

/// Words without which nothing went wrong.
const WRONG: Words = Words::new(&[
    "not",
    "no",
    "cannot",
    "unable",
    "invalid",
    "unknown",
    "expired",
    "failed",
    "fail",
    "failure",
    "missing",
    "error",
    "denied",
    "forbidden",
    "required",
    "exceeded",
    "unsupported",
    "unauthorized",
    "unauthenticated",
    "refused",
    "rejected",
    "revoked",
    "unavailable",
    "timeout",
    "malformed",
    "mismatch",
    "disabled",
    "locked",
    "conflict",
    "insufficient",
    "too",
    "bad",
    "wrong",
    "exists",
    "reduce",
    "expected",
    "must",
    "violates",
    "deadlock",
    "invalid_grant",
    "unexpected",
    "incorrect",
    "aborted",
    "throttled",
]);

/// Whether the value under this key is such a sentence.
pub(crate) fn is_of_stock(key: &str, value: &str) -> bool {
    let said = ["errordetail", "errordetails", "errormessage", "errorreason", "statusmessage"];
    // `"password":["is too short (minimum is 14 characters)"]`: what a check says of a field, whatever the field.
    let checked =
        ["is ", "has ", "must ", "can't ", "cannot ", "should ", "may not ", "does not ", "doesn't ", "was ", "are "]
            .iter()
            .any(|verb| value.starts_with(verb))
            && value.len() <= 80;
    let says = checked || KEYS.has(key) || said.iter().any(|end| key.ends_with(end));
    if !says || value.len() > 600 || !value.is_ascii() {
        return false;
    }
    // What a logger of PHP makes of an exception: a class, a message, a place in the code.
    if value.starts_with("[object] (") {
        return true;
    }
    let (mut words, mut known, mut wrong, mut schema) = (0, 0, checked, false);
    for word in value.split_ascii_whitespace() {
        let bare = word.trim_end_matches("(s)").trim_matches(|c: char| ".,:;!?()'\"`[]".contains(c));
        let small = bare.to_ascii_lowercase();
        let plain = bare.bytes().all(|b| b.is_ascii_lowercase() || b"'-".contains(&b));
        let stock = is_about(&small) || STOCK.has(&small);
        let shouts = bare.len() >= 2
            && bare.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_-.".contains(&b));
        // `element 'Kostenstelle'`: a name of the schema.
        let named = schema
            && word.starts_with(['\'', '"'])
            && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
        if !(plain || stock || shouts || named || is_code(bare)) {
            return false;
        }
        schema = matches!(&*small, "element" | "field" | "attribute" | "property" | "column" | "parameter" | "option");
        words += 1;
        known += usize::from(stock || shouts || named || !plain && is_code(bare));
        // `ORA-00001`, `AADSTS7000222`.
        let number = shouts
            && bare.len() >= 6
            && bare.ends_with(|c: char| c.is_ascii_digit())
            && bare.starts_with(char::is_alphabetic);
        wrong |= WRONG.has(&small) || number;
    }
    wrong && known * 4 >= words * 3
}

/// "The email has already been taken.", "Name: is too short (minimum one character)": what a check of a form says of
/// a field, under whatever key it stands.
pub(crate) fn is_complaint(value: &str) -> bool {
    const SAID: [&str; 22] = [
        " has already been taken",
        " is already taken",
        " is too short",
        " is too long",
        " can't be blank",
        " cannot be blank",
        " must not be empty",
        " may not be blank",
        " is required",
        " are required",
        " must be unique",
        " must be a valid",
        " must be at least",
        " must be a string",
        " must be an integer",
        " must match",
        " is not a valid",
        " is not included in the list",
        " does not match",
        " format is invalid",
        " is invalid",
        " already exists",
    ];
    let small = format!(" {}", value.to_ascii_lowercase());
    if value.len() > 160 || !value.is_ascii() || !SAID.iter().any(|said| small.contains(said)) {
        return false;
    }
    let mut begins = true;
    value.split_ascii_whitespace().all(|word| {
        let bare = word.trim_matches(|c: char| ".,:;!?()'\"`[]".contains(c));
        let capital = bare.starts_with(|c: char| c.is_ascii_uppercase());
        let plain = bare.bytes().all(|b| b.is_ascii_alphabetic() || b"'-_".contains(&b))
            || bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit());
        let fits = plain && !is_given(bare) && !is_family(bare) && (begins || !capital || word.ends_with(':'));
        begins = word.ends_with([':', '.', '!']);
        fits
    })
}

/// Numbers, identifiers and names put together as programs do.
fn is_code(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
        || shapes::is_identifier(word)
        || word.split_once([':', '=']).is_some_and(|(name, value)| is_wordy(name) && shapes::is_identifier(value))
        || word.split([':', '=']).all(|part| part.is_empty() || shapes::is_identifier(part) || is_wordy(part))
            && word.contains(['_', '.', '/', ':', '=', '-'])
            && !word.contains('@')
}

#[cfg(test)]
mod tests {
    use super::is_of_stock;

    #[test]
    fn what_a_service_says_of_an_error_is_of_stock_and_what_a_person_writes_is_not() {
        for said in [
            "The specified key does not exist.",
            "JWT could not be decoded",
            "401 Unauthorized",
            "Validation error: element 'Kostenstelle' missing",
        ] {
            assert!(is_of_stock("message", said), "{said}");
            assert!(!is_of_stock("note", said), "a note is written by a person: {said}");
        }
        for written in [
            "Anna is not allowed",
            "our patient cannot walk to the practice",
            "invoice of May is wrong, call my wife",
            "the key under the flower pot",
        ] {
            assert!(!is_of_stock("message", written), "{written}");
        }
    }
}
