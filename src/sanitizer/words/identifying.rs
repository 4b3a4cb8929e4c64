//! Fields and prefixes that say of a random run that it is what a program calls a thing, and no secret.

use super::context::{Words, behind};

/// The name of the field whose value begins at `at`.
pub(crate) fn field_before(text: &str, at: usize) -> Option<&str> {
    let head = text[..at].trim_end_matches(['"', '\'', '\\', '[']);
    let head = head
        .strip_suffix(['=', ':'])
        .or_else(|| head.strip_suffix(": "))
        .or_else(|| head.strip_suffix("= "))
        .or_else(|| head.strip_suffix(":\\\""))?;
    let aligned = head.trim_end_matches(' ');
    let head = if head.len() - aligned.len() <= 40 { aligned } else { head };
    let head = head.trim_end_matches(['"', '\'', '\\']);
    let length = head.bytes().rev().take(40).take_while(|b| b.is_ascii_alphanumeric() || b"_-.".contains(b)).count();
    let name = &head[head.len() - length..];
    // One half of a pair of hashes is no name.
    (!name.bytes().all(|b| b.is_ascii_hexdigit())).then_some(name)
}

/// `errorId=…`, `event=…`, `order: …`: fields that identify.
pub(crate) fn identifying_field(text: &str, at: usize) -> bool {
    // `request-id: fra-1:KW…`: the region that gave the number stands before it.
    let region = field_before(text, at)
        .filter(|name| text[..at].strip_suffix(':').is_some_and(|head| head.ends_with(name)) && is_region(name));
    if let Some(region) = region {
        return identifying_field(text, at - 1 - region.len());
    }
    field_before(text, at).is_some_and(|name| {
        let small = name.to_lowercase();
        small == "id"
            || name.ends_with("Id")
            || name.ends_with("ID")
            || [
                "_id",
                "-id",
                "uuid",
                "guid",
                "ref",
                "event",
                "order",
                "template",
                "serial",
                "folder",
                "project",
                "call",
                "rid",
                "etag",
                "cursor",
                "trace",
                "sum",
                "hash",
                "inresponseto",
            ]
            .iter()
            .any(|end| small.ends_with(end))
    })
}

/// `fra-1`, `eu-west-3`, `iad2`.
fn is_region(name: &str) -> bool {
    name.len() <= 20
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.ends_with(|c: char| c.is_ascii_digit())
        && name.split('-').all(|part| part.bytes().all(|b| b.is_ascii_lowercase()) || part.len() <= 4)
}

/// Things that programs number with random names, when the name stands right behind the word.
const THINGS: Words = Words::new(&[
    "job",
    "task",
    "message",
    "msg",
    "build",
    "workflow",
    "snapshot",
    "parent",
    "child",
    "previous",
    "deployment",
    "upload",
    "batch",
    "process",
    "event",
    "export",
    "import",
    "restore",
    "backup",
    "order",
    "record",
    "document",
    "entity",
    "subscription",
    "instance",
    "volume",
    "disk",
    "node",
    "vm",
    "alloc",
    "allocation",
    "evaluation",
    "execution",
    "activity",
    "step",
    "stage",
    "pipeline",
    "transaction",
    "txn",
    "lock",
    "block",
    "chunk",
    "segment",
    "manifest",
    "archive",
    "repository",
    "artifact",
    "package",
    "bundle",
    "alert",
    "incident",
    "delivery",
    "notification",
    "thread",
    "conversation",
    "policy",
    "partition",
    "shard",
    "release",
    "changeset",
    "kid",
    "jti",
    "jid",
    "keyid",
    "x5t",
    "vorgang",
    "auftrag",
    "lauf",
    "sandbox",
    "cgroup",
    "index",
    "forget",
]);

/// `parent job 41ec…`, `(snapshot 3cf6…`: the word before the run says what it names.
pub(crate) fn follows_thing(text: &str, at: usize) -> bool {
    let head = behind(text, at, 32);
    let word = head.trim_end_matches([' ', '"', '\'', '\\', '`', '=', ':', '#', '[', '(', '<', '“', '„']);
    let length = word.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let last = word[word.len() - length..].to_ascii_lowercase();
    let field = word[..word.len() - length].ends_with('_') && last == "id" || last == "uuid" || last == "guid";
    word.len() < head.len() && length > 0 && (field || THINGS.has(&last))
}

/// `X-Request-Id: …`, `(Request-Id …)`: what a vendor calls a request may begin like one of its tokens.
pub(crate) fn is_request_id(text: &str, at: usize) -> bool {
    let head = behind(text, at, 40);
    let name = head.trim_end_matches([' ', '"', '\'', '\\', ':', '=', '(', '[']).as_bytes();
    head.len() > name.len()
        && ["request-id", "request_id", "requestid", "request id", "correlation-id", "correlation_id", "correlationid"]
            .iter()
            .any(|end| name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes()))
}

/// `evt_…`, `order_…`, `d-…`: what programs call things that have a random name.
pub(crate) fn is_prefixed_id(value: &str) -> bool {
    const KINDS: [&str; 55] = [
        "cid", "corr", "evt", "order", "req", "pi", "cus", "ch", "sub", "in", "price", "prod", "acct", "pm", "txn",
        "seti", "cs", "re", "po", "tr", "msg", "job", "run", "pay", "user", "usr", "org", "proj", "team", "thread",
        "file", "batch", "inv", "ord", "plan", "build", "dpl", "wf", "exec", "snap", "vol", "img", "dep", "srv", "svc",
        "node", "step", "task", "bld", "env", "site", "we", "in", "ep", "trace",
    ];
    // `terraform-20261014…`, `bqjob_r0964…_…_1`: a time, and two numbers of a job.
    let timed = value.strip_prefix("terraform-").is_some_and(|time| time.bytes().all(|b| b.is_ascii_hexdigit()));
    let numbered = value
        .strip_prefix("bqjob_r")
        .is_some_and(|rest| rest.len() <= 40 && rest.bytes().all(|b| b.is_ascii_digit() || b"abcdef_".contains(&b)));
    if timed && value.len() == 36 || numbered {
        return true;
    }
    value.len() <= 40
        && value
            .split_once(['_', '-'])
            .is_some_and(|(kind, rest)| KINDS.contains(&kind) && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}
