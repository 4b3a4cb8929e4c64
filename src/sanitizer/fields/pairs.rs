//! Field names with values, wherever they stand: assignments, JSON, XML, headers, flags, prose.
//!
//! The scanner reports each field name it meets; here the name is widened to the whole field, the
//! joint and the value are read, and the value is judged.

use std::ops::Range;

use super::clauses;
use super::harmless::{self, Setting};
use super::maps;
use super::names::field;
use super::person_fields;
use super::phrases;
use super::separators::{self, Joint};
use super::structures;
use super::tails;
use super::values::{self, Value};
use crate::sanitizer::looks::blanks;
use crate::sanitizer::looks::code_values::is_tag;
use crate::sanitizer::persons::personal::PERSON_FIELD;
use crate::sanitizer::rule::{Rule, Weight};
use crate::sanitizer::scan;
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context;
use crate::sanitizer::words::context::{ahead, behind};
use crate::sanitizer::words::sentences;

/// Passwords are short and chosen by people, so sentences about them are read more closely.
const PASSWORD: &str = "[password]";

/// A value that holds so many more field names is hidden whole, which keeps reading linear.
const MOST_NESTED: usize = 12;
const LONG_VALUE: usize = 200;

/// The field names met so far in one text.
#[derive(Default)]
pub(crate) struct Finds {
    /// Where the last value ended.
    value_end: usize,
    /// How many names stood inside it.
    nested: usize,
}

impl Finds {
    /// Hides the value of the field whose name stands at `hit`.
    pub(crate) fn find(
        &mut self,
        text: &str,
        hit: Range<usize>,
        rule: &'static Rule,
        weight: Weight,
        spans: &mut Vec<Span>,
    ) {
        // Short values cannot add up; only long ones are read over and over.
        if hit.start + LONG_VALUE < self.value_end {
            self.nested += 1;
            if self.nested > MOST_NESTED {
                if self.nested == MOST_NESTED + 1 {
                    spans.push(Span::new(hit.start..self.value_end, rule.placeholder));
                }
                return;
            }
        }
        let hit_start = hit.start;
        let Some(end) = find(text, hit, rule, weight, spans) else {
            return;
        };
        // A chain of values that reach into each other counts as one.
        if hit_start >= self.value_end {
            self.nested = 0;
        }
        self.value_end = self.value_end.max(end);
    }
}

/// Returns where the value ends, when there is one.
fn find(text: &str, hit: Range<usize>, rule: &'static Rule, weight: Weight, spans: &mut Vec<Span>) -> Option<usize> {
    // A person named in running text is found by capitals, which spares most texts the question.
    if rule.name == PERSON_FIELD
        && text
            .as_bytes()
            .get(hit.end..hit.end + 2)
            .is_some_and(|next| next[0] == b' ' && next[1].is_ascii_alphabetic())
    {
        return None;
    }
    let name = field(text, &hit)?;
    if name.foreign && !tails::takes_foreign(rule, weight) {
        return None;
    }
    // `-----END PRIVATE KEY-----` names nothing.
    if text[name.range.end..].starts_with("-----") {
        return None;
    }
    let password = rule.placeholder == PASSWORD;
    // `proxy_pass http://pool;`: where a server passes a request on to.
    if password
        && ["proxy", "fastcgi", "uwsgi", "scgi", "grpc", "memcached"]
            .contains(&text[name.range.clone()].trim_end_matches("_pass"))
    {
        return None;
    }
    let told = Named { rule, weight, plural: name.plural, does: name.does, foreign: name.foreign };
    if weight != Weight::Weak
        && let Some(value) = structures::value(text, &name.range)
        && let Some(placeholder) = told.placeholder(&text[value.clone()])
    {
        let end = value.end.max(name.range.end);
        spans.push(Span::new(value, placeholder));
        return Some(end);
    }
    let joined = separators::after(text, &name.range, weight == Weight::Strong || rule.placeholder == "[key]");
    let joined = joined.filter(|(joint, _)| {
        !name.foreign
            || matches!(joint, Joint::Assign | Joint::Colon | Joint::Flag | Joint::Element)
            || tails::is_set_to(&text[name.range.end..])
    });
    let Some((joint, start)) = joined else {
        if name.foreign {
            return None;
        }
        // Only secrets are told further on in a clause.
        if weight == Weight::Personal {
            return None;
        }
        return told_in_clause(text, &name.range, name.range.end, rule, spans);
    };
    if joint != Joint::Assign
        && text[start..].trim_start_matches([' ', '(', '[', '{', '"', '\'']).starts_with(&text[name.range.clone()])
    {
        // A name that is followed by itself: the last of the chain has the value.
        return None;
    }
    // `New-PSSession : [exch-2] Connecting …`: the command that failed, as PowerShell puts it.
    let verbs = [
        "New-",
        "Get-",
        "Enter-",
        "Remove-",
        "Connect-",
        "Disconnect-",
        "Invoke-",
        "Import-",
        "Export-",
        "Test-",
        "Start-",
    ];
    if joint == Joint::Colon
        && verbs.iter().any(|verb| text[name.range.clone()].starts_with(verb))
        && text[name.range.end..].starts_with(" : ")
    {
        return None;
    }
    // `--insecure-no-password init`: an option that says there is none takes none.
    if joint == Joint::Flag
        && ["no-password", "no-token", "no-secret", "without-password", "skip-password", "ask-password"]
            .iter()
            .any(|end| text[name.range.clone()].ends_with(end))
    {
        return None;
    }
    // `vault kv get -field=password kv/ops/relay`: what an option is given has no value of its own.
    if matches!(joint, Joint::Adjacent | Joint::Copula | Joint::Distant) && is_given_to_option(text, name.range.start) {
        return None;
    }
    // `No such option: --passwd Did you mean --password-file?`
    if joint == Joint::Flag
        && ["Did you mean", "Perhaps you", "Meinten Sie"].iter().any(|ask| text[start..].starts_with(ask))
    {
        return None;
    }
    if joint == Joint::Colon && ends_prompt(text, name.range.start, start) {
        return None;
    }
    if joint == Joint::Colon && is_psql_variable(text, start) {
        return None;
    }
    // `${SECRET:?must be set}`: what the shell says when it is not.
    if text[..name.range.start].ends_with("${") && text[start..].starts_with('?') {
        return None;
    }
    // `Argument "password" to "login"`: a parameter and the function that has it.
    if joint == Joint::Copula
        && text[..name.range.start].ends_with(['"', '\''])
        && context::before(text, name.range.start, 12).trim_end_matches(['"', '\'']).ends_with("argument ")
        && text[name.range.end..].trim_start_matches(['"', '\'']).starts_with(" to ")
    {
        return None;
    }
    // `COMMENT ON COLUMN app.password IS '…'`: what a schema says of itself.
    if joint == Joint::Copula {
        let statement = context::before(text, name.range.start, 48);
        let object = statement.trim_end_matches(['"', '`', '[']).trim_end_matches(|c: char| !c.is_whitespace());
        if ["column", "table", "constraint", "view", "function", "index"]
            .iter()
            .any(|kind| object.trim_end().strip_suffix(kind).is_some_and(|head| head.ends_with("comment on ")))
        {
            return None;
        }
    }
    // `resource "random_password" "ledger"`: a type and a name.
    if ["resource \"", "data \"", "ephemeral \""].iter().any(|head| text[..name.range.start].ends_with(head)) {
        return None;
    }
    // `checksum/secret: 982b…` is about the file.
    if text[..name.range.start].ends_with("checksum/") {
        return None;
    }
    if weight == Weight::Personal {
        let end = person_fields::find(text, &name.range, joint, start, rule, spans);
        if joint == Joint::Assign
            && text[start..].trim_start_matches([' ', '\\']).starts_with(['"', '\'', '`'])
            && let Some(value) = values::read(text, start, joint).filter(|value| value.quoted)
        {
            changed_to(text, value.range.end, &told, spans);
        }
        return end;
    }
    // `vendorKey: …`: somebody's key, where `key:` alone may be anything.
    let owned = joint == Joint::Colon && rule.placeholder == "[key]" && name.range.start + 3 <= hit.start;
    if weight == Weight::Weak && !owned && !matches!(joint, Joint::Assign | Joint::Element | Joint::Copula) {
        return None;
    }
    if weight != Weight::Weak
        && !matches!(joint, Joint::Assign | Joint::Flag | Joint::Element)
        && let Some(found) = clauses::before(text, &name.range)
    {
        spans.push(Span::new(found, rule.placeholder));
    }
    let before = context::before(text, name.range.start, 48);
    let before = clause(&before);
    let compound = is_compound(&text[name.range.clone()]);
    let judge = |joint: Joint, start: usize| {
        let mut value = values::read(text, start, joint)?;
        let phrase = if password && !value.quoted && matches!(joint, Joint::Assign | Joint::Colon) {
            phrases::bare(text, value.range.start, joint, compound)
        } else {
            None
        };
        if let Some(length) = phrase {
            value.range.end = value.range.start + length;
        }
        let setting = Setting {
            value: &text[value.range.clone()],
            quoted: value.quoted,
            joint,
            weight,
            before,
            after: &text[value.range.end..],
            plural: name.plural,
            does: name.does,
            touching: value.range.start == start,
            password,
            compound,
            tight: joint == Joint::Colon
                && text[..start].ends_with(':')
                && !text[start..].starts_with(char::is_whitespace),
        };
        let hides = (phrase.is_some() || !harmless::may_stay(&setting))
            && (!name.foreign || tails::is_sure(setting.value, weight));
        let more = if value.quoted || !hides { 0 } else { harmless::passphrase_rest(&setting) };
        Some((value, more, hides))
    };
    let (mut value, mut more, mut hides) = judge(joint, start)?;
    // `"session"=>{"login"=>…`: what stands there is a name itself.
    if value.quoted && text[start..value.range.start].contains('{') {
        let tail = text[value.range.end..].trim_start_matches(['"', '\'']).trim_start_matches(' ');
        if tail.starts_with("=>") || tail.starts_with(": ") || tail.starts_with(":\"") || tail.starts_with(":{") {
            if name.plural && weight == Weight::Strong {
                maps::of_map(text, value.range.start, rule, password, spans);
            }
            return Some(value.range.start);
        }
    }
    if !hides && !blanks::is_blanked(&text[value.range.clone()]) {
        // The sentence may say the value later than where it was looked for.
        let later = match joint {
            Joint::Copula if password => sentences::far(text, &name.range).map(|start| (Joint::Distant, start)),
            Joint::Adjacent if password => sentences::after_owner(text, start).map(|start| (Joint::Distant, start)),
            Joint::Colon => sentences::quoted_by_complaint(text, start).map(|start| (Joint::Assign, start)),
            _ => None,
        };
        if let Some(found) = later.filter(|(_, at)| *at > start).and_then(|(joint, start)| judge(joint, start)) {
            (value, more, hides) = found;
        }
    }
    let Value { mut range, .. } = value.clone();
    if !value.quoted
        && let Some(host) = host_after(text, name.range.start, &range)
    {
        range.end = host;
    }
    range.end = scope_after(text, &range).unwrap_or(range.end);
    if hides && !value.quoted && is_printed_entry(text, &name.range) {
        range.end = text[range.end..].find(['\n', '\r']).map_or(text.len(), |line| range.end + line);
    }
    let mut end = range.end;
    let spoken = !matches!(joint, Joint::Assign | Joint::Flag | Joint::Element);
    if hides {
        spans.push(Span::new(range.start..end + more, rule.placeholder));
        list_items(text, &range, rule, spans);
        end = concatenated(text, end, rule, spans);
    }
    if joint == Joint::Assign || value.quoted {
        end = changed_to(text, end, &told, spans).unwrap_or(end);
    }
    let value = &text[range.clone()];
    let reference = !hides && (blanks::is_reference(value) || is_tag(value));
    if weight != Weight::Weak && spoken && !reference && (password || !hides) {
        // After a value that is hidden, "… and the new one is …" may tell another.
        let from = if hides { end } else { name.range.end };
        end = told_in_clause(text, &name.range, from, rule, spans).unwrap_or(end).max(end);
    }
    Some(end)
}

/// `Rejected { region: "eu", password: …`: what complains stands before the record that is printed.
fn clause(before: &str) -> &str {
    before.rfind(['{', '[']).map_or(before, |open| &before[open + 1..])
}

/// `bind_password`, `sessionKey`: a name of parts, which is that of a setting and no word of a sentence.
fn is_compound(name: &str) -> bool {
    name.contains(['_', '-', '.'])
        || name.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// `-field=`, `--query=`: whether an option ends directly before the name.
fn is_given_to_option(text: &str, at: usize) -> bool {
    let head = behind(text, at, 40);
    let word = head.rsplit(char::is_whitespace).next().unwrap_or("");
    word.strip_suffix('=').is_some_and(|option| {
        let name = option.trim_start_matches('-');
        name.len() < option.len()
            && ["field", "fields", "query", "key", "output", "format", "select", "attribute", "columns"].contains(&name)
    })
}

/// `does "root@db's password: " match?`: the quote behind the colon ends what was asked.
fn ends_prompt(text: &str, name: usize, start: usize) -> bool {
    let Some(tail) = ahead(text, start, 4).strip_prefix(" \"") else { return false };
    let head = behind(text, name, 80);
    let line = head.rsplit('\n').next().unwrap_or("");
    tail.starts_with([' ', ',', ')']) && line.matches('"').count() % 2 == 1
}

/// `PASSWORD :'new_password'`: the name of a variable of `psql`.
fn is_psql_variable(text: &str, start: usize) -> bool {
    let rest = &text[start..];
    let quoted = rest.strip_prefix(['\'', '"']).and_then(|inner| inner.split_once(['\'', '"']));
    let Some((name, tail)) = quoted.filter(|_| text[..start].ends_with(" :")) else { return false };
    // `CREATE ROLE app LOGIN PASSWORD :'pw';`
    let near = context::before(text, start, 120);
    let statement = ["role ", "user "].iter().any(|word| near.contains(word))
        && ["create ", "alter "].iter().any(|verb| near.contains(verb))
        && text[..start].ends_with("PASSWORD :")
        && (tail.starts_with(';') || tail.starts_with(' ') || tail.is_empty() || tail.starts_with('\n'));
    (name.contains('_') || statement)
        && name.len() <= 32
        && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || statement && b.is_ascii_digit())
}

/// `x-access-token:…@host`: within the authority of a URL the value ends where the host begins.
fn host_after(text: &str, name: usize, value: &Range<usize>) -> Option<usize> {
    let head = behind(text, name, 80);
    let inside = head.rsplit(|c: char| c.is_whitespace() || "\"'".contains(c)).next().unwrap_or("").contains("://");
    let sign = text[value.clone()].find('@').filter(|_| inside)?;
    Some(value.start + sign)
}

/// `Credential=AKIA…/20251104/eu-west-3/s3/aws4_request`: the scope behind the key says where it was used.
fn scope_after(text: &str, value: &Range<usize>) -> Option<usize> {
    let told = &text[value.clone()];
    let (key, scope) = told.split_once('/')?;
    let day = scope.split('/').next().is_some_and(|day| day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()));
    (day && scope.ends_with("/aws4_request")).then_some(value.start + key.len())
}

/// `[password] => two words`, as PHP prints an array: an entry a line.
fn is_printed_entry(text: &str, name: &Range<usize>) -> bool {
    text[..name.start].ends_with('[') && text[name.end..].starts_with("] =>")
}

/// `"…" + "…"`: the parts of a value that source code puts together; returns where the last one ends.
fn concatenated(text: &str, end: usize, rule: &Rule, spans: &mut Vec<Span>) -> usize {
    let mut end = end;
    for _ in 0..16 {
        let Some(rest) = text[end..].strip_prefix(['"', '\'']) else { break };
        // The parts may stand in lines of their own: `"…" \` and `+ "…"` below.
        let gap = |text: &str| text.bytes().take(80).take_while(|b| b" \n\r\t\\".contains(b)).count();
        let Some(next) = rest[gap(rest)..].strip_prefix(['+', '.', '&']) else { break };
        let next = &next[gap(next)..];
        if !next.starts_with(['"', '\'']) {
            break;
        }
        let Some(value) = values::read(text, text.len() - next.len(), Joint::Assign) else { break };
        end = value.range.end;
        spans.push(Span::new(value.range, rule.placeholder));
    }
    end
}

/// `"old" -> "new"`, `null -> "new"`: what a plan changes the value to; returns where that ends.
fn changed_to(text: &str, end: usize, told: &Named, spans: &mut Vec<Span>) -> Option<usize> {
    let rest = ahead(text, end, 40);
    let tail = rest.trim_start_matches('\\').trim_start_matches(['"', '\'']).trim_start_matches(' ');
    let next = ["-> ", "=> ", "→ ", "~> "].into_iter().find_map(|sign| tail.strip_prefix(sign))?;
    if !next.starts_with(['"', '\'', '\\']) {
        return None;
    }
    let start = end + rest.len() - next.len();
    let value = values::read(text, start, Joint::Assign).filter(|value| value.quoted)?;
    let placeholder = told.placeholder(&text[value.range.clone()])?;
    spans.push(Span::new(value.range.clone(), placeholder));
    Some(value.range.end)
}

/// Hides the word further on in the clause that the name is about; returns where it ends.
fn told_in_clause(text: &str, name: &Range<usize>, from: usize, rule: &Rule, spans: &mut Vec<Span>) -> Option<usize> {
    let found = clauses::after(text, &text[name.clone()], from, rule.placeholder == PASSWORD)?;
    let end = found.end;
    spans.push(Span::new(found, rule.placeholder));
    Some(end)
}

/// What a name says about the values that stand under it, however far away.
pub(crate) struct Named {
    rule: &'static Rule,
    weight: Weight,
    plural: bool,
    does: bool,
    foreign: bool,
}

impl Named {
    /// What is written in place of the value, when it may not stay.
    pub(crate) fn placeholder(&self, value: &str) -> Option<&'static str> {
        let setting = Setting {
            value,
            quoted: true,
            joint: Joint::Assign,
            weight: self.weight,
            before: "",
            after: "",
            plural: self.plural,
            does: self.does,
            touching: false,
            password: self.rule.placeholder == PASSWORD,
            compound: false,
            tight: false,
        };
        let fits = self.weight != Weight::Personal || person_fields::fits(self.rule, value);
        let sure = !self.foreign || tails::is_sure(value, self.weight);
        (fits && sure && !harmless::may_stay(&setting)).then_some(self.rule.placeholder)
    }
}

/// What a name says, for each field name that it ends with.
pub(crate) fn named(key: &str) -> impl Iterator<Item = Named> {
    scan::names_in(key).into_iter().filter_map(move |(hit, rule, weight)| {
        let name = field(key, &hit)?;
        if name.foreign && !tails::takes_foreign(rule, weight) {
            return None;
        }
        let ends = key[name.range.end..].trim_matches(['"', ']', ')']).is_empty();
        ends.then_some(Named { rule, weight, plural: name.plural, does: name.does, foreign: name.foreign })
    })
}

/// The placeholder for a JSON field, when its name makes the value secret.
pub(crate) fn placeholder_for(key: &str, value: &str) -> Option<&'static str> {
    named(key).find_map(|name| name.placeholder(value))
}

/// `passwords: ["…", "…"]`: the items after the first.
fn list_items(text: &str, first: &Range<usize>, rule: &Rule, spans: &mut Vec<Span>) {
    let opening = text[..first.start].trim_end_matches(['"', '\'', '\\', ' ']);
    if !opening.ends_with(['[', '(', '{']) {
        return;
    }
    let mut end = first.end;
    for _ in 0..64 {
        let rest = text[end..].trim_start_matches(['"', '\'', '\\']);
        let Some(next) = rest.strip_prefix(',') else {
            return;
        };
        let next = next.trim_start();
        if !next.starts_with(['"', '\'', '\\']) {
            return;
        }
        let Some(value) = values::read(text, text.len() - next.len(), Joint::Assign) else {
            return;
        };
        end = value.range.end;
        // In `{"a": "x", "b": "y"}` the next string is a name.
        if !value.quoted || text[end..].trim_start_matches(['"', '\'', '\\', ' ']).starts_with([':', '=']) {
            return;
        }
        spans.push(Span::new(value.range, rule.placeholder));
    }
}
